"""In: nothing; these are the words in which a day is put to whoever plans it, and in which the plan comes back.

All times are whole minutes since `Problem.starts_at`; clock changes and time zones are dealt with by whoever builds
the problem. All costs are whole points; one point is about one minute of driving.

How a plan is read: the person goes from the start place over the stops and visits that have a place to the end place.
From the end of a leg and its parking until the next leg they stay at a place. Whatever has no place is done during
such a stay, or in the wait with which a stop begins, never on a leg.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

QUARTER = 15  # lateness, staleness and overtime are counted in started quarters of an hour


class Kind(StrEnum):
    STOP = "stop"  # appointment at a fixed time; `at` is set
    VISIT = "visit"  # somewhere to go at a time of one's choosing, within windows
    CALL = "call"
    NOTE = "note"
    PAPERS = "papers"  # print, sort, packet
    TODO = "todo"
    BREAK = "break"


class Spot(StrEnum):
    """Where a thing without a place of its own may be done."""

    DESK = "desk"  # staying at a place that has a desk
    PARKED = "parked"  # staying at a place without one: the car, the hall; then a desk does as well
    WAITING = "waiting"  # in the wait with which a stop begins


class Tool(StrEnum):
    DESK = "desk"
    PRINTER = "printer"
    PHONE = "phone"  # always there


ANYWHERE = frozenset(Spot)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From `start` up to `end`: what is done in it starts and ends inside."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Wait:
    """`median` is offered for calls and short notes, `p80` is the time that the plan sets aside."""

    median: int = 0
    p80: int = 0


NO_WAIT = Wait()


@dataclass(frozen=True, slots=True)
class Place:
    key: str
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    has_desk: bool = False
    has_printer: bool = False


@dataclass(frozen=True, slots=True)
class Drive:
    minutes: int
    miles: float
    is_known: bool = True  # not known: `unknown_minutes` stands for it and the plan says so


@dataclass(frozen=True, slots=True)
class Travel:
    """`minutes[from][to][bucket]`, the bucket that of leaving: `leave // bucket_minutes`, the last one holds on.

    None, or no entry, is unknown. Entries with one bucket hold the whole day.
    """

    minutes: Mapping[str, Mapping[str, tuple[int | None, ...]]] = field(default_factory=dict)
    miles: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    bucket_minutes: int = 60
    unknown_minutes: int = 30

    def drive(self, origin: str | None, destination: str | None, leave: int) -> Drive:
        if origin is None or destination is None or origin == destination:
            return Drive(0, 0.0)
        row = self.minutes.get(origin, {}).get(destination, ())
        found = row[min(max(leave, 0) // self.bucket_minutes, len(row) - 1)] if row else None
        miles = self.miles.get(origin, {}).get(destination)
        if found is None:
            return Drive(self.unknown_minutes, miles or 0.0, is_known=False)
        return Drive(found, miles or 0.0)


@dataclass(frozen=True, slots=True)
class Item:
    key: str
    kind: Kind
    name: str
    minutes: int  # without the wait
    windows: tuple[Window, ...] = ()  # none: any time; a lunch closing makes two; ignored where `at` is set
    at: int | None = None  # agreed start of an appointment (a call can be agreed too)
    may_start_late: int = 0  # minutes after `at` that are still better than not coming
    place: str | None = None  # set: one travels there; None: done wherever `where` and `tools` allow
    where: frozenset[Spot] = ANYWHERE
    tools: frozenset[Tool] = frozenset()
    early_minutes: int = 0  # to be there before the start; kept free
    parking_minutes: int = 0  # from the end of the drive until one is there
    wait: Wait = NO_WAIT  # begins at the start; then come `minutes`
    after: tuple[
        str, ...
    ] = ()  # these end first; one of them left out, this is left out; unknown keys are done
    before_leaving_for: tuple[str, ...] = ()  # ends before one leaves for these, where they are in the plan
    preferred: tuple[Window, ...] = ()  # a person's best time; costs `Weights.outside_preferred` to miss
    due: int | None = None  # its end after this costs `late_cost` a quarter (with `at`: its start after `at`)
    late_cost: int = 0
    goes_ahead: bool = False  # in its stay, where that costs nothing (rules/earlier.py)
    fresh_after: str | None = None  # the memory of this fades: `stale_cost` a quarter past `fresh_minutes`
    fresh_minutes: int = 30
    stale_cost: int = 0
    must_today: bool = False  # adds `Weights.must_today` to the cost of leaving it out
    not_today_cost: int = 10
    pinned_start: int | None = None  # put there by hand: there or not at all
    seen_start: int | None = None  # where the person last saw it; moving costs `Weights.changed`
    started_at: int | None = None  # under way: stays; a stop under way is at the start place
    later_windows: tuple[Window, ...] = ()  # on the next four days, for what does not fit
    why: str = ""  # why it matters today, a clause: "surgery is tomorrow"
    where_words: str = ""  # "at the clinic", for sentences

    def __post_init__(self) -> None:
        if min(self.minutes, self.early_minutes, self.parking_minutes, self.wait.median, self.wait.p80) < 0:
            raise ValueError(f"{self.key}: minutes below zero")

    @property
    def length(self) -> int:
        """Minutes from its start to its end in a plan, the wait included; a minute at least for what has no place."""
        return max(self.wait.p80 + self.minutes, 1 if self.place is None else 0)

    @property
    def fixed_start(self) -> int | None:
        """The one start that it may have; None where there are several."""
        if self.started_at is not None:
            return self.started_at
        if self.pinned_start is not None:
            return self.pinned_start
        return self.at if self.may_start_late <= 0 else None


@dataclass(frozen=True, slots=True)
class Weights:
    """Points; what each means is said in `shipped/weights.toml`."""

    drive_minute: int = 1
    mile: int = 1
    overtime_quarter: int = 30
    outside_preferred: int = 12
    changed: int = 8
    must_today: int = 2000
    late_percent: int = 100
    stale_percent: int = 100
    not_today_percent: int = 100
    seen_tolerance_minutes: int = 10  # moved by no more than this counts as not moved


@dataclass(frozen=True, slots=True)
class Problem:
    starts_at: datetime  # aware, in the time zone in which times are to be said
    items: tuple[Item, ...]
    places: tuple[Place, ...] = ()
    travel: Travel = field(default_factory=Travel)
    start_place: str | None = None  # where one is or is driving to at `day_start`; None: the first stop
    end_place: str | None = None
    day_start: int = 0  # from when the person is free at the start place: the morning, or now
    day_end: int = 540  # wanted end; later is overtime
    latest_end: int = 720  # nothing, and no drive, ends after this
    later_free: tuple[Window, ...] = ()  # free time on the next four days
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None:
            raise ValueError("starts_at needs a time zone")
        if len({item.key for item in self.items}) < len(self.items):
            raise ValueError("two items have one key")

    def moment(self, minute: int) -> datetime:
        """The moment of a minute, in the zone of `starts_at`."""
        there = self.starts_at.astimezone(UTC) + timedelta(minutes=minute)
        return there.astimezone(self.starts_at.tzinfo)


@dataclass(frozen=True, slots=True)
class Placed:
    key: str
    start: int
    end: int
    place: str | None  # where the person is then
    spot: Spot | None = None  # None for what has a place of its own
    during: str | None = None  # the stop in whose wait it is done


@dataclass(frozen=True, slots=True)
class Leg:
    origin: str
    destination: str
    leave: int
    arrive: int  # without parking
    miles: float
    to: str | None  # the item one drives to; None: to the end place
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    key: str
    reason: str  # a sentence
    instead_at: int | None = None  # start on one of the next days, minutes since `Problem.starts_at`


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a plan costs."""

    name: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Solution:
    placed: tuple[Placed, ...]  # by start
    legs: tuple[Leg, ...]
    left_out: tuple[LeftOut, ...] = ()
    parts: tuple[Part, ...] = ()
    engine: str = "constructive"
    is_optimal: bool = False
    bound: int | None = None  # no plan can cost less
    sentences: tuple[str, ...] = ()  # what is impossible and what to change; what went wrong on the way

    @property
    def objective(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def gap(self) -> float | None:
        """Share by which the plan may be worse than the best one."""
        if self.bound is None:
            return None
        return max(0, self.objective - self.bound) / max(1, self.objective)
