"""In: a plan that was kept and the day as it is now. Out: whether the plan still holds, and what is left of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.difference import Change, difference, in_words
from caseday.dayplan.rules.problem import (
    Item,
    Kind,
    LeftOut,
    Leg,
    Part,
    Placed,
    Problem,
    Solution,
    Spot,
)

GRACE = 10
"""Minutes that something may be begun later than planned before the rest is planned anew."""
LEAVE_GRACE = 5
_MOST_SAID = 5
_CAUSES, _PUT_OFF = frozenset({"first", "added", "back"}), frozenset({"postponed", "dropped"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan with the names of its things, from the minutes of its own problem."""

    starts_at: datetime
    names: Mapping[str, tuple[str, str]]
    solution: Solution

    @property
    def problem(self) -> Problem:
        """Only as much of it as a comparison needs."""
        items = tuple(Item(key, Kind(kind), name, 0) for key, (name, kind) in self.names.items())
        return Problem(self.starts_at, items)

    def placed(self, key: str) -> Placed | None:
        return next((one for one in self.solution.placed if one.key == key), None)


def as_data(problem: Problem, solution: Solution) -> dict[str, Any]:
    """For a JSON column; `from_data` reads it."""
    return {
        "starts_at": problem.starts_at.isoformat(),
        "names": {item.key: [item.name, item.kind.value] for item in problem.items},
        "placed": [[p.key, p.start, p.end, p.place, p.spot, p.during] for p in solution.placed],
        "legs": [
            [g.origin, g.destination, g.leave, g.arrive, g.miles, g.to, g.is_known] for g in solution.legs
        ],
        "left_out": [[one.key, one.reason, one.instead_at] for one in solution.left_out],
        "parts": [[one.name, one.points, one.words] for one in solution.parts],
        "engine": solution.engine,
        "is_optimal": solution.is_optimal,
        "bound": solution.bound,
        "sentences": list(solution.sentences),
    }


def from_data(data: Mapping[str, Any], like: datetime) -> Kept | None:
    """None for what an older version kept. `like`: for the zone, which an ISO moment does not hold."""
    try:
        starts_at = datetime.fromisoformat(data["starts_at"]).astimezone(like.tzinfo)
        solution = Solution(
            placed=tuple(
                Placed(key, start, end, place, Spot(spot) if spot else None, during)
                for key, start, end, place, spot, during in data["placed"]
            ),
            legs=tuple(Leg(*leg) for leg in data["legs"]),
            left_out=tuple(LeftOut(*one) for one in data["left_out"]),
            parts=tuple(Part(*one) for one in data["parts"]),
            engine=data["engine"],
            is_optimal=data["is_optimal"],
            bound=data["bound"],
            sentences=tuple(data["sentences"]),
        )
        names = {key: (name, kind) for key, (name, kind) in data["names"].items()}
    except (KeyError, TypeError, ValueError):
        return None
    return Kept(starts_at, names, solution)


def facts_of(problem: Problem) -> str:
    """SHA-256 of all that the plan depends on but the hour, where one is, and what was seen before.

    Words are no facts: "wrote 4 minutes ago" is another one each minute.
    """
    bare = (replace(item, name="", why="", where_words="", seen_start=None) for item in problem.items)
    items = [asdict(item) for item in sorted(bare, key=lambda item: item.key)]
    told: list[Any] = [
        problem.starts_at.isoformat(),
        items,
        [asdict(place) for place in problem.places],
        asdict(problem.travel),
        problem.end_place,
        problem.day_end,
        problem.latest_end,
        [asdict(window) for window in problem.later_free],
        asdict(problem.weights),
    ]
    text = json.dumps(told, sort_keys=True, default=_sorted, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | set) else dict(value)


def is_overdue(problem: Problem, plan: Solution, now: int) -> bool:
    """Something should be over by now, or one should be on the road, and is not: what comes behind it cannot hold."""
    items = {item.key: item for item in problem.items if item.started_at is None}
    if any(leg.leave + LEAVE_GRACE < now for leg in plan.legs if _is_to_go(leg, items, problem)):
        return True
    return any(
        (one.start if items[one.key].place is not None else one.end) + GRACE < now
        for one in plan.placed
        if one.key in items
    )


def _is_to_go(leg: Leg, items: Mapping[str, Item], problem: Problem) -> bool:
    return leg.to in items and leg.destination != problem.start_place


def carried_over(problem: Problem, kept: Solution, now: int) -> Solution | None:
    """The kept plan without what is done; None where it breaks a rule by now, or something new is to be placed."""
    items = {item.key: item for item in problem.items}
    known = {one.key for one in kept.placed} | {one.key for one in kept.left_out}
    if not known.issuperset(items):
        return None
    placed = {one.key: one for one in kept.placed if one.key in items}
    begun = [one.start for one in placed.values() if one.start <= now < one.end]
    from_then = replace(problem, day_start=min([problem.day_start, *begun]))
    legs = tuple(leg for leg in kept.legs if _is_ahead(leg, problem, items))
    plan = assembled(from_then, Draft(placed, legs), engine=kept.engine, sentences=())
    if objections_to(from_then, plan):
        return None
    return plan


def _is_ahead(leg: Leg, problem: Problem, items: Mapping[str, Item]) -> bool:
    if leg.to is None:
        return leg.destination != problem.start_place or leg.leave >= problem.day_start
    item = items.get(leg.to)
    under_way = item is None or item.started_at is not None or item.place == problem.start_place
    return not under_way or leg.leave >= problem.day_start


def with_seen(problem: Problem, seen: Kept | None) -> Problem:
    """Each item with where the person saw it last; None: nobody has seen anything."""
    starts: dict[str, int] = {}
    if seen is not None:
        shift = round((seen.starts_at - problem.starts_at).total_seconds() / 60)
        starts = {one.key: one.start + shift for one in seen.solution.placed}
    return replace(
        problem, items=tuple(replace(item, seen_start=starts.get(item.key)) for item in problem.items)
    )


def changes_between(
    seen: Kept, problem: Problem, plan: Solution, called_off: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Sentences: first why the day changed, then what waits for another day, then what moved within it.

    What is done or begun is no change, only what was called off is gone.
    """
    changes = difference(seen.problem, seen.solution, problem, plan)
    told = [one for one in changes if one.kind != "gone"]
    off = [
        Change(one.key, "gone", f"{seen.names[one.key][0]} is off")
        for one in seen.solution.placed
        if one.key in called_off
    ]
    causes = [*off, *(one for one in told if one.kind in _CAUSES)]
    put_off = [one for one in told if one.kind in _PUT_OFF]
    moved = [one for one in told if one.kind not in _CAUSES | _PUT_OFF]
    return tuple(in_words(tuple(some), most=_MOST_SAID) for some in (causes, put_off, moved) if some)
