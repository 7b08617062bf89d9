"""The journal by day, by case, and what is not finished."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.cases.queries import get_case
from caseday.journal.queries import (
    activities_on,
    activities_without_note,
    entries_of_seen_case,
    unsigned_drafts,
    visits_to_write_up,
)
from caseday.journal.queries.entries import Before
from caseday.journal.web.sections import sections_of
from caseday.kernel import clock
from caseday.kernel.ids import parse_id

PAGE = 50


@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """My day: what I did, with the sums of time and miles."""
    log_sight(request, None)
    now = clock.now()
    today = now.astimezone(request.viewer.time_zone).date()
    wanted = _day(request.GET.get("on", ""), today)
    shown = activities_on(request.viewer, wanted) if request.viewer.staff_id else None
    context: dict[str, Any] = {
        "day": shown, "wanted": wanted, "today": today, "before": wanted - timedelta(days=1),
        "after": wanted + timedelta(days=1) if wanted < today else None,
        "open": len(activities_without_note(request.viewer)),
    }  # fmt: skip
    return render(request, "journal/day.html", context)


def _day(text: str, today: date) -> date:
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        return today
    return wanted if 1990 <= wanted.year <= today.year + 1 else today


@require_GET
def unfinished(request: HttpRequest) -> HttpResponse:
    """Activities without a note (longest ago first), drafts without a signature, visits without an entry."""
    log_sight(request, None)
    now = clock.now()
    today = now.astimezone(request.viewer.time_zone).date()
    rows = activities_without_note(request.viewer)
    for row in rows:
        row.activity.is_earlier = row.activity.started_at.astimezone(request.viewer.time_zone).date() < today
    listed = {row.draft_id for row in rows}
    context = {
        "rows": rows,
        "drafts": [one for one in _drafts(request) if one.pk not in listed],
        "visits": visits_to_write_up(request.viewer, now=now),
    }
    return render(request, "journal/open.html", context)


def _drafts(request: HttpRequest) -> list[Any]:
    return unsigned_drafts(request.viewer) if request.viewer.staff_id else []


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The journal of a case, latest first, by keyset."""
    case = get_case(request.viewer, case_id)
    found = entries_of_seen_case(case.pk, _before(request), PAGE + 1)
    entries = found[:PAGE]
    rows = [{"entry": one, "notes": [(note, sections_of(note)) for note in one.notes]} for one in entries]
    context = {
        "case": case,
        "rows": rows,
        "last": entries[-1].activity if len(found) > PAGE else None,
        "is_first": "before" not in request.GET,
    }
    template = "journal/_entries.html" if request.htmx else "journal/case.html"
    return render(request, template, context)


def _before(request: HttpRequest) -> Before | None:
    """Moment and id of the last entry shown; anything else shows the first page."""
    try:
        at = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    last_id = parse_id(request.GET.get("id"))
    return (at, last_id) if at is not None and at.tzinfo is not None and last_id else None
