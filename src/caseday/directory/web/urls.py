from django.urls import path

from caseday.directory.web import views

app_name = "directory"
urlpatterns = [
    path("", views.office_list, name="list"),
    path("new/", views.add, name="add"),
    path("likely-doubles/", views.likely_doubles, name="likely_doubles"),
    path("phones/<uuid:phone_id>/", views.edit_phone, name="edit_phone"),
    path("phones/<uuid:phone_id>/retire/", views.retire_phone, name="retire_phone"),
    path("professionals/<uuid:professional_id>/", views.edit_professional, name="edit_professional"),
    path(
        "professionals/<uuid:professional_id>/retire/", views.retire_professional, name="retire_professional"
    ),
    path("resources/", views.resources, name="resources"),
    path("resources/new/", views.add_resource, name="add_resource"),
    path("resources/<uuid:resource_id>/office/", views.link_office, name="link_resource_office"),
    path("resources/<uuid:resource_id>/", views.resource, name="resource"),
    path("resources/<uuid:resource_id>/facts/", views.correct_resource, name="correct_resource"),
    path("resources/facts/<uuid:resource_fact_id>/directory/", views.take_directorys, name="take_directorys"),
    path("resources/<uuid:resource_id>/learned/", views.learn, name="learn_of_resource"),
    path("resources/notes/<uuid:resource_note_id>/settle/", views.settle_note, name="settle_resource_note"),
    path("<uuid:office_id>/", views.office, name="office"),
    path("<uuid:office_id>/edit/", views.edit, name="edit"),
    path("<uuid:office_id>/hours/", views.hours, name="hours"),
    path("<uuid:office_id>/hours/heard/", views.hear_hours, name="hear_hours"),
    path("<uuid:office_id>/hours/text/", views.hours_text, name="hours_text"),
    path("<uuid:office_id>/numbers/", views.masks, name="masks"),
    path("<uuid:office_id>/phones/new/", views.add_phone, name="add_phone"),
    path("<uuid:office_id>/professionals/new/", views.add_professional, name="add_professional"),
    path("<uuid:office_id>/retire/", views.retire, name="retire"),
    path("<uuid:office_id>/restore/", views.restore, name="restore"),
]
