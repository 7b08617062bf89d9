"""Addresses of the day."""

from django.urls import path

from caseday.today.web import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("refresh", views.refresh, name="refresh"),
    path("line", views.line, name="line"),
    path("calls/", views.calls, name="calls"),
    path("calls/hours/<uuid:office_id>", views.note_hours, name="note_hours"),
    path("close/", views.close, name="close"),
]
