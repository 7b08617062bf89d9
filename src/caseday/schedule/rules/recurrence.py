"""In: a repeating rule, its first local time, the zone of the place. Out: the moments, and the rule in words.

Rules are kept as RFC 5545 RRULE text, so that calendars exchange them unchanged. The local time is what
repeats: 9:00 stays 9:00 on both sides of a daylight-saving change, whatever that does to UTC.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from caseday.kernel.errors import Invalid
from caseday.kernel.words import date_in_short
from caseday.schedule.rules.zones import resolve_local

# Occurrences are stored one by one; a rule without end is rolled forward by this much.
HORIZON_DAYS = 365
MOST_OCCURRENCES = 260

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOT_UNDERSTOOD = "This repeating rule is not understood."
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}


class RepeatEvery(StrEnum):
    """What the form offers. Imported calendars may bring any other rule of weeks, months or days."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH_BY_WEEKDAY = "month_by_weekday"
    MONTH_BY_DATE = "month_by_date"


@dataclass(frozen=True)
class Repeat:
    every: RepeatEvery
    until_on: date | None = None
    count: int | None = None


def _ordinal_in_month(on: date) -> int:
    """Which such weekday of its month it is; a fifth one means the last."""
    nth = (on.day - 1) // 7 + 1
    return -1 if nth == 5 else nth


def _month_day(day: int) -> str:
    """The 31st falls back to the last day of shorter months, where plain BYMONTHDAY=31 would skip them."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(str(d) for d in range(28, day + 1))};BYSETPOS=-1"


def rule_text(repeat: Repeat, first_on: date) -> str:
    if repeat.until_on and repeat.count:
        raise Invalid({"repeat_until": "Give either a last day or a number of times, not both."})
    if repeat.until_on and repeat.until_on < first_on:
        raise Invalid({"repeat_until": "The last day must not lie before the first."})
    if repeat.count is not None and not 1 <= repeat.count <= MOST_OCCURRENCES:
        raise Invalid({"repeat_count": f"Give a number from 1 to {MOST_OCCURRENCES}."})
    day = _DAYS[first_on.weekday()]
    parts = {
        RepeatEvery.DAY: "FREQ=DAILY",
        RepeatEvery.WEEK: f"FREQ=WEEKLY;BYDAY={day}",
        RepeatEvery.TWO_WEEKS: f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        RepeatEvery.MONTH_BY_WEEKDAY: f"FREQ=MONTHLY;BYDAY={_ordinal_in_month(first_on)}{day}",
        RepeatEvery.MONTH_BY_DATE: f"FREQ=MONTHLY;{_month_day(first_on.day)}",
    }[repeat.every]
    if repeat.until_on:
        parts += f";UNTIL={repeat.until_on:%Y%m%d}"
    if repeat.count:
        parts += f";COUNT={repeat.count}"
    return parts


def parse_repeat(text: str) -> dict[str, str]:
    """The parts of an RRULE; raises Invalid for anything but one rule of days, weeks, months or years."""
    line = text.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=")[::2] for part in line.split(";") if part]
    parts = dict(pairs)
    interval = parts.get("INTERVAL", "1")
    is_known = len(parts) == len(pairs) and parts.get("FREQ") in _UNITS
    if not is_known or not interval.isdecimal() or not 1 <= int(interval) <= 999:
        raise Invalid({"repeat": _NOT_UNDERSTOOD})
    return parts


def _locals(parts: dict[str, str], first_local: datetime, horizon_on: date) -> list[datetime]:
    """Ends with the horizon, so that a rule that never matches (February 30) ends too.

    An UNTIL given as a day, or in UTC, ends with that day: the rule runs on local time, not on UTC.
    """
    until = min(parts.get("UNTIL", "99999999")[:8], f"{horizon_on:%Y%m%d}")
    kept = {key: value for key, value in parts.items() if key not in {"UNTIL", "COUNT"}}
    line = ";".join(f"{key}={value}" for key, value in kept.items())
    try:
        return list(islice(rrulestr(f"{line};UNTIL={until}T235959", dtstart=first_local), _count(parts)))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Invalid({"repeat": _NOT_UNDERSTOOD}) from error


def _count(parts: dict[str, str]) -> int:
    if "COUNT" not in parts:
        return MOST_OCCURRENCES
    if not parts["COUNT"].isdecimal():
        raise Invalid({"repeat": _NOT_UNDERSTOOD})
    return min(int(parts["COUNT"]), MOST_OCCURRENCES)


def occurrence_starts(
    text: str,
    first_local: datetime,
    zone: ZoneInfo,
    *,
    horizon_on: date,
    except_on: Collection[date] = (),
) -> list[datetime]:
    """UTC moments in order, from the first to the end of the rule or the horizon, whichever comes first.

    An exception counts as one of the rule's COUNT, as in RFC 5545.
    """
    days = _locals(parse_repeat(text), first_local, horizon_on)
    return [resolve_local(local, zone) for local in days if local.date() not in except_on]


def default_horizon(today: date) -> date:
    return today + timedelta(days=HORIZON_DAYS)


def ended_before(text: str, first_on: date) -> str:
    """The rule cut so that its last occurrence lies before `first_on` (for 'this and following')."""
    parts = [part for part in text.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    return ";".join([*parts, f"UNTIL={first_on - timedelta(days=1):%Y%m%d}"])


def _on_words(parts: dict[str, str]) -> str:
    if "BYSETPOS" in parts and "BYMONTHDAY" in parts:
        return f" on day {parts['BYMONTHDAY'].split(',')[-1]} or the last of the month"
    if "BYMONTHDAY" in parts:
        return f" on day {parts['BYMONTHDAY']}"
    names = []
    for token in filter(None, parts.get("BYDAY", "").split(",")):
        nth, day = token[:-2].removeprefix("+"), token[-2:]
        name = _DAY_NAMES[_DAYS.index(day)] if day in _DAYS else day
        names.append(f"the {_ORDINALS.get(nth, f'{nth}th')} {name}" if nth else name)
    return f" on {' and '.join(names)}" if names else ""


def repeat_words(text: str) -> str:
    """'every 2 weeks on Tuesday until Dec 4, 2026'."""
    parts = parse_repeat(text)
    interval, unit = parts.get("INTERVAL", "1"), _UNITS[parts["FREQ"]]
    words = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    words += _on_words(parts)
    if "UNTIL" in parts:
        words += f" until {_until_words(parts['UNTIL'])}"
    if "COUNT" in parts:
        words += f", {parts['COUNT']} times"
    return words


def _until_words(until: str) -> str:
    try:
        on = date.fromisoformat(until[:8])
    except ValueError:
        return until
    return date_in_short(on)
