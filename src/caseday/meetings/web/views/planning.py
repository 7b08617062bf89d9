"""Planning a meeting and the next one, changing it, its people and its agenda, calling it off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.meetings import actions, queries
from caseday.meetings.permissions import ONLY_WORKERS, can_write
from caseday.meetings.web.forms import CallOffForm, PlanForm, initial_of
from caseday.meetings.web.lists import agenda_lines, first_lines, people_rows, ticked_people
from caseday.ui.toasts import say

_UNPROCESSABLE = 422


def _taken(form: Any, take: Callable[[], Any]) -> Any:
    """What the action gave; None where it refused, which the form then shows."""
    try:
        return take()
    except Invalid as problem:
        form.show_problems(problem)
        return None


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    viewer, case, now = request.viewer, get_case(request.viewer, case_id), clock.now()
    require(can_write(viewer), ONLY_WORKERS)
    form = PlanForm(request.POST or None, kinds=queries.kinds_for(case), viewer=viewer)
    offers = queries.offers_for(viewer, case, now=now)
    ticked = set(request.POST.getlist("person")) if request.method == "POST" else None
    rows = people_rows(queries.people_to_ask(viewer, case, now=now), ticked=ticked)
    if request.method == "POST" and form.is_valid():
        made = _taken(
            form,
            lambda: actions.plan_meeting(
                actor=viewer, now=now, case_id=case_id, plan=form.plan(), people=ticked_people(request.POST, rows),
                agenda=first_lines(request.POST, offers), id=form.cleaned_data["id"],
            ),
        )  # fmt: skip
        if made:
            say(request, "Planned. Nothing was sent yet: invite people when it fits.")
            return redirect("meetings:meeting", made.pk)
    context = {
        "form": form,
        "case": case,
        "offers": [(one, one.source in request.POST.getlist("offer")) for one in offers],
        "people": rows if ticked is not None else [(row) for row in _first_ticked(rows)],
        "others": request.POST.get("others", ""),
        "own": request.POST.get("own", ""),
    }
    return render(request, "meetings/plan.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _first_ticked(rows: Any) -> Any:
    """The client comes to their own meeting unless somebody says otherwise."""
    from dataclasses import replace

    return [replace(row, is_on=row.person.role == "client") for row in rows]


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    one = queries.get_meeting(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    form = _plan_form(request, one, initial_of(one))
    if request.method == "POST" and form.is_valid():
        changed = _taken(
            form,
            lambda: actions.change_meeting(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id, plan=form.plan()
            ),
        )
        if changed:
            was_told = any(who.told for who in changed.participants.all())
            say(request, "Changed. Tell those who were invited." if was_told else "Changed.")
            return redirect("meetings:invite" if was_told else "meetings:meeting", meeting_id)
    return _plan_page(request, form, one, "Change the meeting", "Save")


def _plan_form(request: HttpRequest, one: Any, initial: dict[str, Any]) -> PlanForm:
    kinds = dict(queries.kinds_for(one.case)) | {one.kind: queries.word_of_kind(one)}
    return PlanForm(request.POST or None, kinds=kinds.items(), viewer=request.viewer, initial=initial)


def _plan_page(request: HttpRequest, form: Any, one: Any, title: str, submit: str) -> HttpResponse:
    context = {"form": form, "meeting": one, "case": one.case, "title": title, "submit": submit}
    return render(request, "meetings/change.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def plan_next(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The next date, with the same people and place; proposed in the room, else two weeks on."""
    one = queries.get_meeting(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    at = one.next_at or one.appointment.starts_at + timedelta(days=14)
    local = at.astimezone(queries.zone_of(one))
    form = _plan_form(request, one, initial_of(one) | {"day": local.date(), "starts": local.time()})
    if request.method == "POST" and form.is_valid():
        made = _taken(
            form,
            lambda: actions.plan_next_meeting(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id, plan=form.plan(),
                id=form.cleaned_data["id"],
            ),
        )  # fmt: skip
        if made:
            say(request, "The next meeting is planned. Nothing was sent yet.")
            return redirect("meetings:meeting", made.pk)
    return _plan_page(request, form, one, "The next meeting", "Plan it")


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    one = queries.get_meeting(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        off = _taken(
            form,
            lambda: actions.call_off_meeting(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id, party=said["party"],
                reason=said["reason"], needs_new_date=said["needs_new_date"],
            ),
        )  # fmt: skip
        if off:
            was_told = any(who.told for who in off.participants.all())
            say(request, "Called off. Tell those who were invited." if was_told else "Called off.")
            return redirect("meetings:invite" if was_told else "meetings:meeting", meeting_id)
    context = {"form": form, "meeting": one, "case": one.case}
    return render(request, "meetings/call_off.html", context, status=_UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    one = queries.get_meeting(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    around = queries.people_to_ask(request.viewer, one.case, now=clock.now())
    ticked = set(request.POST.getlist("person")) if request.method == "POST" else None
    rows, problem = people_rows(around, one.participants.all(), ticked=ticked), ""
    if request.method == "POST":
        try:
            actions.change_people(
                actor=request.viewer, now=clock.now(), meeting_id=meeting_id,
                people=ticked_people(request.POST, rows),
            )  # fmt: skip
            say(request, "Saved.")
            return redirect("meetings:meeting", meeting_id)
        except Invalid as refused:
            problem = str(refused)
    context = {
        "meeting": one,
        "case": one.case,
        "people": rows,
        "others": request.POST.get("others", ""),
        "problem": problem,
    }
    return render(request, "meetings/people.html", context, status=_UNPROCESSABLE if problem else 200)


@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Each tap on an arrow saves what was typed."""
    one = queries.get_meeting(request.viewer, meeting_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    offers = queries.offers_for(request.viewer, one.case, now=clock.now(), besides=one)
    items: list[Any] = list(one.agenda.all())
    problem = ""
    if request.method == "POST":
        lines = agenda_lines(request.POST, offers)
        try:
            actions.write_agenda(actor=request.viewer, now=clock.now(), meeting_id=meeting_id, agenda=lines)
            is_going_on = bool(request.POST.get("do"))
            if not is_going_on:
                say(request, "The agenda is saved.")
            return redirect(
                reverse("meetings:agenda" if is_going_on else "meetings:meeting", args=[meeting_id])
            )
        except Invalid as refused:
            problem = str(refused)
            items = [_Typed(line) for line in lines]
    context = {
        "meeting": one,
        "case": one.case,
        "items": items,
        "offers": [] if problem else [(offer, False) for offer in offers],
        "problem": problem,
    }
    return render(request, "meetings/agenda.html", context, status=_UNPROCESSABLE if problem else 200)


class _Typed:
    """A point as it stood in a form that was refused."""

    def __init__(self, line: Any) -> None:
        self.pk, self.text, self.source, self.notes = line.id, line.text, line.source, ""
