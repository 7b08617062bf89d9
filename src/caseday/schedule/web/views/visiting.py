"""Visit mode: one tap for each step at the door, the agenda below, the write-up at the end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.schedule import actions
from caseday.schedule.queries import Appointment, appointments_on, get_appointment, leave_times_of
from caseday.schedule.rules import OPEN, StepKind
from caseday.schedule.web.forms import AgendaForm
from caseday.schedule.web.views.appointment import shown_of
from caseday.ui.toasts import say, warn

_ACTIONS = {
    StepKind.SET_OFF: actions.set_off,
    StepKind.ARRIVED: actions.record_arrival,
    StepKind.WAITING: actions.start_wait,
    StepKind.WITH_PROVIDER: actions.go_in,
    StepKind.DONE: actions.finish_appointment,
}
_SAID = {
    StepKind.SET_OFF: "On the way.",
    StepKind.ARRIVED: "Arrived.",
    StepKind.WAITING: "The wait clock runs.",
    StepKind.WITH_PROVIDER: "With the provider.",
    StepKind.DONE: "The visit is over. Write it down while it is fresh.",
}


def _context(viewer: Viewer, one: Appointment, now: datetime) -> dict[str, Any]:
    context = shown_of(viewer, one, now)
    context |= {
        "agenda_lines": [line for line in one.agenda.splitlines() if line.strip()],
        "carry_lines": [line for line in one.carry.splitlines() if line.strip()],
        "agenda_form": AgendaForm(initial={"agenda": one.agenda, "carry": one.carry, "version": one.version}),
        "write_up_url": _link("journal:write_up", query=f"?appointment={one.pk}"),
        "sheet_url": _link("casefile:visit_sheet", one.case_id, query=f"?appointment={one.pk}")
        if one.case_id
        else "",
        "calls_url": _link("today:calls"),
        "step_id": new_id(),
        "going_to": _map_query(one),
    }
    if one.state in OPEN:
        day = one.starts_at.astimezone(viewer.time_zone).date()
        of_the_day = appointments_on(viewer, day, staff_ids=[one.staff_id])
        context["leave_by"] = leave_times_of(of_the_day, one.staff).get(one.id)
    return context


def _link(name: str, *args: Any, query: str = "") -> str:
    """Pages of later apps, where they are there."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""


def _map_query(one: Appointment) -> str:
    """Address or pin for the phone's own map; only when it is tapped does anything leave the page."""
    if one.latitude is not None and one.longitude is not None:
        return f"{one.latitude},{one.longitude}"
    office = one.office
    if one.place:
        return one.place
    if office and office.line1:
        return office.address
    if office and office.latitude is not None and office.longitude is not None:
        return f"{office.latitude},{office.longitude}"
    return ""


@require_GET
def visit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    one = get_appointment(request.viewer, appointment_id)
    return render(request, "schedule/visit.html", _context(request.viewer, one, clock.now()))


@require_POST
def step(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    now, given = clock.now(), request.POST
    get_appointment(request.viewer, appointment_id)
    action = _ACTIONS.get(given.get("kind", ""))  # type: ignore[call-overload]
    more = (
        {"outcome": given["outcome"]} if given.get("outcome") and given.get("kind") == StepKind.DONE else {}
    )
    try:
        if action is None:
            raise Invalid("Choose one of the steps.")
        action(
            actor=request.viewer, now=now, appointment_id=appointment_id, id=parse_id(given.get("id")), **more
        )
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, _SAID[StepKind(given["kind"])], undo_url=reverse("schedule:undo", args=[appointment_id]))
    return _answer(request, appointment_id)


@require_POST
def undo(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    get_appointment(request.viewer, appointment_id)
    try:
        actions.undo_last_step(actor=request.viewer, now=clock.now(), appointment_id=appointment_id)
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, "Undone.")
    return _answer(request, appointment_id)


def _answer(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    if not request.htmx:
        return redirect("schedule:visit", appointment_id)
    one = get_appointment(request.viewer, appointment_id)
    return render(request, "schedule/_visit.html", _context(request.viewer, one, clock.now()))


@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    one = get_appointment(request.viewer, appointment_id)
    form = AgendaForm(
        request.POST or None, initial={"agenda": one.agenda, "carry": one.carry, "version": one.version}
    )
    stored: Appointment | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_agenda(
                actor=request.viewer, now=clock.now(), appointment_id=appointment_id, **form.cleaned_data
            )
        except actions.Changed as problem:
            form.show_problems(problem)
            stored = problem.stored
            form.take_version(stored.version)
        else:
            say(request, "Agenda saved.")
            return redirect("schedule:visit", appointment_id)
    context = {"form": form, "stored": stored, **shown_of(request.viewer, one, clock.now())}
    return render(request, "schedule/agenda.html", context, status=422 if form.errors else 200)
