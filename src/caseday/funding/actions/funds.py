"""Funds and what they pay for; a supervisor or administrator keeps them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.funding.models import Fund, FundUnit
from caseday.funding.permissions import ONLY_LEADS, can_set_up
from caseday.funding.queries import get_fund, get_unit
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_KINDS = frozenset(FundUnit.Kind.values)


@dataclass(frozen=True)
class FundTerms:
    name: str
    funder: str
    from_on: date
    reference: str = ""
    program: str = ""
    to_on: date | None = None
    budget: Decimal | None = None
    warn_percent: int = 80
    note: str = ""
    client_budget: Decimal | None = None
    client_budget_per: str = ""
    approval_from: Decimal | None = None


@dataclass(frozen=True)
class UnitTerms:
    word: str
    code: str = ""
    activity_kinds: str = ""
    kind: str = FundUnit.Kind.UNITS
    unit_minutes: int = 15
    remainder_minutes: int = 8
    adds_up_per_day: bool = False
    amount: Decimal | None = None
    limit_units: int | None = None
    client_limit_units: int | None = None
    client_limit_per: str = ""


def open_fund(*, actor: Viewer, now: datetime, terms: FundTerms, id: UUID | None = None) -> Fund:
    """Raises Invalid by field."""
    require(can_set_up(actor), ONLY_LEADS)
    stored = Fund.objects.filter(pk=id).first() if id else None
    if stored is not None:
        return stored
    _check_fund(terms)
    fund = Fund(id=id or new_id(), **asdict(terms))
    with change(
        "fund_opened", actor=actor, now=now, chain=agency_chain(), subject=fund, summary=fund.name
    ) as record:
        record.add(fund)
    return fund


def change_fund(*, actor: Viewer, now: datetime, fund_id: UUID, terms: FundTerms) -> Fund:
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    _check_fund(terms)
    with change(
        "fund_changed", actor=actor, now=now, chain=agency_chain(), subject=fund, summary=fund.name
    ) as record:
        record.update(fund, **asdict(terms))
    return fund


def end_fund(*, actor: Viewer, now: datetime, fund_id: UUID) -> Fund:
    """Nothing more is put on it; what is on it stays."""
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    with change(
        "fund_ended", actor=actor, now=now, chain=agency_chain(), subject=fund, summary=fund.name
    ) as record:
        record.update(fund, ended_at=fund.ended_at or now)
    return fund


def add_unit(
    *, actor: Viewer, now: datetime, fund_id: UUID, terms: UnitTerms, id: UUID | None = None
) -> FundUnit:
    """Raises Invalid by field. How something is counted does not change afterwards: end it and add another."""
    fund = get_fund(fund_id)
    require(can_set_up(actor), ONLY_LEADS)
    stored = FundUnit.objects.filter(pk=id, fund=fund).first() if id else None
    if stored is not None:
        return stored
    _check_unit(terms)
    unit = FundUnit(id=id or new_id(), fund=fund, **asdict(terms))
    with change(
        "fund_unit_added", actor=actor, now=now, chain=agency_chain(), subject=unit, summary=f"{fund}: {unit}"
    ) as record:
        record.add(unit)
    return unit


def end_unit(*, actor: Viewer, now: datetime, unit_id: UUID) -> FundUnit:
    unit = get_unit(unit_id)
    require(can_set_up(actor), ONLY_LEADS)
    with change(
        "fund_unit_ended",
        actor=actor,
        now=now,
        chain=agency_chain(),
        subject=unit,
        summary=f"{unit.fund}: {unit}",
    ) as record:
        record.update(unit, ended_at=unit.ended_at or now)
    return unit


def _check_fund(terms: FundTerms) -> None:
    problems = {}
    if not terms.name.strip():
        problems["name"] = "Give it a name by which you know it."
    if not terms.funder.strip():
        problems["funder"] = "Name who pays."
    if terms.to_on is not None and terms.to_on < terms.from_on:
        problems["to_on"] = "It ends before it begins. Check both days."
    for field in ("budget", "client_budget", "approval_from"):
        if (given := getattr(terms, field)) is not None and given < 0:
            problems[field] = "Give the amount in dollars, at least 0."
    if (terms.client_budget is None) != (not terms.client_budget_per):
        problems["client_budget"] = "A limit of one client needs both: how many dollars, and in which time."
    if not 1 <= terms.warn_percent <= 100:
        problems["warn_percent"] = "Give a share from 1 to 100 percent."
    if problems:
        raise Invalid(problems)


def _check_unit(terms: UnitTerms) -> None:
    problems = {}
    if not terms.word.strip():
        problems["word"] = "Say what is paid for: case management, a home visit."
    if terms.kind not in _KINDS:
        problems["kind"] = "Choose how it is counted."
    if terms.kind == FundUnit.Kind.UNITS and not 1 <= terms.unit_minutes <= 1440:
        problems["unit_minutes"] = "Give the minutes of one unit, from 1 to 1440."
    elif not 1 <= terms.remainder_minutes <= _size(terms):
        problems["remainder_minutes"] = f"From 1 minute to the whole unit ({_size(terms)} minutes)."
    if bool(terms.client_limit_units) != bool(terms.client_limit_per):
        problems["client_limit_units"] = (
            "A limit of one client needs both: how many units, and in which time."
        )
    if problems:
        raise Invalid(problems)


def _size(terms: UnitTerms) -> int:
    sizes = {FundUnit.Kind.UNITS: terms.unit_minutes, FundUnit.Kind.TENTH_HOURS: 6}
    return sizes.get(FundUnit.Kind(terms.kind), 1440) if terms.kind in _KINDS else 1440
