"""Addresses of the journal."""

from django.urls import path

from caseday.journal.web import views

app_name = "journal"
urlpatterns = [
    path("", views.day, name="list"),
    path("open", views.unfinished, name="open"),
    path("case/<uuid:case_id>", views.of_case, name="of_case"),
    path("capture", views.capture, name="capture"),
    path("interpret", views.interpret, name="interpret"),
    path("tried/<uuid:followup_id>", views.attempt, name="attempt"),
    path("write", views.write_up, name="write_up"),
    path("wording", views.wording, name="wording"),
    path("switch-format", views.switch_format, name="switch_format"),
    path("drafts/save", views.save_draft, name="save_draft"),
    path("drafts/sign", views.sign, name="sign"),
    path("drafts/<uuid:draft_id>/versions", views.versions, name="versions"),
    path("drafts/<uuid:draft_id>/discard", views.discard, name="discard"),
    path("drafts/<uuid:draft_id>/bring-back", views.bring_back, name="bring_back"),
    path("facts/<uuid:case_id>", views.facts, name="facts"),
    path("notes/<uuid:note_id>/<slug:kind>", views.add_to_note, name="add_to_note"),
    path("<uuid:activity_id>", views.activity, name="activity"),
    path("<uuid:activity_id>/correct", views.correct, name="correct"),
    path("<uuid:activity_id>/void", views.void, name="void"),
    path("<uuid:activity_id>/take-back", views.take_back_attempt, name="take_back_attempt"),
    path("<uuid:activity_id>/learn-hours", views.learn_hours, name="learn_hours"),
    path("<uuid:activity_id>/sign-as-is", views.sign_as_is, name="sign_as_is"),
]
