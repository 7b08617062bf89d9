"""Addresses of decisions and of advocacy."""

from django.urls import path

from caseday.advocacy.web import views

app_name = "advocacy"
urlpatterns = [
    path("", views.counts, name="counts"),
    path("counts.csv", views.counts_csv, name="counts_csv"),
    path("of/<uuid:case_id>", views.of_case, name="of_case"),
    path("of/<uuid:case_id>/new", views.add_effort, name="add_effort"),
    path("of/<uuid:case_id>/decisions/new", views.begin_decision, name="begin_decision"),
    path("efforts/<uuid:effort_id>", views.effort, name="effort"),
    path("efforts/<uuid:effort_id>/outcome", views.outcome, name="outcome"),
    path("efforts/<uuid:effort_id>/void", views.void, name="void"),
    path("decisions/<uuid:decision_id>", views.decision, name="decision"),
    path("decisions/<uuid:decision_id>/change", views.change_decision, name="change_decision"),
    path("decisions/<uuid:decision_id>/decide", views.decide, name="decide"),
    path("decisions/<uuid:decision_id>/drop", views.drop, name="drop"),
    path("decisions/<uuid:decision_id>/reopen", views.reopen, name="reopen"),
    path("decisions/<uuid:decision_id>/page.pdf", views.page_pdf, name="page_pdf"),
]
