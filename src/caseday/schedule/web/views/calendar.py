"""The calendar: a day as a line, a week as a grid, the coming weeks as a list."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.kernel.ids import parse_id
from caseday.schedule.queries import (
    Staff,
    ToConfirm,
    appointments_between,
    calendars_of,
    left_behind,
    next_working_day,
    own_staff_ids,
    usual_waits,
    with_sides,
)
from caseday.schedule.queries.calendar import day_bounds
from caseday.schedule.web.entries import Entry, days_of, entries_of, week_of

VIEWS = ("day", "week", "agenda")
_AGENDA_DAYS = 28
_ASKED_WITHIN = timedelta(days=4)
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2099, 12, 1)


@dataclass(frozen=True)
class Wanted:
    view: str
    day: date
    today: date
    who: UUID | None
    calendars: list[Staff]

    @property
    def span(self) -> tuple[date, int]:
        if self.view == "day":
            return self.day, 1
        if self.view == "agenda":
            return self.day, _AGENDA_DAYS
        return self.day - timedelta(days=self.day.weekday()), 7

    @property
    def staff_ids(self) -> list[UUID] | None:
        return [self.who] if self.who else None

    def owners(self, viewer: Viewer) -> list[Staff]:
        shown = {self.who} if self.who else own_staff_ids(viewer)
        return [one for one in self.calendars if one.pk in shown]


def parse_day(text: str | None, otherwise: date) -> date:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return min(max(day, FIRST_DAY), LAST_DAY)


def today_of(viewer: Viewer, now: datetime) -> date:
    return now.astimezone(viewer.time_zone).date()


def _wanted(request: HttpRequest, now: datetime) -> Wanted:
    today = today_of(request.viewer, now)
    view = request.GET.get("view", "")
    calendars = calendars_of(request.viewer)
    who = parse_id(request.GET.get("who"))
    return Wanted(
        view=view if view in VIEWS else "week",
        day=parse_day(request.GET.get("day"), today),
        today=today,
        who=who if who in {one.pk for one in calendars} else None,
        calendars=calendars,
    )


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    now, viewer = clock.now(), request.viewer
    wanted = _wanted(request, now)
    first, count = wanted.span
    start, _ = day_bounds(first, viewer.time_zone)
    _, end = day_bounds(first + timedelta(days=count - 1), viewer.time_zone)
    found = appointments_between(viewer, start, end, staff_ids=wanted.staff_ids)
    asked = _worth_saying(with_sides(found), now) if wanted.view != "week" else []
    entries = entries_of(viewer, found, wanted.owners(viewer), asked)
    context = _frame(wanted, first, count) | {
        "entries": entries,
        "days": days_of(entries, first, count, viewer.time_zone, now),
        "now": now,
        "can_plan": can_work_on_cases(viewer),
        "confirm_day": next_working_day(wanted.today),
        "left_behind": left_behind(viewer, now=now) if viewer.staff_id else [],
    }
    if wanted.view == "week":
        context["week"] = week_of(entries, first, viewer.time_zone, now)
    if wanted.view == "day":
        context |= _day_line(entries, wanted, now)
    return render(request, "schedule/calendar.html", context)


def _worth_saying(asked: list[ToConfirm], now: datetime) -> list[ToConfirm]:
    """That nobody was asked yet is no news before the last days."""
    return [
        one
        for one in asked
        if one.appointment.starts_at < now + _ASKED_WITHIN or any(side.last for side in one.sides)
    ]


def _frame(wanted: Wanted, first: date, count: int) -> dict[str, Any]:
    step = timedelta(days=count)
    return {
        "wanted": wanted,
        "first": first,
        "last": first + timedelta(days=count - 1),
        "earlier": max(wanted.day - step, FIRST_DAY),
        "later": min(wanted.day + step, LAST_DAY),
        "query": f"&who={wanted.who}" if wanted.who else "",
    }


def _day_line(entries: list[Entry], wanted: Wanted, now: datetime) -> dict[str, Any]:
    """The present as a rule across the line, before the first that is still to come."""
    offices = {one.appointment.office_id for one in entries if one.appointment.office_id}
    waits = usual_waits(offices, now=now) if offices else {}
    coming = next((one.appointment.id for one in entries if one.appointment.starts_at > now), None)
    return {
        "waits": waits,
        "now_before": coming if wanted.day == wanted.today else None,
        "now_at_end": wanted.day == wanted.today and coming is None and bool(entries),
    }
