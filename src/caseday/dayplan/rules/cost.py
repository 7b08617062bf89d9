"""In: a problem and where things stand in a plan. Out: what the plan costs, in parts and words."""

from collections.abc import Iterable, Mapping

from caseday.dayplan.rules.problem import QUARTER, Drive, Item, Leg, Part, Placed, Problem, Weights


def quarters(minutes: int) -> int:
    """Started quarters of an hour."""
    return -(-minutes // QUARTER) if minutes > 0 else 0


def drive_points(weights: Weights, drive: Drive) -> int:
    return weights.drive_minute * drive.minutes + int(weights.mile * drive.miles + 0.5)


def late_step(weights: Weights, item: Item) -> int:
    """Points a started quarter."""
    return item.late_cost * weights.late_percent // 100


def stale_step(weights: Weights, item: Item) -> int:
    return item.stale_cost * weights.stale_percent // 100


def minutes_late(item: Item, start: int) -> int:
    if item.at is not None:
        return start - item.at
    return start + item.length - item.due if item.due is not None else 0


def is_preferred(item: Item, start: int) -> bool:
    return not item.preferred or any(
        w.start <= start and start + item.length <= w.end for w in item.preferred
    )


def is_moved(weights: Weights, item: Item, start: int) -> bool:
    return item.seen_start is not None and abs(start - item.seen_start) > weights.seen_tolerance_minutes


def cost_of_leaving_out(weights: Weights, item: Item) -> int:
    points = item.not_today_cost * weights.not_today_percent // 100
    points += weights.must_today if item.must_today else 0
    return points + (weights.changed if item.seen_start is not None else 0)


def cost_at(weights: Weights, item: Item, start: int, fresh_end: int | None) -> int:
    """What standing at `start` costs; `fresh_end` is the end of what its memory fades from, None if not in the plan."""
    points = quarters(minutes_late(item, start)) * late_step(weights, item)
    if fresh_end is not None:
        points += quarters(start - fresh_end - item.fresh_minutes) * stale_step(weights, item)
    if not is_preferred(item, start):
        points += weights.outside_preferred
    return points + (weights.changed if is_moved(weights, item, start) else 0)


def parts_of(problem: Problem, placed: Mapping[str, Placed], legs: Iterable[Leg]) -> tuple[Part, ...]:
    """What a plan costs; parts of no points are left out."""
    legs = tuple(legs)
    return tuple(part for part in (*_road(problem, placed, legs), *_things(problem, placed)) if part.points)


def _road(problem: Problem, placed: Mapping[str, Placed], legs: tuple[Leg, ...]) -> tuple[Part, ...]:
    weights = problem.weights
    minutes, miles = sum(leg.arrive - leg.leave for leg in legs), sum(leg.miles for leg in legs)
    finish = max([*(one.end for one in placed.values()), *(leg.arrive for leg in legs)], default=0)
    over = max(0, finish - problem.day_end)
    mile_points = sum(int(weights.mile * leg.miles + 0.5) for leg in legs)
    return (
        Part("driving", weights.drive_minute * minutes, f"{minutes} minutes of driving"),
        Part("miles", mile_points, f"{miles:.0f} miles"),
        Part(
            "overtime", weights.overtime_quarter * quarters(over), f"{over} minutes after the end of the day"
        ),
    )


def _things(problem: Problem, placed: Mapping[str, Placed]) -> tuple[Part, ...]:
    weights = problem.weights
    late = stale = outside = changed = left = moved = late_things = stale_things = 0
    for item in problem.items:
        one = placed.get(item.key)
        if one is None:
            left += cost_of_leaving_out(weights, item)
            continue
        points = quarters(minutes_late(item, one.start)) * late_step(weights, item)
        late, late_things = late + points, late_things + (points > 0)
        points = _stale_points(weights, item, one, placed)
        stale, stale_things = stale + points, stale_things + (points > 0)
        outside += not is_preferred(item, one.start)
        moved += is_moved(weights, item, one.start)
    changed = moved * weights.changed
    count = sum(item.key not in placed for item in problem.items)
    return (
        Part("late", late, f"late: {late_things}"),
        Part("stale", stale, f"written down when the memory has faded: {stale_things}"),
        Part("outside best time", outside * weights.outside_preferred, f"not at the best time: {outside}"),
        Part("changed", changed, f"moved against the plan seen before: {moved}"),
        Part("not today", left, f"not today: {count}"),
    )


def _stale_points(weights: Weights, item: Item, one: Placed, placed: Mapping[str, Placed]) -> int:
    fresh = placed.get(item.fresh_after or "")
    if fresh is None:
        return 0
    return quarters(one.start - fresh.end - item.fresh_minutes) * stale_step(weights, item)
