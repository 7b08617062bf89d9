"""In: the models of items and road. Out: in them, where desk and printer are, what is ready before leaving, how much
fits between two anchors. The last says nothing new, but lets the solver see early that not everything fits."""

from collections import Counter
from dataclasses import dataclass

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel, Linear
from caseday.dayplan.engines.horizon import Piece
from caseday.dayplan.engines.roadmodel import END, START, RoadModel
from caseday.dayplan.rules.problem import QUARTER, Item
from caseday.dayplan.rules.stays import can_wait_with, offered_wait

EDGES = 4  # opening and closing times within a gap that are looked at


@dataclass(slots=True)
class StayModel:
    day: DayModel
    road: RoadModel

    def build(self) -> None:
        for item in self.day.horizon.items.values():
            if item.key not in self.day.present:
                continue
            if item.place is None and item.started_at is None:
                self._rooms(item)
            for key in item.before_leaving_for:
                if key in self.day.present and key != item.key and item.started_at is None:
                    self._before_leaving(item, key)
        for gap in range(len(self.day.horizon.spans)):
            self._capacity(gap)
            self._hours(gap)
        for anchor in self.day.horizon.anchors:
            self._wait(anchor)
        self._whole_day()

    def _rooms(self, item: Item) -> None:
        """Which stay it is done in, where not every stay will do."""
        rooms, road, model = self.day.horizon.rooms, self.road, self.day.model
        nodes = [n for n in range(len(road.nodes)) if n > END or road.place(n) is not None]
        good = [n for n in nodes if rooms.suits(item, road.place(n), None)]
        somewhere = road.place(START) is not None or rooms.suits(item, None, None)
        if len(good) == len(nodes) and somewhere:
            return
        chosen = [lit for piece, lit in self.day.cells[item.key] if piece.wait_of is not None]
        for n in good:
            lit = model.new_bool_var(f"{item.key} at {n}")
            chosen.append(lit)
            self._in_stay(item, n, lit)
        chosen += self._free_waits(item)
        model.add(sum(chosen) == self.day.present[item.key])

    def _in_stay(self, item: Item, n: int, lit: cp_model.IntVar) -> None:
        model, start = self.day.model, self.day.start[item.key]
        node = self.road.nodes[n]
        if node is not None:
            model.add_implication(lit, self.day.present[node.key])
        if n != START:
            model.add(start >= self._ready(n)).only_enforce_if(lit)
        if n != END and n in self.road.leave:
            model.add(start + item.length <= self.road.leave[n]).only_enforce_if(lit)

    def _ready(self, n: int) -> cp_model.IntVar:
        """From when one is at a stop or visit, or home."""
        road, model = self.road, self.day.model
        if n not in road.ready:
            ready = road.ready[n] = model.new_int_var(0, 2 * road.problem.latest_end, f"ready {n}")
            for arc in road.arcs.values():
                if arc.to == n and road.place(arc.origin) is not None:
                    there = road.leave[arc.origin] + road.spent[arc.origin]
                    model.add(ready >= there).only_enforce_if(arc.lit)
        return road.ready[n]

    def _free_waits(self, item: Item) -> list[cp_model.IntVar]:
        """In the wait of something that may also not happen, or at another time."""
        found: list[cp_model.IntVar] = []
        model, fixed = self.day.model, {anchor.key for anchor in self.day.horizon.anchors}
        for node in self.road.nodes:
            waited = offered_wait(node) if node is not None else 0
            if node is None or node.key in fixed or waited < item.length or not can_wait_with(item):
                continue
            lit = model.new_bool_var(f"{item.key} in {node.key}")
            begin = self.day.start[node.key]
            model.add_implication(lit, self.day.present[node.key])
            model.add(self.day.start[item.key] >= begin).only_enforce_if(lit)
            model.add(self.day.start[item.key] + item.length <= begin + waited).only_enforce_if(lit)
            found.append(lit)
        return found

    def _before_leaving(self, item: Item, key: str) -> None:
        model, present = self.day.model, self.day.present[item.key]
        end = self.day.start[item.key] + item.length
        node = next((n for n, one in enumerate(self.road.nodes) if one is not None and one.key == key), None)
        if node is None:  # one does not leave for it, but it is to be ready by then
            model.add(end <= self.day.start[key]).only_enforce_if(self.day.present[key], present)
        for arc in self.road.arcs.values():
            if arc.to == node:
                by = self.road.leave[arc.origin] if arc.is_leg else self.day.start[key]
                model.add(end <= by).only_enforce_if(arc.lit, present)

    def _capacity(self, gap: int) -> None:
        """What is between two anchors, with the drives that surely are, is no longer than the time between them."""
        day, span = self.day, self.day.horizon.spans[gap]
        entry = START
        if span.before is not None:
            entry = next(n for n, one in enumerate(self.road.nodes) if one and one.key == span.before)
        terms: list[Linear] = [self.road.spent[entry]] if entry in self.road.spent else []
        most = 0
        for item in day.horizon.items.values():
            for piece, lit in day.cells.get(item.key, []):
                size = self._size(item, piece, gap)
                if size and item.key not in {span.before, span.after}:
                    terms.append(size * lit)
                    most += size
        if most > 0:
            day.model.add(sum(terms) <= self._room(span.low, span.high))

    def _size(self, item: Item, piece: Piece, gap: int) -> int:
        if piece.gap != gap:
            return 0
        if item.place is None:
            return item.length
        node = next(n for n, one in enumerate(self.road.nodes) if one is item)
        ways = [way.minutes for arc in self.road.arcs.values() if arc.origin == node for way, _ in arc.ways]
        return item.length - offered_wait(item) + item.early_minutes + min(ways, default=0)

    def _wait(self, anchor: Item) -> None:
        """What is done in a wait is no longer than the wait."""
        sizes = [
            (self.day.horizon.items[key].length, lit)
            for key, cells in self.day.cells.items()
            for piece, lit in cells
            if piece.wait_of == anchor.key
        ]
        room = offered_wait(anchor)
        if sum(size for size, _ in sizes) > room:
            self.day.model.add(sum(size * lit for size, lit in sizes) <= room)

    def _hours(self, gap: int) -> None:
        """What surely lies between two moments within a gap is no longer than what is between them; waits are free."""
        cells = [
            (piece.low + offered_wait(item), piece.high + item.length, item.length - offered_wait(item), lit)
            for item in self.day.horizon.items.values()
            for piece, lit in self.day.cells.get(item.key, [])
            if piece.gap == gap and (item.place is None or item.key not in self._fixed())
        ]
        lows = Counter(low for low, *_ in cells)
        highs = Counter(high for _, high, *_ in cells)
        for low in [moment for moment, _ in lows.most_common(EDGES)]:
            for high in [moment for moment, _ in highs.most_common(EDGES)]:
                self._between(low, high, cells)

    def _between(self, low: int, high: int, cells: list[tuple[int, int, int, cp_model.IntVar]]) -> None:
        terms, most = [], 0
        for first, last, size, lit in cells:
            inside = min(size, high - low, first + size - low, high - (last - size))
            if inside > 0:
                terms.append(inside * lit)
                most += inside
        if 0 < high - low < most and len(terms) > 1:
            self.day.model.add(sum(terms) <= high - low)

    def _fixed(self) -> set[str]:
        return {anchor.key for anchor in self.day.horizon.anchors}

    def _room(self, low: int, high: int) -> Linear:
        problem = self.day.horizon.problem
        if high < problem.latest_end or problem.day_end >= high:
            return high - low
        return problem.day_end - low + QUARTER * self.day.overtime

    def _whole_day(self) -> None:
        day, spans = self.day, self.day.horizon.spans
        fixed = {anchor.key for anchor in day.horizon.anchors}
        terms: list[Linear] = list(self.road.spent.values())
        for item in day.horizon.items.values():
            for piece, lit in day.cells.get(item.key, []):
                if piece.gap >= 0 and item.key not in fixed:
                    terms.append((item.length - offered_wait(item)) * lit)
        if terms:
            rooms = [self._room(span.low, span.high) for span in spans]
            day.model.add(sum(terms) <= sum(rooms))
