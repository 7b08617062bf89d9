"""One appointment: what is known, who confirmed, what happened, and what can be done now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.schedule import actions
from caseday.schedule.permissions import can_change
from caseday.schedule.queries import (
    Appointment,
    appointments_on,
    confirmations_of,
    conflicts_for,
    get_appointment,
    leave_times_of,
    place_of,
    sides_of,
    steps_of,
    usual_waits,
    with_sides,
)
from caseday.schedule.rules import (
    CALLED_OFF,
    OPEN,
    AppointmentState,
    CancelledBy,
    Notice,
    StepKind,
    next_step,
    repeat_words,
    shown_time,
    skills_asked,
    spans_of,
    standing_of,
    steps_offered,
)
from caseday.schedule.web.entries import chip_of, zone_of
from caseday.ui.toasts import say, warn

STEP_WORDS = {
    StepKind.SET_OFF: "Set off",
    StepKind.ARRIVED: "I am here",
    StepKind.WAITING: "Waiting",
    StepKind.WITH_PROVIDER: "With the provider",
    StepKind.DONE: "Done",
}


def shown_of(viewer: Viewer, one: Appointment, now: datetime) -> dict[str, Any]:
    """What every page of one appointment shows."""
    with_sides([one])
    sides = sides_of(one)
    standing = standing_of([side.standing for side in sides]) if sides else None
    steps = steps_of(one)
    taps = [(StepKind(step.kind), step.at) for step in steps]
    state = AppointmentState(one.state)
    waits = usual_waits([one.office_id], now=now) if one.office_id else {}
    party = CancelledBy(one.cancelled_party) if one.cancelled_party else None
    kind, words = chip_of(one, standing)
    return {
        "appointment": one,
        "shown": shown_time(one.starts_at, one.ends_at, zone_of(one), viewer.time_zone),
        "zone": zone_of(one),
        "place": place_of(one),
        "sides": sides,
        "standing": standing,
        "chip_kind": kind,
        "chip_words": words,
        "steps": steps,
        "spans": spans_of(taps),
        "offered": [
            (kind, STEP_WORDS[kind]) for kind in steps_offered(state, has_set_off=one.set_off_at is not None)
        ],
        "next": next_step(state, by=party, new_date_wanted=one.needs_new_date),
        "wait": waits.get(one.office_id) if one.office_id else None,
        "notice": Notice(one.notice_minutes) if one.notice_minutes is not None else None,
        "may_change": can_change(viewer, one),
        "is_open": one.state in OPEN,
        "is_called_off": one.state in CALLED_OFF,
        "can_undo": bool(steps) and one.state not in CALLED_OFF,
        "now": now,
    }


@require_GET
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    now, viewer = clock.now(), request.viewer
    one = get_appointment(viewer, appointment_id)
    context = shown_of(viewer, one, now)
    context |= {
        "tries": confirmations_of(one),
        "repeats": repeat_words(one.series.rule) if one.series else "",
        "attendees": one.attendees.all(),
        "who_goes": skills_asked(one.skills, one.case.visit_skills if one.case else ""),
    }
    if one.state in OPEN:
        day = one.starts_at.astimezone(viewer.time_zone).date()
        of_the_day = appointments_on(viewer, day, staff_ids=[one.staff_id])
        context["leave_by"] = leave_times_of(of_the_day, one.staff).get(one.id)
        context["conflicts"] = conflicts_for(viewer, one, one.staff)
    return render(request, "schedule/appointment.html", context)


@require_POST
def drop_date(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    actions.drop_new_date(
        actor=request.viewer,
        now=clock.now(),
        appointment_id=appointment_id,
        reason=request.POST.get("reason", ""),
    )
    say(request, "No new date is wanted any more.")
    return redirect("schedule:appointment", appointment_id)


@require_POST
def end_series(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    try:
        actions.end_series(
            actor=request.viewer,
            now=clock.now(),
            appointment_id=appointment_id,
            scope=actions.Scope.FOLLOWING,
        )
    except Invalid as problem:
        warn(request, str(problem))
        return redirect("schedule:appointment", appointment_id)
    say(request, "This one and the following are gone from the calendar.")
    return redirect("schedule:calendar")


@require_POST
def take_over(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    actions.take_over_appointment(
        actor=request.viewer,
        now=clock.now(),
        appointment_id=appointment_id,
        staff_id=request.viewer.staff_id,
    )
    say(request, "It is in your calendar now.")
    return redirect("schedule:appointment", appointment_id)
