"""In: nothing; the words in which a team's visits of one day are put to whoever assigns them.

As in the plan of one person: whole minutes since `starts_at`, whole points, a point about a minute of driving.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from caseday.dayplan.rules.problem import Place, Travel, Window


@dataclass(frozen=True, slots=True)
class Worker:
    key: str
    name: str
    start: int  # from when, at the start place, and until when, back at the end place
    end: int
    start_place: str | None = None
    end_place: str | None = None
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()  # clients
    most_visits: int | None = None
    usual_minutes: int = 480  # of an ordinary day, for the week
    fair_minutes: int = 480  # on the way and at visits, door to door; beyond that each minute costs
    lunch: Window | None = None  # `lunch_minutes` of it are kept free, wherever one is then
    lunch_minutes: int = 0
    is_away: bool = False  # goes nowhere on that day; their visits are for the others

    @property
    def available_minutes(self) -> int:
        return max(0, self.end - self.start)


@dataclass(frozen=True, slots=True)
class TeamVisit:
    key: str
    name: str
    minutes: int
    place: str | None = None  # None: drives take `Travel.unknown_minutes`
    windows: tuple[Window, ...] = ()  # none: any time of the worker's day
    client: str = ""
    needs: frozenset[str] = frozenset()  # skills, all of them
    language: str = ""
    early_minutes: int = 0
    parking_minutes: int = 0
    worker: str | None = None  # whose it is today
    at: int | None = None  # when it is today
    is_bound: bool = False  # stays with that worker at that time: agreed with others, under way
    unserved_cost: int = 400


@dataclass(frozen=True, slots=True)
class TeamWeights:
    drive_minute: int = 1
    mile: int = 1
    stranger: int = 20  # the client is visited by somebody they do not know
    handed: int = 10  # a visit goes to another worker than today's
    over_minute: int = 1  # a minute of a worker beyond their fair share


@dataclass(frozen=True, slots=True)
class TeamProblem:
    starts_at: datetime  # aware, in the time zone in which times are said
    workers: tuple[Worker, ...]
    visits: tuple[TeamVisit, ...]
    places: tuple[Place, ...] = ()
    travel: Travel = field(default_factory=Travel)
    weights: TeamWeights = TeamWeights()

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None:
            raise ValueError("starts_at needs a time zone")
        for things in (self.workers, self.visits):
            if len({one.key for one in things}) < len(things):
                raise ValueError("two have one key")

    def moment(self, minute: int) -> datetime:
        there = self.starts_at.astimezone(UTC) + timedelta(minutes=minute)
        return there.astimezone(self.starts_at.tzinfo)

    def clock(self, minute: int) -> str:
        return f"{self.moment(minute):%-H:%M}"


@dataclass(frozen=True, slots=True)
class TeamStop:
    key: str
    worker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unserved:
    key: str
    reason: str  # a sentence


@dataclass(frozen=True, slots=True)
class TeamPlan:
    stops: tuple[TeamStop, ...]  # by worker and start
    unserved: tuple[Unserved, ...] = ()
    points: int = 0
    engine: str = "constructive"
    sentences: tuple[str, ...] = ()  # what went wrong on the way


def may_go(worker: Worker, visit: TeamVisit) -> bool:
    return not worker.is_away and _can_go(worker, visit)


def _can_go(worker: Worker, visit: TeamVisit) -> bool:
    if visit.is_bound:
        return worker.key == visit.worker
    speaks = not visit.language or visit.language in worker.languages
    return speaks and visit.needs <= worker.skills


def why_not(worker: Worker, visit: TeamVisit) -> str:
    """A sentence; empty for who may go."""
    if worker.is_away:
        return f"{worker.name} is away: {visit.name} needs somebody else."
    if visit.is_bound:
        return (
            ""
            if worker.key == visit.worker
            else f"{visit.name} is agreed with somebody else than {worker.name}."
        )
    if visit.language and visit.language not in worker.languages:
        return f"{visit.name} needs somebody who speaks {visit.language}, and {worker.name} does not."
    missing = visit.needs - worker.skills
    if missing:
        return f"{visit.name} asks for {_words(missing)}, which {worker.name} does not have."
    return ""


def _words(skills: frozenset[str]) -> str:
    return ", ".join(sorted(skills))


def nobody_may(workers: Iterable[Worker], visit: TeamVisit) -> str:
    """A sentence for a visit to which none of these may go."""
    workers = tuple(workers)
    away = sorted(one.name for one in workers if one.is_away and _can_go(one, visit))
    here = [one for one in workers if not one.is_away]
    if away:
        return (
            f"Who may go to {visit.name} is away ({', '.join(away)}): take another day, or ask another team."
        )
    if visit.language and not any(visit.language in one.languages for one in here):
        return f"Nobody here who may go to {visit.name} speaks {visit.language}: ask an interpreter along."
    missing = frozenset(one for one in visit.needs if all(one not in worker.skills for worker in here))
    if missing:
        return (
            f"Nobody here has {_words(missing)}, which {visit.name} asks for: ask another team for somebody."
        )
    everything = _words(visit.needs | ({visit.language} if visit.language else frozenset()))
    return f"Nobody here has everything that {visit.name} asks for ({everything}): let two go together."


def windows_of(visit: TeamVisit, worker: Worker) -> tuple[tuple[int, int], ...]:
    """Starts, first and last."""
    if visit.is_bound and visit.at is not None:
        return ((visit.at, visit.at),)
    spans = [(w.start, w.end) for w in visit.windows] or [(worker.start, worker.end)]
    return tuple((low, high - visit.minutes) for low, high in spans if low + visit.minutes <= high)
