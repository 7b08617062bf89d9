"""In: a problem and the cost of a plan that is known. Out: when each thing can start at all, in pieces of equal cost.

What makes a plan too dear is left out of the model: a thing whose leaving out alone costs more than a plan may cost has
to be in it, and a start that costs more than leaving the thing out is no start.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from caseday.dayplan.rules.cost import cost_at, cost_of_leaving_out
from caseday.dayplan.rules.problem import QUARTER, Item, Problem
from caseday.dayplan.rules.stays import Rooms, can_wait_with, offered_wait, rooms_of


@dataclass(frozen=True, slots=True)
class Piece:
    """Starts from `low` to `high`, both inclusive, that cost the same."""

    low: int
    high: int
    cost: int
    gap: int  # which free span between anchors; -1: in the wait of the anchor `wait_of`
    wait_of: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Free from `low` to `high` between two anchors: stops that surely happen at a time that surely holds."""

    low: int
    high: int
    before: str | None  # the anchor that ends at `low`
    after: str | None


@dataclass(slots=True)
class Horizon:
    problem: Problem
    upper: int  # plans that cost more are not looked for
    rooms: Rooms = field(init=False)
    items: dict[str, Item] = field(init=False)
    out_cost: dict[str, int] = field(init=False)
    sure: set[str] = field(default_factory=set)
    anchors: list[Item] = field(default_factory=list)  # in time order
    spans: list[Span] = field(default_factory=list)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weights = self.problem.weights
        self.rooms = rooms_of(self.problem)
        self.items = {item.key: item for item in self.problem.items}
        self.out_cost = {key: cost_of_leaving_out(weights, item) for key, item in self.items.items()}

    def settle(self) -> None:
        self._be_sure()
        self._anchor()
        for item in self.items.values():
            found = list(self._pieces_of(item))
            if found:
                self.pieces[item.key] = found

    @property
    def is_impossible(self) -> bool:
        """No plan costs so little: something that has to be in it can stand nowhere."""
        return any(key not in self.pieces for key in self.sure)

    def _be_sure(self) -> None:
        rivals = self._rivals()
        floor = sum(min(self.out_cost[a], self.out_cost[b]) for a, b in rivals)
        in_pair = {key: min(self.out_cost[a], self.out_cost[b]) for a, b in rivals for key in (a, b)}
        self.sure = {
            key
            for key in self.items
            if self._started(key) or floor - in_pair.get(key, 0) + self.out_cost[key] > self.upper
        }
        for key in list(self.sure):
            ahead = list(self.items[key].after) if not self._started(key) else []
            while ahead:
                before = ahead.pop()
                if before in self.items and before not in self.sure:
                    self.sure.add(before)
                    ahead += self.items[before].after

    def _rivals(self) -> list[tuple[str, str]]:
        """Pairs of stops at fixed times of which one has to be left out; no stop is in two pairs."""
        fixed = [
            item for item in self.items.values() if item.place is not None and item.fixed_start is not None
        ]
        fixed.sort(key=lambda item: (item.fixed_start or 0, item.key))
        pairs: list[tuple[str, str]] = []
        free = [item for item in fixed if not self._started(item.key)]
        while len(free) > 1:
            first, second = free[0], free[1]
            if self._can_follow(first, second):
                free = free[1:]
            else:
                pairs.append((first.key, second.key))
                free = free[2:]
        return pairs

    def _can_follow(self, first: Item, second: Item) -> bool:
        end, start = (first.fixed_start or 0) + first.length, (second.fixed_start or 0) - second.early_minutes
        travel = self.problem.travel
        if first.place == second.place:
            return end <= start
        leaves = [
            end,
            *range((end // travel.bucket_minutes + 1) * travel.bucket_minutes, start, travel.bucket_minutes),
        ]
        return any(
            leave + travel.drive(first.place, second.place, leave).minutes + second.parking_minutes <= start
            for leave in leaves
        )

    def _started(self, key: str) -> bool:
        return self.items[key].started_at is not None

    def _anchor(self) -> None:
        problem = self.problem
        sure = [
            item for item in self.items.values() if item.key in self.sure and item.fixed_start is not None
        ]
        sure = [item for item in sure if item.place is not None]
        self.anchors = sorted(sure, key=lambda item: item.fixed_start or 0)
        low, before = problem.day_start, None
        for item in self.anchors:
            start = item.fixed_start or 0
            early = 0 if item.started_at is not None else item.early_minutes
            self.spans.append(Span(low, max(low, start - early), before, item.key))
            low, before = max(low, start + item.length), item.key
        self.spans.append(Span(low, problem.latest_end, before, None))

    def _pieces_of(self, item: Item) -> Iterator[Piece]:
        if item.fixed_start is not None:
            yield from self._fixed(item)
            return
        for gap, span in enumerate(self.spans if item.place or self._suits_somewhere(item) else ()):
            low, high = span.low + (item.early_minutes if item.place else 0), span.high - item.length
            yield from self._worth_it(item, low, high, gap, None)
        if item.place is None and can_wait_with(item):
            for anchor in self.anchors:
                start = max(anchor.fixed_start or 0, self.problem.day_start)
                end = (anchor.fixed_start or 0) + offered_wait(anchor)
                yield from self._worth_it(item, start, end - item.length, -1, anchor.key)

    def _fixed(self, item: Item) -> Iterator[Piece]:
        start = item.fixed_start or 0
        inside = self.problem.day_start <= start and start + item.length <= self.problem.latest_end
        if item.started_at is None and not inside:
            return
        gap = next(
            (n for n, s in enumerate(self.spans) if s.low <= start and start + item.length <= s.high), -1
        )
        yield Piece(start, start, cost_at(self.problem.weights, item, start, self._fresh_end(item)), gap)

    def _worth_it(self, item: Item, low: int, high: int, gap: int, wait_of: str | None) -> Iterator[Piece]:
        for first, last in self._hours(item):
            for a, b, cost in self._equal(item, max(low, first), min(high, last)):
                if cost < self.out_cost[item.key] or self._is_needed(item.key):
                    yield Piece(a, b, cost, gap, wait_of)

    def _suits_somewhere(self, item: Item) -> bool:
        places = {self.problem.start_place, self.problem.end_place, *(i.place for i in self.items.values())}
        if any(self.rooms.suits(item, place, None) for place in places):
            return True
        return can_wait_with(item) and any(
            offered_wait(other) >= item.length for other in self.items.values() if other not in self.anchors
        )

    def _hours(self, item: Item) -> Iterator[tuple[int, int]]:
        """First and last start."""
        if item.at is not None:
            yield item.at, item.at + max(0, item.may_start_late)
        elif not item.windows:
            yield self.problem.day_start, self.problem.latest_end
        for window in item.windows if item.at is None else ():
            yield window.start, window.end - item.length

    def _is_needed(self, key: str) -> bool:
        """Others hang on it, so that it may be worth more than itself."""
        return any(key in other.after or key == other.fresh_after for other in self.items.values())

    def _fresh_end(self, item: Item) -> int | None:
        fresh = self.items.get(item.fresh_after or "")
        if fresh is None or fresh.key not in self.sure or fresh.fixed_start is None:
            return None
        return fresh.fixed_start + fresh.length

    def fades_freely(self, item: Item) -> bool:
        """Its freshness depends on something that has no settled time."""
        return item.fresh_after in self.items and self._fresh_end(item) is None

    def _equal(self, item: Item, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """Stretches of starts of equal cost."""
        weights, fresh_end = self.problem.weights, self._fresh_end(item)
        firsts = [low, *sorted(c for c in set(self._changes(item, fresh_end, high)) if low < c <= high)]
        run: tuple[int, int] | None = None  # first start, cost
        for start in firsts if high >= low else []:
            cost = cost_at(weights, item, start, fresh_end)
            if run is not None and cost != run[1]:
                yield run[0], start - 1, run[1]
            run = (start, cost) if run is None or cost != run[1] else run
        if run is not None:
            yield run[0], high, run[1]

    def _changes(self, item: Item, fresh_end: int | None, high: int) -> Iterator[int]:
        """Starts from which on the cost may be another one."""
        if item.late_cost and (item.at is not None or item.due is not None):
            on_time = item.at if item.at is not None else (item.due or 0) - item.length
            yield from range(on_time + 1, high + 1, QUARTER)
        if item.stale_cost and fresh_end is not None:
            yield from range(fresh_end + item.fresh_minutes + 1, high + 1, QUARTER)
        for window in item.preferred:
            yield from (window.start, window.end - item.length + 1)
        if item.seen_start is not None:
            tolerance = self.problem.weights.seen_tolerance_minutes
            yield from (item.seen_start - tolerance, item.seen_start + tolerance + 1)
