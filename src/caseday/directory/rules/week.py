"""Hours as a person edits them: seven days, holidays, special days; to and from OpenStreetMap text without loss.

What this form cannot show (a third stretch in a day, week numbers, sunrise) gives None; the text itself is shown.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property

from caseday.kernel.words import clock_words

from .compiled import split_rules

DAY_CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MIDNIGHT = 24 * 60

Span = tuple[int, int]
"""Minutes after the day's midnight; an end beyond 24:00 is the next morning."""

Spans = tuple[Span, ...]
"""One stretch, or two around lunch; none: closed."""

CLOSED: Spans = ()
ALWAYS: Spans = ((0, MIDNIGHT),)


@dataclass(frozen=True)
class SpecialDay:
    first_on: dt.date
    last_on: dt.date
    spans: Spans = CLOSED
    note: str = ""


@dataclass(frozen=True)
class WeekHours:
    """`days` from Monday; None: not known. `on_holidays` None: as on other days; empty: closed."""

    days: tuple[Spans | None, ...] = (None,) * 7
    on_holidays: Spans | None = None
    special: tuple[SpecialDay, ...] = ()

    @cached_property
    def is_empty(self) -> bool:
        return all(day is None for day in self.days) and not self.special and self.on_holidays is None

    def with_day(self, index: int, spans: Spans | None) -> WeekHours:
        days = (*self.days[:index], spans, *self.days[index + 1 :])
        return replace(self, days=days)


def minutes_text(minutes: int) -> str:
    """OpenStreetMap time: 08:00, 24:00, 26:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _spans_text(spans: Spans | None) -> str:
    if spans is None:
        return "unknown"
    if not spans:
        return "off"
    return ",".join(
        f"{minutes_text(a)}-{minutes_text(b if b <= MIDNIGHT else b - MIDNIGHT)}" for a, b in spans
    )


def _day_list(indexes: list[int]) -> str:
    """Mo-Fr,Su from sorted indexes."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ",".join(
        DAY_CODES[run[0]] if len(run) == 1 else f"{DAY_CODES[run[0]]}-{DAY_CODES[run[-1]]}" for run in runs
    )


def _week_text(days: tuple[Spans | None, ...]) -> list[str]:
    if all(day == ALWAYS for day in days):
        return ["24/7"]
    if all(day is None for day in days):
        return []
    groups: dict[Spans | None, list[int]] = {}
    for index, spans in enumerate(days):
        groups.setdefault(spans, []).append(index)
    return [f"{_day_list(indexes)} {_spans_text(spans)}" for spans, indexes in groups.items()]


