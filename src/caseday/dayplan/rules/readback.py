"""In: bare starts, and when one leaves for each stop. Out: drives, and where each thing is done."""

from collections.abc import Mapping

from caseday.dayplan.rules.assemble import Draft
from caseday.dayplan.rules.problem import Item, Leg, Placed, Problem, Spot
from caseday.dayplan.rules.stays import Free, Rooms, can_wait_with, offered_wait, placed_in, rooms_of


def read_back(problem: Problem, starts: Mapping[str, int], leaves: Mapping[str | None, int]) -> Draft:
    """`leaves` by the key that one drives to, None for the end of the day."""
    items = [item for item in problem.items if item.key in starts]
    nodes = sorted((i for i in items if i.place is not None), key=lambda i: (starts[i.key], i.length, i.key))
    legs, stays = _legs(problem, nodes, starts, leaves)
    rooms, placed = rooms_of(problem), {}
    for item in items:
        start = starts[item.key]
        if item.place is not None:
            placed[item.key] = Placed(item.key, start, start + item.length, item.place)
        else:
            placed[item.key] = _work(rooms, item, start, nodes, starts, stays)
    return Draft(placed, legs)


def _legs(
    problem: Problem, nodes: list[Item], starts: Mapping[str, int], leaves: Mapping[str | None, int]
) -> tuple[tuple[Leg, ...], list[Free]]:
    legs: list[Leg] = []
    stays: list[Free] = []
    here, since = problem.start_place, -(10**6)
    if here is None:
        here = nodes[0].place if nodes else problem.end_place
    ways = [(item.place, item.key, item.parking_minutes) for item in nodes]
    for there, to, parking in [*ways, (problem.end_place, None, 0)]:
        if here is None or there is None or there == here:
            continue
        leave = leaves[to]
        drive = problem.travel.drive(here, there, leave)
        legs.append(Leg(here, there, leave, leave + drive.minutes, drive.miles, to, drive.is_known))
        stays.append(Free(since, leave, here))
        here, since = there, leave + drive.minutes + parking
    stays.append(Free(since, 10**6, here))
    return tuple(legs), stays


def _work(
    rooms: Rooms, item: Item, start: int, nodes: list[Item], starts: Mapping[str, int], stays: list[Free]
) -> Placed:
    end = start + item.length
    for node in nodes:
        begin = starts[node.key]
        if begin <= start and end <= begin + offered_wait(node) and can_wait_with(item):
            return Placed(item.key, start, end, node.place, Spot.WAITING, node.key)
    possible = [stay for stay in stays if stay.start <= start and end <= stay.end] or stays[-1:]
    free = next((stay for stay in possible if rooms.suits(item, stay.place, None)), possible[0])
    return placed_in(rooms, item, free, start)
