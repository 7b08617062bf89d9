"""What an address says of a period; this quarter where it says nothing usable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

_LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    problem: str = ""

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


def period_of(given: Any, today: date) -> Period:
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if first is None and last is None:
        said = bool(given.get("from") or given.get("to"))
        return Period(quarter, today, "Write days as 2026-03-02. This quarter is shown." if said else "")
    first, last = first or min(quarter, last or quarter), last or max(today, first or today)
    if last < first:
        first, last = last, first
    if last - first > _LONGEST:
        return Period(last - _LONGEST, last, "At most two years at a time: the last of them are shown.")
    return Period(first, last)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None
