"""In: a drive, its estimate, its corrections, rate and rule of the day. Out: the trip as it is reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from caseday.programs.rules import MileageRate, MileageRule
from caseday.reports.rules.drives import Drive, Served, Source
from caseday.reports.rules.splitting import amount_of, base_of, split_miles, split_units, weights_of

K = TypeVar("K")
MAX_MILES = Decimal(2000)
MAX_ODOMETER = Decimal("9999999.9")


class How(StrEnum):
    """Where the miles of a trip come from."""

    PLANNED = "planned"
    ENTERED = "entered"
    ODOMETER = "odometer"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Correction:
    """As somebody left a trip; without miles it is as planned or entered again."""

    by: str
    at: datetime
    why: str
    original_miles: Decimal | None
    miles: Decimal | None = None
    odometer_start: Decimal | None = None
    odometer_end: Decimal | None = None
    words: str = ""
    case_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Share:
    """What of a trip is one case's; `case_id` None: nobody's, the agency's own."""

    case_id: UUID | None
    miles: Decimal
    driven_minutes: int
    waited_minutes: int
    amount: Decimal | None
    rate: MileageRate | None = None
    """That of the case's own payer, where it has one."""
    why_not: str = ""
    """Why its payer does not take it; empty: it counts."""


@dataclass(frozen=True)
class Terms:
    """What holds for a case on that day, of its payer or its program."""

    rate: MileageRate | None
    rule: MileageRule


