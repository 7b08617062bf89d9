"""In: what can start when. Out: the same as constraints of CP-SAT: presence, starts, order, overlap, costs."""

from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from caseday.dayplan.engines.horizon import Horizon, Piece
from caseday.dayplan.rules.cost import quarters, stale_step
from caseday.dayplan.rules.problem import QUARTER, Item, Placed
from caseday.dayplan.rules.stays import can_wait_with, offered_wait

Linear = cp_model.LinearExprT


@dataclass(slots=True)
class DayModel:
    horizon: Horizon
    known: dict[str, Placed]  # the plan that is known to hold
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    present: dict[str, cp_model.IntVar] = field(default_factory=dict)
    start: dict[str, cp_model.IntVar] = field(default_factory=dict)
    cells: dict[str, list[tuple[Piece, cp_model.IntVar]]] = field(default_factory=dict)
    busy: list[cp_model.IntervalVar] = field(default_factory=list)  # nothing overlaps these
    waits: list[cp_model.IntervalVar] = field(
        default_factory=list
    )  # nothing that can't be done in a wait does
    costs: list[Linear] = field(default_factory=list)
    overtime: cp_model.IntVar = field(init=False)  # quarters
    yes: cp_model.IntVar = field(init=False)

    def __post_init__(self) -> None:
        problem = self.horizon.problem
        self.yes = self.model.new_constant(1)
        most = quarters(problem.latest_end - problem.day_end)
        if problem.weights.overtime_quarter > 0:
            most = min(most, self.horizon.upper // problem.weights.overtime_quarter)
        self.overtime = self.model.new_int_var(0, max(0, most), "overtime")
        self.costs.append(problem.weights.overtime_quarter * self.overtime)

    def build_items(self) -> None:
        for item in self.horizon.items.values():
            pieces = self.horizon.pieces.get(item.key, [])
            if not pieces:
                self.costs.append(self.horizon.out_cost[item.key])
                continue
            self._variables(item, pieces)
            self._intervals(item)
        for item in self.horizon.items.values():
            self._order(item)
            self._staleness(item)

    def _variables(self, item: Item, pieces: list[Piece]) -> None:
        model, key = self.model, item.key
        sure = key in self.horizon.sure
        self.present[key] = self.yes if sure else model.new_bool_var(f"in {key}")
        domain = cp_model.Domain.from_intervals([[p.low, p.high] for p in pieces])
        self.start[key] = model.new_int_var_from_domain(domain, f"start {key}")
        if len(pieces) == 1:
            self.cells[key] = [(pieces[0], self.present[key])]
        else:
            lits = [model.new_bool_var(f"{key} {p.low}") for p in pieces]
            self.cells[key] = list(zip(pieces, lits, strict=True))
            model.add_exactly_one([*lits, *([] if sure else [self.present[key].negated()])])
            for piece, lit in self.cells[key]:
                model.add_linear_constraint(self.start[key], piece.low, piece.high).only_enforce_if(lit)
        out = self.horizon.out_cost[key]
        self.costs += [piece.cost * lit for piece, lit in self.cells[key] if piece.cost]
        if not sure:
            self.costs.append(out - out * self.present[key])
        self._hint(item)

    def _hint(self, item: Item) -> None:
        one, key = self.known.get(item.key), item.key
        first = self.cells[key][0][0]
        start = one.start if one is not None else first.low
        self.model.add_hint(self.start[key], start)
        if key not in self.horizon.sure:
            self.model.add_hint(self.present[key], one is not None)
        if len(self.cells[key]) > 1:
            for piece, lit in self.cells[key]:
                inside = piece.low <= start <= piece.high and one is not None
                self.model.add_hint(lit, inside and (piece.wait_of == one.during if one else False))

    def _interval(self, start: Linear, size: int, key: str, name: str) -> cp_model.IntervalVar:
        if key in self.horizon.sure:
            return self.model.new_fixed_size_interval_var(start, size, name)
        return self.model.new_optional_fixed_size_interval_var(start, size, self.present[key], name)

    def _intervals(self, item: Item) -> None:
        start, key = self.start[item.key], item.key
        self._keep_inside(item)
        if item.place is None:
            body = self._interval(start, item.length, key, key)
            self.busy.append(body)
            if not can_wait_with(item):
                self.waits.append(body)
            return
        waited = offered_wait(item)
        early = item.early_minutes if item.started_at is None else 0
        if early or waited:  # of no length too: what is done in the wait does not begin before it
            self.busy.append(self._interval(start - early, early, key, f"early {key}"))
        if waited:
            self.waits.append(self._interval(start, waited, key, f"wait {key}"))
        self.busy.append(self._interval(start + waited, item.length - waited, key, key))

    def _keep_inside(self, item: Item) -> None:
        """Ending after the day's end is overtime."""
        end = self.horizon.problem.day_end
        pieces = self.horizon.pieces[item.key]
        if max(p.high for p in pieces) + item.length > end:
            late = self.model.add(self.start[item.key] + item.length <= end + QUARTER * self.overtime)
            if min(p.low for p in pieces) + item.length > end and item.key not in self.horizon.sure:
                late.only_enforce_if(self.present[item.key])

    def _order(self, item: Item) -> None:
        if item.key not in self.present or item.started_at is not None:
            return
        for key in item.after:
            if key not in self.horizon.items:
                continue
            if key not in self.present:
                self.model.add(self.present[item.key] == 0)
                continue
            self.model.add_implication(self.present[item.key], self.present[key])
            before = self.start[key] + self.horizon.items[key].length
            self.model.add(self.start[item.key] >= before).only_enforce_if(self.present[item.key])

    def _staleness(self, item: Item) -> None:
        step = stale_step(self.horizon.problem.weights, item)
        fresh = item.fresh_after or ""
        if (
            item.key not in self.present
            or fresh not in self.present
            or not step
            or not self.horizon.fades_freely(item)
        ):
            return
        past = self.model.new_int_var(0, quarters(self.horizon.problem.latest_end), f"stale {item.key}")
        seen = self.start[fresh] + self.horizon.items[fresh].length + item.fresh_minutes
        self.model.add(self.start[item.key] <= seen + QUARTER * past).only_enforce_if(
            self.present[item.key], self.present[fresh]
        )
        self.costs.append(step * past)

    def close(self) -> None:
        self.model.add_no_overlap(self.busy)
        if self.waits:
            self.model.add_no_overlap(self.waits)
        self.model.minimize(sum(self.costs))
        self.model.add(sum(self.costs) <= self.horizon.upper)
