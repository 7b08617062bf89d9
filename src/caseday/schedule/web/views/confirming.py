"""The confirmation list: who has to say yes to tomorrow, and the result of each call in two taps."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.viewer import Viewer
from caseday.directory.queries import open_state_of, say_state
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.schedule import actions
from caseday.schedule.permissions import can_change
from caseday.schedule.queries import (
    ToConfirm,
    get_appointment,
    next_working_day,
    sides_of,
    to_confirm,
    with_sides,
)
from caseday.schedule.rules import RESULT_WORDS, CallResult, Channel, shown_time
from caseday.schedule.web.entries import zone_of
from caseday.schedule.web.views.calendar import parse_day, today_of
from caseday.ui.toasts import say, warn


def _context(viewer: Viewer, now: datetime) -> dict[str, Any]:
    return {
        "results": RESULT_WORDS,
        "channels": _CHANNELS,
        "can_write": viewer.can_write,
        "now": now,
    }


_CHANNELS = {one: one.replace("_", " ") for one in Channel}


@require_GET
def confirmations(request: HttpRequest) -> HttpResponse:
    now, viewer = clock.now(), request.viewer
    today = today_of(viewer, now)
    day = parse_day(request.GET.get("day"), next_working_day(today))
    found = to_confirm(viewer, day)
    open_ones = [one for one in found if not one.standing.is_confirmed]
    context = _context(viewer, now) | {
        "rows": [_row(viewer, one, now) for one in found],
        "day": day,
        "earlier": day - timedelta(days=1),
        "later": next_working_day(day),
        "open_count": len(open_ones),
    }
    return render(request, "schedule/confirmations.html", context)


def _row(viewer: Viewer, one: ToConfirm, now: datetime) -> dict[str, Any]:
    appointment, office = one.appointment, one.appointment.office
    return {
        "appointment": appointment,
        "sides": one.sides,
        "standing": one.standing,
        "shown": shown_time(
            appointment.starts_at, appointment.ends_at, zone_of(appointment), viewer.time_zone
        ),
        "may_change": can_change(viewer, appointment),
        "office_hours": say_state(viewer, open_state_of(viewer, office, now)) if office else "",
    }


@require_POST
def confirm(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    now, viewer, given = clock.now(), request.viewer, request.POST
    get_appointment(viewer, appointment_id)
    try:
        actions.record_confirmation(
            actor=viewer,
            now=now,
            appointment_id=appointment_id,
            side=given.get("side", ""),
            result=given.get("result", ""),
            said_by=given.get("said_by", ""),
            channel=given.get("channel") or Channel.PHONE,
            attendee_id=parse_id(given.get("attendee")),
            id=parse_id(given.get("id")),
        )
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, f"Noted: {RESULT_WORDS[CallResult(given['result'])]}.")
    if not request.htmx:
        return redirect(_back(request, appointment_id))
    one = get_appointment(viewer, appointment_id)
    with_sides([one])
    row = _row(viewer, ToConfirm(one, sides_of(one)), now)
    return render(request, "schedule/_confirm_row.html", {**_context(viewer, now), "row": row})


def _back(request: HttpRequest, appointment_id: UUID) -> str:
    if request.POST.get("from") == "list":
        day = get_appointment(request.viewer, appointment_id).starts_at.astimezone(request.viewer.time_zone)
        return f"{reverse('schedule:confirmations')}?day={day:%Y-%m-%d}"
    return reverse("schedule:appointment", args=[appointment_id])
