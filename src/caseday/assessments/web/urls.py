"""Addresses of assessments."""

from django.urls import path

from caseday.assessments.web.views import asking, cases, client, instruments, links, results

app_name = "assessments"
urlpatterns = [
    path("of/<uuid:case_id>/", cases.of_case, name="case"),
    path("of/<uuid:case_id>/new", cases.begin, name="begin"),
    path("instruments/", instruments.instruments, name="instruments"),
    path("instruments/add", instruments.add_instrument, name="add_instrument"),
    path("instruments/held/<uuid:held_instrument_id>/end", instruments.end_instrument, name="end_instrument"),
    path("instruments/<slug:instrument>/", instruments.instrument, name="instrument"),
    path("instruments/<slug:instrument>/questionnaire.json", instruments.questionnaire, name="questionnaire"),
    path("answer/<str:token>/", client.client, name="client"),
    path("links/<uuid:client_link_id>/end", links.end_link, name="end_link"),
    path("alerts/<uuid:alert_id>/", results.acknowledge, name="acknowledge"),
    path("<uuid:assessment_id>/", asking.assessment, name="assessment"),
    path("<uuid:assessment_id>/ask", asking.ask, name="ask"),
    path("<uuid:assessment_id>/answer", asking.answer, name="answer"),
    path("<uuid:assessment_id>/finish", asking.finish, name="finish"),
    path("<uuid:assessment_id>/review", results.review, name="review"),
    path("<uuid:assessment_id>/evidence", results.evidence, name="evidence"),
    path("<uuid:assessment_id>/aside", results.aside, name="aside"),
    path("<uuid:assessment_id>/take-up", results.take_up, name="take_up"),
    path("<uuid:assessment_id>/link", links.link, name="link"),
]
