"""In: a team's visits. Out: at once a plan that can be kept: each visit goes where it adds least, the hardest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from caseday.dayplan.rules.problem import Drive
from caseday.dayplan.rules.team.measure import personal_points, plan_from
from caseday.dayplan.rules.team.problem import TeamPlan, TeamProblem, TeamVisit, Worker, may_go, windows_of
from caseday.dayplan.rules.team.timing import starts_in, told_tour
from caseday.dayplan.rules.team.ways import drive_points, way, way_home


def constructive_team(problem: TeamProblem) -> TeamPlan:
    return filled(problem, {}, engine="constructive")


def filled(
    problem: TeamProblem,
    orders: Mapping[str, Sequence[str]],
    *,
    engine: str,
    sentences: tuple[str, ...] = (),
) -> TeamPlan:
    """`orders`: keys of visits by worker, kept as far as they can be; what is in none goes where it adds least."""
    team = _Team(problem)
    for worker in problem.workers:
        team.take(worker, orders.get(worker.key, ()))
    for visit in team.hardest_first():
        team.insert(visit)
    tours = (told_tour(problem, worker, team.orders[worker.key]) for worker in problem.workers)
    stops = [stop for tour in tours if tour is not None for stop in tour.stops]
    return plan_from(problem, stops, engine=engine, sentences=sentences)


NO_DRIVE = Drive(0, 0.0)


@dataclass(slots=True)
class _Team:
    problem: TeamProblem
    orders: dict[str, list[TeamVisit]] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)  # at visits and driving
    left: dict[str, TeamVisit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = {visit.key: visit for visit in self.problem.visits}
        self.orders = {worker.key: [] for worker in self.problem.workers}
        self.minutes = {worker.key: 0 for worker in self.problem.workers}

    def take(self, worker: Worker, keys: Sequence[str]) -> None:
        wanted = [self.left[key] for key in keys if key in self.left]
        wanted = [visit for visit in wanted if may_go(worker, visit)]
        for visit in wanted:
            order = [*self.orders[worker.key], visit]
            if self._has_room(worker) and starts_in(self.problem, worker, order, worker.start) is not None:
                self.orders[worker.key] = order
                self.minutes[worker.key] += visit.minutes
                del self.left[visit.key]

    def hardest_first(self) -> list[TeamVisit]:
        """What is bound, then what few may do, then what has little room."""

        def room(visit: TeamVisit) -> tuple[bool, int, int, int, str]:
            able = [worker for worker in self.problem.workers if may_go(worker, visit)]
            slack = max((high - low for w in able for low, high in windows_of(visit, w)), default=0)
            return not visit.is_bound, -visit.unserved_cost, len(able), slack, visit.key

        return sorted(self.left.values(), key=room)

    def insert(self, visit: TeamVisit) -> None:
        best: tuple[int, int, str, int, int] | None = None
        for worker in self.problem.workers:
            if not may_go(worker, visit) or not self._has_room(worker):
                continue
            for at in range(len(self.orders[worker.key]) + 1):
                points, minutes = self._added(worker, visit, at)
                rank = points, self._against_today(worker, visit, at), worker.key, at
                if (best is None or rank < best[:4]) and self._fits(worker, visit, at):
                    best = *rank, minutes
        if best is not None and (visit.is_bound or best[0] < visit.unserved_cost):
            self.orders[best[2]].insert(best[3], visit)
            self.minutes[best[2]] += best[4]
            del self.left[visit.key]

    def _against_today(self, worker: Worker, visit: TeamVisit, at: int) -> int:
        """How many would come on the other side of it than by their hours of today."""
        if visit.at is None:
            return 0
        return sum(
            one.at is not None and (n < at) != (one.at <= visit.at)
            for n, one in enumerate(self.orders[worker.key])
        )

    def _has_room(self, worker: Worker) -> bool:
        most = worker.most_visits
        return most is None or len(self.orders[worker.key]) < most

    def _fits(self, worker: Worker, visit: TeamVisit, at: int) -> bool:
        order = self.orders[worker.key]
        return starts_in(self.problem, worker, [*order[:at], visit, *order[at:]], worker.start) is not None

    def _added(self, worker: Worker, visit: TeamVisit, at: int) -> tuple[int, int]:
        """Points and minutes; drives as of the beginning of the day."""
        problem, order = self.problem, self.orders[worker.key]
        here = order[at - 1].place if at else worker.start_place
        there, _ = way(problem, here, visit, worker.start)
        if at < len(order):
            on, _ = way(problem, visit.place, order[at], worker.start)
            saved, _ = way(problem, here, order[at], worker.start)
        else:
            on = way_home(problem, worker, visit, worker.start)
            saved = way_home(problem, worker, order[-1], worker.start) if order else NO_DRIVE
        points = drive_points(problem.weights, there) + drive_points(problem.weights, on)
        points -= drive_points(problem.weights, saved)
        minutes = there.minutes + on.minutes - saved.minutes + visit.minutes
        over = self.minutes[worker.key] + minutes - worker.fair_minutes
        points += problem.weights.over_minute * max(0, min(over, minutes))
        return points + personal_points(problem, worker, visit), minutes
