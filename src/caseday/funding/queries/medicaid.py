"""The unit report that Medicaid asks of targeted case management: what was charged, what was left out, and why.

42 CFR 441.18(a)(7) asks the record for the client's name, the dates, who did it, what was done and whether goals of
the plan were reached, among others; length and place are what payers ask besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import WorkedOn
from caseday.cases.models import Case
from caseday.funding.models import Charge, Fund
from caseday.funding.queries.funds import charges_of, open_entries
from caseday.funding.rules.units import Units
from caseday.journal.models import Activity


@dataclass(frozen=True)
class UnitRow:
    """`left_out` is why a row is not to be billed, in words; empty where it is. `goals` are those of the plan."""

    activity: Activity
    case: Case
    on: date
    units: Units
    code: str
    counted_as: str
    place: str
    goals: tuple[str, ...]
    left_out: str = ""


@dataclass(frozen=True)
class UnitReport:
    rows: list[UnitRow]
    left_out: list[UnitRow]

    @property
    def units(self) -> Units:
        return sum(one.units for one in self.rows)


def unit_report(viewer: Viewer, fund: Fund, first: date, last: date) -> UnitReport:
    """Of cases in sight, by client and date. Six queries, whatever their number."""
    charges = charges_of(viewer, fund, first, last)
    waiting = open_entries(viewer, fund, first, last)
    goals = _goals([*(one.activity_id for one in charges), *(one.activity.pk for one in waiting)])
    rows = [_row(one.activity, one.on, one.counted, _code_of(one), one.counted_as, goals) for one in charges]
    for one in waiting:
        found = _row(one.activity, one.on, one.units, one.code, one.words, goals)
        rows.append(replace(found, left_out=one.why_not or "not put on the fund yet"))
    rows.sort(key=_by_client)
    return UnitReport([one for one in rows if not one.left_out], [one for one in rows if one.left_out])


def _code_of(charge: Charge) -> str:
    """As charged; what was charged before codes were kept has the fund's."""
    return charge.code or charge.unit.code


def _row(
    activity: Activity, on: date, units: Units, code: str, counted_as: str, goals: dict[UUID, list[str]]
) -> UnitRow:
    assert activity.case is not None
    place = activity.place or (activity.office.name if activity.office else "")
    found = UnitRow(
        activity, activity.case, on, units, code, counted_as, place, tuple(goals.get(activity.pk, ()))
    )
    return replace(found, left_out=_lacks(found))


def _lacks(row: UnitRow) -> str:
    """What the record of the contact does not show."""
    lacks = [
        word
        for word, is_there in (
            ("no signed note", row.activity.noted_at is not None),
            ("no place", bool(row.place) or row.activity.kind not in ("visit", "meeting")),
            ("no goal of the plan", bool(row.goals)),
        )
        if not is_there
    ]
    return ", ".join(lacks)


def _goals(activity_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = WorkedOn.objects.filter(activity__in=activity_ids).order_by("linked_at")
    for activity_id, text in rows.values_list("activity_id", "goal__text"):
        if text not in found[activity_id]:
            found[activity_id].append(text)
    return found


def _by_client(row: UnitRow) -> tuple[Any, ...]:
    person = row.case.person
    at: datetime = row.activity.started_at
    return person.family_name, person.given_name, row.case.number, row.on, at
