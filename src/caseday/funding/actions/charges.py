"""Cases and entries on funds. What passes a limit is refused in words; what comes near is warned of."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case
from caseday.funding.models import Charge, Fund, FundCase, FundUnit
from caseday.funding.permissions import ONLY_WORKERS, can_charge
from caseday.funding.queries import (
    OpenEntry,
    get_charge,
    get_fund,
    get_fund_case,
    open_entries,
    present_charge,
    to_charge,
    use_of,
    used_by_client,
)
from caseday.funding.rules.limits import Limit, refusal_of
from caseday.funding.rules.units import Units, plain
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.programs.rules.counting import Part

_MOST_UNITS = 100_000


@dataclass(frozen=True)
class TypedCharge:
    """What somebody typed over the figures that were counted. `amount` None: the contract sets it."""

    units: Decimal
    amount: Decimal | None = None
    activity_code: str = ""
    """Slug of the program's code that was chosen; "": the one that is proposed."""


@dataclass(frozen=True)
class Charged:
    """`warnings` tell which limits are near; `refused` each entry that was not put on, with the reason."""

    charges: list[Charge] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    refused: list[tuple[Activity, str]] = field(default_factory=list)


def put_case_on_fund(
    *,
    actor: Viewer,
    now: datetime,
    fund_id: UUID,
    case_id: UUID,
    from_on: date,
    note: str = "",
    id: UUID | None = None,
) -> FundCase:
    """Raises Invalid where the fund has ended, is for another program, or the case is on it already."""
    fund, case = get_fund(fund_id), get_case(actor, case_id)
    require(can_charge(actor) and can_work_on(actor, case), ONLY_WORKERS)
    stored = FundCase.objects.filter(pk=id, case=case).first() if id else None
    if stored is not None:
        return stored
    _check_case(fund, case, from_on)
    row = FundCase(id=id or new_id(), fund=fund, case=case, from_on=from_on, note=note)
    with change(
        "case_put_on_fund", actor=actor, now=now, chain=case_chain(case.pk), subject=row, summary=fund.name
    ) as record:
        record.add(row)
    return row


def _check_case(fund: Fund, case: Case, from_on: date) -> None:
    if fund.ended_at is not None:
        raise Invalid({"fund": f"{fund.name} has ended. Choose another fund."})
    if fund.program and fund.program != case.program:
        raise Invalid({"fund": f"{fund.name} pays for another program. Choose another fund."})
    if from_on < fund.from_on or (fund.to_on and from_on > fund.to_on):
        raise Invalid(
            {"from_on": f"{fund.name} runs from {_words(fund.from_on)}{_until(fund)}. Choose a day in it."}
        )
    if FundCase.objects.filter(fund=fund, case=case, to_on=None).exists():
        raise Invalid({"fund": f"The case is on {fund.name} already."})


def take_case_off_fund(*, actor: Viewer, now: datetime, fund_case_id: UUID, to_on: date) -> FundCase:
    """What is charged stays. Raises Invalid where it would end before it began."""
    row = get_fund_case(actor, fund_case_id)
    require(can_charge(actor) and can_work_on(actor, row.case), ONLY_WORKERS)
    if to_on < row.from_on:
        raise Invalid({"to_on": f"It is on the fund since {_words(row.from_on)}: choose a later last day."})
    with change(
        "case_taken_off_fund",
        actor=actor,
        now=now,
        chain=case_chain(row.case_id),
        subject=row,
        summary=row.fund.name,
    ) as record:
        record.update(row, to_on=to_on)
    return row


def charge_entry(
    *,
    actor: Viewer,
    now: datetime,
    fund_id: UUID,
    activity_id: UUID,
    part: Part = "time",
    typed: TypedCharge | None = None,
    id: UUID | None = None,
) -> Charged:
    """One entry, whether or not its case is on the fund. Raises Invalid with every reason why it cannot be."""
    require(can_charge(actor), ONLY_WORKERS)
    with transaction.atomic():
        fund = locked(fund_id)
        entry = to_charge(actor, fund, activity_id, part, typed.activity_code if typed else "")
        present = present_charge(fund, entry.activity, part)
        if present is not None:
            return Charged([present])
        charge = _charge(actor, now, fund, entry, typed, id)
        return Charged([charge], use_of(fund).warnings)


def charge_open(*, actor: Viewer, now: datetime, fund_id: UUID, first: date, last: date) -> Charged:
    """Every entry of the period that can be put on the fund, oldest first, until a limit is reached."""
    require(can_charge(actor), ONLY_WORKERS)
    charges: list[Charge] = []
    refused: list[tuple[Activity, str]] = []
    with transaction.atomic():
        fund = locked(fund_id)
        for one in open_entries(actor, fund, first, last):
            if one.why_not:
                continue
            try:
                entry = to_charge(actor, fund, one.activity.pk, one.part)
                charges.append(_charge(actor, now, fund, entry, None, None))
            except Invalid as error:
                refused.append((one.activity, str(error)))
        return Charged(charges, use_of(fund).warnings, refused)


