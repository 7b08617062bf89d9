"""In: a team's problem and a plan, from whatever engine. Out: a sentence for everything that breaks a rule.

Reads nothing but the problem and shares no code with those who plan.
"""

from collections.abc import Iterator

from caseday.dayplan.rules.team.problem import TeamPlan, TeamProblem, TeamStop, TeamVisit, Worker


def objections_to_team(problem: TeamProblem, plan: TeamPlan) -> tuple[str, ...]:
    """None means that every visit stands once, can be kept, and the plan costs what it says."""
    visits = {visit.key: visit for visit in problem.visits}
    workers = {worker.key: worker for worker in problem.workers}
    found = [*_complete(plan, visits, workers)]
    if found:
        return tuple(found)
    points = sum(visits[one.key].unserved_cost for one in plan.unserved)
    for worker in problem.workers:
        stops = sorted((s for s in plan.stops if s.worker == worker.key), key=lambda s: (s.start, s.end))
        if worker.most_visits is not None and len(stops) > worker.most_visits:
            found.append(f"{worker.name} has {len(stops)} visits, more than {worker.most_visits}.")
        for stop in stops:
            found += _one(worker, visits[stop.key], stop)
            points += _for_who_goes(problem, worker, visits[stop.key])
        late, cost = _driven(problem, worker, [(visits[stop.key], stop) for stop in stops])
        found += late
        points += cost
    if not found and points != plan.points:
        found.append(f"The plan costs {points} points, not {plan.points}.")
    return tuple(found)


def _complete(plan: TeamPlan, visits: dict[str, TeamVisit], workers: dict[str, Worker]) -> Iterator[str]:
    keys = [stop.key for stop in plan.stops] + [one.key for one in plan.unserved]
    for key in {*keys, *visits}:
        if key not in visits or keys.count(key) != 1:
            yield f"{key} stands {keys.count(key)} times in the plan."
    for stop in plan.stops:
        if stop.worker not in workers:
            yield f"{stop.key} is given to {stop.worker}, who is not in the team."


def _one(worker: Worker, visit: TeamVisit, stop: TeamStop) -> Iterator[str]:
    if worker.is_away:
        yield f"{worker.name} is away and would have to go to {visit.name}."
    if stop.end - stop.start != visit.minutes:
        yield f"{visit.name} takes {stop.end - stop.start} minutes in the plan, not {visit.minutes}."
    if visit.is_bound:
        if (stop.worker, stop.start) != (visit.worker, visit.at):
            yield f"{visit.name} is bound and was moved."
        return
    if visit.windows and not any(w.start <= stop.start and stop.end <= w.end for w in visit.windows):
        yield f"{visit.name} stands outside its hours."
    if stop.start < worker.start:
        yield f"{visit.name} begins before {worker.name} does."
    if visit.language and visit.language not in worker.languages:
        yield f"{worker.name} does not speak {visit.language}, which {visit.name} needs."
    if visit.needs - worker.skills:
        yield f"{worker.name} lacks {', '.join(sorted(visit.needs - worker.skills))} for {visit.name}."


def _for_who_goes(problem: TeamProblem, worker: Worker, visit: TeamVisit) -> int:
    if visit.is_bound:
        return 0
    points = problem.weights.stranger if visit.client and visit.client not in worker.knows else 0
    if visit.worker is not None and visit.worker != worker.key:
        points += problem.weights.handed
    return points


def _driven(
    problem: TeamProblem, worker: Worker, stops: list[tuple[TeamVisit, TeamStop]]
) -> tuple[list[str], int]:
    if not stops:
        return [], 0
    found: list[str] = []
    points, here, is_known = 0, worker.start_place, True
    free = _leaves_at(problem, worker, *stops[0])
    left = free
    if left < worker.start:
        found.append(f"{worker.name} would have to leave at {problem.clock(left)}, before the day begins.")
    for visit, stop in stops:
        minutes, miles = _drive(problem, here, visit.place, free, is_known and visit.place is not None)
        parking = visit.parking_minutes if _is_drive(here, visit.place, is_known) else 0
        if free + minutes + parking + visit.early_minutes > stop.start:
            found.append(f"{worker.name} gets to {visit.name} too late.")
        points += problem.weights.drive_minute * minutes + int(problem.weights.mile * miles + 0.5)
        here, free, is_known = visit.place, stop.end, True
    known = not (here is None and worker.end_place is not None)
    minutes, miles = _drive(problem, here, worker.end_place, free, known)
    points += problem.weights.drive_minute * minutes + int(problem.weights.mile * miles + 0.5)
    if free + minutes > worker.end:
        found.append(f"{worker.name} is back at {problem.clock(free + minutes)}, after the day has ended.")
    if not _can_eat(problem, worker, stops, left, free + minutes):
        found.append(f"{worker.name} has no time for lunch.")
    over = free + minutes - left - worker.fair_minutes
    return found, points + problem.weights.over_minute * max(0, over)


def _can_eat(
    problem: TeamProblem, worker: Worker, stops: list[tuple[TeamVisit, TeamStop]], left: int, back: int
) -> bool:
    """Tried minute by minute: not driving, not with anybody, and nothing that follows comes later for it."""
    span, long = worker.lunch, worker.lunch_minutes
    if span is None or worker.start + long > span.end or worker.end < span.end:
        return True
    return any(
        (worker.start <= at and at + long <= left) or back <= at or _is_free(problem, worker, stops, at)
        for at in range(span.start, span.end - long + 1)
    )


def _is_free(problem: TeamProblem, worker: Worker, stops: list[tuple[TeamVisit, TeamStop]], at: int) -> bool:
    eaten = at + worker.lunch_minutes
    visit, stop = stops[0]
    parking = visit.parking_minutes if _is_drive(worker.start_place, visit.place, True) else 0
    minutes, _ = _drive(problem, worker.start_place, visit.place, worker.start, visit.place is not None)
    if worker.start + minutes + parking <= at and eaten <= stop.start - visit.early_minutes:
        return True
    for (visit, stop), (then, next_stop) in zip(stops, stops[1:], strict=False):
        parking = then.parking_minutes if _is_drive(visit.place, then.place, True) else 0
        on_time = next_stop.start - then.early_minutes
        ahead, _ = _drive(problem, visit.place, then.place, eaten, then.place is not None)
        if stop.end <= at and eaten + ahead + parking <= on_time:
            return True
        taken, _ = _drive(problem, visit.place, then.place, stop.end, then.place is not None)
        if stop.end + taken + parking <= at and eaten <= on_time:
            return True
    visit, stop = stops[-1]
    known = not (visit.place is None and worker.end_place is not None)
    home, _ = _drive(problem, visit.place, worker.end_place, eaten, known)
    return stop.end <= at and eaten + home <= worker.end


def _is_drive(here: str | None, there: str | None, is_known: bool) -> bool:
    return there is None or (here is not None and here != there)


def _drive(
    problem: TeamProblem, here: str | None, there: str | None, leave: int, is_known: bool
) -> tuple[int, float]:
    if not is_known:
        return problem.travel.unknown_minutes, 0.0
    drive = problem.travel.drive(here, there, leave)
    return drive.minutes, drive.miles


def _leaves_at(problem: TeamProblem, worker: Worker, visit: TeamVisit, stop: TeamStop) -> int:
    leave = stop.start
    for _ in range(3):
        minutes, _ = _drive(problem, worker.start_place, visit.place, leave, visit.place is not None)
        parking = visit.parking_minutes if _is_drive(worker.start_place, visit.place, True) else 0
        leave = stop.start - minutes - parking - visit.early_minutes
    return leave
