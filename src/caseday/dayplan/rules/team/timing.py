"""In: the visits of one worker in an order. Out: when each begins, when to leave home and when one is back.

Of all ways to keep the order: back home as early as it goes, and then away from home as late as it goes.
"""

from collections.abc import Sequence

from caseday.dayplan.rules.team.lunch import after_lunch, has_lunch, wants_lunch
from caseday.dayplan.rules.team.problem import TeamProblem, TeamVisit, Worker, windows_of
from caseday.dayplan.rules.team.ways import Tour, driven, way, way_home


def starts_in(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], leave: int
) -> list[int] | None:
    """Each as early as it goes, leaving home at `leave`; None where a window, lunch or the way home is missed."""
    starts = _starts(problem, worker, order, leave)
    if starts is None or _leaves_lunch(problem, worker, order, starts):
        return starts
    tried = [
        _starts(problem, worker, order, leave, lunch=(n, is_there))
        for n in range(len(order))
        for is_there in (False, True)
    ]
    kept = [one for one in tried if one is not None and _leaves_lunch(problem, worker, order, one)]
    return min(kept, key=lambda one: one[-1], default=None)


def _starts(
    problem: TeamProblem,
    worker: Worker,
    order: Sequence[TeamVisit],
    leave: int,
    *,
    lunch: tuple[int, bool] | None = None,
) -> list[int] | None:
    """`lunch`: before which visit one eats, and whether one is there by then or drives after it."""
    here, free, starts = worker.start_place, leave, []
    for n, visit in enumerate(order):
        free = after_lunch(worker, free) if lunch == (n, False) else free
        ready = free + way(problem, here, visit, free)[1]
        if lunch == (n, True):
            ready = after_lunch(worker, ready - visit.early_minutes) + visit.early_minutes
        start = _first_start(visit, worker, ready)
        if start is None:
            return None
        starts.append(start)
        here, free = visit.place, start + visit.minutes
    if order and free + way_home(problem, worker, order[-1], free).minutes > worker.end:
        return None
    return starts


def _leaves_lunch(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], starts: Sequence[int]
) -> bool:
    if not wants_lunch(worker):
        return True
    return has_lunch(problem, worker, order, driven(problem, worker, dict(zip(order, starts, strict=True))))


def _first_start(visit: TeamVisit, worker: Worker, ready: int) -> int | None:
    for low, high in windows_of(visit, worker):
        if ready <= high:
            return max(ready, low)
    return None


def tour_of(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit]) -> Tour | None:
    """None: the order can't be kept."""
    starts = starts_in(problem, worker, order, worker.start)
    if starts is None:
        return None
    if not order:
        return Tour(worker.key)
    leave = _latest_leave(problem, worker, order, starts)
    later = starts_in(problem, worker, order, leave)
    if later is not None and later[-1] == starts[-1]:
        starts = later
    return driven(problem, worker, dict(zip(order, starts, strict=True)))


def told_tour(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit]) -> Tour | None:
    """As near to today's hours as the order allows, as long as nobody is away beyond their fair share for it."""
    tight = tour_of(problem, worker, order)
    if tight is None or not order:
        return tight
    starts = _near_today(problem, worker, order, tight)
    told = driven(problem, worker, dict(zip(order, starts, strict=True)))
    is_kept = _can_be_kept(problem, worker, order, starts) and (told.leave or 0) >= worker.start
    return told if is_kept and told.minutes <= max(tight.minutes, worker.fair_minutes) else tight


def _near_today(problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], tight: Tour) -> list[int]:
    latest: list[int] = []
    by = worker.end
    for visit, stop in zip(reversed(order), reversed(tight.stops), strict=True):
        high = next(high for low, high in windows_of(visit, worker) if low <= stop.start <= high)
        if latest:
            after = order[len(order) - len(latest)]
            by = latest[-1] - way(problem, visit.place, after, stop.end)[1]
        else:
            by -= way_home(problem, worker, visit, stop.end).minutes
        latest.append(max(stop.start, min(high, by - visit.minutes)))
    here, free, starts = worker.start_place, worker.start, []
    for visit, stop, last in zip(order, tight.stops, reversed(latest), strict=True):
        ready = free + way(problem, here, visit, free)[1]
        wanted = stop.start if visit.at is None else visit.at
        low = next(low for low, high in windows_of(visit, worker) if low <= stop.start <= high)
        starts.append(max(ready, low, min(wanted, last)))
        here, free = visit.place, starts[-1] + visit.minutes
    return starts


def _can_be_kept(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], starts: Sequence[int]
) -> bool:
    """With drives as long as they are at these hours."""
    is_in_hours = all(
        any(low <= start <= high for low, high in windows_of(visit, worker))
        for visit, start in zip(order, starts, strict=True)
    )
    end = starts[-1] + order[-1].minutes
    is_home = end + way_home(problem, worker, order[-1], end).minutes <= worker.end
    return is_in_hours and is_home and _leaves_lunch(problem, worker, order, starts)


def _latest_leave(
    problem: TeamProblem, worker: Worker, order: Sequence[TeamVisit], starts: Sequence[int]
) -> int:
    latest = starts[-1]
    for n in range(len(order) - 2, -1, -1):
        high = next(high for low, high in windows_of(order[n], worker) if low <= starts[n] <= high)
        needed = way(problem, order[n].place, order[n + 1], starts[n] + order[n].minutes)[1]
        latest = max(starts[n], min(high, latest - needed - order[n].minutes))
    return max(worker.start, latest - way(problem, worker.start_place, order[0], latest)[1])
