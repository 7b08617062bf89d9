"""The plan of a day as it is shown, in lines; and read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from caseday.dayplan.queries.gathering.found import Gathered, PutOff, Thing
from caseday.dayplan.rules.problem import Leg, Placed, Solution
from caseday.dayplan.rules.reasons import reasons_for
from caseday.dayplan.rules.spoken import Said, spoken


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
    place_words: str = ""

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
    now: datetime
    changes: tuple[str, ...] = ()
    is_final: bool = True
    made_at: datetime | None = None

    @property
    def put_off(self) -> tuple[PutOff, ...]:
        return self.gathered.put_off

    @property
    def sentences(self) -> tuple[str, ...]:
        """What holds for the whole plan; what is said of each thing that does not fit stands with it."""
        names = {item.key: item.name for item in self.gathered.problem.items}
        told = {f"{names.get(one.key)}: {one.reason}" for one in self.solution.left_out}
        return (*self.gathered.sentences, *(one for one in self.solution.sentences if one not in told))

    @property
    def drive_minutes(self) -> int:
        return sum(leg.arrive - leg.leave for leg in self.solution.legs)

    @property
    def drive_miles(self) -> float:
        return round(sum(leg.miles for leg in self.solution.legs), 1)

    @property
    def ends_at(self) -> datetime | None:
        """When one is through, the drive to the end of the day included."""
        return max((line.until for line in self.lines), default=None)

    @property
    def by_end(self) -> Mapping[str, Line]:
        """The line of each loose end, by its key."""
        return {key: line for line in self.lines if line.thing for key in line.thing.end_keys}

    @property
    def packing(self) -> tuple[tuple[Thing, tuple[str, ...]], ...]:
        """What to take along, stop by stop in the order of the day."""
        stops = (line.thing for line in self.lines if line.thing and line.thing.carry)
        return tuple((thing, thing.carry) for thing in stops)


def shown_of(
    found: Gathered,
    solution: Solution,
    *,
    now: datetime,
    changes: tuple[str, ...] = (),
    is_final: bool = True,
    made_at: datetime | None = None,
) -> Shown:
    return Shown(
        found,
        solution,
        lines=tuple(sorted(_lines(found, solution, now), key=lambda line: (line.at, line.until))),
        left=tuple(_left(found, solution)),
        now=now,
        changes=changes,
        is_final=is_final,
        made_at=made_at,
    )


def _lines(found: Gathered, solution: Solution, now: datetime) -> Iterator[Line]:
    problem, things = found.problem, found.things
    reasons = reasons_for(problem, solution)
    names = {place.key: place.name for place in problem.places}
    for one in solution.placed:
        at, until = problem.moment(one.start), problem.moment(one.end)
        yield Line(
            at,
            until,
            thing=things[one.key],
            placed=one,
            reason=reasons.get(one.key, ""),
            during=things.get(one.during or ""),
            is_now=at <= now < until,
            place_words=names.get(one.place or "", ""),
        )
    for leg in solution.legs:
        at, until = problem.moment(leg.leave), problem.moment(leg.arrive)
        to = things.get(leg.to or "")
        is_now = at <= now < until
        yield Line(at, until, leg=leg, to=to, is_now=is_now, place_words=names.get(leg.destination, ""))


def _left(found: Gathered, solution: Solution) -> Iterator[Left]:
    for one in solution.left_out:
        at = found.problem.moment(one.instead_at) if one.instead_at is not None else None
        yield Left(found.things[one.key], one.reason, at)


def spoken_plan(shown: Shown) -> list[str]:
    """Sentences to be read aloud, what is over left out."""
    now = shown.now.astimezone(shown.gathered.problem.starts_at.tzinfo)
    return spoken(
        [_said(line) for line in shown.lines],
        now=now,
        changes=shown.changes,
        left=[one.thing.title for one in shown.left],
    )


def _said(line: Line) -> Said:
    if line.leg:
        return Said(
            "drive", line.at, line.minutes, line.place_words, miles=line.leg.miles, is_under_way=line.is_now
        )
    thing = line.thing
    assert thing is not None
    name = thing.title
    if thing.callee and thing.callee.name != thing.client:
        name = f"{thing.callee.name}, {name}"
    if thing.client and thing.client not in name:
        name = f"{name}, for {thing.client}" if thing.appointment is None else f"{name}, {thing.client}"
    return Said(
        thing.kind.value,
        line.at,
        line.minutes,
        name,
        thing.place_words.split(",")[0],
        carry=thing.carry,
        is_under_way=line.is_now,
    )
