from django.urls import path

from caseday.schedule.web import views

app_name = "schedule"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("new/", views.new, name="new"),
    path("conflicts/", views.conflicts, name="conflicts"),
    path("offices/", views.offices, name="offices"),
    path("confirmations/", views.confirmations, name="confirmations"),
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/<uuid:feed_id>/revoke/", views.revoke, name="revoke_feed"),
    path("feed/<str:token>.ics", views.feed_file, name="feed"),
    path("<uuid:appointment_id>/", views.appointment, name="appointment"),
    path("<uuid:appointment_id>/edit/", views.edit, name="edit"),
    path("<uuid:appointment_id>/move/", views.move, name="move"),
    path("<uuid:appointment_id>/new-date/", views.new_date, name="new_date"),
    path("<uuid:appointment_id>/no-new-date/", views.drop_date, name="drop_date"),
    path("<uuid:appointment_id>/call-off/", views.call_off, name="call_off"),
    path("<uuid:appointment_id>/end-series/", views.end_series, name="end_series"),
    path("<uuid:appointment_id>/take-over/", views.take_over, name="take_over"),
    path("<uuid:appointment_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:appointment_id>/visit/", views.visit, name="visit"),
    path("<uuid:appointment_id>/step/", views.step, name="step"),
    path("<uuid:appointment_id>/undo/", views.undo, name="undo"),
    path("<uuid:appointment_id>/agenda/", views.agenda, name="agenda"),
]
