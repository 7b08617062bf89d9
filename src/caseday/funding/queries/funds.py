"""Funds, what is used of them, and what waits to be put on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from caseday.access.viewer import Viewer
from caseday.careplans.queries import MeasureCount, outcome_counts
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.funding.models import Charge, Fund, FundCase, FundUnit, Spending
from caseday.funding.permissions import counts_everything
from caseday.funding.queries.counting import (
    MILES,
    TIME,
    OpenEntry,
    Used,
    codes_offered,
    count_entry,
    local_day,
    parts_of,
)
from caseday.funding.rules.limits import Limit, stretch_of
from caseday.funding.rules.units import Units, plain
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity
from caseday.kernel.errors import Invalid, NotFound
from caseday.programs.rules.counting import Part

MOST_ENTRIES = 300
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class UnitUse:
    unit: FundUnit
    units: Units
    limit: Limit


@dataclass(frozen=True)
class FundUse:
    """What the whole agency has used of a fund so far; no names. `spent` on clients is part of the budget's use."""

    fund: Fund
    units: list[UnitUse]
    budget: Limit
    cases: int
    spent: Decimal = Decimal(0)
    unapproved: int = 0
    warnings: list[str] = field(default_factory=list)


def list_funds(*, with_ended: bool = False) -> list[Fund]:
    found = Fund.objects.all()
    return list(found if with_ended else found.filter(ended_at=None))


def get_fund(fund_id: UUID) -> Fund:
    """Funds are the agency's: everybody who signs in reads them. NotFound where there is none."""
    found = Fund.objects.filter(pk=fund_id).first()
    if found is None:
        raise NotFound
    return found


def get_unit(unit_id: UUID) -> FundUnit:
    found = FundUnit.objects.select_related("fund").filter(pk=unit_id).first()
    if found is None:
        raise NotFound
    return found


def get_fund_case(viewer: Viewer, fund_case_id: UUID) -> FundCase:
    """NotFound outside the viewer's sight."""
    seen = FundCase.objects.filter(case__in=cases_seen_by(viewer)).select_related("fund", "case__person")
    found = seen.filter(pk=fund_case_id).first()
    if found is None:
        raise NotFound
    return found


def get_charge(viewer: Viewer, charge_id: UUID) -> Charge:
    """NotFound outside the viewer's sight."""
    seen = Charge.objects.filter(case__in=cases_seen_by(viewer))
    found = seen.select_related("fund", "unit", "case__person", "activity").filter(pk=charge_id).first()
    if found is None:
        raise NotFound
    return found


def units_of(fund: Fund) -> list[FundUnit]:
    return list(fund.units.filter(ended_at=None).order_by("id"))


def use_of(fund: Fund) -> FundUse:
    """Four queries. A fund's sums tell no names, so they are the same for everybody."""
    used = {
        row["unit"]: row
        for row in Charge.objects.filter(fund=fund, voided_at=None)
        .values("unit")
        .annotate(units=Sum("units"), amount=Sum("amount"))
    }
    uses = []
    for unit in fund.units.order_by("id"):
        so_far = plain(used[unit.pk]["units"]) if unit.pk in used else 0
        uses.append(UnitUse(unit, so_far, Limit(unit.word, unit.limit_units, so_far)))
    charged = sum((row["amount"] or Decimal(0) for row in used.values()), Decimal(0))
    spent, unapproved = _spent(fund)
    budget = Limit("Budget", fund.budget, charged + spent, is_money=True)
    limits = [*(one.limit for one in uses), budget]
    warnings = [found for one in limits if (found := one.warning(fund.warn_percent))]
    cases = FundCase.objects.filter(fund=fund, to_on=None).count()
    return FundUse(fund, uses, budget, cases, spent, unapproved, warnings)


def _spent(fund: Fund) -> tuple[Decimal, int]:
    """Dollars in all, and how many of the payments wait for approval."""
    rows = Spending.objects.filter(fund=fund, voided_at=None)
    waits = Q(needs_approval=True, approved_at=None)
    found = rows.aggregate(spent=Sum("amount"), unapproved=Count("id", filter=waits))
    return found["spent"] or Decimal(0), found["unapproved"]


