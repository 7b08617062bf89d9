"""Appointments, workers and roads of a team's day as a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects

from caseday.access.models import Role, Staff
from caseday.access.permissions import require
from caseday.access.queries.licenses import held_of
from caseday.access.queries.staff import absences_between
from caseday.access.viewer import Viewer
from caseday.cases.queries import cases_seen_by
from caseday.dayplan.models import PlanWishes
from caseday.dayplan.permissions import can_plan_team
from caseday.dayplan.queries.gathering.places import key_of
from caseday.dayplan.queries.travel import known_between, trouble_of
from caseday.dayplan.rules.problem import Place, Window
from caseday.dayplan.rules.team import (
    TeamProblem,
    TeamVisit,
    Worker,
    asked_of,
    may_stand,
    skills_of,
    skills_written,
    with_agreed_hours,
    with_fair_shares,
)
from caseday.dayplan.rules.wishes import Wishes
from caseday.dayplan.travel import Point, Travels
from caseday.people.rules.contact import LANGUAGES
from caseday.schedule.models import Appointment, AppointmentKind, State
from caseday.schedule.queries import (
    appointments_between,
    calendars_of,
    is_travelled_to,
    leave_times_of,
    place_of,
    stop_of,
)
from caseday.schedule.rules import ENDED

WHOSE = "A team's visits are planned by its supervisor. Your own day is on Today."
DAY_MINUTES = 26 * 60
PARKING_MINUTES = 3
_MANY_PLACES = 60
_NATIVE = "en"


@dataclass(frozen=True)
class TeamDay:
    day: date
    today: date
    midnight: datetime
    workers: dict[str, Staff]
    appointments: dict[str, Appointment]
    problem: TeamProblem
    week: tuple[Appointment, ...]
    """Of all of them, Monday to Sunday, in every state."""
    words: str
    """What must be said about the drives."""
    absences: Mapping[str, Mapping[date, str]]
    """Of that week: who is away on which day, and who stands in."""
    lunchless: tuple[str, ...]
    """Whose agreed hours leave no room for lunch."""

    @property
    def away(self) -> list[tuple[str, str]]:
        """Who is away on the day, and who stands in."""
        return [
            (self.workers[key].name, days[self.day])
            for key, days in self.absences.items()
            if self.day in days
        ]

    def moment(self, minute: int) -> datetime:
        return self.problem.moment(minute)

    def minute(self, at: datetime) -> int:
        return _minute(self.midnight, at)

    @property
    def earlier(self) -> date:
        return self.day - timedelta(days=1)

    @property
    def later(self) -> date:
        return self.day + timedelta(days=1)

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())


def team_day(viewer: Viewer, *, day: date | None = None, now: datetime) -> TeamDay:
    """The workers whom the viewer leads. Refused for everybody but supervisors. Seven queries, eight with a map server.

    Calls at a set time and what has no place are not looked at: nobody drives there.
    """
    require(can_plan_team(viewer), WHOSE)
    today = now.astimezone(viewer.time_zone).date()
    day = day or today
    midnight = datetime.combine(day, time(), tzinfo=viewer.time_zone)
    staff = {str(one.pk): one for one in calendars_of(viewer) if one.role == Role.CASE_MANAGER}
    prefetch_related_objects(list(staff.values()), "licenses")
    week = _week_of(viewer, day, [one.pk for one in staff.values()])
    absent = _absences(day, staff)
    away = frozenset(key for key, days in absent.items() if day in days)
    visits = [one for one in week if _is_on(one, midnight, now)]
    workers = _workers(viewer, midnight, now, staff, away)
    places = {f"home:{key}": _home(one) for key, one in staff.items()}
    places |= {key_of(one): _place(one) for one in visits}
    points = {key: _point(place) for key, place in places.items()}
    travels = _travels(points.values(), now)
    bucket = 60 if len(places) <= _MANY_PLACES else 240
    plain = TeamProblem(
        midnight,
        tuple(workers),
        tuple(_visit(one, midnight, away) for one in visits),
        tuple(places.values()),
        travels.for_problem(points, midnight, DAY_MINUTES, bucket),
    )
    on_map = [point for point in points.values() if point is not None]
    said = travels.words(on_map[:_MANY_PLACES], now.astimezone(viewer.time_zone)) if len(on_map) > 1 else ""
    agreed = with_agreed_hours(plain)
    problem = with_fair_shares(agreed, _minutes_on_other_days(week, staff.values(), midnight))
    lunchless = (
        one.name for one, was in zip(agreed.workers, workers, strict=True) if was.lunch and not one.lunch
    )
    found = {str(one.pk): one for one in visits}
    return TeamDay(day, today, midnight, staff, found, problem, tuple(week), said, absent, tuple(lunchless))


def _absences(day: date, staff: dict[str, Staff]) -> dict[str, dict[date, str]]:
    """Days of that week on which each is away, with who stands in."""
    monday = day - timedelta(days=day.weekday())
    found: dict[str, dict[date, str]] = defaultdict(dict)
    for one in absences_between([one.pk for one in staff.values()], monday, monday + timedelta(days=6)):
        for on in (monday + timedelta(days=n) for n in range(7)):
            if one.from_on <= on <= one.to_on:
                found[str(one.absent_id)][on] = one.covering.name
    return dict(found)


def _week_of(viewer: Viewer, day: date, staff_ids: list[UUID]) -> list[Appointment]:
    monday = datetime.combine(day - timedelta(days=day.weekday()), time(), tzinfo=viewer.time_zone)
    sunday = datetime.combine(monday.date() + timedelta(days=7), time(), tzinfo=viewer.time_zone)
    return appointments_between(viewer, monday, sunday, staff_ids=staff_ids)


def _is_on(one: Appointment, midnight: datetime, now: datetime) -> bool:
    """Still to be driven to on that day."""
    tomorrow = datetime.combine(midnight.date() + timedelta(days=1), time(), tzinfo=midnight.tzinfo)
    inside = midnight <= one.starts_at < tomorrow and one.starts_at > now
    return inside and one.state in (State.PLANNED, State.CONFIRMED) and is_travelled_to(one)


def _minute(midnight: datetime, at: datetime) -> int:
    return round((at.astimezone(UTC) - midnight.astimezone(UTC)).total_seconds() / 60)


@dataclass(frozen=True)
class _Known:
    """Of all workers, by their keys."""

    wishes: dict[str, PlanWishes]
    clients: dict[str, set[str]]
    speaks: dict[str, set[str]]
    """In English words."""


def _known_of(viewer: Viewer, staff: dict[str, Staff]) -> _Known:
    wishes = {str(one.staff_id): one for one in PlanWishes.objects.filter(staff__in=staff.values())}
    clients: dict[str, set[str]] = defaultdict(set)
    speaks = {
        key: {LANGUAGES[_NATIVE]} | (skills_written(one.languages) & set(LANGUAGES.values()))
        for key, one in staff.items()
    }
    for staff_id, person_id, language, interpreted in _clients(viewer, staff):
        clients[str(staff_id)].add(str(person_id))
        if not interpreted:
            speaks[str(staff_id)].add(_language(language))
    return _Known(wishes, clients, speaks)


def _workers(
    viewer: Viewer, midnight: datetime, now: datetime, staff: dict[str, Staff], away: frozenset[str]
) -> list[Worker]:
    known = _known_of(viewer, staff)
    return [_worker(one, midnight, now, known, is_away=key in away) for key, one in staff.items()]


def _worker(one: Staff, midnight: datetime, now: datetime, known: _Known, *, is_away: bool) -> Worker:
    key = str(one.pk)
    base, wished, spoken = f"home:{key}", known.wishes.get(key) or Wishes(), frozenset(known.speaks[key])

    def at(hour: time) -> int:
        return _minute(midnight, datetime.combine(midnight.date(), hour, tzinfo=midnight.tzinfo))

    begins, ends = at(wished.day_from), at(wished.day_to)
    usual = max(0, ends - begins - wished.lunch_minutes)
    if now.astimezone(midnight.tzinfo).date() == midnight.date():
        begins = max(begins, _minute(midnight, now))
    has_lunch = 0 < wished.lunch_minutes <= at(wished.lunch_to) - at(wished.lunch_from)
    return Worker(
        key,
        one.name,
        begins,
        max(begins, ends),
        base,
        base,
        skills=skills_of(one.credentials, map(held_of, one.licenses.all()), spoken, midnight.date()),
        languages=spoken,
        knows=frozenset(known.clients.get(key, ())),
        usual_minutes=usual,
        lunch=Window(at(wished.lunch_from), at(wished.lunch_to)) if has_lunch else None,
        lunch_minutes=wished.lunch_minutes if has_lunch else 0,
        is_away=is_away,
    )


def _clients(viewer: Viewer, staff: Iterable[str]) -> Iterable[tuple[UUID, UUID, str, bool]]:
    """With whom each works: what they know of people and languages."""
    return (
        cases_seen_by(viewer)
        .filter(assignments__staff__in=list(staff), assignments__to_at=None)
        .order_by()
        .values_list("assignments__staff_id", "person_id", "person__language", "person__needs_interpreter")
    )


def _language(language: str) -> str:
    """In English; what is not known stays as it is noted."""
    code = (language or _NATIVE).split("-")[0].lower()
    return LANGUAGES.get(code, code)


def _visit(one: Appointment, midnight: datetime, away: frozenset[str]) -> TeamVisit:
    """A home visit that nobody has confirmed yet may move; everything else is agreed with others. Where the worker is
    away, what is agreed keeps its hour, and somebody else goes."""
    person = one.case.person if one.case else None
    at, minutes = _minute(midnight, one.starts_at), _minute(one.starts_at, one.ends_at)
    is_free = one.kind == AppointmentKind.HOME_VISIT and one.state == State.PLANNED
    spoken = _language(person.language) if person and not person.needs_interpreter else LANGUAGES[_NATIVE]
    of_case = one.case.visit_skills if one.case else ""
    needs, language = asked_of(one.skills, of_case, "" if spoken == LANGUAGES[_NATIVE] else spoken)
    return TeamVisit(
        str(one.pk),
        str(person) if person else one.title,
        minutes,
        key_of(one),
        (may_stand(at, minutes) if is_free else Window(at, at + minutes),),
        client=str(person.pk) if person else "",
        needs=needs,
        language=language,
        early_minutes=0 if is_free else one.early_minutes,
        parking_minutes=PARKING_MINUTES,
        worker=str(one.staff_id),
        at=at,
        is_bound=not is_free and str(one.staff_id) not in away,
    )


def _home(staff: Staff) -> Place:
    return Place(f"home:{staff.pk}", staff.home_base or "home", staff.home_latitude, staff.home_longitude)


def _place(one: Appointment) -> Place:
    point = stop_of(one).point
    return (
        replace(Place(key_of(one), place_of(one)), latitude=point[0], longitude=point[1])
        if point
        else Place(key_of(one), place_of(one))
    )


def _point(place: Place) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _travels(points: Iterable[Point | None], now: datetime) -> Travels:
    """Nobody's own drives: who drives is what is to be found out."""
    has_server = bool(settings.TRAVEL_SERVER["kind"])
    known = known_between([point for point in points if point is not None], now=now)
    return Travels(known, server=has_server, trouble=trouble_of("roads") if has_server else "")


def _minutes_on_other_days(
    week: list[Appointment], staff: Iterable[Staff], midnight: datetime
) -> dict[str, int]:
    others = [one for one in week if one.starts_at.astimezone(midnight.tzinfo).date() != midnight.date()]
    return {str(one.pk): sum(minutes_by_day(others, one, midnight).values()) for one in staff}


def minutes_by_day(week: Iterable[Appointment], staff: Staff, midnight: datetime) -> dict[date, int]:
    """Minutes of appointments and of the drives to them; no query."""
    own = [one for one in week if one.staff_id == staff.pk and _takes_time(one)]
    leaves, found = leave_times_of(own, staff), dict[date, int]()
    for one in own:
        day = one.starts_at.astimezone(midnight.tzinfo).date()
        drive = leaves[one.pk].travel.minutes if one.pk in leaves else 0
        found[day] = found.get(day, 0) + _minute(one.starts_at, one.ends_at) + drive
    return found


def _takes_time(one: Appointment) -> bool:
    return one.needs_worker and not one.is_all_day and (one.state == State.DONE or one.state not in ENDED)
