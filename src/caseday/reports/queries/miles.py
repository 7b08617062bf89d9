"""Miles of some workers and days, as the viewer may read them. At most ten queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.models import Role, Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.dayplan.queries import known_between
from caseday.dayplan.travel import Travels
from caseday.kernel.errors import NotFound
from caseday.programs.queries import pack_for, shipped_packs_on
from caseday.programs.rules import USUAL_MILEAGE_RULE, MileageRate, MileageRule, Pack
from caseday.reports.permissions import can_read_miles
from caseday.reports.queries.facts import Facts, Planned, facts_of, home_of, points_of
from caseday.reports.rules import (
    Drive,
    Place,
    Share,
    Source,
    Sum,
    Terms,
    Trip,
    drives_of_day,
    sum_of,
    sums_by_case,
    to_tenth,
    trip_of,
)

# More places than that and only the estimate is asked: pairs grow with the square.
_MOST_PLACES = 300


@dataclass(frozen=True)
class CaseWords:
    """How a case stands in a row; outside the viewer's sight it has neither number nor link."""

    name: str
    number: str = ""
    id: UUID | None = None


OUT_OF_SIGHT = CaseWords("A case not in your sight")
WITHOUT_CASE = CaseWords("No case")
_SOMEWHERE = "where it is not in your sight"


@dataclass(frozen=True)
class Row:
    """A trip as the viewer may read it."""

    trip: Trip
    staff: Staff
    words: str
    start: str
    end: str
    cases: tuple[CaseWords, ...]

    @property
    def shares(self) -> list[tuple[CaseWords, Share]]:
        return list(zip(self.cases, self.trip.shares, strict=True))

    @property
    def is_out_of_sight(self) -> bool:
        return OUT_OF_SIGHT in self.cases


@dataclass(frozen=True)
class DayOfTrips:
    on: date
    rows: tuple[Row, ...]
    sum: Sum


@dataclass(frozen=True)
class Miles:
    rows: tuple[Row, ...]
    by_case: tuple[tuple[CaseWords, Sum], ...]
    by_staff: tuple[tuple[Staff, Sum], ...]
    sum: Sum

    @cached_property
    def days(self) -> list[DayOfTrips]:
        days = groupby(self.rows, key=lambda row: row.trip.drive.on)
        found = [(on, tuple(rows)) for on, rows in days]
        return [DayOfTrips(on, rows, sum_of(row.trip for row in rows)) for on, rows in found]

    @property
    def rates(self) -> list[MileageRate]:
        """Every rate that a trip was reckoned with, in the order of their days."""
        shares = (share for row in self.rows for share in row.trip.shares)
        return list(dict.fromkeys(share.rate for share in shares if share.rate))

    @property
    def rules(self) -> list[MileageRule]:
        """By which trips were shared; those that say the same of it once."""
        rules = (row.trip.rule for row in self.rows)
        return list({(rule.split, rule.verified): rule for rule in rules}.values())

    @property
    def lacks_rate(self) -> bool:
        return any(row.trip.miles and any(one.rate is None for one in row.trip.shares) for row in self.rows)

    @property
    def without_miles(self) -> int:
        return sum(row.trip.miles is None for row in self.rows)


def people_to_read(viewer: Viewer) -> list[Staff]:
    """Whose miles one may read: oneself first, then the team; for an auditor everybody who works on cases."""
    known = Staff.objects.filter(role__in=(Role.CASE_MANAGER, Role.SUPERVISOR)).order_by("name")
    if not viewer.sees_every_case:
        ids = viewer.caseload_staff_ids if viewer.is_supervisor else frozenset()
        known = known.filter(pk__in=ids | {viewer.staff_id})
    return sorted(known, key=lambda one: one.pk != viewer.staff_id)


def get_driver(viewer: Viewer, staff_id: UUID) -> Staff:
    """NotFound for somebody whose miles the viewer may not read."""
    found = Staff.objects.filter(pk=staff_id).first() if can_read_miles(viewer, staff_id) else None
    if found is None:
        raise NotFound
    return found


def miles_between(viewer: Viewer, staff: Iterable[Staff], first: date, last: date, *, now: datetime) -> Miles:
    """`first` to `last` inclusive, by each worker's own clock; in the order of days, workers, hours."""
    people = {one.pk: one for one in staff if can_read_miles(viewer, one.pk)}
    facts = facts_of(people, first, last)
    trips = list(_trips(facts, people, now))
    view = _View(viewer, facts)
    rows = tuple(view.row(trip, driver) for driver, trip in trips)
    by_case = sums_by_case((trip for _, trip in trips), view.called)
    by_staff = tuple((one, sum_of(t for driver, t in trips if driver is one)) for one in people.values())
    return Miles(rows, tuple(by_case.items()), by_staff, sum_of(trip for _, trip in trips))


def trips_to_keep(actor: Viewer, first: date, last: date, *, now: datetime) -> Iterator[tuple[Staff, Trip]]:
    """Of which nothing is kept yet, of everybody who works on cases; for the system alone."""
    people = {one.pk: one for one in people_to_read(actor)} if actor.is_system else {}
    facts = facts_of(people, first, last)
    for driver, trip in _trips(facts, people, now):
        if trip.drive.id not in facts.kept:
            yield driver, trip


def get_trip(viewer: Viewer, staff_id: UUID, on: date, drive_id: UUID, *, now: datetime) -> Row:
    """One trip of a worker's day; NotFound outside the viewer's sight, or where nothing was driven."""
    day = miles_between(viewer, [get_driver(viewer, staff_id)], on, on, now=now)
    found = next((row for row in day.rows if row.trip.drive.id == drive_id), None)
    if found is None:
        raise NotFound
    return found


