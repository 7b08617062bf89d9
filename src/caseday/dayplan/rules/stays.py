"""In: stops with their times and the drives between them. Out: free time, where one is then, what fits there."""

from collections.abc import Iterator
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Item, Placed, Problem, Spot, Tool


@dataclass(frozen=True, slots=True)
class Free:
    """Free time at one place; in the wait of a stop where `during` is set."""

    start: int
    end: int
    place: str | None
    during: str | None = None


@dataclass(frozen=True, slots=True)
class Rooms:
    """What a place offers."""

    desks: frozenset[str]
    printers: frozenset[str]

    def spot(self, free: Free) -> Spot:
        if free.during is not None:
            return Spot.WAITING
        return Spot.DESK if free.place in self.desks else Spot.PARKED

    def suits(self, item: Item, place: str | None, during: str | None) -> bool:
        if during is not None:
            return can_wait_with(item)
        if Tool.DESK in item.tools and place not in self.desks:
            return False
        if Tool.PRINTER in item.tools and place not in self.printers:
            return False
        return Spot.PARKED in item.where or (Spot.DESK in item.where and place in self.desks)


def rooms_of(problem: Problem) -> Rooms:
    return Rooms(
        frozenset(place.key for place in problem.places if place.has_desk),
        frozenset(place.key for place in problem.places if place.has_printer),
    )


def can_wait_with(item: Item) -> bool:
    """Whether it may be done in a wait."""
    return Spot.WAITING in item.where and not item.tools & {Tool.DESK, Tool.PRINTER}


def offered_wait(item: Item) -> int:
    return max(0, min(item.wait.median, item.wait.p80))


def taken_from(free: list[Free], start: int, end: int) -> list[Free]:
    """The free time without that from `start` to `end`."""
    return [piece for one in free for piece in _without(one, start, end)]


def _without(free: Free, start: int, end: int) -> Iterator[Free]:
    if end <= free.start or start >= free.end:
        yield free
        return
    if free.start < start:
        yield Free(free.start, start, free.place, free.during)
    if end < free.end:
        yield Free(end, free.end, free.place, free.during)


def placed_in(rooms: Rooms, item: Item, free: Free, start: int) -> Placed:
    return Placed(item.key, start, start + item.length, free.place, rooms.spot(free), free.during)