def used_by_client(unit: FundUnit, person_id: UUID, on: date) -> Limit:
    """Of one client's own limit, over the stretch that a day is in; the same client may have several cases."""
    first, last = stretch_of(unit.client_limit_per, on, (unit.fund.from_on, unit.fund.to_on))
    mine = Charge.objects.filter(unit=unit, case__person=person_id, voided_at=None, on__gte=first)
    if last is not None:
        mine = mine.filter(on__lte=last)
    units = plain(mine.aggregate(all=Sum("units"))["all"] or 0)
    per = unit.get_client_limit_per_display()
    most = unit.client_limit_units if unit.client_limit_per else None
    return Limit(
        f"{unit.word}, one client in {per}" if per.startswith("the") else f"{unit.word}, one client {per}",
        most,
        units,
    )


def cases_on(viewer: Viewer, fund: Fund) -> list[FundCase]:
    """Those in sight, present ones first."""
    seen = FundCase.objects.filter(fund=fund, case__in=cases_seen_by(viewer))
    return list(seen.select_related("case__person", "case__assigned_to").order_by("to_on", "case__number"))


def funds_of_case(viewer: Viewer, case: Case) -> list[FundCase]:
    return list(
        FundCase.objects.filter(case=case).select_related("fund", "case").order_by("to_on", "fund__name")
    )


def charges_of(viewer: Viewer, fund: Fund, first: date, last: date) -> list[Charge]:
    """Of cases in sight, latest first."""
    rows = Charge.objects.filter(
        fund=fund, on__gte=first, on__lte=last, voided_at=None, case__in=cases_seen_by(viewer)
    )
    return list(
        rows.select_related("unit", "case__person", "activity__staff", "activity__office").order_by(
            "-on", "-activity__started_at"
        )
    )


def open_entries(viewer: Viewer, fund: Fund, first: date, last: date) -> list[OpenEntry]:
    """Of cases in sight, while they are on the fund; oldest first, at most so many. At most six queries."""
    on_it: dict[UUID | None, list[FundCase]] = {}
    for one in FundCase.objects.filter(fund=fund, case__in=cases_seen_by(viewer)):
        on_it.setdefault(one.case_id, []).append(one)
    rows = [
        (activity, on)
        for activity in _not_whole_on(fund, _between(first, last).filter(case__in=on_it))[: MOST_ENTRIES * 2]
        if first <= (on := local_day(activity)) <= last
        and any(_is_on(one, on) for one in on_it[activity.case_id])
    ]
    return _counted(fund, rows)[:MOST_ENTRIES]


