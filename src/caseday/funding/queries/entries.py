"""Beside an entry of the journal: as what its program bills it, and on which funds of its case it is or waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.funding.models import Charge, Fund, FundCase
from caseday.funding.queries.counting import (
    OpenEntry,
    Used,
    billed_as,
    count_entry,
    local_day,
    parts_of,
    said_by,
)
from caseday.funding.queries.funds import units_of
from caseday.journal.models import Activity
from caseday.journal.queries import get_activity
from caseday.programs.rules.counting import Part

_PARTS: tuple[Part, ...] = ("time", "miles")


@dataclass(frozen=True)
class CodeLine:
    """`said` is how it is counted, or that the program has no rate."""

    word: str
    code: str
    said: str


@dataclass(frozen=True)
class FundLine:
    """Charged, or open: one of them is there."""

    fund: Fund
    charge: Charge | None = None
    entry: OpenEntry | None = None


@dataclass(frozen=True)
class EntryBilling:
    activity: Activity
    codes: Sequence[CodeLine] = ()
    funds: Sequence[FundLine] = ()


def billing_of(viewer: Viewer, activity_id: UUID) -> EntryBilling:
    """Nothing of an entry without a case, or of one that was voided. NotFound outside sight."""
    activity = get_activity(viewer, activity_id)
    if activity.case is None or activity.voided_at is not None:
        return EntryBilling(activity)
    on = local_day(activity)
    codes = [line for part in _PARTS if (line := _code_line(activity, on, part))]
    rows = FundCase.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), case=activity.case, from_on__lte=on, fund__ended_at=None
    )
    funds = {one.fund for one in rows.select_related("fund").order_by("fund__name")}
    lines = [line for fund in sorted(funds, key=str) for line in _fund_lines(fund, activity, on)]
    return EntryBilling(activity, codes, lines)


def _code_line(activity: Activity, on: date, part: Part) -> CodeLine | None:
    billed = billed_as(activity, on, part)
    if billed is None:
        return None
    return CodeLine(billed.code.word, billed.code.code, said_by(activity, billed))


def _fund_lines(fund: Fund, activity: Activity, on: date) -> list[FundLine]:
    assert activity.case is not None
    units, used = units_of(fund), Used(fund, {activity.case.person_id})
    charged = Charge.objects.filter(fund=fund, activity=activity, voided_at=None).select_related("unit")
    done = {one.part: one for one in charged}
    open_parts = [part for part in parts_of(activity, units) if part not in done]
    return [
        *(FundLine(fund, charge=one) for one in done.values()),
        *(
            FundLine(fund, entry=count_entry(activity, on, fund, units, used, part=part))
            for part in open_parts
        ),
    ]
