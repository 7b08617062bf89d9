"""Addresses of programs."""

from django.urls import path

from caseday.programs.web import views

app_name = "programs"
urlpatterns = [
    path("", views.packs, name="packs"),
    path("diagnoses", views.diagnoses, name="diagnoses"),
    path("deadlines/<slug:jurisdiction>", views.deadlines, name="deadlines"),
    path("drafts/<uuid:pack_draft_id>/", views.draft, name="draft"),
    path("drafts/<uuid:pack_draft_id>/preview", views.preview, name="preview"),
    path("drafts/<uuid:pack_draft_id>/text", views.text, name="text"),
    path("drafts/<uuid:pack_draft_id>/publish", views.publish, name="publish"),
    path("drafts/<uuid:pack_draft_id>/discard", views.discard, name="discard"),
    path("drafts/<uuid:pack_draft_id>/sections/<slug:section>", views.section, name="draft_section"),
    path("drafts/<uuid:pack_draft_id>/sections/<slug:section>/<int:place>", views.entry, name="draft_entry"),
    path("versions/<uuid:pack_version_id>/", views.version, name="version"),
    path("versions/<uuid:pack_version_id>/withdraw", views.withdraw, name="withdraw"),
    path("<slug:slug>", views.pack, name="pack"),
    path("<slug:slug>/copy", views.copy, name="copy"),
    path("<slug:slug>/payer", views.for_payer, name="for_payer"),
]