def void_charge(*, actor: Viewer, now: datetime, charge_id: UUID, reason: str) -> Charge:
    """It no longer counts; that it was there stays. Raises Invalid without a reason."""
    charge = get_charge(actor, charge_id)
    require(can_charge(actor), ONLY_WORKERS)
    if not reason.strip():
        raise Invalid({"reason": "Say why it is taken off the fund."})
    if charge.voided_at is not None:
        return charge
    with change(
        "charge_voided",
        actor=actor,
        now=now,
        chain=case_chain(charge.case_id),
        subject=charge,
        summary=f"{charge.fund}: {reason}",
    ) as record:
        record.update(charge, voided_at=now, void_reason=reason.strip())
    return charge


def locked(fund_id: UUID) -> Fund:
    """Two who charge, or spend, at once must not pass a limit together."""
    found = Fund.objects.select_for_update().filter(pk=fund_id).first()
    return found if found is not None else get_fund(fund_id)


def _charge(
    actor: Viewer, now: datetime, fund: Fund, entry: OpenEntry, typed: TypedCharge | None, id: UUID | None
) -> Charge:
    if fund.ended_at is not None:
        raise Invalid(f"{fund.name} has ended. Choose another fund.")
    reason = entry.refused if typed else entry.why_not
    if reason or entry.unit is None:
        raise Invalid(f"It cannot be put on {fund.name}: {reason}.")
    case, is_time = _case_of(entry), entry.part == "time"
    entry.unit.fund = fund
    charge = Charge(
        id=id or new_id(), fund=fund, unit=entry.unit, case=case, activity=entry.activity, on=entry.on,
        part=entry.part, minutes=(entry.activity.minutes or 0) if is_time else 0,
        activity_code=entry.activity_code, staff_id=actor.staff_id, charged_at=now, **_figures(entry, typed),
    )  # fmt: skip
    _check_limits(fund, entry.unit, case.person_id, entry.on, charge.counted, charge.amount)
    summary = f"{fund}: {charge.counted} of {entry.unit}"
    with change(
        "entry_charged", actor=actor, now=now, chain=case_chain(case.pk), subject=charge, summary=summary
    ) as record:
        record.add(charge)
    return charge


def _case_of(entry: OpenEntry) -> Case:
    assert entry.activity.case is not None
    return entry.activity.case


def _figures(entry: OpenEntry, typed: TypedCharge | None) -> dict[str, Any]:
    """As counted; or as typed, which stays beside what was counted. Raises Invalid by field."""
    if typed is None:
        return {"units": entry.units, "code": entry.code, "amount": entry.amount, "counted_as": entry.words}
    _check_typed(typed, entry)
    units, counted_as = plain(typed.units), entry.words or entry.uncounted
    if units != entry.units:
        counted_as = f"{units} typed; {counted_as}"
    return {
        "units": units, "code": entry.code, "amount": typed.amount, "counted_as": counted_as[:200]
    }  # fmt: skip


def _check_typed(typed: TypedCharge, entry: OpenEntry) -> None:
    problems, is_miles = {}, entry.part == "miles"
    if not 0 < typed.units <= _MOST_UNITS:
        problems["units"] = f"Give how many, more than 0 and at most {_MOST_UNITS:,}."
    elif typed.units != plain(typed.units) or not (is_miles or typed.units == int(typed.units)):
        problems["units"] = "Give miles in tenths." if is_miles else "Give whole units."
    elif entry.left is not None and typed.units > entry.left:
        problems["units"] = f"The rate's cap leaves {entry.left}: {entry.words}."
    if typed.amount is not None and typed.amount < 0:
        problems["amount"] = "Give dollars, at least 0; leave it empty where the contract sets them."
    if problems:
        raise Invalid(problems)


def _check_limits(
    fund: Fund, unit: FundUnit, person_id: UUID, on: date, counted: Units, amount: Decimal | None
) -> None:
    use = use_of(fund)
    whole = next(one.limit for one in use.units if one.unit.pk == unit.pk)
    limits: list[tuple[Limit, Decimal | int]] = [
        (whole, counted),
        (used_by_client(unit, person_id, on), counted),
        (use.budget, amount or Decimal(0)),
    ]
    if refusal := refusal_of(limits):
        raise Invalid(f"{fund.name} is used up. {refusal}")


def _words(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def _until(fund: Fund) -> str:
    return f" to {_words(fund.to_on)}" if fund.to_on else ""
