"""In: a problem, however odd. Out: at once a plan that keeps every rule, with what does not fit and why.

First what has a fixed time, the dearest first; then each visit where it adds the least; then the rest, one after the
other, where it costs least. Nothing is taken back, so the plan is usually some percent worse than the best one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from caseday.dayplan.rules.assemble import Draft, assembled
from caseday.dayplan.rules.cost import cost_at, cost_of_leaving_out, drive_points, quarters
from caseday.dayplan.rules.problem import Item, Leg, Placed, Problem, Solution
from caseday.dayplan.rules.route import Road, Visitable
from caseday.dayplan.rules.stays import (
    Free,
    Rooms,
    can_wait_with,
    offered_wait,
    placed_in,
    rooms_of,
    taken_from,
)

FAR = 10**6
TRIES = (
    4  # times that the plan is begun again because something's condition could not be met; then none has any
)


def constructive_plan(problem: Problem, *, route: Sequence[str] = ()) -> Solution:
    """A plan at once; `route` may give an order of stops and visits, tried first."""
    return assembled(problem, construct(problem, route=route), engine="constructive")


def construct(problem: Problem, *, route: Sequence[str] = ()) -> Draft:
    """Where things stand, without reasons; for those who plan on from there."""
    barred: set[str] = set()
    draft = Draft({}, ())
    for tried in range(TRIES):
        builder = _Builder(problem, barred)
        draft = builder.build(route)
        broken = builder.broken_conditions()
        if not broken:
            break
        barred |= broken if tried < TRIES - 2 else {item.key for item in problem.items if _is_bound(item)}
    return draft


def _is_bound(item: Item) -> bool:
    """Placed before what it has to come after is."""
    early = item.place is not None or item.fixed_start is not None
    return early and bool(item.after or item.before_leaving_for) and item.started_at is None


@dataclass(slots=True)
class _Builder:
    problem: Problem
    barred: set[str]
    road: Road = field(init=False)
    rooms: Rooms = field(init=False)
    items: dict[str, Item] = field(init=False)
    order: list[Item] = field(default_factory=list)
    fixed: list[Item] = field(default_factory=list)  # no place, fixed time
    placed: dict[str, Placed] = field(default_factory=dict)
    legs: list[Leg] = field(default_factory=list)
    free: list[Free] = field(default_factory=list)
    worth: dict[str, int] = field(default_factory=dict)
    leaves: dict[str, int] = field(default_factory=dict)  # when one leaves for it

    def __post_init__(self) -> None:
        self.road = Road(self.problem)
        self.rooms = rooms_of(self.problem)
        self.items = {item.key: item for item in self.problem.items if item.key not in self.barred}
        self._weigh()

    def _weigh(self) -> None:
        """What leaving out costs; what others come after is worth at least as much as they are."""
        weights = self.problem.weights
        self.worth = {key: cost_of_leaving_out(weights, item) for key, item in self.items.items()}
        for item in reversed(in_order(self.items.values())):
            for key in item.after:
                if key in self.worth:
                    self.worth[key] = max(self.worth[key], self.worth[item.key])

    def build(self, route: Sequence[str]) -> Draft:
        self._keep_fixed()
        seen = sorted(
            (item.seen_start, key) for key, item in self.items.items() if item.seen_start is not None
        )
        self._take_route(route or [key for _, key in seen])
        self._insert_visits()
        self._settle()
        self._place_rest()
        return Draft(self.placed, tuple(self.legs))

    def _keep_fixed(self) -> None:
        fixed = [item for item in self.items.values() if item.fixed_start is not None or item.at is not None]
        fixed.sort(
            key=lambda i: (i.started_at is None, i.pinned_start is None, -self.worth[i.key], i.at or 0, i.key)
        )
        for item in fixed:
            if item.place is not None:
                self._try(sorted([*self.order, item], key=self._fixed_time))
            elif item.fixed_start is not None:
                self._take_time(item, item.fixed_start)

    def _fixed_time(self, item: Item) -> int:
        start = item.fixed_start if item.fixed_start is not None else item.at
        return FAR if start is None else start

    def _try(self, order: list[Item]) -> bool:
        if self.road.run(order) is None:
            return False
        self.order = order
        return True

    def _take_time(self, item: Item, start: int) -> None:
        road, end = self.road, start + item.length
        inside = self.problem.day_start <= start and end <= self.problem.latest_end
        clash = any(a < end and start < b for a, b, _ in road.taken)
        if item.started_at is None and (not inside or clash):
            return
        road.taken.append((start, end, can_wait_with(item)))
        road.taken.sort()
        if road.run(self.order) is None and item.started_at is None:
            road.taken.remove((start, end, can_wait_with(item)))
        else:
            self.fixed.append(item)

    def _take_route(self, route: Sequence[str]) -> None:
        """Visits in the order of somebody who knows better, as far as it can be kept."""
        for key in route:
            item = self.items.get(key)
            if item is not None and item not in self.order and item.place is not None:
                place = [i for i, one in enumerate(self.order) if one.key in route[: route.index(key)]]
                at = place[-1] + 1 if place else 0
                self._try([*self.order[:at], item, *self.order[at:]])

    def _insert_visits(self) -> None:
        visits = [
            i for i in self.items.values() if i.place is not None and i not in self.order and i.at is None
        ]
        visits = [i for i in visits if i.fixed_start is None]
        visits.sort(key=lambda i: (-self.worth[i.key], max((w.end for w in i.windows), default=FAR), i.key))
        for item in visits:
            best: tuple[int, list[Item]] | None = None
            now = self._route_cost(self.order)
            for at in range(len(self.order) + 1):
                order = [*self.order[:at], item, *self.order[at:]]
                cost = self._route_cost(order)
                if cost is not None and (best is None or cost < best[0]):
                    best = cost, order
            if best is not None and now is not None and best[0] - now < self.worth[item.key]:
                self.order = best[1]

    def _route_cost(self, order: list[Item]) -> int | None:
        stood = self.road.run(order)
        if stood is None:
            return None
        weights, here, cost = self.problem.weights, self.problem.start_place, 0
        free = self.problem.day_start
        for one in stood:
            cost += drive_points(weights, self.road.drive(here, one.item.place, one.leave))
            cost += cost_at(weights, one.item, one.start, None)
            here, free = one.item.place, one.start + one.item.length
        leave, arrive = self.road.way_home(here, free)
        cost += drive_points(weights, self.road.drive(here, self.problem.end_place, leave))
        return cost + weights.overtime_quarter * quarters(arrive - self.problem.day_end)

    def _settle(self) -> None:
        """Fix the times of stops and visits, choose when to drive between them, and see what time stays free."""
        stood = self.road.run(self.order) or []
        here, since = self.problem.start_place, self.problem.day_start
        if here is None:
            here = stood[0].item.place if stood else self.problem.end_place
        for one in stood:
            since = self._leg_to(one, here, since)
            here = one.item.place
            self._stand(one, since, here)
            since = max(one.start + one.item.length, self.problem.day_start)
        self._home(here, since)
        for item in self.fixed:
            self._place_fixed(item)

    def _leg_to(self, one: Visitable, here: str | None, since: int) -> int:
        """From when one is there; before the drive one is free at the place before."""
        item = one.item
        if here in (None, item.place):
            return since
        leave = one.leave
        if not self._is_better_there(here, item.place):
            latest = self.road.latest_leave(here, item, one.leave, one.start - item.early_minutes)
            leave = one.leave if latest is None else latest
        self.leaves[item.key] = leave
        arrive = self._drive(here, item.place, leave, item.key)
        self.free.append(Free(since, leave, here))
        return arrive + item.parking_minutes

    def _drive(self, here: str | None, there: str | None, leave: int, to: str | None) -> int:
        drive = self.road.drive(here, there, leave)
        arrive = leave + drive.minutes
        self.legs.append(Leg(here or "", there or "", leave, arrive, drive.miles, to, drive.is_known))
        return arrive

    def _is_better_there(self, here: str | None, there: str | None) -> bool:
        return (there in self.rooms.desks) >= (here in self.rooms.desks) and here != self.problem.start_place

    def _stand(self, one: Visitable, since: int, here: str | None) -> None:
        item, end = one.item, one.start + one.item.length
        early = 0 if item.started_at is not None else item.early_minutes
        self.free.append(Free(since, one.start - early, here))
        waited = one.start + offered_wait(item)
        self.free.append(Free(max(one.start, self.problem.day_start), waited, item.place, item.key))
        self.placed[item.key] = Placed(item.key, one.start, end, item.place)

    def _home(self, here: str | None, since: int) -> None:
        end = self.problem.end_place
        if here is None or end is None or here == end:
            self.free.append(Free(since, self.problem.latest_end, here))
            return
        leave, _ = self.road.way_home(here, since)
        if here == self.problem.start_place and not self.order:
            leave = self._stay_first(since, leave)
        self.free.append(Free(since, leave, here))
        arrive = self._drive(here, end, leave, None)
        self.free.append(Free(arrive, self.problem.latest_end, end))

    def _stay_first(self, since: int, leave: int) -> int:
        """Nothing to drive to: one works where one is, and goes home at the end of the day."""
        for later in range(self.problem.day_end, since, -5):
            minutes = self.road.drive(self.problem.start_place, self.problem.end_place, later).minutes
            inside = later + minutes <= self.problem.latest_end
            if inside and self.road.after_taken(later, minutes) == later:
                return later
        return leave

    def _place_fixed(self, item: Item) -> None:
        start = item.fixed_start
        assert start is not None
        if item.started_at is not None:
            free = Free(start, start + item.length, self.problem.start_place)
            if start >= self.problem.day_start:
                free = self._room_for(item, start) or free
            self.placed[item.key] = placed_in(self.rooms, item, free, start)
        elif (found := self._room_for(item, start)) is not None:
            self.placed[item.key] = placed_in(self.rooms, item, found, start)
        if item.key in self.placed:
            self.free = taken_from(self.free, start, start + item.length)

    def _room_for(self, item: Item, start: int) -> Free | None:
        end = start + item.length
        for free in self.free:
            inside = free.start <= start and end <= free.end
            if inside and self.rooms.suits(item, free.place, free.during):
                return free
        return None

    def _place_rest(self) -> None:
        rest = [
            i for i in in_order(self.items.values(), self.worth) if i.place is None and i not in self.fixed
        ]
        for item in rest:
            if item.fixed_start is None and all(k in self.placed or k not in self.items for k in item.after):
                found = self._cheapest(item) if not any(k in self.barred for k in item.after) else None
                if found is not None:
                    self.placed[item.key] = found
                    self.free = taken_from(self.free, found.start, found.end)
                    self.free.sort(key=lambda free: free.start)

    def _cheapest(self, item: Item) -> Placed | None:
        weights = self.problem.weights
        fresh = self.placed.get(item.fresh_after or "")
        best: tuple[int, int, Free] | None = None
        for free, start in self._starts(item):
            cost = cost_at(weights, item, start, fresh.end if fresh else None)
            cost += weights.overtime_quarter * quarters(start + item.length - self.problem.day_end)
            if best is None or (cost, start) < best[:2]:
                best = cost, start, free
        if best is None or best[0] >= self.worth[item.key]:
            return None
        return placed_in(self.rooms, item, best[2], best[1])

    def _starts(self, item: Item) -> Iterator[tuple[Free, int]]:
        low, high = self._limits(item)
        windows = [(w.start, w.end) for w in item.windows] if item.at is None else []
        if item.at is not None:
            windows = [(item.at, item.at + max(0, item.may_start_late) + item.length)]
        wishes = [w.start for w in item.preferred]
        wishes += [item.seen_start] if item.seen_start is not None else []
        for free in self.free:
            if free.end - free.start < item.length or not self.rooms.suits(item, free.place, free.during):
                continue
            for first, last in windows or [(free.start, free.end)]:
                start, end = max(free.start, first, low), min(free.end, last, high)
                if start + item.length <= end:
                    yield free, start
                    yield from ((free, wish) for wish in wishes if start < wish <= end - item.length)

    def _limits(self, item: Item) -> tuple[int, int]:
        low, high = self.problem.day_start, self.problem.latest_end
        for key in item.after:
            if key in self.placed:
                low = max(low, self.placed[key].end)
        for key in item.before_leaving_for:
            if key in self.placed:
                high = min(high, self.leaves.get(key, self.placed[key].start))
        for later in self.items.values():
            if item.key in later.after and later.key in self.placed:
                high = min(high, self.placed[later.key].start)
        return low, high

    def broken_conditions(self) -> set[str]:
        """What stands, though something that has to come before it could not be placed in time."""
        return {
            key
            for key in self.placed
            if self.items[key].started_at is None and self._is_broken(self.items[key])
        }

    def _is_broken(self, item: Item) -> bool:
        known = {*self.items, *self.barred}
        if any(key in known and not self._ends_before(key, item.key) for key in item.after):
            return True
        end = self.placed[item.key].end
        ahead = [key for key in item.before_leaving_for if key in self.placed and key != item.key]
        return any(end > self.leaves.get(key, self.placed[key].start) for key in ahead)

    def _ends_before(self, before: str, key: str) -> bool:
        return before in self.placed and self.placed[before].end <= self.placed[key].start


def in_order(items: Iterable[Item], worth: dict[str, int] | None = None) -> list[Item]:
    """What has to come first, first; among what is free the dearest, then that which closes first."""
    left = {item.key: item for item in items}
    waiting = {key: {k for k in item.after if k in left and k != key} for key, item in left.items()}
    ordered: list[Item] = []

    def pressing(key: str) -> tuple[int, int, str]:
        end = max((w.end for w in left[key].windows), default=FAR)
        return (-(worth or {}).get(key, 0), end, key)

    while left:
        ready = [key for key in left if not waiting[key]] or list(left)
        chosen = ready if worth is None else [min(ready, key=pressing)]
        for key in chosen:
            ordered.append(left.pop(key))
            waiting.pop(key)
        for others in waiting.values():
            others.difference_update(chosen)
    return ordered
