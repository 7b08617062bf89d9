"""A disagreement: what each party wants, what was tried, how it ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.meetings import actions, queries
from caseday.meetings.permissions import can_write
from caseday.meetings.web.forms import PositionForm, SettleForm, StepForm
from caseday.ui.toasts import say


@require_GET
def disagreement(request: HttpRequest, disagreement_id: UUID) -> HttpResponse:
    return _page(request, disagreement_id)


def _page(request: HttpRequest, disagreement_id: UUID, status: int = 200, **forms: Any) -> HttpResponse:
    one = queries.get_disagreement(request.viewer, disagreement_id)
    states = queries.Disagreement.State.choices
    context = {
        "one": one,
        "meeting": one.meeting,
        "case": one.meeting.case,
        "names": [who.name for who in one.meeting.participants.all()],
        "position": PositionForm(),
        "step": StepForm(),
        "settle": SettleForm(states=states, initial={"state": one.state, "outcome": one.outcome}),
        "may_write": can_write(request.viewer),
        **forms,
    }
    return render(request, "meetings/disagreement.html", context, status=status)


def _wrong(form: Any, problem: Invalid) -> Any:
    form.show_problems({n: text for n, text in problem.problems.items() if n not in form.errors})
    return form


@require_POST
def position(request: HttpRequest, disagreement_id: UUID) -> HttpResponse:
    form = PositionForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        actions.add_position(
            actor=request.viewer, now=clock.now(), disagreement_id=disagreement_id, who=said.get("who", ""),
            wants=said.get("wants", ""), because=said.get("because", ""), id=said.get("id"),
        )  # fmt: skip
    except Invalid as problem:
        return _page(request, disagreement_id, status=422, position=_wrong(form, problem))
    return redirect("meetings:disagreement", disagreement_id)


@require_POST
def mediate(request: HttpRequest, disagreement_id: UUID) -> HttpResponse:
    form = StepForm(request.POST)
    form.is_valid()
    said = form.cleaned_data
    try:
        actions.add_mediation_step(
            actor=request.viewer, now=clock.now(), disagreement_id=disagreement_id, text=said.get("text", ""),
            result=said.get("result", ""), id=said.get("id"),
        )  # fmt: skip
    except Invalid as problem:
        return _page(request, disagreement_id, status=422, step=_wrong(form, problem))
    return redirect("meetings:disagreement", disagreement_id)


@require_POST
def settle(request: HttpRequest, disagreement_id: UUID) -> HttpResponse:
    form = SettleForm(request.POST, states=queries.Disagreement.State.choices)
    form.is_valid()
    said = form.cleaned_data
    try:
        one = actions.settle_disagreement(
            actor=request.viewer, now=clock.now(), disagreement_id=disagreement_id,
            state=said.get("state", ""), outcome=said.get("outcome", ""),
        )  # fmt: skip
    except Invalid as problem:
        return _page(request, disagreement_id, status=422, settle=_wrong(form, problem))
    say(request, "Kept.")
    return redirect("meetings:live", one.meeting_id)
