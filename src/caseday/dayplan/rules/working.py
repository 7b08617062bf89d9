"""In: open work with its weight. Out: how long it takes, where it can be done, what it costs not to do it today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from caseday.dayplan.rules.problem import ANYWHERE, NO_WAIT, Item, Kind, Spot, Tool, Window

AT_A_DESK = frozenset({Spot.DESK})
CALL_MINUTES, CALL_MORE_MINUTES, LONGEST_CALL = 10, 4, 25
NOTE_MINUTES, PAPERS_MINUTES, TASK_MINUTES = 15, 10, 10
# What is open by these rules is no call even where it says whom to reach, or takes another time.
KINDS: dict[str, tuple[Kind, int]] = {
    "activity_without_note": (Kind.NOTE, 12),
    "unsigned_draft": (Kind.NOTE, 5),
    "paper_needed": (Kind.PAPERS, PAPERS_MINUTES),
    "appointment_unconfirmed": (Kind.CALL, 6),
    "message_unanswered": (Kind.TODO, 5),
    "message_flagged": (Kind.TODO, 5),
    "message_not_sent": (Kind.TODO, 3),
    "inbox_waiting": (Kind.TODO, 5),
    "document_unread": (Kind.TODO, 5),
    "document_unfiled": (Kind.TODO, 3),
    "appointment_without_outcome": (Kind.TODO, 3),
}


@dataclass(frozen=True, slots=True)
class Rank:
    """From which weight on; see the order of loose ends. The pressing also cost each quarter that they wait."""

    weight: float
    cost: int
    late_cost: int = 0
    must_today: bool = False


PRESSING_LATE_COST = 200
_RANKS = (
    Rank(1500, 900, 300, True),
    Rank(1100, 700, PRESSING_LATE_COST, True),
    Rank(900, 300, 15, True),
    Rank(700, 200, 10, True),
    Rank(600, 40, 3),
    Rank(500, 24, 6),
    Rank(400, 12),
    Rank(300, 8),
    Rank(0, 5),
)
# A quarter of an hour after the wanted end costs 30 points: what is due today is worth ten minutes of it, no more.
LEAST_PLANNED = 250
PRESSING = 1100
"""From this weight on it is to be done at once."""
PINNED_COST = 300
LUNCH_COST = 250
"""Only what is late or pressing comes before it."""


def rank_of(weight: float) -> Rank:
    return next(rank for rank in _RANKS if weight >= rank.weight)


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """`since`: minute at which the pressing became open. `windows` empty: any time."""

    key: str
    kind: Kind
    name: str
    minutes: int
    weight: float
    windows: tuple[Window, ...] = ()
    later_windows: tuple[Window, ...] = ()
    preferred: tuple[Window, ...] = ()
    after: tuple[str, ...] = ()
    before_leaving_for: tuple[str, ...] = ()
    since: int = 0
    due: int | None = None
    """Else the end of the day."""
    day_end: int | None = None
    is_pinned: bool = False
    why: str = ""


def call_minutes(things: int) -> int:
    return min(LONGEST_CALL, CALL_MINUTES + CALL_MORE_MINUTES * (things - 1))


def work_item(one: WorkFacts) -> Item:
    rank = rank_of(one.weight)
    pressing = one.weight >= PRESSING
    due = one.since + one.minutes if pressing else one.day_end if one.due is None else one.due
    is_paper = one.kind is Kind.PAPERS
    is_free = one.due is None and not one.preferred and not one.before_leaving_for
    return Item(
        key=one.key,
        kind=one.kind,
        name=one.name,
        minutes=one.minutes,
        windows=one.windows,
        later_windows=one.later_windows,
        preferred=() if pressing else one.preferred,
        after=one.after,
        before_leaving_for=one.before_leaving_for,
        where=AT_A_DESK if is_paper else ANYWHERE,
        tools=frozenset({Tool.PRINTER, Tool.DESK}) if is_paper else frozenset(),
        due=due,
        late_cost=rank.late_cost if due is not None else 0,
        goes_ahead=is_free and rank.must_today and not pressing and one.kind in (Kind.TODO, Kind.PAPERS),
        must_today=rank.must_today,
        not_today_cost=max(rank.cost, PINNED_COST if one.is_pinned else 0),
        why=one.why,
    )


def before_due(windows: Iterable[Window], due: int | None, minutes: int) -> tuple[Window, ...]:
    """Of later hours those in which it can still be done in time."""
    if due is None:
        return tuple(windows)
    cut = (Window(window.start, min(window.end, due)) for window in windows)
    return tuple(window for window in cut if window.end - window.start >= minutes)


def still_due(items: Iterable[Item], free_from: int) -> Iterator[Item]:
    """What is late by now is due at once: the time that is lost must not speak for leaving it out.

    The pressing are due one after the other, in their order: lateness counts in quarters of an hour, and one that is
    a minute late anyway could as well wait for a call that is not pressing.
    """
    last = free_from
    for item in items:
        if item.due is None:
            yield item
        elif item.late_cost >= PRESSING_LATE_COST:
            last = _first_end(item, last)
            yield replace(item, due=max(item.due, last))
        else:
            yield replace(item, due=max(item.due, free_from + item.length))


def _first_end(item: Item, since: int) -> int:
    """When it can be over at the earliest: nobody is late for a closed door."""
    starts = [max(since, w.start) for w in item.windows if max(since, w.start) + item.length <= w.end]
    return min(starts, default=since) + item.length


def note_after(stop: Item, *, minutes: int = NOTE_MINUTES, later: Sequence[Window] = ()) -> Item:
    """Time set aside to write a visit down while it is fresh."""
    return Item(
        key=f"note:{stop.key}",
        kind=Kind.NOTE,
        name=f"note of {stop.name}",
        minutes=minutes,
        after=(stop.key,),
        fresh_after=stop.key,
        stale_cost=4,
        not_today_cost=90,
        later_windows=tuple(later),
    )


def break_item(key: str, name: str, minutes: int, window: Window, *, must: bool) -> Item:
    return Item(
        key=key,
        kind=Kind.BREAK,
        name=name,
        minutes=minutes,
        windows=(window,),
        where=frozenset({Spot.DESK, Spot.PARKED}),
        wait=NO_WAIT,
        must_today=must,
        not_today_cost=LUNCH_COST if must else 20,
    )
