"""The list of loose ends, and what one taps on a row. Each tap answers with the list again, in place."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.kernel.words import clock_words
from caseday.looseends import actions
from caseday.looseends.actions import MORNING
from caseday.looseends.queries import (
    GATHER,
    colleagues_for,
    find_loose_end,
    for_today,
    loose_ends_for,
    rows_of,
    rows_with_writing,
)
from caseday.schedule.queries import next_working_day
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

_MOST = 50


@require_GET
def loose_end_list(request: HttpRequest) -> HttpResponse:
    template = "looseends/_ends.html" if request.htmx else "looseends/list.html"
    return render(request, template, _context(request, clock.now()))


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    found = loose_ends_for(request.viewer, now=now)
    rule = request.GET.get("rule", "")
    rule = rule if rule in GATHER else ""
    group = slug_of(GATHER[rule].in_group) if rule else request.GET.get("group", "")
    within = [name for name, gather in GATHER.items() if slug_of(gather.in_group) == group]
    shown = found.of(rule) if rule else found.of(*within) if within else found.ends
    counts = found.by_rule
    return {
        "found": found,
        "rows": rows_with_writing(request.viewer, rows_of(found, shown[:_MOST])),
        "rule": rule,
        "group": group if within else "",
        "groups": _groups(counts),
        "kinds": [(name, GATHER[name].word, counts[name]) for name in within if name in counts],
        "total": len(found),
        "more": max(0, len(shown) - _MOST),
        "surface": "list",
        "here": request.get_full_path() if request.method == "GET" else reverse("looseends:list"),
    }


def _groups(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Those that hold something: slug, word, how many."""
    sums: dict[str, int] = {}
    for name, gather in GATHER.items():
        sums[gather.in_group] = sums.get(gather.in_group, 0) + counts.get(name, 0)
    return [(slug_of(word), word, count) for word, count in sums.items() if count]


def slug_of(group: str) -> str:
    return group.lower().replace(" ", "-")


@require_GET
def menu(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    """What else one can do with a row; fetched when it is opened, since few are."""
    asked, now = request.GET, clock.now()
    end = find_loose_end(request.viewer, rule, subject_id, now=now)
    context = {
        "end": end,
        "colleagues": colleagues_for(request.viewer, [end], now=now).get(end.key, []),
        "surface": "today" if asked.get("surface") == "today" else "list",
        "is_pinned": asked.get("pinned") == "yes",
        "up": _place(asked.get("up", "")),
        "down": _place(asked.get("down", "")),
        "in_place": bool(request.htmx),
    }
    return render(request, "looseends/_menu.html" if request.htmx else "looseends/menu.html", context)


def _place(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) <= 6 else ""


@require_POST
def snooze(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    now = clock.now()
    until = _until(request.POST.get("until", ""), now, request.viewer.time_zone)
    actions.snooze(
        actor=request.viewer,
        now=now,
        rule=rule,
        subject_id=subject_id,
        until=until,
        reason=request.POST.get("reason", ""),
    )
    shown = until.astimezone(request.viewer.time_zone)
    say(
        request,
        f"Comes back {shown:%A, %b %-d}, {clock_words(shown)}.",
        undo_url=reverse("looseends:wake", args=[rule, subject_id]),
    )
    return _again(request)


def _until(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    local = now.astimezone(zone)
    if text == "hour":
        return now + timedelta(hours=1)
    if text == "afternoon":
        return max(datetime.combine(local.date(), MORNING.replace(hour=13), zone), now + timedelta(hours=1))
    day = {
        "tomorrow": local.date() + timedelta(days=1),
        "workday": next_working_day(local.date()),
        "week": local.date() + timedelta(days=7),
    }.get(text) or _date(text)
    if day is None:
        raise Invalid({"until": "Choose until when: an hour, tomorrow, or a date."})
    return datetime.combine(day, MORNING, zone)


def _date(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_POST
def wake(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    actions.wake(actor=request.viewer, now=clock.now(), rule=rule, subject_id=subject_id)
    return _again(request)


@require_POST
def pin(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    is_pinned = request.POST.get("pinned") == "yes"
    actions.pin(actor=request.viewer, now=clock.now(), rule=rule, subject_id=subject_id, is_pinned=is_pinned)
    return _again(request)


@require_POST
def move(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    text = request.POST.get("to", "")
    if not _place(text):
        raise Invalid({"to": "Name the place as a number, 0 for the first."})
    actions.move(actor=request.viewer, now=clock.now(), rule=rule, subject_id=subject_id, to=int(text))
    return _again(request)


@require_POST
def give(request: HttpRequest, rule: str, subject_id: UUID) -> HttpResponse:
    now, to_id = clock.now(), parse_id(request.POST.get("to"))
    find_loose_end(request.viewer, rule, subject_id, now=now)
    if to_id is None:
        raise Invalid({"to": "Choose a colleague."})
    colleague = actions.give(actor=request.viewer, now=now, rule=rule, subject_id=subject_id, to_id=to_id)
    say(request, f"Given to {colleague.name}. They see that it is from you.")
    return _again(request)


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    actions.reset_order(actor=request.viewer, now=clock.now())
    say(request, "In the computed order again.")
    return _again(request)


def _again(request: HttpRequest) -> HttpResponse:
    """The list as it is now, for the page that asked in place; else back to where one tapped."""
    if not request.htmx:
        return redirect(back_or(request, reverse("looseends:list")))
    now, zone = clock.now(), request.viewer.time_zone
    context = _context(request, now)
    if request.POST.get("surface") == "today":
        found = context["found"]
        midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
        context |= {
            "rows": rows_of(found, for_today(found, midnight)[:TODAY_SHOWS]),
            "surface": "today",
            "here": "/",
        }
    return render(request, "looseends/_ends.html", context)


TODAY_SHOWS = 7
