"""In: what a measure was over time, and which way is better. Out: the change since the start, better or worse, sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

START, REVIEW, CLOSURE, AFTER = "start", "review", "closure", "after"
YES_OR_NO, PERCENT = "yes or no", "percent"
_HUNDRED, _MOST = Decimal(100), Decimal(99_999_999)


@dataclass(frozen=True, slots=True)
class Value:
    """`point` is empty for the score of an instrument, which is given whenever it is due."""

    on: date
    value: Decimal
    point: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The values of one measure in one case, oldest first."""

    values: Sequence[Value]

    @property
    def start(self) -> Value | None:
        """The last that was said to be at the start; else the first."""
        said = [one for one in self.values if one.point == START]
        return said[-1] if said else next(iter(self.values), None)

    @property
    def latest(self) -> Value | None:
        """None while nothing came after the start."""
        start = self.start
        return self.values[-1] if start is not None and self.values[-1] is not start else None

    @property
    def change(self) -> Decimal | None:
        start, latest = self.start, self.latest
        return latest.value - start.value if start is not None and latest is not None else None


def in_order(values: Iterable[Value]) -> Course:
    """By day; of one day what stood at the start is before the rest."""
    return Course(sorted(values, key=lambda one: (one.on, one.point != START)))


def verdict(change: Decimal | None, better: str) -> str:
    """ "better", "worse", "same"; "" where nothing can be compared."""
    if change is None:
        return ""
    if change == 0:
        return "same"
    return "better" if (change > 0) == (better == "higher") else "worse"


def ends_for(unit: str, values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Between which numbers a measure is drawn: from nothing to the most there was, or by its unit."""
    if unit in (PERCENT, YES_OR_NO):
        return Decimal(0), _HUNDRED if unit == PERCENT else Decimal(1)
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    return low, high if high > low else low + 1


def said_unit(word: str, unit: str) -> str:
    """The unit beside a measure's word, where neither the word nor its values say it."""
    return "" if unit in (PERCENT, YES_OR_NO) or unit.lower() in word.lower() else unit


def problem_of(unit: str, value: Decimal) -> str:
    """Why a value cannot be one of a measure in this unit, or ""."""
    if not value.is_finite() or abs(value) >= _MOST:
        return "Write a number between -99,999,999 and 99,999,999."
    if unit == YES_OR_NO and value not in (0, 1):
        return "Choose yes or no."
    if unit == PERCENT and not 0 <= value <= _HUNDRED:
        return "Write a share from 0 to 100."
    return ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases stand better, the same and worse than at their start."""

    better: int = 0
    same: int = 0
    worse: int = 0

    @property
    def cases(self) -> int:
        return self.better + self.same + self.worse


def tally(changes: Iterable[Decimal], better: str) -> Tally:
    found = [verdict(one, better) for one in changes]
    return Tally(found.count("better"), found.count("same"), found.count("worse"))


def change_within(course: Course, first: date, last: date) -> Decimal | None:
    """From the start to the last value of a period, which has to be later than the start; None without one."""
    until = Course([one for one in course.values if one.on <= last])
    latest = until.latest
    return until.change if latest is not None and latest.on >= first else None
