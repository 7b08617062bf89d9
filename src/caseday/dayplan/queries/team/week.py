"""The team's week: minutes planned against those there are, each one's day in order, and what to hand to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseday.access.models import Staff
from caseday.dayplan.queries.team.day import TeamDay, minutes_by_day
from caseday.dayplan.rules.team import Tour, Worker, as_today, best_handovers, tours_of
from caseday.schedule.models import Appointment

WORTH_MINUTES = 10  # less saving is not worth a new face
_FULL = 0.9  # of the available minutes: beyond, nothing may go wrong any more


@dataclass(frozen=True)
class DayLoad:
    day: date
    planned: int
    available: int
    is_away: bool = False

    @property
    def is_over(self) -> bool:
        return self.planned > self.available

    @property
    def is_full(self) -> bool:
        return not self.is_over and self.planned > _FULL * self.available


@dataclass(frozen=True)
class Bar:
    """A piece of a worker's day on the timeline, in minutes of the day."""

    start: int
    minutes: int
    kind: str
    """drive or visit"""
    words: str

    @property
    def x(self) -> int:
        return self.start


@dataclass(frozen=True)
class Handing:
    """One visit to somebody nearer."""

    appointment: Appointment
    name: str
    to: Staff
    saves_minutes: int
    saves_miles: float
    is_stranger: bool


@dataclass(frozen=True)
class WorkerWeek:
    staff: Staff
    loads: tuple[DayLoad, ...]
    bars: tuple[Bar, ...]
    visits: tuple[tuple[datetime, datetime, str], ...]
    minutes: int
    miles: float
    handings: tuple[Handing, ...]

    @property
    def planned(self) -> int:
        return sum(load.planned for load in self.loads)

    @property
    def available(self) -> int:
        return sum(load.available for load in self.loads if load.day.weekday() < 5)

    @property
    def is_overloaded(self) -> bool:
        return any(load.is_over for load in self.loads)


@dataclass(frozen=True)
class TeamWeek:
    days: tuple[date, ...]
    workers: tuple[WorkerWeek, ...]

    @property
    def overloaded(self) -> tuple[WorkerWeek, ...]:
        return tuple(one for one in self.workers if one.is_overloaded)


def team_week(found: TeamDay) -> TeamWeek:
    """No query."""
    days = tuple(found.monday + timedelta(days=n) for n in range(7))
    stops = as_today(found.problem)
    tours = tours_of(found.problem, stops)
    handed: dict[str, list[Handing]] = {}
    names = {visit.key: visit.name for visit in found.problem.visits}
    for one in best_handovers(found.problem, stops, least=WORTH_MINUTES):
        appointment = found.appointments[one.key]
        handed.setdefault(str(appointment.staff_id), []).append(
            Handing(
                appointment, names[one.key], found.workers[one.worker], one.saves_minutes, one.saves_miles,
                one.is_stranger,
            )
        )  # fmt: skip
    workers = [
        _worker(found, days, worker, tours[worker.key], names, tuple(handed.get(worker.key, ())))
        for worker in found.problem.workers
    ]
    return TeamWeek(days, tuple(workers))


def _worker(
    found: TeamDay,
    days: tuple[date, ...],
    worker: Worker,
    tour: Tour,
    names: dict[str, str],
    handings: tuple[Handing, ...],
) -> WorkerWeek:
    staff = found.workers[worker.key]
    planned = minutes_by_day(found.week, staff, found.midnight)
    absent = found.absences.get(worker.key, {})
    loads = tuple(
        DayLoad(day, planned.get(day, 0), 0 if day in absent else _available(worker, day), day in absent)
        for day in days
    )
    visits = tuple((found.moment(s.start), found.moment(s.end), names[s.key]) for s in tour.stops)
    return WorkerWeek(
        staff, loads, tuple(_bars(tour, names)), visits, tour.minutes, round(tour.miles, 1), handings
    )


def _available(worker: Worker, day: date) -> int:
    return worker.usual_minutes if day.weekday() < 5 else 0


def _bars(tour: Tour, names: dict[str, str]) -> list[Bar]:
    bars, free = [], tour.leave or 0
    for stop, drive in zip(tour.stops, tour.drives, strict=False):
        if drive.minutes:
            bars.append(Bar(free, drive.minutes, "drive", f"{drive.minutes} min driving"))
        bars.append(Bar(stop.start, stop.end - stop.start, "visit", names[stop.key]))
        free = stop.end
    if tour.drives and tour.drives[-1].minutes:
        bars.append(
            Bar(free, tour.drives[-1].minutes, "drive", f"{tour.drives[-1].minutes} min driving home")
        )
    return bars
