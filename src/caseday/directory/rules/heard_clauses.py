"""Tokens of a line about hours, gathered into clauses: which days, and what is said of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from .heard_words import HOLIDAYS, Clock, Token
from .week import MIDNIGHT, Span

NOON = 12 * 60
ASSUMED_LUNCH: Span = (12 * 60, 13 * 60)

Dates = tuple[dt.date, dt.date]
Item = tuple[str, Any]


@dataclass
class Clause:
    days: tuple[int, ...] = ()
    dates: tuple[Dates, ...] = ()
    spans: tuple[Span, ...] = ()
    opens: int | None = None
    closes: int | None = None
    lunch: Span | None = None
    has_no_lunch: bool = False
    half: str = ""
    is_closed: bool = False
    is_open: bool = False
    is_only: bool = False
    is_always: bool = False
    is_exception: bool = False
    comes_last: bool = False
    is_postfix: bool = field(default=False, compare=False)
    is_apart: bool = field(default=False, compare=False)

    @property
    def says_times(self) -> bool:
        return bool(self.spans or self.lunch or self.has_no_lunch) or not (
            self.opens is None and self.closes is None
        )

    @property
    def says_something(self) -> bool:
        return self.says_times or bool(self.is_closed or self.half or self.is_only or self.is_always)

    @property
    def has_place(self) -> bool:
        return bool(self.days or self.dates)

    @property
    def names_hours(self) -> bool:
        hours = self.spans or (self.opens is not None and self.closes is not None) or self.is_only
        return bool(hours) and not self.dates and any(day != HOLIDAYS for day in self.days or (0,))


def opening_minutes(clock: Clock) -> int:
    """Offices open from 6 in the morning to 5 in the afternoon where nothing else is said."""
    if clock.half == "24":
        return clock.minutes
    hour = clock.hour % 12
    is_afternoon = clock.half == "p" or (not clock.half and (clock.hour <= 5 or clock.hour == 12))
    return (hour + (12 if is_afternoon else 0)) * 60 + clock.minute


def closing_minutes(clock: Clock, opens: int | None) -> int:
    """The next such time after the opening; without one, closing at 10 or 11 is before noon, else in the afternoon."""
    if clock.half == "24":
        return clock.minutes if opens is None or clock.minutes > opens else clock.minutes + MIDNIGHT
    morning = (clock.hour % 12) * 60 + clock.minute
    if clock.half == "a":
        return morning if opens is None or morning > opens else morning + MIDNIGHT
    afternoon = morning + NOON
    if clock.half == "p":
        return afternoon if opens is None or afternoon > opens else afternoon + MIDNIGHT
    if opens is None:
        return morning if clock.hour in (10, 11) else afternoon
    return morning if morning > opens else afternoon if afternoon > opens else morning + MIDNIGHT


def span_of(start: Clock, end: Clock) -> Span:
    """ "5-2 pm" begins in the morning, since it would not end on its day otherwise."""
    opens = opening_minutes(start)
    if end.half == "p" and not start.half and opens >= NOON and closing_minutes(end, opens) > MIDNIGHT:
        opens -= NOON
    return (opens, closing_minutes(end, opens))


def _day_items(tokens: list[Token]) -> Item:
    days: list[int] = []
    is_range = False
    for token in tokens:
        if token.kind == "D":
            if is_range and days:
                first, last = days.pop(), token.value[-1]
                days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
            else:
                days += token.value
        is_range = token.kind == "-"
    return ("days", tuple(sorted(set(days))))


def _date_items(tokens: list[Token]) -> Item:
    dates: list[Dates] = []
    is_range = False
    for token in tokens:
        value = token.value
        if token.kind in "T#":
            value = _same_month(dates[-1][1], value)
        if value is not None and token.kind in "AT#":
            dates[-1:] = [(dates[-1][0], value)] if is_range and dates else [*dates[-1:], (value, value)]
        is_range = token.kind == "-"
    return ("dates", tuple(dates))


def _same_month(day: dt.date, clock: Clock) -> dt.date | None:
    try:
        return day.replace(day=clock.hour)
    except ValueError:
        return None


def _span_item(tokens: list[Token]) -> Item:
    clocks = [token.value for token in tokens if token.kind == "T"]
    return ("span", span_of(clocks[0], clocks[1]))


def _clock_item(name: str) -> Any:
    return lambda tokens: (name, tokens[-1].value)


def _plain_item(name: str) -> Any:
    return lambda tokens: (name, tokens[0].text)


_GRAMMAR: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"O*T[-U]+T", _span_item),
        (r"A(?:-A)?(?:[&,]+A(?:-A)?)*(?:[-&](?:#|T(?![-U]T|T)))?", _date_items),
        (r"(?<=X)D(?:-D)?(?:&D(?:-D)?)*(?=,D(?:-D)?T)", _day_items),
        (r"D(?:-D)?(?:[&,]*D(?:-D)?)*", _day_items),
        (r"[XU]*BT", _clock_item("back")),
        (r"U+T", _clock_item("closes")),
        (r"[O]+T", _clock_item("opens")),
        (r"T", _clock_item("time")),
        (r"X", _plain_item("closed")),
        (r"U", _plain_item("closed")),
        (r"L", _plain_item("lunch")),
        (r"N", _plain_item("no_lunch")),
        (r"O", _plain_item("open")),
        (r"P", _plain_item("half")),
        (r"Y", _plain_item("only")),
        (r"Z", _plain_item("always")),
        (r"G", _plain_item("otherwise")),
        (r"E", _plain_item("except")),
        (r"[,&]", _plain_item("separator")),
    )
)


def items_of(tokens: list[Token]) -> list[Item]:
    """Times joined to stretches, days to lists and ranges."""
    kinds = "".join(token.kind for token in tokens if token.kind != "w")
    known = [token for token in tokens if token.kind != "w"]
    items, position = [], 0
    while position < len(kinds):
        for pattern, make in _GRAMMAR:
            match = pattern.match(kinds, position)
            if match:
                items.append(make(known[position : match.end()]))
                position = match.end()
                break
        else:
            position += 1
    return items


class _Gathering:
    """Walks the items once; `clause` is the one that is being said."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.clauses: list[Clause] = []
        self.clause = Clause()
        self.position = 0

    def run(self) -> list[Clause]:
        while self.position < len(self.items):
            name, value = self.items[self.position]
            getattr(self, f"take_{name}")(value)
            self.position += 1
        self.flush()
        return self.clauses

    def peek(self, step: int = 1) -> str:
        index = self.position + step
        return self.items[index][0] if 0 <= index < len(self.items) else ""

    def flush(self) -> None:
        clause = self.clause
        if clause.is_exception and clause.has_place and not clause.says_something:
            clause.is_closed = True
        if clause.is_exception and self.clauses and clause.spans and not self.clauses[-1].says_something:
            self.clauses[-1].spans, clause.spans, clause.is_closed = clause.spans, (), True
        if clause.has_place or (clause.says_something and not clause.is_closed):
            self.clauses.append(clause)
        self.clause = Clause()

    def take_separator(self, _: str) -> None:
        self.clause.is_apart = True

    def place(self, name: str, value: tuple[Any, ...]) -> None:
        """Days before what is said of them begin a clause; right behind it they belong to it ("8-5 M-F")."""
        clause = self.clause
        is_apart = self.peek(-1) == "separator"
        if clause.says_something and (clause.has_place or is_apart) or clause.has_place and name == "dates":
            self.flush()
        self.clause.is_postfix = self.clause.says_something
        earlier = getattr(self.clause, name)
        setattr(self.clause, name, tuple(dict.fromkeys((*earlier, *value))))

    def take_days(self, value: tuple[int, ...]) -> None:
        if self.peek() == "dates" and not self.clause.has_place:
            return  # "closed Friday Dec 24": the weekday only explains the date
        self.place("days", value)

    def take_dates(self, value: tuple[Dates, ...]) -> None:
        self.place("dates", value)

    def take_span(self, value: Span) -> None:
        clause = self.clause
        says_lunch_later = self.peek() == "lunch" and self.peek(2) not in ("span", "time")
        if says_lunch_later or (self.peek(-1) == "closed" and not clause.dates):
            return self.set_lunch(value)
        if clause.is_closed or (clause.is_postfix and clause.says_times):
            self.flush()
        self.clause.spans = (*self.clause.spans, value)

    def take_opens(self, value: Clock) -> None:
        if self.clause.opens is not None:
            self.flush()
        self.clause.opens = opening_minutes(value)

    def take_closes(self, value: Clock) -> None:
        self.clause.closes = closing_minutes(value, self.clause.opens)

    def take_time(self, value: Clock) -> None:
        """A lone time says something only beside lunch ("lunch at 12")."""
        if self.peek(-1) == "lunch" or self.peek() == "lunch":
            start = opening_minutes(value)
            self.set_lunch((start, start + 60))

    def take_back(self, value: Clock) -> None:
        end = opening_minutes(value)
        clause = self.clause
        start = clause.lunch[0] if clause.lunch and clause.lunch != ASSUMED_LUNCH else min(12 * 60, end - 60)
        if clause.closes is not None and not clause.spans:
            start, clause.closes = clause.closes, None
        clause.lunch, clause.is_closed = (start, end), False

    def take_closed(self, _: str) -> None:
        clause = self.clause
        if self.peek() in ("span", "lunch", "no_lunch"):
            return
        if clause.half and not clause.says_times and self.peek() not in ("days", "dates"):
            clause.half = "afternoon" if clause.half == "morning" else "morning"
            return
        if self.clause.says_something:
            self.flush()
        self.clause.is_closed = True

    def set_lunch(self, lunch: Span) -> None:
        """Said behind other days and a comma, it holds for all days named so far."""
        clause = self.clause
        if (
            clause.has_place
            and clause.says_something
            and not clause.is_closed
            and clause.is_apart
            and self.clauses
        ):
            self.flush()
            named = [day for one in self.clauses if not one.is_closed for day in one.days]
            has_general = any(one.spans and not one.has_place for one in self.clauses)
            self.clause = Clause(days=() if has_general else tuple(dict.fromkeys(named)), comes_last=True)
        self.clause.lunch = lunch

    def take_lunch(self, _: str) -> None:
        if self.peek() == "span":
            self.position += 1
            self.set_lunch(self.items[self.position][1])
        elif self.peek() != "time" and self.peek(-1) not in ("span", "time") and not self.clause.lunch:
            self.set_lunch(ASSUMED_LUNCH)

    def take_no_lunch(self, text: str) -> None:
        """ "Closed over lunch" is the opposite of "open over lunch"."""
        if self.peek(-1) == "closed":
            return self.set_lunch(ASSUMED_LUNCH)
        self.clause.has_no_lunch = True

    def take_otherwise(self, _: str) -> None:
        self.flush()

    def take_open(self, _: str) -> None:
        if self.clause.is_closed:
            self.flush()
        self.clause.is_open = True

    def take_half(self, value: str) -> None:
        half = "morning" if "morning" in value else "afternoon"
        if self.clause.is_closed:
            self.clause.is_closed = False
            half = "afternoon" if half == "morning" else "morning"
        self.clause.half = half

    def take_only(self, _: str) -> None:
        self.clause.is_only = True

    def take_always(self, _: str) -> None:
        self.clause.is_always = True

    def take_except(self, _: str) -> None:
        self.flush()
        self.clause.is_exception = True


def clauses_of(tokens: list[Token]) -> list[Clause]:
    """Clauses that say something; days alone, with nothing said of them, are left out."""
    clauses = _Gathering(items_of(tokens)).run()
    return [one for one in clauses if one.says_something or (one.is_open and one.days == (HOLIDAYS,))]
