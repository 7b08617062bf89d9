"""What happened on the road, gathered for some workers and days: seven queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from caseday.access.models import Staff
from caseday.cases.models import Case
from caseday.journal.models import Activity, ActivityKind
from caseday.reports.models import KeptTrip, TripCase, TripCorrection
from caseday.reports.rules import Correction, Entry, Place, Visit
from caseday.schedule.models import Appointment, State, VisitStep
from caseday.schedule.queries import is_gone_to, is_travelled_to, place_of, stop_of
from caseday.schedule.rules import CALLED_OFF, OPEN, UNDERWAY

Day = tuple[UUID, date]
"""A worker and a day of their own clock."""
_REACH = timedelta(days=1)
_OFFICE_WORDS = 90


@dataclass(frozen=True, slots=True)
class Planned:
    miles: Decimal
    minutes: int


@dataclass
class Facts:
    """All by worker and day."""

    visits: dict[Day, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[Day, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    open_days: set[Day] = field(default_factory=set)
    corrections: dict[UUID, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[UUID, Case] = field(default_factory=dict)
    kept: dict[UUID, Planned] = field(default_factory=dict)
    """By trip, what was planned for it when it was new."""

    @property
    def days(self) -> list[Day]:
        return sorted({*self.visits, *self.entries}, key=lambda one: (one[1], str(one[0])))


def facts_of(people: dict[UUID, Staff], first: date, last: date) -> Facts:
    """Of these workers, whatever the case: who may see what of it is for the caller."""
    facts = Facts()
    start = datetime.combine(first, time(), UTC) - _REACH
    end = datetime.combine(last, time(), UTC) + 2 * _REACH
    _take_visits(facts, people, start, end, (first, last))
    _take_entries(facts, people, start, end, (first, last))
    _take_corrections(facts, people, first, last)
    kept = KeptTrip.objects.filter(staff__in=people, on__gte=first, on__lte=last)
    for source_id, miles, minutes in kept.values_list("source_id", "miles", "minutes"):
        facts.kept[source_id] = Planned(miles, minutes)
    return facts


def home_of(staff: Staff) -> Place | None:
    if staff.home_latitude is None or staff.home_longitude is None:
        return None
    return Place("Home base", (staff.home_latitude, staff.home_longitude))


def _local_day(staff: Staff, at: datetime) -> date:
    return at.astimezone(ZoneInfo(staff.time_zone)).date()


def _take_visits(
    facts: Facts, people: dict[UUID, Staff], start: datetime, end: datetime, days: tuple[date, date]
) -> None:
    drivers = _drivers(people, start, end)
    wanted = Q(staff__in=people) | Q(pk__in=drivers)
    found = Appointment.objects.filter(wanted, starts_at__gte=start, starts_at__lt=end)
    for one in found.select_related("case__person", "office").order_by("starts_at", "id"):
        driver = people.get(drivers.get(one.pk, one.staff_id))
        if driver is None or not is_travelled_to(one):
            continue
        visit = _visit_of(one)
        day = driver.pk, _local_day(driver, visit.begun_at)
        if not days[0] <= day[1] <= days[1]:
            continue
        if _was_gone_to(one):
            facts.visits[day].append(visit)
            _remember(facts, one.case)
        if one.state in OPEN | UNDERWAY:
            facts.open_days.add(day)


def _drivers(people: Collection[UUID], start: datetime, end: datetime) -> dict[UUID, UUID]:
    """Who tapped the way last, by appointment: a stand-in drives on behalf of whose calendar it is.

    Two queries, each by an index: an OR of them would read every tap there is.
    """
    kinds = (VisitStep.Kind.SET_OFF, VisitStep.Kind.ARRIVED)
    taps = VisitStep.objects.filter(kind__in=kinds, staff__isnull=False).order_by()
    in_their_calendar = taps.filter(
        appointment__staff__in=people, appointment__starts_at__gte=start, appointment__starts_at__lt=end
    )
    for_others = taps.filter(staff__in=people, at__gte=start, at__lt=end).exclude(
        appointment__staff__in=people
    )
    rows = [
        row
        for found in (in_their_calendar, for_others)
        for row in found.values_list("at", "appointment", "staff")
    ]
    return {appointment_id: staff_id for _, appointment_id, staff_id in sorted(rows)}


def _was_gone_to(one: Appointment) -> bool:
    """Set off, arrived, or done without a tap on the way."""
    return is_gone_to(one) and bool(
        one.set_off_at or one.arrived_at or one.with_provider_at or one.state == State.DONE
    )


def _visit_of(one: Appointment) -> Visit:
    return Visit(
        id=one.pk,
        case_id=one.case_id,
        words=one.title,
        place=Place(_short_place(one), stop_of(one).point),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        set_off_at=one.set_off_at,
        arrived_at=one.arrived_at or one.with_provider_at,
        done_at=one.done_at,
        waited_minutes=one.waited_minutes or 0,
        is_called_off=one.state in CALLED_OFF,
    )


def _short_place(one: Appointment) -> str:
    """A mileage log names places as one finds them again: name and city."""
    if one.place or one.office is None:
        return place_of(one)[:_OFFICE_WORDS]
    return ", ".join(part for part in (one.office.name, one.office.city) if part)[:_OFFICE_WORDS]


def _take_entries(
    facts: Facts, people: dict[UUID, Staff], start: datetime, end: datetime, days: tuple[date, date]
) -> None:
    """Travel and waits of the journal, and whatever else was written with miles."""
    of_the_road = Q(kind__in=(ActivityKind.TRAVEL, ActivityKind.WAIT)) | Q(miles__gt=0)
    found = Activity.objects.filter(
        of_the_road, staff__in=people, started_at__gte=start, started_at__lt=end, voided_at=None
    )
    for one in found.select_related("case__person", "office").order_by("started_at", "id"):
        driver = people[one.staff_id]
        day = driver.pk, _local_day(driver, one.started_at)
        if days[0] <= day[1] <= days[1]:
            facts.entries[day].append(_entry_of(one))
            _remember(facts, one.case)


def _entry_of(one: Activity) -> Entry:
    return Entry(
        id=one.pk,
        case_id=one.case_id,
        kind=one.kind,
        started_at=one.started_at,
        minutes=one.minutes,
        miles=one.miles or None,
        place=one.place or (one.office.name if one.office else ""),
        words=one.summary or one.captured_line or one.get_kind_display(),
        appointment_id=one.appointment_id,
    )


def _take_corrections(facts: Facts, people: Collection[UUID], first: date, last: date) -> None:
    served_first = Prefetch("cases", TripCase.objects.select_related("case__person"))
    found = TripCorrection.objects.filter(staff__in=people, on__gte=first - _REACH, on__lte=last + _REACH)
    for one in found.select_related("corrected_by").prefetch_related(served_first):
        served = list(one.cases.all())
        for row in served:
            _remember(facts, row.case)
        facts.corrections[one.source_id].append(
            Correction(
                by=one.corrected_by.name if one.corrected_by else "Caseday",
                at=one.corrected_at,
                why=one.why,
                original_miles=one.original_miles,
                miles=one.miles,
                odometer_start=one.odometer_start,
                odometer_end=one.odometer_end,
                words=one.purpose,
                case_ids=tuple(row.case_id for row in served),
            )
        )


def _remember(facts: Facts, case: Case | None) -> None:
    if case is not None:
        facts.cases[case.pk] = case


def points_of(facts: Facts, staff: Iterable[Staff]) -> Iterator[tuple[float, float]]:
    """Every place on the map that a drive may begin or end at."""
    for visits in facts.visits.values():
        yield from (visit.place.point for visit in visits if visit.place.point)
    yield from (home.point for one in staff if (home := home_of(one)) and home.point)