def _date_text(day: dt.date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"


def _special_text(special: SpecialDay) -> str:
    days = _date_text(special.first_on)
    if special.last_on != special.first_on:
        days += f"-{_date_text(special.last_on)}"
    note = special.note.replace('"', "'").strip()
    return f"{days} {_spans_text(special.spans)}" + (f' "{note}"' if note else "")


def to_text(week: WeekHours) -> str:
    """OpenStreetMap text; empty where nothing is known."""
    rules = _week_text(week.days)
    if week.on_holidays is not None:
        rules.append(f"PH {_spans_text(week.on_holidays)}")
    return "; ".join([*rules, *map(_special_text, week.special)])


_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TIMES = r"(?P<times>off|closed|unknown|\d\d?:\d\d\s*-\s*\d\d?:\d\d(?:\s*,\s*\d\d?:\d\d\s*-\s*\d\d?:\d\d)?)"
_WEEK_RULE = re.compile(
    rf"(?:(?P<days>(?:{_DAY}(?:-{_DAY})?|PH)(?:\s*,\s*(?:{_DAY}(?:-{_DAY})?|PH))*)\s+)?{_TIMES}$"
)
_DATE = r"(\d{4}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d\d?)"
_DATED_RULE = re.compile(rf'{_DATE}(?:\s*-\s*{_DATE})?\s+{_TIMES}(?:\s*"(?P<note>[^"]*)")?$')


class _NotShown(ValueError):
    """A rule that the form cannot show."""


def _read_time(text: str) -> int:
    hour, minute = text.strip().split(":")
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > 2 * MIDNIGHT:
        raise _NotShown(text)
    return value


def _read_spans(times: str) -> Spans | None:
    if times == "unknown":
        return None
    if times in ("off", "closed"):
        return CLOSED
    spans = []
    for part in times.split(","):
        start, end = map(_read_time, part.split("-"))
        spans.append((start, end if end > start else end + MIDNIGHT))
    return checked_spans(tuple(spans))


def checked_spans(spans: Spans) -> Spans:
    """Raises ValueError unless at most two, in order, within a day and the next noon."""
    if len(spans) > 2 or any(not 0 <= a < MIDNIGHT or not a < b <= a + MIDNIGHT for a, b in spans):
        raise _NotShown("times")
    if len(spans) == 2 and spans[0][1] >= spans[1][0]:
        raise _NotShown("order")
    return spans


def _read_days(text: str | None) -> tuple[list[int], bool]:
    """Indexes, and whether holidays are among them; no selector means every day."""
    if text is None:
        return list(range(7)), False
    indexes: list[int] = []
    for part in (part.strip() for part in text.split(",")):
        if part == "PH":
            continue
        first, _, last = part.partition("-")
        start, end = DAY_CODES.index(first), DAY_CODES.index(last or first)
        indexes += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return indexes, "PH" in text


def _read_date(year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError as error:
        raise _NotShown(str(error)) from error


def _read_special(rule: str) -> SpecialDay:
    match = _DATED_RULE.match(rule)
    if not match:
        raise _NotShown(rule)
    spans = _read_spans(match["times"])
    first_on = _read_date(match[1], match[2], match[3])
    last_on = _read_date(match[4], match[5], match[6]) if match[4] else first_on
    if spans is None or last_on < first_on:
        raise _NotShown(rule)
    return SpecialDay(first_on, last_on, spans, match["note"] or "")


def _apply(week: WeekHours, rule: str) -> WeekHours:
    """Later rules win over earlier ones, as in OpenStreetMap; so weekdays may not follow holidays or dates."""
    if rule == "24/7":
        rule = "00:00-24:00"
    match = _WEEK_RULE.match(rule)
    if not match:
        return replace(week, special=(*week.special, _read_special(rule)))
    indexes, on_holidays = _read_days(match["days"])
    if week.special or (indexes and week.on_holidays is not None):
        raise _NotShown(rule)
    spans = _read_spans(match["times"])
    for index in indexes:
        week = week.with_day(index, spans)
    if on_holidays and spans is None:
        raise _NotShown(rule)
    return replace(week, on_holidays=spans) if on_holidays else week


def from_text(text: str) -> WeekHours | None:
    """The form of `text`, days it does not name closed; None where the form cannot show it. Empty: nothing known."""
    rules = split_rules(text)
    if not rules:
        return WeekHours()
    names_days = any(rule == "24/7" or _WEEK_RULE.match(rule) for rule in rules)
    week = WeekHours(days=(CLOSED if names_days else None,) * 7)
    try:
        for rule in rules:
            week = _apply(week, rule)
    except _NotShown:
        return None
    return week


def _clock(minutes: int) -> str:
    return "24:00" if minutes == MIDNIGHT else clock_words(dt.time(*divmod(minutes % MIDNIGHT, 60)))


def say_spans(spans: Spans | None) -> str:
    if spans is None:
        return "not known"
    if not spans:
        return "closed"
    if spans == ALWAYS:
        return "all day"
    return ", ".join(f"{_clock(a)}–{_clock(b)}" for a, b in spans)


def say_week(week: WeekHours) -> list[tuple[str, str]]:
    """Rows of (days, hours) in words, equal neighbors joined: ("Mon–Thu", "8:00–12:00, 13:00–17:00")."""
    rows: list[tuple[int, int, Spans | None]] = []
    for index, spans in enumerate(week.days):
        if rows and rows[-1][2] == spans:
            rows[-1] = (rows[-1][0], index, spans)
        else:
            rows.append((index, index, spans))
    said = [
        (DAY_SHORT[a] if a == b else f"{DAY_SHORT[a]}–{DAY_SHORT[b]}", say_spans(spans))
        for a, b, spans in rows
    ]
    if week.on_holidays is not None:
        said.append(("Holidays", say_spans(week.on_holidays)))
    return said + [
        (say_dates(one), say_spans(one.spans) + (f" ({one.note})" if one.note else ""))
        for one in week.special
    ]


def say_dates(special: SpecialDay) -> str:
    first, last = special.first_on, special.last_on
    words = f"{MONTHS[first.month - 1]} {first.day}, {first.year}"
    return words if first == last else f"{words} – {MONTHS[last.month - 1]} {last.day}, {last.year}"
