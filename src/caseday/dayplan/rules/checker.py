"""In: a problem and a plan, from whatever engine. Out: a sentence for everything in the plan that breaks a rule.

Reads nothing but the problem and shares no code with those who make plans: a solver can be wrong, and say "optimal".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from caseday.dayplan.rules.problem import QUARTER, Item, Leg, Placed, Problem, Solution, Spot, Tool, Window


@dataclass(frozen=True, slots=True)
class _Stay:
    """From being there until leaving."""

    place: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Look:
    problem: Problem
    plan: Solution
    items: dict[str, Item]
    placed: dict[str, Placed]

    def said(self, key: str) -> str:
        return self.items[key].name or key

    def clock(self, minute: int) -> str:
        return f"{self.problem.moment(minute):%-H:%M}"


def objections_to(problem: Problem, plan: Solution) -> tuple[str, ...]:
    """Sentences; none means that the plan keeps every rule and costs what it says."""
    items = {item.key: item for item in problem.items}
    unknown = [key for key in _keys(plan) if key not in items]
    if unknown:
        return tuple(f"The plan holds {key!r}, which nobody asked for." for key in unknown)
    look = _Look(problem, plan, items, {one.key: one for one in plan.placed})
    found = [*_complete(look)]
    if found:
        return tuple(found)
    found += [s for one in plan.placed for s in _one_item(look, one)]
    found += [*_route(look)]
    if not found:
        found += [*_overlaps(look), *_spots(look), *_order(look)]
    return tuple(found) or tuple(_objective(look))


def _keys(plan: Solution) -> list[str]:
    return [one.key for one in plan.placed] + [left.key for left in plan.left_out]


def _complete(look: _Look) -> Iterator[str]:
    keys = _keys(look.plan)
    for key in look.items:
        times = keys.count(key)
        if times != 1:
            yield f"{look.said(key)} stands {times} times in the plan, not once."


def _one_item(look: _Look, one: Placed) -> Iterator[str]:
    item, name = look.items[one.key], look.said(one.key)
    if one.end - one.start != item.length:
        yield f"{name} takes {one.end - one.start} minutes in the plan, not {item.length}."
    if item.started_at is not None:
        if one.start != item.started_at:
            yield f"{name} is under way since {look.clock(item.started_at)} and can't move."
        return
    if one.start < look.problem.day_start:
        yield f"{name} starts at {look.clock(one.start)}, before the day does."
    if one.end > look.problem.latest_end:
        yield f"{name} ends at {look.clock(one.end)}, after the latest end of the day."
    yield from _allowed_start(look, one, item)


def _allowed_start(look: _Look, one: Placed, item: Item) -> Iterator[str]:
    name = look.said(one.key)
    if item.pinned_start is not None and one.start != item.pinned_start:
        yield f"{name} is pinned to {look.clock(item.pinned_start)} and stands at {look.clock(one.start)}."
    if item.pinned_start is not None:
        return
    if item.at is not None:
        if not item.at <= one.start <= item.at + max(0, item.may_start_late):
            yield f"{name} is agreed for {look.clock(item.at)} and stands at {look.clock(one.start)}."
    elif item.windows and not _inside(item.windows, one.start, one.end):
        yield f"{name} stands at {look.clock(one.start)}, outside its hours."


def _inside(windows: tuple[Window, ...], start: int, end: int) -> bool:
    return any(w.start <= start and end <= w.end for w in windows)


def _nodes(look: _Look) -> list[Placed]:
    """What one travels to, in the order of the day; what takes no time in the order of the drives, and what is at the
    same place after that for which one drove there."""
    there = [one for one in look.plan.placed if look.items[one.key].place is not None]
    driven = {leg.to: n for n, leg in enumerate(look.plan.legs)}

    def since_drive(one: Placed) -> int:
        came = [
            n
            for n, leg in enumerate(look.plan.legs)
            if leg.destination == one.place and leg.arrive <= one.start
        ]
        return driven.get(one.key, max(came, default=-1))

    return sorted(there, key=lambda one: (one.start, one.end, since_drive(one), one.key not in driven))


def _route(look: _Look) -> Iterator[str]:
    legs = list(look.plan.legs)
    here, free = look.problem.start_place, look.problem.day_start
    for node in _nodes(look):
        item = look.items[node.key]
        if node.place != item.place:
            yield f"{look.said(node.key)} is at {item.place!r}, not at {node.place!r}."
        if here not in (None, item.place):
            if not legs:
                yield f"There is no drive to {look.said(node.key)}."
                return
            leg = legs.pop(0)
            yield from _leg(look, leg, (here, item.place, node.key), free)
            free = leg.arrive + item.parking_minutes
        if item.started_at is None and node.start - item.early_minutes < free:
            late = free + item.early_minutes - node.start
            yield f"One gets to {look.said(node.key)} {late} minutes too late."
        here, free = item.place, node.end
    yield from _way_home(look, legs, here, free)


def _way_home(look: _Look, legs: list[Leg], here: str | None, free: int) -> Iterator[str]:
    home = look.problem.end_place
    if here is not None and home is not None and here != home:
        if not legs:
            yield "There is no drive to the end of the day."
            return
        leg = legs.pop(0)
        yield from _leg(look, leg, (here, home, None), free)
        if leg.arrive > look.problem.latest_end:
            yield f"The last drive ends at {look.clock(leg.arrive)}, after the latest end of the day."
    for leg in legs:
        yield f"The drive at {look.clock(leg.leave)} to {leg.destination!r} leads nowhere."


def _leg(look: _Look, leg: Leg, way: tuple[str | None, str | None, str | None], free: int) -> Iterator[str]:
    said = f"The drive at {look.clock(leg.leave)}"
    if (leg.origin, leg.destination, leg.to) != way:
        yield f"{said} goes from {leg.origin!r} to {leg.destination!r}, not from {way[0]!r} to {way[1]!r}."
        return
    if leg.leave < free:
        yield f"{said} begins before {look.clock(free)}, when one is free."
    drive = look.problem.travel.drive(leg.origin, leg.destination, leg.leave)
    if leg.arrive - leg.leave != drive.minutes:
        yield f"{said} takes {drive.minutes} minutes at that hour, not {leg.arrive - leg.leave}."
    if abs(leg.miles - drive.miles) > 0.01 or leg.is_known != drive.is_known:
        yield f"{said} is {drive.miles:.1f} miles, not {leg.miles:.1f}, or it is not said that it is a guess."


def _busy(look: _Look) -> Iterator[tuple[int, int, str]]:
    """What nothing may overlap: drives with parking, being early, stops but for the wait that is offered."""
    for leg in look.plan.legs:
        parking = look.items[leg.to].parking_minutes if leg.to is not None else 0
        yield leg.leave, leg.arrive + parking, f"the drive at {look.clock(leg.leave)}"
    for node in _nodes(look):
        item, name = look.items[node.key], look.said(node.key)
        if item.started_at is None:
            yield node.start - item.early_minutes, node.start, f"being early for {name}"
        yield node.start + _offered(item), node.end, name


def _offered(item: Item) -> int:
    return max(0, min(item.wait.median, item.wait.p80))


def _overlaps(look: _Look) -> Iterator[str]:
    work = [one for one in look.plan.placed if look.items[one.key].place is None]
    spans = [(one.start, one.end, look.said(one.key)) for one in work]
    spans += _busy(look)
    spans.sort(key=lambda span: (span[0], span[1]))
    last: tuple[int, int, str] | None = None
    for span in spans:
        if span[0] == span[1]:
            continue
        if last is not None and span[0] < last[1]:
            yield f"{span[2][:1].upper()}{span[2][1:]} overlaps {last[2]}."
        last = span if last is None or span[1] > last[1] else last


def _spots(look: _Look) -> Iterator[str]:
    stays = _stays(look)
    for one in look.plan.placed:
        item = look.items[one.key]
        if item.place is not None:
            continue
        waits = [
            n for n in _nodes(look) if one.start < n.start + _offered(look.items[n.key]) and one.end > n.start
        ]
        if waits:
            yield from _in_wait(look, one, waits)
        elif one.during is not None or one.spot is Spot.WAITING:
            yield f"{look.said(one.key)} is said to be done while waiting, but nobody waits then."
        else:
            yield from _at_place(look, one, stays)


def _in_wait(look: _Look, one: Placed, waits: list[Placed]) -> Iterator[str]:
    item, name, stop = look.items[one.key], look.said(one.key), waits[0]
    offered = stop.start + _offered(look.items[stop.key])
    if one.start < stop.start or one.end > offered:
        yield f"{name} does not fit into the wait at {look.said(stop.key)}."
    if Spot.WAITING not in item.where or item.tools & {Tool.DESK, Tool.PRINTER}:
        yield f"{name} can't be done while waiting."
    if (one.during, one.spot, one.place) != (stop.key, Spot.WAITING, stop.place):
        yield f"The plan does not say that {name} is done while waiting at {look.said(stop.key)}."


def _stays(look: _Look) -> list[_Stay]:
    stays = []
    nodes = _nodes(look)
    here, since = look.problem.start_place, -10_000
    if here is None:  # nobody said where the day begins
        here = nodes[0].place if nodes else look.problem.end_place
    for leg in look.plan.legs:
        stays.append(_Stay(here, since, leg.leave))
        here = leg.destination
        since = leg.arrive + (look.items[leg.to].parking_minutes if leg.to is not None else 0)
    stays.append(_Stay(here, since, 10**6))
    return stays


def _at_place(look: _Look, one: Placed, stays: list[_Stay]) -> Iterator[str]:
    item, name = look.items[one.key], look.said(one.key)
    possible = [s for s in stays if s.start <= one.start and one.end <= s.end]
    if not possible:
        yield f"{name} falls into a drive."
        return
    stay = next((s for s in possible if s.place == one.place), possible[0])
    place = next((p for p in look.problem.places if p.key == stay.place), None)
    has_desk, has_printer = bool(place and place.has_desk), bool(place and place.has_printer)
    spot = Spot.DESK if has_desk else Spot.PARKED
    if one.spot is not spot or one.place != stay.place:
        yield f"The plan says that {name} is done at {one.place!r} ({one.spot}), but one is at {stay.place!r}."
    if not ({spot, Spot.PARKED} & item.where):
        yield f"{name} can't be done at {stay.place!r}."
    if (Tool.DESK in item.tools and not has_desk) or (Tool.PRINTER in item.tools and not has_printer):
        yield f"{name} needs {', '.join(sorted(item.tools))}, which {stay.place!r} lacks."


def _order(look: _Look) -> Iterator[str]:
    leaves = {leg.to: leg.leave for leg in look.plan.legs}
    for one in look.plan.placed:
        item = look.items[one.key]
        if item.started_at is not None:
            continue
        for key in item.after:
            before = look.placed.get(key)
            if key in look.items and before is None:
                yield f"{look.said(one.key)} comes after {look.said(key)}, which is left out."
            elif before is not None and before.end > one.start:
                yield f"{look.said(one.key)} comes before the end of {look.said(key)}."
        for key in item.before_leaving_for:
            stop = look.placed.get(key) if key != one.key else None
            if stop is not None and one.end > leaves.get(key, stop.start):
                yield f"{look.said(one.key)} is not ready when one leaves for {look.said(key)}."


def _quarters(minutes: int) -> int:
    return -(-minutes // QUARTER) if minutes > 0 else 0


def _objective(look: _Look) -> Iterator[str]:
    points = sum(_points_of(look, item) for item in look.items.values())
    weights = look.problem.weights
    for leg in look.plan.legs:
        points += weights.drive_minute * (leg.arrive - leg.leave) + int(weights.mile * leg.miles + 0.5)
    ends = [one.end for one in look.plan.placed] + [leg.arrive for leg in look.plan.legs]
    points += weights.overtime_quarter * _quarters(max(ends, default=0) - look.problem.day_end)
    if points != look.plan.objective:
        yield f"The plan costs {points} points, not {look.plan.objective}."
    elif look.plan.bound is not None and look.plan.bound > points:
        yield f"The plan costs {points} points, less than the {look.plan.bound} said to be the least."
    elif look.plan.is_optimal and look.plan.bound != points:
        yield "The plan is said to be the best one without proof."


def _points_of(look: _Look, item: Item) -> int:
    weights, one = look.problem.weights, look.placed.get(item.key)
    if one is None:
        changed = weights.changed if item.seen_start is not None else 0
        must = weights.must_today if item.must_today else 0
        return item.not_today_cost * weights.not_today_percent // 100 + must + changed
    points = 0
    late = (
        one.start - item.at if item.at is not None else one.end - (one.end if item.due is None else item.due)
    )
    points += _quarters(late) * (item.late_cost * weights.late_percent // 100)
    fresh = look.placed.get(item.fresh_after or "")
    if fresh is not None:
        stale = one.start - fresh.end - item.fresh_minutes
        points += _quarters(stale) * (item.stale_cost * weights.stale_percent // 100)
    if item.preferred and not _inside(item.preferred, one.start, one.end):
        points += weights.outside_preferred
    if item.seen_start is not None and abs(one.start - item.seen_start) > weights.seen_tolerance_minutes:
        points += weights.changed
    return points
