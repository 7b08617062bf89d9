"""What an entry of the journal comes to on a fund: one figure for the page, the charge and the unit report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.funding.models import Charge, Fund, FundUnit
from caseday.funding.rules.limits import stretch_of
from caseday.funding.rules.units import Units, in_dollars, plain
from caseday.journal.models import Activity, Result
from caseday.journal.rules.activities import reached_somebody
from caseday.programs.queries import pack_for
from caseday.programs.rules.billing import ActivityCode, Rate
from caseday.programs.rules.counting import Billed, Done, Part, bill, capped, mile_words, offered

TIME, MILES = Charge.Part.TIME.value, Charge.Part.MILES.value
NO_SHOW, MILEAGE = "no_show", "mileage"
_BY_PROGRAM = FundUnit.Kind.PROGRAM
_KINDS_OF_MILES = (FundUnit.Kind.MILES, _BY_PROGRAM)


@dataclass(frozen=True)
class OpenEntry:
    """The time or the miles of an entry, not charged to a fund yet. `words` say how the units came about.

    `refused` is why it cannot be put on the fund at all; `uncounted` why nothing is counted, which typed units settle.
    `amount` None: no rate names one, the contract sets it.
    """

    activity: Activity
    on: date
    unit: FundUnit | None
    units: Units
    part: Part = "time"
    words: str = ""
    activity_code: str = ""
    activity_word: str = ""
    code: str = ""
    amount: Decimal | None = None
    refused: str = ""
    uncounted: str = ""
    left: Units | None = None
    """Of the rate's cap, before this entry; None without a cap."""

    @property
    def why_not(self) -> str:
        return self.refused or self.uncounted


@dataclass(frozen=True)
class Used:
    """What is charged to a fund for some clients so far: one query, and only where a count depends on it."""

    fund: Fund
    people: Collection[UUID]

    @cached_property
    def _rows(self) -> list[tuple[UUID, UUID, UUID, date, int, Decimal, str]]:
        rows = Charge.objects.filter(fund=self.fund, case__person__in=self.people, voided_at=None)
        return list(
            rows.values_list("unit", "case__person", "case", "on", "minutes", "units", "activity_code")
        )

    def minutes_of_day(self, unit: FundUnit, person_id: UUID, on: date) -> list[int]:
        return [one[4] for one in self._rows if one[:2] == (unit.pk, person_id) and one[3] == on]

    def of_cap(self, rate: Rate, case_id: UUID, on: date) -> Units:
        """Units of one case under this code, in the stretch of the rate's cap."""
        first, last = stretch_of(rate.period_of_cap, on, (date.min, None))
        mine = (one for one in self._rows if one[2] == case_id and one[6] == rate.activity_code)
        return plain(sum(one[5] for one in mine if first <= one[3] and (last is None or one[3] <= last)))


def local_day(activity: Activity) -> date:
    """The one it began on, by the clock of who did it."""
    return activity.started_at.astimezone(ZoneInfo(activity.staff.time_zone)).date()


def unit_for(units: Sequence[FundUnit], activity: Activity, part: Part) -> FundUnit | None:
    """The first that names the kind of entry; else the first that takes any."""
    key = MILEAGE if part == MILES else NO_SHOW if _is_no_show(activity) else activity.kind
    fitting = [one for one in units if _counts(one, part)]
    named = next((one for one in fitting if key in one.kinds), None)
    return named or next((one for one in fitting if not one.kinds), None)


def _counts(unit: FundUnit, part: Part) -> bool:
    return unit.kind in _KINDS_OF_MILES if part == MILES else unit.kind != FundUnit.Kind.MILES


def parts_of(activity: Activity, units: Sequence[FundUnit]) -> list[Part]:
    """Its time; and its miles, where the fund pays for them."""
    unit = unit_for(units, activity, "miles") if activity.miles else None
    if unit is None or (
        unit.kind == _BY_PROGRAM and not _is_rated(billed_as(activity, local_day(activity), "miles"))
    ):
        return ["time"]
    return ["time", "miles"]


def count_entry(
    activity: Activity, on: date, fund: Fund, units: Sequence[FundUnit], used: Used, *,
    part: Part = "time", chosen: str = "",
) -> OpenEntry:  # fmt: skip
    """By the fund's own terms, or by the rate that the case's program (or its payer) has in force on the day.

    `chosen` is a code of the program that somebody chose instead of the one that is proposed.
    """
    unit, billed = unit_for(units, activity, part), billed_as(activity, on, part, chosen)
    if unit is None:
        return OpenEntry(activity, on, None, 0, part, refused="the fund pays for no entry of this kind")
    codes = [unit.code, billed.code.code if billed else ""]
    found = OpenEntry(
        activity, on, unit, 0, part, code=next(filter(None, reversed(codes) if chosen else codes), ""),
        activity_code=billed.code.slug if billed else "", activity_word=billed.code.word if billed else "",
    )  # fmt: skip
    if reason := _refused(activity, on, fund, unit, billed):
        return replace(found, refused=reason)
    if part == TIME and not activity.minutes and _asks_minutes(unit, billed):
        return replace(found, uncounted="its length is not known")
    return _by_program(found, billed, used) if unit.kind == _BY_PROGRAM else _by_terms(found, unit, used)


