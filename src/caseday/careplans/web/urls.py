"""Addresses of care plans."""

from django.urls import path

from caseday.careplans.web import views
from caseday.careplans.web.views import outcomes

app_name = "careplans"
urlpatterns = [
    path("case/<uuid:case_id>/", views.plan, name="plan"),
    path("case/<uuid:case_id>/start", views.start, name="start"),
    path("case/<uuid:case_id>/household", views.household, name="household"),
    path("case/<uuid:case_id>/household/<uuid:member_id>", views.kin, name="kin"),
    path("case/<uuid:case_id>/outcomes", outcomes.outcomes, name="outcomes"),
    path("outcomes/<uuid:outcome_id>/void", outcomes.void_outcome, name="void_outcome"),
    path("case/<uuid:case_id>/print/<slug:which>", views.print_plan, name="print"),
    path("entry/<uuid:activity_id>", views.entry, name="entry"),
    path("entry/<uuid:activity_id>/link", views.link, name="link"),
    path("versions/<uuid:plan_version_id>", views.version, name="version"),
    path("goals/<uuid:plan_part_id>/worked", views.worked, name="worked"),
    path("goals/<uuid:plan_part_id>/measure", views.measure, name="measure"),
    path("goals/<uuid:plan_part_id>/work", views.work, name="work"),
    path("measures/<uuid:measure_id>/void", views.void_measure, name="void_measure"),
    path("parts/<uuid:plan_part_id>", views.part, name="part"),
    path("parts/<slug:part>/<uuid:plan_part_id>", views.change, name="change"),
    path("parts/<slug:part>/<uuid:plan_part_id>/end", views.end_part, name="end_part"),
    path("parts/<slug:part>/<uuid:plan_part_id>/reopen", views.reopen_part, name="reopen_part"),
    path("<uuid:care_plan_id>/about", views.about, name="about"),
    path("<uuid:care_plan_id>/end", views.end, name="end"),
    path("<uuid:care_plan_id>/review", views.review, name="review"),
    path("<uuid:care_plan_id>/sign", views.sign, name="sign"),
    path("<uuid:care_plan_id>/versions", views.versions, name="versions"),
    path("<uuid:care_plan_id>/<slug:part>/new", views.add, name="add"),
]
