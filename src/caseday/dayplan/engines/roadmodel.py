"""In: the model of the day. Out: in it, the round over stops and visits, drives by the hour, where one stays."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from caseday.dayplan.engines.daymodel import DayModel
from caseday.dayplan.rules.cost import drive_points
from caseday.dayplan.rules.problem import QUARTER, Item, Leg, Problem

START, END = 0, 1  # nodes of the circuit; those after them are stops and visits


@dataclass(frozen=True, slots=True)
class Way:
    """One drive at one time of the day: leaving from `low` to `high` it takes `minutes`, parking included."""

    minutes: int
    cost: int
    low: int
    high: int


@dataclass(slots=True)
class Arc:
    origin: int
    to: int
    lit: cp_model.IntVar
    ways: list[tuple[Way, cp_model.IntVar]]
    is_leg: bool  # from one place to another


@dataclass(slots=True)
class RoadModel:
    day: DayModel
    nodes: list[Item | None] = field(default_factory=list)
    arcs: dict[tuple[int, int], Arc] = field(default_factory=dict)
    leave: dict[int, cp_model.IntVar] = field(default_factory=dict)
    spent: dict[int, cp_model.IntVar] = field(
        default_factory=dict
    )  # minutes of the drive from a node, with parking
    ready: dict[int, cp_model.IntVar] = field(
        default_factory=dict
    )  # from when one is there, where that matters
    known_leave: dict[int, int] = field(default_factory=dict)

    @property
    def problem(self) -> Problem:
        return self.day.horizon.problem

    def build(self, legs: tuple[Leg, ...]) -> None:
        there = [
            item for item in self.day.horizon.items.values() if item.place and item.key in self.day.present
        ]
        self.nodes = [None, None, *there]
        self._read_known(legs)
        for i in range(len(self.nodes)):
            for j in range(len(self.nodes)):
                if i != j and i != END and j != START:
                    self._arc(i, j)
        self._circuit()
        for i in range(len(self.nodes)):
            if i != END:
                self._drive_from(i)
        self._same_gap()

    def place(self, node: int) -> str | None:
        item = self.nodes[node]
        if item is not None:
            return item.place
        return self.problem.start_place if node == START else self.problem.end_place

    def _read_known(self, legs: tuple[Leg, ...]) -> None:
        """Order and times of leaving of the known plan, for the hint."""
        number = {item.key: n for n, item in enumerate(self.nodes) if item is not None}
        stood = sorted((one.start, one.end, number[k]) for k, one in self.day.known.items() if k in number)
        by_target = {leg.to: leg.leave for leg in legs}
        order = [START, *(n for _, _, n in stood), END]
        for i, j in zip(order, order[1:], strict=False):
            item = self.nodes[j]
            end = self._known_end(i)
            self.known_leave[i] = by_target.get(item.key if item else None, end)
        self.known_order = {*zip(order, order[1:], strict=False)}

    known_order: set[tuple[int, int]] = field(default_factory=set)

    def _known_end(self, node: int) -> int:
        item = self.nodes[node]
        return self.problem.day_start if item is None else self.day.known[item.key].end

    def _first_end(self, node: int) -> int:
        item = self.nodes[node]
        if item is None:
            return self.problem.day_start
        return max(
            self.problem.day_start, min(p.low for p in self.day.horizon.pieces[item.key]) + item.length
        )

    def _last_start(self, node: int) -> int:
        item = self.nodes[node]
        if item is None:
            return self.problem.latest_end if node == END else self.problem.day_start
        return max(p.high for p in self.day.horizon.pieces[item.key])

    def _there_by(self, node: int) -> int:
        """The latest minute at which one has to be there."""
        item = self.nodes[node]
        if item is None or item.started_at is not None:
            return self.problem.latest_end
        return self._last_start(node) - item.early_minutes

    def _arc(self, i: int, j: int) -> None:
        if self._is_cut(i, j):
            return
        ways = list(self._ways(i, j))
        if not ways:
            return
        model, known = self.day.model, (i, j) in self.known_order
        lit, is_leg = model.new_bool_var(f"arc {i} {j}"), self.place(i) != self.place(j)
        is_leg = is_leg and None not in (self.place(i), self.place(j))
        model.add_hint(lit, known)
        if len(ways) == 1:
            self.arcs[i, j] = Arc(i, j, lit, [(ways[0], lit)], is_leg)
        else:
            lits = [model.new_bool_var(f"way {i} {j} {way.low}") for way in ways]
            model.add_exactly_one([*lits, lit.negated()])
            for way, one in zip(ways, lits, strict=True):
                model.add_hint(one, known and way.low <= self.known_leave.get(i, -1) <= way.high)
            self.arcs[i, j] = Arc(i, j, lit, list(zip(ways, lits, strict=True)), is_leg)
        self.day.costs += [way.cost * one for way, one in self.arcs[i, j].ways if way.cost]

    def _is_cut(self, i: int, j: int) -> bool:
        """A stop that surely happens lies between."""
        for anchor in self.day.horizon.anchors:
            if anchor in (self.nodes[i], self.nodes[j]):
                continue
            start = anchor.fixed_start or 0
            comes_first = i != START and self._last_start(i) >= start + anchor.length
            comes_last = j != END and self._first_end(j) <= start
            if not comes_first and not comes_last:
                return True
        return False

    def _ways(self, i: int, j: int) -> Iterator[Way]:
        here, there, item = self.place(i), self.place(j), self.nodes[j]
        low, by = self._first_end(i), self._there_by(j)
        if item is not None and item.started_at is not None:
            if i == START and here in (None, there):
                yield Way(0, 0, low, self.problem.latest_end)
            return
        if here is None or there is None or here == there:
            if low <= by:
                yield Way(0, 0, low, by)
            return
        parking = item.parking_minutes if item is not None else 0
        size, run = self.problem.travel.bucket_minutes, None
        for bucket in range(low // size, by // size + 1):
            drive = self.problem.travel.drive(here, there, bucket * size)
            minutes, cost = drive.minutes + parking, drive_points(self.problem.weights, drive)
            first, last = max(low, bucket * size), min((bucket + 1) * size - 1, by - minutes)
            if first > last:
                continue
            if run is not None and (run.minutes, run.cost, run.high + 1) == (minutes, cost, first):
                run = Way(minutes, cost, run.low, last)
                continue
            if run is not None:
                yield run
            run = Way(minutes, cost, first, last)
        if run is not None:
            yield run

    def _circuit(self) -> None:
        day = self.day
        circuit: list[tuple[int, int, cp_model.LiteralT]] = [(END, START, True)]
        circuit += [(arc.origin, arc.to, arc.lit) for arc in self.arcs.values()]
        for n, item in enumerate(self.nodes):
            if item is not None and item.key not in day.horizon.sure:
                circuit.append((n, n, day.present[item.key].negated()))
        day.model.add_circuit(circuit)

    def _drive_from(self, i: int) -> None:
        day, model, item = self.day, self.day.model, self.nodes[i]
        arcs = [arc for arc in self.arcs.values() if arc.origin == i]
        ways = [way for arc in arcs for way, _ in arc.ways]
        if not ways:
            return
        low, high = min(w.low for w in ways), max(w.high for w in ways)
        leave = self.leave[i] = model.new_int_var(min(low, high), max(low, high), f"leave {i}")
        model.add_hint(leave, self.known_leave.get(i, low))
        if item is not None:
            after = model.add(leave >= day.start[item.key] + item.length)
            if item.key not in day.horizon.sure:
                after.only_enforce_if(day.present[item.key])
        for arc in arcs:
            for way, lit in arc.ways:
                if way.low > low or way.high < high:
                    model.add_linear_constraint(leave, way.low, way.high).only_enforce_if(lit)
        self._leg(i, arcs)

    def _leg(self, i: int, arcs: list[Arc]) -> None:
        model, leave = self.day.model, self.leave[i]
        longest = max(way.minutes for arc in arcs for way, _ in arc.ways)
        spent = self.spent[i] = model.new_int_var(0, longest, f"spent {i}")
        model.add(spent == sum(way.minutes * lit for arc in arcs for way, lit in arc.ways if way.minutes))
        drives = [arc.lit for arc in arcs if arc.is_leg]
        if drives:
            driving = model.new_bool_var(f"drives {i}")
            model.add(sum(drives) == driving)
            end = model.new_int_var(0, self.problem.latest_end + longest, f"there {i}")
            self.day.busy.append(model.new_optional_interval_var(leave, spent, end, driving, f"leg {i}"))
        for arc in arcs:
            self._arrive(arc, leave + spent)

    def _arrive(self, arc: Arc, there: cp_model.LinearExpr) -> None:
        model, item = self.day.model, self.nodes[arc.to]
        if item is not None and item.started_at is None:
            model.add(there + item.early_minutes <= self.day.start[item.key]).only_enforce_if(arc.lit)
        elif item is None:
            model.add(there <= self.problem.latest_end).only_enforce_if(arc.lit)
            if arc.is_leg:
                model.add(there <= self.problem.day_end + QUARTER * self.day.overtime).only_enforce_if(
                    arc.lit
                )

    def gap_lits(self, node: int) -> dict[int, list[cp_model.IntVar]]:
        item = self.nodes[node]
        found: dict[int, list[cp_model.IntVar]] = {}
        for piece, lit in self.day.cells[item.key] if item is not None else []:
            found.setdefault(piece.gap, []).append(lit)
        return found

    def _same_gap(self) -> None:
        """Two visits, one straight after the other, lie between the same two anchors."""
        model = self.day.model
        fixed = {anchor.key for anchor in self.day.horizon.anchors}
        free = [n for n, item in enumerate(self.nodes) if item is not None and item.key not in fixed]
        gaps = {n: self.gap_lits(n) for n in free}
        where = {item.key: n for n, item in enumerate(self.nodes) if item is not None}
        for n in free:
            for gap, lits in gaps[n].items():
                if gap < 0:
                    continue
                span = self.day.horizon.spans[gap]
                entry = where[span.before] if span.before else START
                leave = where[span.after] if span.after else END
                for arc in (self.arcs.get((entry, n)), self.arcs.get((n, leave))):
                    if arc is not None and len(gaps[n]) > 1:
                        model.add(sum(lits) >= arc.lit)
                for other in free:
                    arc = self.arcs.get((n, other))
                    if arc is not None and (len(gaps[n]) > 1 or len(gaps[other]) > 1):
                        model.add(sum(gaps[other].get(gap, [])) >= sum(lits) + arc.lit - 1)
