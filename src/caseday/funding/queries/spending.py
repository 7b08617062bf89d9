"""Money that was spent on clients, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from caseday.access.queries import active_staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by
from caseday.funding.models import Fund, FundCase, HmisProject, Spending
from caseday.funding.permissions import NOBODY_APPROVES, WHO_APPROVES, can_approve
from caseday.funding.rules.hmis import fy2026
from caseday.funding.rules.limits import Limit, stretch_of
from caseday.funding.rules.spending import Stay
from caseday.kernel.errors import NotFound


def get_spending(viewer: Viewer, spending_id: UUID) -> Spending:
    """NotFound outside the viewer's sight."""
    seen = Spending.objects.filter(case__in=cases_seen_by(viewer))
    found = seen.select_related("fund", "case__person", "office", "staff").filter(pk=spending_id).first()
    if found is None:
        raise NotFound
    return found


def get_spending_to_approve(viewer: Viewer, spending_id: UUID) -> Spending:
    """An administrator, who sees no case, is given what asks for approval; NotFound for the rest."""
    if not viewer.is_administrator:
        return get_spending(viewer, spending_id)
    asks = Spending.objects.filter(needs_approval=True).select_related("fund")
    found = asks.filter(pk=spending_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Waiting:
    """What it takes to decide, and no name of the client (45 CFR 164.502(b), the minimum necessary)."""

    id: UUID
    on: date
    amount: Decimal
    what: str
    paid_to: str
    case_number: str
    recorded_by: str
    may_approve: bool


def waiting_on(viewer: Viewer, fund: Fund) -> list[Waiting]:
    """Everything of a fund that waits, oldest first, for an administrator; others see it with its case."""
    if not viewer.is_administrator:
        return []
    rows = Spending.objects.filter(fund=fund, needs_approval=True, approved_at=None, voided_at=None)
    return [
        Waiting(
            one.pk, one.on, one.amount, one.what, one.paid_to, one.case.number,
            one.staff.name if one.staff else "", can_approve(viewer, one.staff_id),
        )
        for one in rows.select_related("case", "office", "staff").order_by("on", "pk")
    ]  # fmt: skip


def who_approves(viewer: Viewer, spendings: Iterable[Spending]) -> str:
    """What to do about those that wait for somebody else; "" where none does. One query where one does."""
    waiting = [one for one in spendings if one.waits and not can_approve(viewer, one.staff_id)]
    if not waiting:
        return ""
    approvers = {one.pk for one in active_staff() if one.role in ("supervisor", "administrator")}
    is_stuck = any(not approvers - {one.staff_id} for one in waiting)
    return NOBODY_APPROVES if is_stuck else WHO_APPROVES


def spendings_of(viewer: Viewer, fund: Fund, first: date, last: date) -> list[Spending]:
    """Of cases in sight, latest first."""
    rows = Spending.objects.filter(
        fund=fund, on__gte=first, on__lte=last, voided_at=None, case__in=cases_seen_by(viewer)
    )
    return list(
        rows.select_related("case__person", "office", "document", "staff", "approved_by").order_by(
            "-on", "-pk"
        )
    )


def spendings_of_case(viewer: Viewer, case: Case) -> list[Spending]:
    """Of a case that `get_case` has authorized, latest first; with those that were taken back."""
    rows = Spending.objects.filter(case=case)
    return list(
        rows.select_related("fund", "office", "document", "staff", "approved_by").order_by("-on", "-pk")
    )


def stays_on(row: FundCase) -> list[Stay]:
    """Every time that the case was on the fund."""
    return list(FundCase.objects.filter(fund=row.fund_id, case=row.case_id).values_list("from_on", "to_on"))


def spent_on_client(fund: Fund, person_id: UUID, on: date) -> Limit:
    """Of the limit of one client, over the stretch that a day is in; the same client may have several cases."""
    first, last = stretch_of(fund.client_budget_per, on, (fund.from_on, fund.to_on))
    mine = Spending.objects.filter(fund=fund, case__person=person_id, voided_at=None, on__gte=first)
    if last is not None:
        mine = mine.filter(on__lte=last)
    per = fund.get_client_budget_per_display()
    most = fund.client_budget if fund.client_budget_per else None
    what = f"One client in {per}" if per.startswith("the") else f"One client {per}"
    return Limit(what, most, mine.aggregate(all=Sum("amount"))["all"] or Decimal(0), is_money=True)


def left_for_client(rows: Iterable[FundCase], on: date) -> dict[UUID, Limit]:
    """By enrollment, where the fund has a limit of one client. A query for each such fund."""
    return {
        row.pk: spent_on_client(row.fund, row.case.person_id, on)
        for row in rows
        if row.fund.client_budget_per
    }


@dataclass(frozen=True)
class AskedOfMoney:
    """What HUD's files tell of money beside its amount: of which `types`, and from when to when it helps."""

    types: list[tuple[int, str]]
    has_period: bool = False


def asked_of_money(fund: Fund) -> AskedOfMoney:
    """Nothing, where the files of the fund's project have no place for money."""
    project = HmisProject.objects.filter(fund=fund).first()
    spec = fy2026()
    found = spec.assistance_of(project.funder_code, project.project_type) if project else None
    return (
        AskedOfMoney(list(spec.lists[found.codes].items()), found.has_period) if found else AskedOfMoney([])
    )
