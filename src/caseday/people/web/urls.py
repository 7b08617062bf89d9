from django.urls import path

from caseday.people.web import views

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("new/", views.add, name="add"),
    path("likely-duplicates/", views.likely_duplicates, name="likely_duplicates"),
    path("merges/<uuid:merge_id>/undo/", views.undo, name="undo_merge"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/names/", views.edit_names, name="edit_names"),
    path("<uuid:person_id>/needs/", views.edit_needs, name="edit_needs"),
    path("<uuid:person_id>/ssn/", views.edit_ssn, name="edit_ssn"),
    path("<uuid:person_id>/ssn/whole/", views.show_ssn, name="show_ssn"),
    path("<uuid:person_id>/compare/<uuid:other_id>/", views.compare, name="compare"),
    path("<uuid:person_id>/merge/<uuid:other_id>/", views.merge, name="merge"),
    *(
        path(f"<uuid:person_id>/{part}/new/", views.add_part, {"part": part}, name=f"add_{part}")
        for part in ("contact", "addresses", "household", "safety")
    ),
    *(
        path(f"{part}/<uuid:part_id>/", views.edit_part, {"part": part}, name=f"edit_{part}")
        for part in ("contact", "addresses", "household")
    ),
    *(
        path(f"{part}/<uuid:part_id>/end/", views.end_part, {"part": part}, name=f"end_{part}")
        for part in ("contact", "addresses", "household", "safety")
    ),
]
