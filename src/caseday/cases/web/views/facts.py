"""The case's own facts, and its status."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.cases import actions, queries
from caseday.cases.web.forms import FactsForm, ReasonForm
from caseday.cases.web.views.answers import UNPROCESSABLE, answer, case_context, done
from caseday.kernel import clock
from caseday.kernel.errors import Invalid

_FACTS = (
    "acuity", "case_type", "jurisdiction", "occupation", "visit_skills", "referred_by", "summary",
    "referral_reason",
)  # fmt: skip


@require_GET
def facts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = queries.get_case(request.viewer, case_id)
    return answer(request, "cases/_facts.html", case_context(request, case, queries.pack_of(case)))


@require_http_methods(["GET", "POST"])
def change_facts(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = queries.get_case(request.viewer, case_id)
    pack = queries.pack_of(case)
    initial = {name: getattr(case, name) for name in _FACTS}
    form = FactsForm(
        request.POST if request.method == "POST" else None, pack=pack, prefix="facts", initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save_facts(request, case, form.cleaned_data)
            return done(request, reverse("cases:facts", args=[case_id]), case_id, "facts")
        except Invalid as error:
            form.show_problems(error)
    return _form(
        request, case, form, "Change the facts", "Save", "facts", reverse("cases:facts", args=[case_id])
    )


def _save_facts(request: HttpRequest, case: Any, cleaned: dict[str, Any]) -> None:
    now = clock.now()
    facts = {name: cleaned[name] for name in _FACTS}
    actions.update_case(actor=request.viewer, now=now, case_id=case.pk, **facts)


@require_http_methods(["GET", "POST"])
def change_status(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """hold and reopen ask for a reason; resume does not. Closing has a page of its own, in the case file."""
    steps: dict[str, tuple[Callable[..., object], str]] = {
        "hold": (actions.hold_case, "Put on hold"),
        "reopen": (actions.reopen_case, "Reopen"),
        "resume": (actions.resume_case, "Take up again"),
    }
    if step not in steps:
        raise Http404
    case = queries.get_case(request.viewer, case_id)
    action, word = steps[step]
    page = reverse("casefile:case", args=[case_id])
    form = ReasonForm(request.POST if request.method == "POST" else None, prefix="status")
    if step == "resume":
        form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        reason = {} if step == "resume" else {"reason": form.cleaned_data["reason"]}
        try:
            action(actor=request.viewer, now=clock.now(), case_id=case_id, **reason)
            return redirect(page)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, case, form, f"{word}: case {case.number}", word, "status", page)


def _form(
    request: HttpRequest, case: Any, form: Any, title: str, submit: str, part: str, cancel: str
) -> HttpResponse:
    context = case_context(request, case, queries.pack_of(case))
    context |= {"form": form, "form_title": title, "submit": submit, "part": part, "action": request.path}
    context |= {"cancel": cancel, "plain": part == "status"}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return answer(request, "cases/_form.html", context, status=status)
