"""In: where an engine put things. Out: the plan that is shown, with costs, reasons and what goes when instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from caseday.dayplan.rules.cost import cost_of_leaving_out, parts_of
from caseday.dayplan.rules.problem import Item, LeftOut, Leg, Placed, Problem, Solution, Window
from caseday.dayplan.rules.reasons import impossible_words, why_left_out


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands where, by key, and the drives in order."""

    placed: Mapping[str, Placed]
    legs: tuple[Leg, ...]


def assembled(
    problem: Problem,
    draft: Draft,
    *,
    engine: str,
    bound: int | None = None,
    sentences: tuple[str, ...] = (),
) -> Solution:
    placed = tuple(sorted(draft.placed.values(), key=lambda one: (one.start, one.end, one.key)))
    parts = parts_of(problem, draft.placed, draft.legs)
    left = [item for item in problem.items if item.key not in draft.placed]
    instead = times_instead(problem, left)
    points = sum(part.points for part in parts)
    return Solution(
        placed=placed,
        legs=draft.legs,
        left_out=tuple(
            LeftOut(item.key, why_left_out(problem, draft.placed, item), instead.get(item.key))
            for item in left
        ),
        parts=parts,
        engine=engine,
        is_optimal=bound is not None and bound >= points,
        bound=None if bound is None else min(bound, points),
        sentences=(*sentences, *impossible_words(problem, left), *_guessed(problem, draft.legs)),
    )


def times_instead(problem: Problem, left: list[Item]) -> dict[str, int]:
    """Starts on the next days, each in its hours and in free time that nothing else here takes; the dearest first."""
    free = sorted(problem.later_free)
    found: dict[str, int] = {}
    for item in sorted(left, key=lambda i: (-cost_of_leaving_out(problem.weights, i), i.key)):
        start = _first_room(item, free)
        if start is not None:
            found[item.key] = start
            free = [piece for window in free for piece in _less(window, start, start + item.length)]
    return found


def _first_room(item: Item, free: list[Window]) -> int | None:
    starts = [
        max(window.start, room.start)
        for window in item.later_windows
        for room in free
        if max(window.start, room.start) + item.length <= min(window.end, room.end)
    ]
    return min(starts, default=None)


def _less(window: Window, start: int, end: int) -> list[Window]:
    if end <= window.start or start >= window.end:
        return [window]
    pieces = [Window(window.start, start), Window(end, window.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def _guessed(problem: Problem, legs: tuple[Leg, ...]) -> tuple[str, ...]:
    names = {place.key: place.name or place.key for place in problem.places}
    unknown = sorted(
        {names.get(key, key) for leg in legs if not leg.is_known for key in (leg.origin, leg.destination)}
    )
    if not unknown:
        return ()
    minutes = problem.travel.unknown_minutes
    return (
        f"Some drives between {', '.join(unknown)} are not known; {minutes} minutes each stand for them. "
        "Set their pins on the map.",
    )