def _trips(facts: Facts, people: dict[UUID, Staff], now: datetime) -> Iterator[tuple[Staff, Trip]]:
    points = list(dict.fromkeys(points_of(facts, people.values())))
    travels = Travels(known_between(points, now=now) if len(points) <= _MOST_PLACES else None)
    for day in facts.days:
        driver = people[day[0]]
        today = now.astimezone(ZoneInfo(driver.time_zone)).date()
        is_over = day[1] < today or day not in facts.open_days
        drives = drives_of_day(
            *day, facts.visits.get(day, ()), facts.entries.get(day, ()), home=home_of(driver), is_over=is_over
        )
        yield from ((driver, _trip(drive, driver, facts, travels)) for drive in drives)


def _trip(drive: Drive, driver: Staff, facts: Facts, travels: Travels) -> Trip:
    planned = _planned(drive, driver, facts, travels)
    corrections = facts.corrections.get(drive.id, ())
    chosen = corrections[-1].case_ids if corrections else ()
    served = [facts.cases[one] for one in chosen or drive.case_ids if one in facts.cases]
    pack = _pack_of(served[0] if served else None, drive.on)
    terms = {one.pk: _terms_of(one, drive.on) for one in served}
    rate = next((one.rate for one in terms.values()), pack.mileage_rate(drive.on) if pack else None)
    rule = _rule_of(list(terms.values()), pack.mileage_rule(drive.on) if pack else USUAL_MILEAGE_RULE)
    return trip_of(
        drive,
        planned_miles=planned.miles if planned else None,
        planned_minutes=planned.minutes if planned else None,
        corrections=corrections,
        usual=Terms(rate, rule),
        terms={pk: Terms(one.rate, one.rule) for pk, one in terms.items()},
        activity_kinds=[kind.slug for kind in pack.activity_kinds] if pack else (),
    )


def _planned(drive: Drive, driver: Staff, facts: Facts, travels: Travels) -> Planned | None:
    if drive.id in facts.kept:
        return facts.kept[drive.id]
    if drive.start.point is None or drive.end.point is None:
        return None
    leaves_at = drive.set_off_at.astimezone(ZoneInfo(driver.time_zone))
    leg = travels.leg(drive.start.point, drive.end.point, leaves_at)
    return Planned(to_tenth(leg.miles), leg.minutes)


def _pack_of(case: Case | None, on: date) -> Pack | None:
    """Of the first case that is served; a drive for no case goes by the first program that names a rate that day."""
    if case is not None:
        return pack_for(case.program, on=on, version_id=case.pack_version_id, overlay_id=case.pack_overlay_id)
    return next((one for one in shipped_packs_on(on) if one.mileage_rate(on)), None)


class _Terms(NamedTuple):
    """At what a mile for a case is paid, which drives count for it, and by which rule they are split."""

    rate: MileageRate | None
    rule: MileageRule
    is_payers: bool
    """The rule is its payer's own."""


def _terms_of(case: Case, on: date) -> _Terms:
    """What the payer says goes before the pack; on a day for which they say nothing, the pack holds."""
    pack = pack_for(case.program, on=on, version_id=case.pack_version_id)
    if case.pack_overlay_id is None:
        return _Terms(pack.mileage_rate(on), pack.mileage_rule(on), False)
    payers = pack_for(case.program, on=on, version_id=case.pack_version_id, overlay_id=case.pack_overlay_id)
    rule = payers.mileage_rule(on)
    is_payers = rule not in (pack.mileage_rule(on), USUAL_MILEAGE_RULE)
    rate = payers.mileage_rate(on) or pack.mileage_rate(on)
    return _Terms(rate, rule if is_payers else pack.mileage_rule(on), is_payers)


def _rule_of(terms: Sequence[_Terms], usual: MileageRule) -> MileageRule:
    """Of a drive for several: the rule of the first whose payer has one, else that of the first case's pack."""
    payers = [one.rule for one in terms if one.is_payers]
    return (payers or [one.rule for one in terms] or [usual])[0]


class _View:
    """What of the trips the viewer may read: one's own miles count, whoever has the case now."""

    def __init__(self, viewer: Viewer, facts: Facts) -> None:
        seen = cases_seen_by(viewer).filter(pk__in=facts.cases) if facts.cases else Case.objects.none()
        self._cases, self._seen = facts.cases, set(seen.values_list("pk", flat=True))
        visits = [visit for day in facts.visits.values() for visit in day]
        shown = {visit.place for visit in visits if self._sees(visit.case_id)}
        self._hidden = {visit.place for visit in visits} - shown

    def _sees(self, case_id: UUID | None) -> bool:
        return case_id is None or case_id in self._seen

    def called(self, case_id: UUID | None) -> CaseWords:
        if case_id is None:
            return WITHOUT_CASE
        if case_id not in self._seen:
            return OUT_OF_SIGHT
        case = self._cases[case_id]
        return CaseWords(case.person.called, case.number, case.pk)

    def row(self, trip: Trip, driver: Staff) -> Row:
        cases = tuple(self.called(share.case_id) for share in trip.shares)
        is_hidden = OUT_OF_SIGHT in cases and trip.drive.source is not Source.HOME
        start, end = self._place(trip.drive.start), self._place(trip.drive.end)
        return Row(trip, driver, "Visit" if is_hidden else trip.words, start, end, cases)

    def _place(self, place: Place) -> str:
        return _SOMEWHERE if place in self._hidden else place.words
