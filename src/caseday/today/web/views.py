"""The page of the day, the call list, and the close of the day."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.viewer import Viewer
from caseday.directory.queries import get_office, open_state_of, say_state
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.looseends.actions import close_day
from caseday.looseends.queries import loose_ends_for, rows_of
from caseday.schedule.queries import ToConfirm, next_working_day
from caseday.today.queries import Closing, Day, Frame, calls_of, closing_of, day_of, frame_of
from caseday.today.rules import counted_words
from caseday.today.web.planned import has_plan, plan_context
from caseday.ui.toasts import say

ENDS_SHOWN, CALLS_SHOWN = 7, 6
_TO = "to:"
_NO_CONTENT, _UNPROCESSABLE = 204, 422


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    day = day_of(request.viewer, _frame(request, now), now=now)
    context = _context(request, day, now)
    if request.GET.get("plan"):
        context |= plan_context(request.viewer, day, now=now)
    return render(request, "today/today.html", context)


@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """The plan of the day, in the place of the line that the page came with: it takes longer to read.

    Nothing (204) where the page shows the same already.
    """
    now = clock.now()
    day = day_of(request.viewer, _frame(request, now), now=now)
    plan = plan_context(request.viewer, day, now=now)
    if plan and request.GET.get("version") == plan["plan_version"]:
        return HttpResponse(status=_NO_CONTENT)
    return render(request, "today/_planned.html", _context(request, day, now) | plan | {"oob": True})


@require_GET
def refresh(request: HttpRequest) -> HttpResponse:
    """All cards of the day, each swapped in place; the page leaves out the one somebody is working in."""
    now = clock.now()
    day = day_of(request.viewer, _frame(request, now), now=now)
    context = _context(request, day, now) | plan_context(request.viewer, day, now=now)
    return render(request, "today/_cards.html", context | {"oob": True})


def _frame(request: HttpRequest, now: datetime) -> Frame:
    asked = parse_id(request.GET.get("staff"))
    return frame_of(
        request.viewer, now=now, day=_day(request.GET.get("day", ""), now, request.viewer), staff_id=asked
    )


def _day(text: str, now: datetime, viewer: Viewer) -> date | None:
    """None (today) for anything that is no day within ten years."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs((day - now.astimezone(viewer.time_zone).date()).days) < 3660 else None


def _context(request: HttpRequest, day: Day, now: datetime) -> dict[str, Any]:
    viewer, frame = request.viewer, day.frame
    offices = [one.appointment.office for one in day.unconfirmed if one.appointment.office]
    hours = {office.pk: say_state(viewer, open_state_of(viewer, office, now)) for office in offices}
    return {
        "day": day,
        "frame": frame,
        "now": now,
        "card": day.now_card,
        "playlist_url": request.user.playlist_url,
        "found": day.found,
        "rows": rows_of(day.found, day.ends[:ENDS_SHOWN]),
        "surface": "today",
        "here": "/",
        "calls": day.calls[:CALLS_SHOWN],
        "calls_words": counted_words(day.calls),
        "asked": [(one, _hours_of(one, hours)) for one in day.unconfirmed],
        "confirmed_count": len(day.to_confirm) - len(day.unconfirmed),
        "may_write": viewer.is_case_manager or viewer.is_supervisor,
        "has_plan": has_plan(viewer, frame),
        "query": _query(frame, frame.day),
        "earlier_query": _query(frame, frame.earlier),
        "later_query": _query(frame, frame.later),
    }


def _hours_of(one: ToConfirm, hours: dict[UUID, str]) -> str:
    office_id = one.appointment.office_id
    return hours.get(office_id, "") if office_id else ""