def _not_whole_on(fund: Fund, rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Those whose time, or whose miles, are not charged."""
    charged = Charge.objects.filter(fund=fund, voided_at=None)
    time, miles = (charged.filter(part=part).values("activity") for part in (TIME, MILES))
    return rows.exclude(Q(pk__in=time) & (Q(miles=None) | Q(miles=0) | Q(pk__in=miles)))


def _counted(fund: Fund, rows: Sequence[tuple[Activity, date]]) -> list[OpenEntry]:
    units = units_of(fund)
    used = Used(fund, {one.case.person_id for one, _ in rows if one.case is not None})
    with_miles = [one.pk for one, _ in rows if one.miles]
    charged = Charge.objects.filter(fund=fund, voided_at=None, activity__in=with_miles)
    done = set(charged.values_list("activity", "part")) if with_miles else set()
    return [
        count_entry(activity, on, fund, units, used, part=part)
        for activity, on in rows
        for part in parts_of(activity, units)
        if (activity.pk, part) not in done
    ]


def to_charge(
    viewer: Viewer, fund: Fund, activity_id: UUID, part: Part = "time", chosen: str = ""
) -> OpenEntry:
    """One entry, whether or not its case is on the fund; beside what is charged now. NotFound outside sight.

    Nor is a `chosen` code that the program does not offer. Raises Invalid where the entry is of no case.
    """
    activity = get_activity(viewer, activity_id)
    if activity.case is None:
        raise Invalid("The entry has no case. Put it to a case first.")
    on = local_day(activity)
    if chosen and chosen not in {one.slug for one in codes_offered(activity, on, part)}:
        raise NotFound
    used = Used(fund, {activity.case.person_id})
    return count_entry(activity, on, fund, units_of(fund), used, part=part, chosen=chosen)


def present_charge(fund: Fund, activity: Activity, part: Part) -> Charge | None:
    return Charge.objects.filter(fund=fund, activity=activity, part=part, voided_at=None).first()


def _between(first: date, last: date) -> QuerySet[Activity]:
    begins = datetime.combine(first, time(), ZoneInfo("UTC")) - _DAY
    ends = datetime.combine(last, time(), ZoneInfo("UTC")) + 2 * _DAY
    rows = Activity.objects.filter(voided_at=None, started_at__gte=begins, started_at__lt=ends)
    return rows.select_related("case__person", "staff", "office").order_by("started_at", "id")


def _is_on(one: FundCase, on: date) -> bool:
    return one.from_on <= on and (one.to_on is None or on <= one.to_on)


@dataclass(frozen=True)
class Counts:
    """Of a fund and a period: people, not cases; `outcomes` of cases that were closed in it; `measures` of how many
    cases stand better, the same or worse than at their start; `payments` and `paid` of what was spent on clients."""

    clients: int
    new_clients: int
    cases: int
    services: int
    units: list[tuple[FundUnit, int, Units, Decimal]]
    outcomes: list[tuple[str, int]]
    measures: list[MeasureCount]
    payments: int = 0
    paid: Decimal = Decimal(0)

    @property
    def amount(self) -> Decimal:
        return sum((one[3] for one in self.units), Decimal(0))


def counts_of(viewer: Viewer, fund: Fund, first: date, last: date) -> Counts:
    """Unduplicated: a client with two cases, or served twice, or served and paid for, is one. Twelve queries."""
    counted = Q(fund=fund, voided_at=None)
    if not counts_everything(viewer):
        counted &= Q(case__in=cases_seen_by(viewer))
    rows, spendings = Charge.objects.filter(counted), Spending.objects.filter(counted)
    within = rows.filter(on__gte=first, on__lte=last)
    spent = spendings.filter(on__gte=first, on__lte=last)
    people = {*_people(within), *_people(spent)}
    earlier = Q(on__lt=first, case__person__in=people)
    before = {*_people(rows.filter(earlier)), *_people(spendings.filter(earlier))}
    by_unit = within.values("unit").annotate(
        services=Count("id", filter=Q(part=TIME)), units=Sum("units"), amount=Sum("amount")
    )
    known = {one.pk: one for one in fund.units.all()}
    units = [
        (known[row["unit"]], row["services"], plain(row["units"]), row["amount"] or Decimal(0))
        for row in by_unit
    ]
    case_ids = {*within.values_list("case", flat=True), *spent.values_list("case", flat=True)}
    paid = spent.aggregate(count=Count("id"), dollars=Sum("amount"))
    return Counts(
        clients=len(people),
        new_clients=len(people - before),
        payments=paid["count"],
        paid=paid["dollars"] or Decimal(0),
        cases=len(case_ids),
        services=sum(one[1] for one in units),
        units=sorted(units, key=lambda one: one[0].word),
        outcomes=_outcomes(case_ids, first, last),
        measures=outcome_counts(case_ids, first, last, viewer.time_zone),
    )


def _people(rows: QuerySet[Charge] | QuerySet[Spending]) -> Iterator[UUID]:
    return rows.order_by().values_list("case__person", flat=True).distinct().iterator()


def _outcomes(case_ids: set[UUID], first: date, last: date) -> list[tuple[str, int]]:
    closed = Q(closed_at__date__gte=first, closed_at__date__lte=last)
    rows = Case.objects.filter(closed, pk__in=case_ids).values("outcome").annotate(n=Count("id"))
    return sorted((row["outcome"] or "", row["n"]) for row in rows)


def charges_of_case(viewer: Viewer, case: Case) -> list[Charge]:
    """Of a case that `get_case` has authorized, latest first."""
    rows = Charge.objects.filter(case=case, voided_at=None).select_related("fund", "unit", "activity__staff")
    return list(rows.order_by("-on", "-pk"))