def billed_as(activity: Activity, on: date, part: Part, chosen: str = "") -> Billed | None:
    """The code and rate of its program on that day, with what its payer has otherwise; before any cap."""
    case = _case_of(activity)
    pack = pack_of(case)
    return bill(
        pack.activity_codes, pack.rates, _done(activity, on), part=part,
        jurisdiction=case.jurisdiction, case_type=case.case_type, chosen=chosen,
    )  # fmt: skip


def codes_offered(activity: Activity, on: date, part: Part) -> list[ActivityCode]:
    """Of its program, to choose from instead of what is proposed; those for such an entry first."""
    return offered(pack_of(_case_of(activity)).activity_codes, _done(activity, on), part)


def _done(activity: Activity, on: date) -> Done:
    miles = activity.miles or Decimal(0)
    return Done(activity.kind, on, activity.minutes or 0, miles, is_no_show=_is_no_show(activity))


def said_by(activity: Activity, billed: Billed) -> str:
    """ "37 minutes = 2 units of 15, remainder rule 8 (the program's rate)"."""
    if billed.rate is None:
        return "the program has no rate for it"
    return f"{billed.words} ({_whose(_case_of(activity), billed.rate)})"


def _case_of(activity: Activity) -> Case:
    assert activity.case is not None
    return activity.case


def _is_no_show(activity: Activity) -> bool:
    return activity.result == Result.NO_SHOW


def _is_rated(billed: Billed | None) -> bool:
    return billed is not None and billed.rate is not None


def _asks_minutes(unit: FundUnit, billed: Billed | None) -> bool:
    if unit.kind != _BY_PROGRAM:
        return unit.rule.minutes_of_unit > 0
    return billed is not None and billed.rate is not None and billed.rate.minutes_of_unit > 0


def _refused(activity: Activity, on: date, fund: Fund, unit: FundUnit, billed: Billed | None) -> str:
    """Whatever its length and the limits; or ""."""
    if on < fund.from_on or (fund.to_on is not None and on > fund.to_on):
        return "outside the fund's period"
    return "" if _took_place(activity) or _pays_no_show(activity, unit, billed) else "nobody was reached"


def _took_place(activity: Activity) -> bool:
    kinds = ("call", "visit", "meeting")
    return activity.kind not in kinds or reached_somebody(
        activity.kind, activity.result, is_incoming=activity.is_incoming
    )


def _pays_no_show(activity: Activity, unit: FundUnit, billed: Billed | None) -> bool:
    """Where the fund names it, or counts by a program that has a rate for it."""
    if not _is_no_show(activity):
        return False
    return NO_SHOW in unit.kinds or (unit.kind == _BY_PROGRAM and _is_rated(billed))


def _by_terms(found: OpenEntry, unit: FundUnit, used: Used) -> OpenEntry:
    activity, rule = found.activity, unit.rule
    if found.part == MILES:
        miles = plain(activity.miles or 0)
        return replace(
            found, units=miles, amount=rule.worth(miles), words=f"{mile_words(miles)} (the fund's terms)"
        )
    minutes, before = activity.minutes or 0, []
    if unit.adds_up_per_day:
        before = used.minutes_of_day(unit, _case_of(activity).person_id, found.on)
    units = rule.units_beside(minutes, before)
    words = f"{rule.words(minutes, before, units)} (the fund's terms)"
    short = "" if units or unit.adds_up_per_day else f"too short for a unit ({minutes} minutes)"
    return replace(found, units=units, amount=rule.worth(units), words=words, uncounted=short)


def _by_program(found: OpenEntry, billed: Billed | None, used: Used) -> OpenEntry:
    if billed is None:
        return replace(found, uncounted="the program has no code for an entry of this kind")
    if billed.rate is None:
        return replace(found, uncounted=f"the program has no rate for “{billed.code.word}”")
    if not billed.units:
        return replace(found, uncounted=f"too short for a unit ({found.activity.minutes} minutes)")
    case, units, why, left = _case_of(found.activity), plain(billed.units), "", None
    if billed.rate.cap_units:
        so_far = used.of_cap(billed.rate, case.pk, found.on)
        units, why = capped(billed.rate, units, so_far)
        left = max(billed.rate.cap_units - so_far, 0)
    words = f"{billed.words} ({'; '.join(one for one in (_whose(case, billed.rate), why) if one)})"
    worth = (
        found.unit.rule.worth(units) if found.unit and found.unit.amount is not None else billed.worth(units)
    )
    return replace(
        found, units=units, words=words, amount=in_dollars(worth), refused="" if units else why, left=left
    )  # fmt: skip


def _whose(case: Case, rate: Rate) -> str:
    """A rate that the program alone does not have is its payer's."""
    if case.pack_overlay_id is None:
        return "the program's rate"
    alone = pack_for(case.program, on=case.referred_at.date(), version_id=case.pack_version_id)
    return "the program's rate" if rate in alone.rates else "the payer's rate"