def _query(frame: Frame, day: date) -> str:
    asked = {
        "day": day.isoformat() if day != frame.today else "",
        "staff": frame.staff.pk if frame.staff else "",
    }
    return urlencode({name: value for name, value in asked.items() if value})


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Everybody to call, by who is open now; drawn again in place every minute."""
    now = clock.now()
    found = calls_of(request.viewer, loose_ends_for(request.viewer, now=now).ends, now=now)
    groups = [
        (word, [call for call in found if call.group == group])
        for group, word in (
            ("open", "Open now"),
            ("soon", "Opens soon"),
            ("unknown", "Hours not noted"),
            ("closed", "Closed"),
        )
    ]
    context = {
        "groups": [(word, rows) for word, rows in groups if rows],
        "calls_words": counted_words(found),
        "may_write": request.viewer.can_write,
    }
    return render(request, "today/_call_groups.html" if request.htmx else "today/calls.html", context)


@require_GET
def note_hours(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """One line about an office's hours, for the dialog of the call list; the directory understands and keeps it."""
    office = get_office(request.viewer, office_id)
    state = say_state(request.viewer, open_state_of(request.viewer, office, clock.now()))
    template = "today/_note_hours.html" if request.htmx else "today/note_hours.html"
    return render(request, template, {"office": office, "state": state})


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """What is open from today, each written, carried to a day, given away, or left; then the day in sums, and what
    comes first tomorrow."""
    now, viewer = clock.now(), request.viewer
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            carried, given = _chosen(request)
            on = now.astimezone(viewer.time_zone).date()
            close_day(actor=viewer, now=now, on=on, carried=carried, given=given)
        except Invalid as error:
            problems = error.problems
        else:
            say(request, _closed_words(len(carried), len(given)))
            return redirect("today:close")
    context = _closing_context(request, closing_of(viewer, now=now)) | {"problems": problems}
    return render(request, "today/close.html", context, status=_UNPROCESSABLE if problems else 200)


def _closed_words(carried: int, given: int) -> str:
    done = [f"{carried} carried on"] * bool(carried) + [f"{given} given to colleagues"] * bool(given)
    return ", ".join(["The day is closed", *done]) + "."


def _chosen(request: HttpRequest) -> tuple[dict[str, date], dict[str, UUID]]:
    """The fields are named by the key of a loose end; empty: it stays. Raises Invalid for what is no day and nobody."""
    carried: dict[str, date] = {}
    given: dict[str, UUID] = {}
    problems = {}
    for key in request.POST:
        text = request.POST.get(key, "")
        rule, _, subject = key.partition(":")
        if not (rule and parse_id(subject) and text):
            continue
        colleague = parse_id(text.removeprefix(_TO)) if text.startswith(_TO) else None
        day = None if colleague else _as_date(text)
        if colleague:
            given[key] = colleague
        elif day:
            carried[key] = day
        else:
            problems[key] = "Choose a day."
    if problems:
        raise Invalid(problems)
    return carried, given


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _closing_context(request: HttpRequest, closing: Closing) -> dict[str, Any]:
    tomorrow = closing.tomorrow.on
    usual = "" if closing.closed_at else tomorrow.isoformat()
    return {
        "closing": closing,
        "found": closing.found,
        "rows": [
            {
                "end": end,
                "chosen": request.POST.get(end.key, usual),
                "carried_words": closing.found.carried.get(end.key, ""),
                "given_words": closing.found.given.get(end.key, ""),
                "colleagues": [(f"{_TO}{one.pk}", one) for one in closing.colleagues.get(end.key, ())],
            }
            for end in closing.asked
        ],
        "days": _days_ahead(tomorrow),
        "here": reverse("today:close"),
        "may_write": request.viewer.is_case_manager or request.viewer.is_supervisor,
    }


def _days_ahead(first: date) -> list[date]:
    """The next five working days, and a week and two weeks from the first, each once: over a holiday they meet."""
    days = [first]
    while len(days) < 5:
        days.append(next_working_day(days[-1]))
    return list(dict.fromkeys([*days, first + timedelta(days=7), first + timedelta(days=14)]))
