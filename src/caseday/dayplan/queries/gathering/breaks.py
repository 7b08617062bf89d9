"""Lunch and short breaks, as the person wants them; what was planned and is over was had."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from caseday.dayplan.queries.gathering.composing import Composed
from caseday.dayplan.queries.gathering.found import Thing
from caseday.dayplan.queries.gathering.read import Read
from caseday.dayplan.rules.problem import Item, Kind, Window
from caseday.dayplan.rules.wishes import BREAK_MINUTES
from caseday.dayplan.rules.working import break_item

LUNCH = "lunch"
_LATEST_LUNCH = 150
_LATE_LUNCH_COST = 10
_BREAKS = (
    (time(9, 30), time(11, 30)),
    (time(14), time(15, 30)),
    (time(15, 30), time(17)),
    (time(8, 30), time(9, 30)),
)


def add_breaks(composed: Composed, read: Read) -> None:
    clock, wishes = read.asking.clock, read.wishes
    if wishes.lunch_minutes:
        lunch = break_item(
            LUNCH, "lunch", wishes.lunch_minutes, clock.between(wishes.lunch_from, wishes.lunch_to), must=True
        )
        _add(composed, read, _may_be_later(lunch, read), "Lunch")
    for n, (start, end) in enumerate(_BREAKS[: wishes.short_breaks], start=1):
        short = break_item(f"break:{n}", "short break", BREAK_MINUTES, clock.between(start, end), must=False)
        _add(composed, read, short, "Short break")


def _may_be_later(lunch: Item, read: Read) -> Item:
    """Too late for the wanted hours: better late than not at all."""
    wanted = lunch.windows[0]
    if _now(read) <= wanted.end - lunch.minutes:
        return replace(lunch, preferred=(wanted,))
    until = Window(wanted.start, wanted.end + _LATEST_LUNCH)
    return replace(lunch, windows=(until,), preferred=(), due=wanted.end, late_cost=_LATE_LUNCH_COST)


def _now(read: Read) -> int:
    return read.asking.minute if read.asking.is_today else -1


def _add(composed: Composed, read: Read, item: Item, title: str) -> None:
    now = _now(read)
    planned = read.kept.placed(item.key) if read.kept else None
    if planned and planned.end <= now:
        return
    if planned and planned.start <= now:
        item = replace(item, started_at=planned.start, windows=(), preferred=())
    elif now > item.windows[0].end - item.minutes:
        return
    composed.add(item, Thing(item.key, Kind.BREAK, title))
