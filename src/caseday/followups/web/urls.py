"""Addresses of to-dos, chases and requests."""

from django.urls import path

from caseday.followups.web import views

app_name = "followups"
urlpatterns = [
    path("", views.todo_list, name="list"),
    path("new", views.add, name="add"),
    path("<uuid:followup_id>", views.todo, name="todo"),
    path("<uuid:followup_id>/done", views.done, name="done"),
    path("<uuid:followup_id>/drop", views.drop, name="drop"),
    path("<uuid:followup_id>/move", views.move, name="move"),
    path("<uuid:followup_id>/reopen", views.reopen, name="reopen"),
    path("resources/figures", views.resource_figures, name="resource_figures"),
    path("resources/of/<uuid:case_id>", views.resources_of_case, name="resources_of_case"),
    path("resources/find/<uuid:case_id>", views.find_resource, name="find_resource"),
    path("resources/offer/<uuid:case_id>/<uuid:resource_id>", views.offer_resource, name="offer_resource"),
    path("resources/about/<uuid:resource_id>", views.resource_offers, name="resource_offers"),
    path("resources/<uuid:request_id>/next", views.resource_step, name="resource_step"),
    path("requests/", views.requests, name="requests"),
    path("requests/new", views.new_request, name="new_request"),
    path("requests/of/<uuid:case_id>", views.requests_of_case, name="requests_of_case"),
    path("requests/of/<uuid:case_id>/check", views.check_request, name="check_request"),
    path("requests/<uuid:request_id>", views.show_request, name="request"),
    path("requests/<uuid:request_id>/change", views.change_request, name="change_request"),
    path("requests/<uuid:request_id>/done", views.end_request, {"ending": "finish"}, name="finish_request"),
    path("requests/<uuid:request_id>/drop", views.end_request, {"ending": "drop"}, name="drop_request"),
    path("requests/<uuid:request_id>/reopen", views.reopen_request, name="reopen_request"),
    path("requests/<uuid:request_id>/say/<slug:rung>", views.claim_step, name="claim_step"),
    path("requests/<uuid:request_id>/deny/<slug:rung>", views.deny_step, name="deny_step"),
    path("requests/<uuid:request_id>/tell", views.tell, name="tell"),
    path("requests/<uuid:request_id>/units", views.use_units, name="use_units"),
    path("requests/<uuid:request_id>/papers", views.file_paper, name="file_paper"),
    path("requests/<uuid:request_id>/ready", views.readiness, name="readiness"),
    path("requests/<uuid:request_id>/ready/begin", views.start_checklist, name="start_checklist"),
    path("requests/<uuid:request_id>/ready/add", views.add_line, name="add_line"),
    path("lines/<uuid:line_id>/confirm", views.confirm_line, name="confirm_line"),
    path("lines/<uuid:line_id>/verify", views.verify_line, name="verify_line"),
    path("lines/<uuid:line_id>/take-back", views.unconfirm_line, name="unconfirm_line"),
    path("lines/<uuid:line_id>/not-needed", views.line_not_needed, name="line_not_needed"),
    path("lines/<uuid:line_id>/needed", views.line_needed, name="line_needed"),
    path("lines/<uuid:line_id>/move", views.move_line, name="move_line"),
    path("claims/<uuid:claim_id>/verify", views.verify_step, name="verify_step"),
    path("claims/<uuid:claim_id>/withdraw", views.withdraw_claim, name="withdraw_claim"),
    path("clocks/<uuid:clock_id>/<slug:what>", views.change_clock, name="change_clock"),
]
