"""In: what an address says of a time. Out: first and last day; this month where it says nothing usable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 100


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    problem: str = ""
    """Why it is not what was asked for."""


def period_of(first: str, last: str, today: date) -> Period:
    """At most 100 days, so that a page never waits. A day alone stands for itself."""
    begins, ends = _day(first), _day(last)
    if begins is None and ends is None:
        said = "Write days as 2026-03-02. " if first or last else ""
        return Period(today.replace(day=1), _last_of_month(today), said and f"{said}This month is shown.")
    begins, ends = begins or ends or today, ends or begins or today
    if ends < begins:
        begins, ends = ends, begins
    if (ends - begins).days >= MOST_DAYS:
        ends = begins + timedelta(days=MOST_DAYS - 1)
        return Period(begins, ends, f"At most {MOST_DAYS} days at a time: the first of them are shown.")
    return Period(begins, ends)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None


def usual_periods(today: date) -> list[tuple[str, date, date]]:
    """What is chosen in one tap: its name, first and last day."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    before = first - timedelta(days=1)
    return [
        ("Today", today, today),
        ("This week", monday, monday + timedelta(days=6)),
        ("This month", first, _last_of_month(today)),
        ("Last month", before.replace(day=1), before),
    ]


def _last_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
