"""Addresses of the case file."""

from django.urls import path

from caseday.casefile.web import views

app_name = "casefile"
urlpatterns = [
    path("<uuid:case_id>/", views.case, name="case"),
    path("<uuid:case_id>/journal", views.journal, name="journal"),
    path("<uuid:case_id>/messages", views.messages, name="messages"),
    path("<uuid:case_id>/history", views.history, name="history"),
    path("<uuid:case_id>/as-of", views.as_of, name="as_of"),
    path("<uuid:case_id>/call-sheet", views.call_sheet, name="call_sheet"),
    path("<uuid:case_id>/visit-sheet", views.visit_sheet, name="visit_sheet"),
    path("<uuid:case_id>/hand-off-sheet", views.handoff_sheet, name="handoff_sheet"),
    path("<uuid:case_id>/close", views.close, name="close"),
    path("<uuid:case_id>/numbers", views.numbers, name="numbers"),
    path("<uuid:case_id>/numbers/<uuid:identifier_id>", views.read_back, name="read_back"),
    path("<uuid:case_id>/numbers/<uuid:identifier_id>/compare", views.compare_number, name="compare"),
    path("<uuid:case_id>/work-status", views.record_work_status, name="record_work_status"),
    path("call", views.call, name="call"),
    path("flags", views.flags, name="flags"),
    path("office/<uuid:office_id>/cases", views.cases_of_office, name="cases_of_office"),
]
