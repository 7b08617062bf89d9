"""Who works on the case: hand-off, support, answers to an offer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.cases import actions, queries
from caseday.cases.web.forms import HandOffForm, ReasonForm
from caseday.cases.web.views.answers import UNPROCESSABLE, answer, case_context, done
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_GET
def workers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = queries.get_case(request.viewer, case_id)
    context = case_context(request, case, queries.pack_of(case))
    return answer(request, "cases/_workers.html", context | {"workers": queries.workers_of(case)})


@require_http_methods(["GET", "POST"])
def change_workers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = queries.get_case(request.viewer, case_id)
    form = HandOffForm(request.POST if request.method == "POST" else None, prefix="workers")
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, case_id, form.cleaned_data)
            return done(request, reverse("cases:workers", args=[case_id]), case_id, "workers")
        except Invalid as error:
            form.show_problems(error)
    return _form(request, case, form, "Hand off or share", "Do it")


def _give(request: HttpRequest, case_id: UUID, cleaned: dict[str, Any]) -> None:
    given = {
        "actor": request.viewer,
        "now": clock.now(),
        "case_id": case_id,
        "staff_id": UUID(cleaned["staff"]),
    }
    if cleaned["how"] == "offer":
        actions.offer_handoff(**given, note=cleaned["note"])
    elif cleaned["how"] == "support":
        actions.add_support(**given)
    else:
        actions.assign_case(**given)


@require_POST
def end_support(request: HttpRequest, case_id: UUID, assignment_id: UUID) -> HttpResponse:
    queries.get_case(request.viewer, case_id)
    assignment = queries.get_assignment(request.viewer, assignment_id)
    if assignment.case_id != case_id:
        raise Http404
    actions.end_support(actor=request.viewer, now=clock.now(), assignment_id=assignment_id)
    return done(request, reverse("cases:workers", args=[case_id]), case_id, "workers")


@require_http_methods(["GET", "POST"])
def answer_offer(request: HttpRequest, assignment_id: UUID, reply: str) -> HttpResponse:
    """accept takes the case over; decline asks for a reason."""
    if reply not in ("accept", "decline"):
        raise Http404
    offer = queries.get_assignment(request.viewer, assignment_id)
    if reply == "accept" and request.method == "POST":
        actions.accept_handoff(actor=request.viewer, now=clock.now(), assignment_id=assignment_id)
        say(request, f"Case {offer.case.number} is yours.")
        return redirect("casefile:case", offer.case_id)
    form = ReasonForm(
        request.POST if reply == "decline" and request.method == "POST" else None, prefix="workers"
    )
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.decline_handoff(
                actor=request.viewer, now=clock.now(), assignment_id=assignment_id, reason=reason
            )
            say(request, f"Declined case {offer.case.number}.")
            return redirect("cases:list")
        except Invalid as error:
            form.show_problems(error)
    return _form(request, offer.case, form, "Decline the hand-off", "Decline")


def _form(request: HttpRequest, case: Any, form: Any, title: str, submit: str) -> HttpResponse:
    context = case_context(request, case, queries.pack_of(case))
    context |= {
        "form": form,
        "form_title": title,
        "submit": submit,
        "part": "workers",
        "action": request.path,
    }
    is_answer = "/offers/" in request.path
    context |= {
        "cancel": reverse("cases:list" if is_answer else "cases:workers", args=[] if is_answer else [case.pk])
    }
    context["plain"] = is_answer
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return answer(request, "cases/_form.html", context, status=status)
