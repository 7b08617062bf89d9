"""The plan of a day as it is shown, in lines; and read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from caseday.dayplan.queries.gathering.found import Gathered, PutOff, Thing
from caseday.dayplan.rules.problem import Leg, Placed, Solution


@dataclass(frozen=True)
class Line:
    """One line of the day in order: a drive (`leg` set) or a thing (`thing` set)."""

    at: datetime
    until: datetime
    thing: Thing | None = None
    placed: Placed | None = None
    leg: Leg | None = None
    to: Thing | None = None
    """Where a drive leads to; None: to the end of the day."""
    reason: str = ""
    during: Thing | None = None
    """The stop in whose wait it is done."""
    is_now: bool = False

    @property
    def minutes(self) -> int:
        return round((self.until - self.at).total_seconds() / 60)

    @property
    def is_drive(self) -> bool:
        return self.leg is not None


@dataclass(frozen=True)
class Left:
    """What does not fit today. `instead_at`: where it would fit on one of the next days."""

    thing: Thing
    reason: str
    instead_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """`changes`: sentences, against the plan that the person saw last. `is_final`: nothing better is looked for."""

    gathered: Gathered
    solution: Solution
    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    changes: tuple[str, ...] = ()
    is_final: bool = True
    made_at: datetime | None = None

    @property
    def put_off(self) -> tuple[PutOff, ...]:
        return self.gathered.put_off

    @property
    def sentences(self) -> tuple[str, ...]:
        return (*self.gathered.sentences, *self.solution.sentences)

    @property
    def drive_minutes(self) -> int:
        return sum(leg.arrive - leg.leave for leg in self.solution.legs)

    @property
    def drive_miles(self) -> float:
        return round(sum(leg.miles for leg in self.solution.legs), 1)

    @property
    def by_end(self) -> Mapping[str, Line]:
        """The line of each loose end, by its key."""
        return {key: line for line in self.lines if line.thing for key in line.thing.end_keys}


def spoken_plan(shown: Shown) -> list[str]:
    """Sentences to be read aloud, what is over left out."""
    raise NotImplementedError
