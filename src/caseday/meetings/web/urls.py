"""Addresses of team meetings."""

from django.urls import path

from caseday.meetings.web import views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("of/<uuid:case_id>", views.of_case, name="of_case"),
    path("of/<uuid:case_id>/new", views.plan, name="plan"),
    path("<uuid:meeting_id>", views.meeting, name="meeting"),
    path("<uuid:meeting_id>/change", views.change, name="change"),
    path("<uuid:meeting_id>/call-off", views.call_off, name="call_off"),
    path("<uuid:meeting_id>/people", views.people, name="people"),
    path("<uuid:meeting_id>/agenda", views.agenda, name="agenda"),
    path("<uuid:meeting_id>/invite", views.invite, name="invite"),
    path("<uuid:meeting_id>/meeting.ics", views.calendar, name="calendar"),
    path("<uuid:meeting_id>/live", views.live, name="live"),
    path("<uuid:meeting_id>/begin", views.begin, name="begin"),
    path("<uuid:meeting_id>/end", views.end, name="end"),
    path("<uuid:meeting_id>/presence", views.presence, name="presence"),
    path("<uuid:meeting_id>/came", views.came, name="came"),
    path("<uuid:meeting_id>/notes", views.notes, name="notes"),
    path("<uuid:meeting_id>/tick", views.tick, name="tick"),
    path("<uuid:meeting_id>/decide", views.decide, name="decide"),
    path("<uuid:meeting_id>/act", views.act, name="act"),
    path("<uuid:meeting_id>/differ", views.differ, name="differ"),
    path("<uuid:meeting_id>/strike", views.strike, name="strike"),
    path("<uuid:meeting_id>/propose", views.propose, name="propose"),
    path("<uuid:meeting_id>/next", views.plan_next, name="plan_next"),
    path("<uuid:meeting_id>/minutes", views.minutes, name="minutes"),
    path("<uuid:meeting_id>/minutes/keep", views.keep, name="keep"),
    path("<uuid:meeting_id>/minutes.pdf", views.minutes_pdf, name="minutes_pdf"),
    path("<uuid:meeting_id>/send", views.send, name="send"),
    path("views/<uuid:disagreement_id>", views.disagreement, name="disagreement"),
    path("views/<uuid:disagreement_id>/position", views.position, name="position"),
    path("views/<uuid:disagreement_id>/step", views.mediate, name="mediate"),
    path("views/<uuid:disagreement_id>/settle", views.settle, name="settle"),
]
