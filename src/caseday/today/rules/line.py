"""In: what is planned and what happened on one day. Out: the day as a line of time, with drives and free time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Literal
from uuid import UUID

# Shorter free time is no room for a call and its note.
_SHORTEST_GAP = timedelta(minutes=20)
_DONE = frozenset({"done"})
_CALLED_OFF = frozenset({"cancelled", "no_show", "awaiting_new_date"})
_UNDERWAY = frozenset({"arrived", "waiting", "with_provider"})
RowKind = Literal["stop", "todo", "happened", "drive", "gap", "now"]


@dataclass(frozen=True)
class Stop:
    """An appointment as the line shows it; `leave_at` None: nobody drives, or the way is not known."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    state: str = "planned"
    is_call: bool = False
    is_all_day: bool = False
    client: str = ""
    place: str = ""
    map_query: str = ""
    case_id: UUID | None = None
    chip: str = "muted"
    chip_words: str = ""
    leave_at: datetime | None = None
    arrive_at: datetime | None = None
    drive_minutes: int = 0
    drive_miles: float | None = None
    is_estimate: bool = True
    usual_wait_minutes: int | None = None
    waiting_since: datetime | None = None
    has_set_off: bool = False
    needs_worker: bool = True
    whose: str = ""
    """Another worker's name, where one covers for them."""
    agenda: tuple[str, ...] = ()
    carry: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.state in _DONE

    @property
    def is_called_off(self) -> bool:
        return self.state in _CALLED_OFF

    @property
    def is_underway(self) -> bool:
        return self.state in _UNDERWAY

    @property
    def is_ahead(self) -> bool:
        return not (self.is_done or self.is_called_off or self.is_underway)


@dataclass(frozen=True)
class TimedTodo:
    """A to-do that was promised for an hour of this day."""

    id: UUID
    text: str
    at: datetime
    client: str = ""


@dataclass(frozen=True)
class Happened:
    id: UUID
    at: datetime
    what: str
    """`Call`, `Paperwork`."""
    with_whom: str = ""
    is_open: bool = False
    """Its note is not signed."""
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class Row:
    kind: RowKind
    at: datetime
    until: datetime | None = None
    words: str = ""
    stop: Stop | None = None
    todo: TimedTodo | None = None
    happened: tuple[Happened, ...] = ()
    is_late: bool = False
    is_past: bool = False

    @property
    def minutes(self) -> int:
        return int((self.until - self.at).total_seconds() // 60) if self.until else 0

    @property
    def open_notes(self) -> int:
        return sum(one.is_open for one in self.happened)


def day_line(
    stops: Sequence[Stop],
    todos: Iterable[TimedTodo] = (),
    happened: Iterable[Happened] = (),
    *,
    now: datetime,
    opens: datetime,
    closes: datetime,
) -> list[Row]:
    """Earliest first. `opens` and `closes` frame the working day, in which free time is shown.

    The present moment is a row of its own while `now` is inside the day; what is over stands above it.
    """
    timed = [one for one in stops if not one.is_all_day]
    own = {one.id for one in timed}
    loose = (one for one in happened if one.appointment_id not in own)
    rows = [*_stops(timed, now), *_todos(todos, now), *_happened(loose, timed, now)]
    rows += _gaps(timed, now, opens, closes)
    if opens.date() == now.astimezone(opens.tzinfo).date():
        rows.append(Row("now", now))
    return sorted(rows, key=_place)


_ORDER = {"gap": 1, "happened": 2, "drive": 3, "stop": 4, "todo": 5, "now": 0}


def _place(row: Row) -> tuple[datetime, int]:
    return row.at, _ORDER[row.kind]


def _stops(stops: Iterable[Stop], now: datetime) -> Iterable[Row]:
    for one in stops:
        if one.is_ahead and one.leave_at and one.drive_minutes and now < one.starts_at:
            yield Row("drive", one.leave_at, one.arrive_at, stop=one, is_late=now > one.leave_at)
        is_past = one.is_done or one.is_called_off or (one.is_ahead and one.ends_at <= now)
        yield Row("stop", one.starts_at, one.ends_at, stop=one, is_past=is_past)


def _todos(todos: Iterable[TimedTodo], now: datetime) -> Iterable[Row]:
    return (Row("todo", one.at, todo=one, is_late=one.at <= now) for one in todos)


def _happened(happened: Iterable[Happened], stops: Sequence[Stop], now: datetime) -> Iterable[Row]:
    """What happened between two appointments stands in one row: the line shows the day, the journal each call."""
    starts = sorted(one.starts_at for one in stops)
    ordered = sorted(happened, key=lambda one: (one.at, one.id))
    for _, some in groupby(ordered, key=lambda one: sum(start <= one.at for start in starts)):
        group = tuple(some)
        yield Row("happened", group[0].at, words=_said_of(group), happened=group, is_past=True)


def _said_of(group: Sequence[Happened]) -> str:
    if len(group) == 1:
        one = group[0]
        return f"{one.what}, {one.with_whom}" if one.with_whom else one.what
    counts = Counter(one.what for one in group).most_common()
    return ", ".join(f"{count} × {what.lower()}" if count > 1 else what for what, count in counts)


def _gaps(stops: Sequence[Stop], now: datetime, opens: datetime, closes: datetime) -> Iterable[Row]:
    free_from = max(now, opens)
    for one in sorted(stops, key=lambda stop: stop.starts_at):
        if not one.needs_worker or one.is_called_off:
            continue
        busy_from = min(one.leave_at or one.starts_at, one.starts_at)
        if not one.is_done and busy_from - free_from >= _SHORTEST_GAP:
            yield Row("gap", free_from, busy_from)
        if not one.is_done:
            free_from = max(free_from, one.ends_at)
    if closes - free_from >= _SHORTEST_GAP:
        yield Row("gap", free_from, closes)
