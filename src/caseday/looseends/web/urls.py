"""Addresses of loose ends."""

from django.urls import path

from caseday.looseends.web import views

app_name = "looseends"
urlpatterns = [
    path("", views.loose_end_list, name="list"),
    path("reset", views.reset, name="reset"),
    path("<slug:rule>/<uuid:subject_id>/menu", views.menu, name="menu"),
    path("<slug:rule>/<uuid:subject_id>/snooze", views.snooze, name="snooze"),
    path("<slug:rule>/<uuid:subject_id>/wake", views.wake, name="wake"),
    path("<slug:rule>/<uuid:subject_id>/pin", views.pin, name="pin"),
    path("<slug:rule>/<uuid:subject_id>/give", views.give, name="give"),
    path("<slug:rule>/<uuid:subject_id>/move", views.move, name="move"),
]
