"""Hours noted in one line during a call, laid over what was known: shown for confirmation, never saved by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .heard_clauses import Clause, clauses_of
from .heard_words import HOLIDAYS, tokens_of
from .week import (
    ALWAYS,
    CLOSED,
    DAY_SHORT,
    MIDNIGHT,
    Span,
    Spans,
    SpecialDay,
    WeekHours,
    checked_spans,
    say_dates,
    say_spans,
)

WORKDAYS = (0, 1, 2, 3, 4)
NOON = 12 * 60
LONGEST_LINE = 300


@dataclass(frozen=True)
class Heard:
    """`week` None: nothing understood. `problems` say what to add; `ignored` are words that meant nothing here."""

    week: WeekHours | None
    changes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def is_understood(self) -> bool:
        return self.week is not None and not self.problems


class _Unclear(ValueError):
    """A clause that cannot be laid over what is known; says what is missing."""


def hear(line: str, known: WeekHours | None, today: dt.date) -> Heard:
    """`known` None or empty: nothing was noted before; then days that are not named count as closed."""
    tokens = tokens_of(line[:LONGEST_LINE], today)
    clauses = clauses_of(tokens)
    ignored = tuple(token.text for token in tokens if token.kind == "w")
    before = known or WeekHours()
    week, problems = before, []
    for clause in sorted(clauses, key=_order):
        try:
            week = _lay(week, clause, before)
        except _Unclear as error:
            problems.append(str(error))
    if not clauses:
        problems.append("Say days and times, for example: M-F 8-12 and 1-5.")
    if before.is_empty:
        week = _close_the_rest(week, clauses)
    if week == before and not problems:
        return Heard(week, ("as noted before",), (), ignored)
    return Heard(week if week != before else None, _changes(before, week), tuple(problems), ignored)


def _order(clause: Clause) -> tuple[bool, bool]:
    """What names no day comes first, and is refined by what does; then dates. A lunch for all days comes last."""
    return (clause.comes_last, bool(clause.days or clause.dates))


def _close_the_rest(week: WeekHours, clauses: list[Clause]) -> WeekHours:
    """Hours named for some days say that the other days are closed; a closed day alone says nothing of the others."""
    if not any(clause.names_hours for clause in clauses):
        return week
    return WeekHours(
        tuple(CLOSED if day is None else day for day in week.days), week.on_holidays, week.special
    )


def _targets(week: WeekHours, clause: Clause) -> tuple[int, ...]:
    if clause.days:
        return clause.days
    opened = tuple(index for index, spans in enumerate(week.days) if spans)
    return opened or WORKDAYS


def _lay(week: WeekHours, clause: Clause, before: WeekHours) -> WeekHours:
    if clause.dates:
        return _lay_dates(week, clause)
    if clause.is_always:
        return WeekHours((ALWAYS,) * 7, week.on_holidays, week.special)
    if clause.is_only:
        kept = tuple(spans if index in clause.days else CLOSED for index, spans in enumerate(week.days))
        week = WeekHours(kept, week.on_holidays, week.special) if clause.days else week
        if not clause.says_times and not clause.half:
            return week
    for index in _targets(week, clause):
        spans = _new_spans(_spans_at(week, index), clause, index, before)
        is_holidays = index == HOLIDAYS
        week = WeekHours(week.days, spans, week.special) if is_holidays else week.with_day(index, spans)
    return week


def _spans_at(week: WeekHours, index: int) -> Spans | None:
    return week.on_holidays if index == HOLIDAYS else week.days[index]


def _day_name(index: int) -> str:
    return "holidays" if index == HOLIDAYS else DAY_SHORT[index]


def _new_spans(known: Spans | None, clause: Clause, index: int, before: WeekHours) -> Spans | None:
    if clause.is_closed:
        return CLOSED
    if clause.is_open and index == HOLIDAYS and not clause.says_times:
        return None
    spans = _moved(known, clause, index)
    if clause.half:
        spans = _halved(spans, clause, index)
    if clause.lunch:
        spans = _around_lunch(spans, clause.lunch, index, is_asked=bool(clause.days))
    elif clause.has_no_lunch and spans:
        spans = ((spans[0][0], spans[-1][1]),)
    return spans


def _moved(known: Spans | None, clause: Clause, index: int) -> Spans | None:
    """Spans said outright, or the known ones with their opening or closing moved."""
    if clause.spans:
        return _said_spans(clause.spans, index)
    if clause.opens is not None and clause.closes is not None:
        return _said_spans((_span(clause.opens, clause.closes),), index)
    if clause.opens is None and clause.closes is None:
        return known
    if not known:
        asked = "open" if clause.opens is None else "close"
        raise _Unclear(f"When do they {asked} on {_day_name(index)}?")
    if clause.opens is not None:
        return _said_spans(_opening_at(known, clause.opens), index)
    return _said_spans(_closing_at(known, clause.closes or 0), index)


def _span(opens: int, closes: int) -> Span:
    return (opens, closes if closes > opens else closes + MIDNIGHT)


def _opening_at(known: Spans, opens: int) -> Spans:
    rest = tuple((a, b) for a, b in known if b > opens)
    return ((opens, rest[0][1]), *rest[1:]) if rest else ((opens, known[-1][1]),)


def _closing_at(known: Spans, closes: int) -> Spans:
    rest = tuple((a, b) for a, b in known if a < closes)
    return (*rest[:-1], (rest[-1][0], closes)) if rest else ((known[0][0], closes),)


def _said_spans(spans: Spans, index: int) -> Spans:
    """Two spans, the second inside the first, are hours and their lunch."""
    if len(spans) == 2 and spans[0][0] < spans[1][0] and spans[1][1] < spans[0][1]:
        spans = ((spans[0][0], spans[1][0]), (spans[1][1], spans[0][1]))
    try:
        return checked_spans(tuple(sorted(spans)))
    except ValueError:
        raise _Unclear(
            f"The times for {_day_name(index)} do not fit a day: give at most two stretches."
        ) from None


def _halved(spans: Spans | None, clause: Clause, index: int) -> Spans:
    """Keep the morning or the afternoon: up to the lunch closing, else noon."""
    if not spans:
        raise _Unclear(f"From when to when on {_day_name(index)}?")
    if len(spans) == 2:
        return spans[:1] if clause.half == "morning" else spans[1:]
    (start, end), noon = spans[0], NOON
    if not start < noon < end:
        return spans
    return ((start, noon),) if clause.half == "morning" else ((noon, end),)


def _around_lunch(spans: Spans | None, lunch: Span, index: int, *, is_asked: bool) -> Spans | None:
    if not spans:
        if spans == CLOSED and not is_asked:
            return spans
        raise _Unclear("When do they open and close? Lunch alone cannot be kept.")
    start, end = spans[0][0], spans[-1][1]
    if not (start < lunch[0] and lunch[1] < end):
        return spans
    return ((start, lunch[0]), (lunch[1], end))


def _lay_dates(week: WeekHours, clause: Clause) -> WeekHours:
    spans: Spans = clause.spans
    for first_on, last_on in clause.dates:
        if not clause.is_closed and not spans:
            spans = _moved(week.days[first_on.weekday()], clause, first_on.weekday()) or CLOSED
            if clause.half:
                spans = _halved(spans, clause, first_on.weekday())
        others = tuple(one for one in week.special if (one.first_on, one.last_on) != (first_on, last_on))
        special = SpecialDay(first_on, max(first_on, last_on), CLOSED if clause.is_closed else spans)
        week = WeekHours(week.days, week.on_holidays, (*others, special))
    return week


def _changes(before: WeekHours, week: WeekHours) -> tuple[str, ...]:
    said = [
        f"{DAY_SHORT[index]} {say_spans(new)}" + (f" (was {say_spans(old)})" if old is not None else "")
        for index, (old, new) in enumerate(zip(before.days, week.days, strict=True))
        if old != new
    ]
    if before.on_holidays != week.on_holidays:
        said.append(
            "Holidays " + ("as other days" if week.on_holidays is None else say_spans(week.on_holidays))
        )
    said += [f"{say_dates(one)} {say_spans(one.spans)}" for one in week.special if one not in before.special]
    return tuple(said)
