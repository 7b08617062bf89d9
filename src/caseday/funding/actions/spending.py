"""Money of a fund is spent on a client. What passes a limit is refused in words; nothing is deleted."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.permissions import can_work_on
from caseday.directory.queries import offices_by_id
from caseday.documents.queries import documents_of_case
from caseday.funding.actions.charges import locked
from caseday.funding.models import FundCase, Spending
from caseday.funding.permissions import (
    ONLY_APPROVERS,
    ONLY_WORKERS,
    can_approve,
    can_charge,
)
from caseday.funding.queries import get_fund_case, use_of
from caseday.funding.queries.spending import (
    asked_of_money,
    get_spending,
    get_spending_to_approve,
    spent_on_client,
    stays_on,
)
from caseday.funding.rules.limits import refusal_of
from caseday.funding.rules.spending import SpendingTerms, needs_approval, problems_of_spending
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.kernel.words import dollars


@dataclass(frozen=True)
class Spent:
    """`warnings` tell which limits are near."""

    spending: Spending
    warnings: list[str] = field(default_factory=list)


def record_spending(
    *, actor: Viewer, now: datetime, fund_case_id: UUID, terms: SpendingTerms, id: UUID | None = None
) -> Spent:
    """For a case that is, or was, on the fund. Raises Invalid by field, or with every limit that it would pass."""
    row = get_fund_case(actor, fund_case_id)
    require(can_charge(actor) and can_work_on(actor, row.case), ONLY_WORKERS)
    stored = Spending.objects.filter(pk=id, case=row.case_id).first() if id else None
    if stored is not None:
        return Spent(stored)
    _check(actor, now, row, terms)
    with transaction.atomic():
        fund = locked(row.fund_id)
        limits = (use_of(fund).budget, spent_on_client(fund, row.case.person_id, terms.on))
        if refusal := refusal_of([(one, terms.amount) for one in limits], "this spending"):
            raise Invalid({"amount": f"{fund.name} is used up. {refusal}"})
        after = [replace(one, used=one.used + terms.amount) for one in limits]
        near = [said for one in after if (said := one.warning(fund.warn_percent))]
        return Spent(_record(actor, now, row, terms, id), near)


def _record(actor: Viewer, now: datetime, row: FundCase, terms: SpendingTerms, id: UUID | None) -> Spending:
    given = {**asdict(terms), "what": terms.what.strip(), "payee": terms.payee.strip()}
    spending = Spending(
        id=id or new_id(), fund=row.fund, case=row.case, staff_id=actor.staff_id, recorded_at=now,
        needs_approval=needs_approval(terms.amount, row.fund.approval_from), **given,
    )  # fmt: skip
    summary = f"{row.fund}: {dollars(terms.amount)}"
    with change(
        "spending_recorded", actor=actor, now=now, chain=case_chain(row.case_id), subject=spending, summary=summary
    ) as record:  # fmt: skip
        record.add(spending)
    return spending


def _check(actor: Viewer, now: datetime, row: FundCase, terms: SpendingTerms) -> None:
    fund = row.fund
    if fund.ended_at is not None:
        raise Invalid(f"{fund.name} has ended. Choose another fund.")
    asked = asked_of_money(fund)
    types = [code for code, _ in asked.types]
    today = now.astimezone(actor.time_zone).date()
    period = (fund.from_on, fund.to_on)
    problems = problems_of_spending(terms, period, stays_on(row), types, today, has_period=asked.has_period)
    if terms.office_id and not offices_by_id(actor, [terms.office_id]):
        problems["office_id"] = "Choose an office of the directory, or type a name."
    papers = documents_of_case(actor, row.case_id) if terms.document_id else []
    if terms.document_id and terms.document_id not in {one.pk for one in papers}:
        problems["document_id"] = "Choose a paper of this case."
    if problems:
        raise Invalid(problems)


def approve_spending(*, actor: Viewer, now: datetime, spending_id: UUID) -> Spending:
    """By a supervisor or administrator who did not record it. Raises Invalid where nothing waits."""
    spending = get_spending_to_approve(actor, spending_id)
    require(can_approve(actor, spending.staff_id), ONLY_APPROVERS)
    if spending.approved_at is not None:
        return spending
    if not spending.waits:
        raise Invalid("It does not wait for approval.")
    with change(
        "spending_approved", actor=actor, now=now, chain=case_chain(spending.case_id), subject=spending,
        summary=f"{spending.fund}: {dollars(spending.amount)}",
    ) as record:  # fmt: skip
        record.update(spending, approved_by_id=actor.staff_id, approved_at=now)
    return spending


def void_spending(*, actor: Viewer, now: datetime, spending_id: UUID, reason: str) -> Spending:
    """It no longer counts; that it was there stays. Raises Invalid without a reason."""
    spending = get_spending(actor, spending_id)
    require(can_charge(actor) and can_work_on(actor, spending.case), ONLY_WORKERS)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is taken back."})
    if spending.voided_at is not None:
        return spending
    with change(
        "spending_voided", actor=actor, now=now, chain=case_chain(spending.case_id), subject=spending,
        summary=f"{spending.fund}: {reason.strip()}",
    ) as record:  # fmt: skip
        record.update(spending, voided_at=now, void_reason=reason.strip()[:200])
    return spending
