"""The facts of a day, put as a problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.dayplan.models import PlanChoice
from caseday.dayplan.queries.gathering.breaks import add_breaks
from caseday.dayplan.queries.gathering.composing import Composed, add_ends, add_stops, stop_key, stops_of
from caseday.dayplan.queries.gathering.found import Callee, Gathered, PutOff, Thing
from caseday.dayplan.queries.gathering.places import here_of, places_of
from caseday.dayplan.queries.gathering.read import Asking, Read, asking_of, read_day, wishes_of
from caseday.dayplan.rules.daytime import less
from caseday.dayplan.rules.keeping import facts_of, with_seen
from caseday.dayplan.rules.problem import Item, Problem, Window
from caseday.dayplan.rules.weights import weights_for
from caseday.dayplan.rules.working import still_due
from caseday.looseends.queries import LooseEnds
from caseday.schedule.models import Appointment
from caseday.schedule.queries import is_travelled_to
from caseday.schedule.rules import CALLED_OFF

__all__ = [
    "Asking",
    "Callee",
    "Gathered",
    "PutOff",
    "Read",
    "Thing",
    "asking_of",
    "gathered",
    "problem_for",
    "read_day",
    "wishes_of",
]

OVERTIME_MINUTES = 180
_AFTER_LAST_STOP = 120
_AFTER_NOW = 60
_AROUND_A_STOP = 30
_MOVED_ABOUT = 15


def problem_for(
    viewer: Viewer,
    *,
    staff_id: UUID | None = None,
    day: date | None = None,
    now: datetime,
    found: LooseEnds | None = None,
    appointments: Sequence[Appointment] | None = None,
) -> Gathered:
    """Thirteen queries beside those of the loose ends, which are not asked for where the caller has them.

    NotFound for a day that the viewer may not look at.
    """
    asking = asking_of(viewer, staff_id=staff_id, day=day, now=now, found=found, appointments=appointments)
    return gathered(read_day(asking))


def gathered(read: Read) -> Gathered:
    asking = read.asking
    stops = stops_of(read)
    places = places_of(read, [one for one in read.here if is_travelled_to(one)])
    here = here_of(read, places, stops)
    later_free = _later_free(read)
    composed = Composed()
    add_stops(composed, read, stops, later_free)
    add_ends(composed, read, later_free)
    add_breaks(composed, read)
    items, put_off = _chosen(read, composed)
    day_end = asking.clock.at(read.wishes.day_to)
    problem = Problem(
        starts_at=asking.clock.midnight,
        items=tuple(items),
        places=places.places,
        travel=places.travel,
        start_place=here.place,
        end_place=places.end,
        day_start=here.free_from,
        day_end=day_end,
        latest_end=_latest_end(read, items, day_end),
        later_free=later_free,
        weights=weights_for(read.wishes.chosen),
    )
    things = {
        item.key: replace(composed.things[item.key], choice=_choice_of(read, item.key)) for item in items
    }
    return Gathered(
        staff=asking.staff,
        day=asking.day,
        problem=with_seen(_at_this_hour(problem), read.seen),
        things=things,
        wishes=read.wishes,
        put_off=tuple(put_off),
        sentences=tuple(_sentences(read, composed, places.words)),
        called_off=frozenset(stop_key(one.pk) for one in read.here if one.state in CALLED_OFF),
        facts=facts_of(problem),
        is_own=asking.is_own,
    )


def _at_this_hour(problem: Problem) -> Problem:
    return replace(problem, items=tuple(still_due(problem.items, problem.day_start)))


def _later_free(read: Read) -> tuple[Window, ...]:
    """Hours of work on the next days, less lunch and what stands in the calendar."""
    clock, wishes = read.asking.clock, read.wishes
    days = [clock.between(wishes.day_from, wishes.day_to, day) for day in read.later]
    taken = [clock.between(wishes.lunch_from, wishes.lunch_to, day) for day in read.later]
    for one in read.ahead:
        if one.needs_worker and not one.is_all_day and one.state not in CALLED_OFF:
            around = _AROUND_A_STOP if is_travelled_to(one) else 0
            start, end = clock.minute(one.starts_at), clock.minute(one.ends_at)
            taken.append(Window(start - around, end + around))
    return less(days, taken)


def _latest_end(read: Read, items: Sequence[Item], day_end: int) -> int:
    ends = [item.at + item.length + _AFTER_LAST_STOP for item in items if item.at is not None]
    ends += [
        item.started_at + item.length + _AFTER_LAST_STOP for item in items if item.started_at is not None
    ]
    ends += [
        w.end + _AFTER_LAST_STOP for item in items if item.place and item.at is None for w in item.windows
    ]
    hour = -(-read.asking.minute // 60) * 60 if read.asking.is_today else 0
    return max([day_end + OVERTIME_MINUTES, hour + _AFTER_NOW, *ends])


def _chosen(read: Read, composed: Composed) -> tuple[list[Item], list[PutOff]]:
    """What the person has decided: put off and done things go, pinned and moved ones know where to."""
    kinds, items, put_off = PlanChoice.Kind, [], []
    for key, item in composed.items.items():
        choice = read.choices.get(key)
        if choice and choice.kind == kinds.NOT_TODAY:
            put_off.append(PutOff(key, composed.things[key].title, choice.instead_on))
        elif choice and choice.kind in (kinds.PINNED, kinds.MOVED) and choice.at:
            items.append(_placed_by_hand(read, item, choice, read.asking.clock.minute(choice.at)))
        elif not choice:
            items.append(item)
    return items, put_off


def _placed_by_hand(read: Read, item: Item, choice: PlanChoice, at: int) -> Item:
    """What has its hour, is under way, or whose hour has passed by now, stays as it is."""
    is_past = read.asking.is_today and at < read.asking.minute
    if item.at is not None or item.started_at is not None or is_past:
        return item
    if choice.kind == PlanChoice.Kind.PINNED:
        return replace(item, pinned_start=at)
    about = Window(at - _MOVED_ABOUT, at + item.length + _MOVED_ABOUT)
    return replace(item, preferred=(about,))


def _choice_of(read: Read, key: str) -> str:
    choice = read.choices.get(key)
    return str(choice.kind) if choice else ""


def _sentences(read: Read, composed: Composed, travel_words: str) -> list[str]:
    found = []
    if composed.assumed:
        names = ", ".join(composed.assumed)
        found.append(f"Hours are not noted, 8:00 to 17:00 is taken for granted: {names}.")
    if travel_words:
        found.append(travel_words)
    if read.unplanned > 0:
        what = "thing that can wait is" if read.unplanned == 1 else "things that can wait are"
        found.append(f"{read.unplanned} open {what} not in the plan.")
    return found