@dataclass(frozen=True)
class Trip:
    drive: Drive
    planned_miles: Decimal | None
    planned_minutes: int | None
    corrections: tuple[Correction, ...]
    usual: Terms
    """`usual.rule` says how it is split; the rest holds for cases that `terms` does not name."""
    terms: Mapping[UUID, Terms]
    shares: tuple[Share, ...]
    miles: Decimal | None
    how: How
    takes_driving: bool = True
    """Whether the program knows travel, and waits, as something that one does for a case."""
    takes_waiting: bool = True

    @property
    def words(self) -> str:
        return self._latest.words if self._latest and self._latest.words else self.drive.words

    @property
    def case_ids(self) -> tuple[UUID, ...]:
        return tuple(one.case_id for one in self.shares if one.case_id)

    @property
    def _latest(self) -> Correction | None:
        return self.corrections[-1] if self.corrections else None

    @property
    def is_corrected(self) -> bool:
        return bool(self.corrections)

    @property
    def original_miles(self) -> Decimal | None:
        """What stood there before anybody corrected it."""
        return self.corrections[0].original_miles if self.corrections else self.miles

    @property
    def rate(self) -> MileageRate | None:
        return self.usual.rate

    @property
    def rule(self) -> MileageRule:
        return self.usual.rule

    @property
    def counted(self) -> tuple[Share, ...]:
        """What its payers take."""
        return tuple(one for one in self.shares if not one.why_not)

    @property
    def counts(self) -> bool:
        return bool(self.counted)

    @property
    def why_not(self) -> str:
        """Where no payer takes any of it."""
        return "" if self.counts else "; ".join(dict.fromkeys(one.why_not for one in self.shares))

    @property
    def is_partly_counted(self) -> bool:
        return 0 < len(self.counted) < len(self.shares)

    def terms_of(self, case_id: UUID | None) -> Terms:
        return self.terms.get(case_id, self.usual) if case_id else self.usual

    @property
    def driven_minutes(self) -> int:
        tapped = self.drive.driven_minutes
        minutes = (self.planned_minutes or 0) if tapped is None else tapped
        return minutes if self.takes_driving else 0

    @property
    def is_time_planned(self) -> bool:
        return self.drive.driven_minutes is None and bool(self.driven_minutes)

    @property
    def waited_minutes(self) -> int:
        return _waited(self.drive) if self.takes_waiting else 0

    @property
    def amount(self) -> Decimal | None:
        """The sum of the shares that count, so that columns add up; None: no rate holds on that day, or no miles
        are known."""
        amounts = [one.amount for one in self.counted if one.amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None


def trip_of(
    drive: Drive,
    *,
    planned_miles: Decimal | None,
    planned_minutes: int | None,
    corrections: Sequence[Correction],
    usual: Terms,
    terms: Mapping[UUID, Terms] | None = None,
    activity_kinds: Collection[str] = ("travel", "wait"),
) -> Trip:
    """`usual` splits it, and holds for each case without `terms` of its own. `activity_kinds`: what the program
    knows as activity; time of another kind is not counted."""
    latest = corrections[-1] if corrections else None
    miles, how = _miles_of(drive, planned_miles, latest)
    takes = "travel" in activity_kinds, "wait" in activity_kinds
    bare = Trip(
        drive, planned_miles, planned_minutes, tuple(corrections), usual, terms or {}, (), miles, how, *takes
    )
    return replace(bare, shares=_shares_of(bare, _served_by(drive, latest)))


def _miles_of(drive: Drive, planned: Decimal | None, latest: Correction | None) -> tuple[Decimal | None, How]:
    """What the journal alone knows is corrected in the journal; there it stands."""
    if latest and latest.miles is not None and drive.source is not Source.ENTRY:
        return latest.miles, How.ENTERED if latest.odometer_end is None else How.ODOMETER
    if drive.entered_miles is not None:
        by_odometer = latest is not None and latest.odometer_end is not None
        return drive.entered_miles, How.ODOMETER if by_odometer else How.ENTERED
    return (planned, How.PLANNED) if planned is not None else (None, How.UNKNOWN)


def _served_by(drive: Drive, latest: Correction | None) -> list[Served]:
    """One row a case, in the order of serving; without any case, the agency's own. No wait gets lost."""
    places = {one.case_id: one.place for one in drive.served if one.case_id}
    end = drive.served[-1].place
    wanted: Sequence[UUID | None] = (latest.case_ids if latest else ()) or list(places) or [None]
    waits = {case_id: _waited(drive, case_id) for case_id in wanted}
    waits[wanted[0]] += _waited(drive) - sum(waits.values())
    return [
        Served(one, places.get(one, end) if one else end, waits[one], _is_called_off(drive, one))
        for one in wanted
    ]


def _is_called_off(drive: Drive, case_id: UUID | None) -> bool:
    """All of what one drove there for on this case; a case that was chosen by hand shares what the trip is."""
    own = [one.is_called_off for one in drive.served if one.case_id == case_id]
    return all(own) if own else drive.is_called_off


def _waited(drive: Drive, case_id: UUID | None = None) -> int:
    """Of a case; without one, of all."""
    return sum(one.waited_minutes for one in drive.served if case_id in (None, one.case_id))


def _shares_of(trip: Trip, served: Sequence[Served]) -> tuple[Share, ...]:
    weights = weights_of(trip.rule.split, [one.place for one in served], base_of(trip.drive))
    miles = split_miles(trip.miles or Decimal(0), weights)
    minutes = split_units(trip.driven_minutes, weights)
    return tuple(
        _share(trip, one, part, driven) for one, part, driven in zip(served, miles, minutes, strict=True)
    )


def _share(trip: Trip, one: Served, miles: Decimal, driven_minutes: int) -> Share:
    terms = trip.terms_of(one.case_id)
    return Share(
        one.case_id,
        miles,
        driven_minutes,
        one.waited_minutes if trip.takes_waiting else 0,
        amount_of(miles, terms.rate.cents_a_mile) if terms.rate and trip.miles is not None else None,
        terms.rate,
        _why_not(trip.drive, one, terms.rule),
    )


def _why_not(drive: Drive, one: Served, rule: MileageRule) -> str:
    if one.is_called_off and rule.called_off == "does_not_count":
        return "called off: the payer does not take it"
    if drive.source is Source.HOME and rule.way_home == "does_not_count":
        return "the payer does not take the way home"
    return ""


@dataclass(frozen=True)
class Sum:
    trips: int = 0
    miles: Decimal = Decimal(0)
    driven_minutes: int = 0
    waited_minutes: int = 0
    amount: Decimal = Decimal(0)

    def and_share(self, share: Share) -> Sum:
        return Sum(
            self.trips + 1,
            self.miles + share.miles,
            self.driven_minutes + share.driven_minutes,
            self.waited_minutes + share.waited_minutes,
            self.amount + (share.amount or Decimal(0)),
        )


def sums_by_case(trips: Iterable[Trip], called: Callable[[UUID | None], K]) -> dict[K, Sum]:
    """Of what counts, in the order in which cases come up; `called`: what stands for a case, one for several maybe."""
    sums: dict[K, Sum] = {}
    for trip in trips:
        for share in trip.counted:
            name = called(share.case_id)
            sums[name] = sums.get(name, Sum()).and_share(share)
    return sums


def sum_of(trips: Iterable[Trip]) -> Sum:
    """Of what counts; a trip for several cases is one trip."""
    whole, count = Sum(), 0
    for trip in trips:
        count += trip.counts
        for share in trip.counted:
            whole = whole.and_share(share)
    return replace(whole, trips=count)


def problems_of(
    miles: Decimal | None, odometer_start: Decimal | None, odometer_end: Decimal | None, why: str
) -> dict[str, str]:
    """Why a correction cannot be taken, by field; empty where it can."""
    problems: dict[str, str] = {}
    if miles is not None and not 0 <= miles <= MAX_MILES:
        problems["miles"] = f"Give the miles of one trip, at most {MAX_MILES}."
    if (odometer_start is None) != (odometer_end is None):
        empty = "odometer_start" if odometer_start is None else "odometer_end"
        problems[empty] = "Give both readings, at the start and at the end."
    if odometer_start is not None and odometer_end is not None:
        if odometer_end < odometer_start:
            problems["odometer_end"] = "At the end it shows no less than at the start. Check both readings."
        elif odometer_end - odometer_start > MAX_MILES or odometer_end > MAX_ODOMETER:
            problems["odometer_end"] = (
                f"That is more than {MAX_MILES} miles for one trip. Check both readings."
            )
    if not why.strip():
        problems["why"] = "Say why, in a few words."
    return problems
