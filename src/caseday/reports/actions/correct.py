"""A trip that was not as planned: corrected with a reason; what stood there before stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import Chain, case_chain, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.queries import cases_seen_by
from caseday.journal.actions import correct_activity, merged
from caseday.journal.queries import get_activity
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.reports.models import TripCase, TripCorrection
from caseday.reports.permissions import can_correct_miles
from caseday.reports.queries import Row, get_trip
from caseday.reports.rules import Source, problems_of, to_tenth

ONLY_OWN = "Only who drove, or their supervisor, corrects a trip."


@dataclass(frozen=True)
class Corrected:
    """How a trip was. Both readings of the odometer win over miles; without either it is as known before."""

    why: str
    miles: Decimal | None = None
    odometer_start: Decimal | None = None
    odometer_end: Decimal | None = None
    purpose: str = ""
    case_ids: Sequence[UUID] = ()


def correct_trip(
    *,
    actor: Viewer,
    now: datetime,
    staff_id: UUID,
    on: date,
    drive_id: UUID,
    corrected: Corrected,
    id: UUID | None = None,
) -> TripCorrection:
    """A correction with an id that is there already is returned unchanged. Raises Invalid by field."""
    with transaction.atomic():
        row = get_trip(actor, staff_id, on, drive_id, now=now)
        require(can_correct_miles(actor, staff_id), ONLY_OWN)
        stored = TripCorrection.objects.filter(pk=id, staff=staff_id).first() if id else None
        if stored is not None:
            return stored
        _refuse(actor, corrected, row)
        correction = _new(actor, now, row, corrected, id)
        if row.trip.drive.source is Source.ENTRY:
            _correct_entry(actor, now, row, correction)
        said = f"Miles corrected: {_words(row.trip.miles)} to {_words(correction.miles)}"
        with change(
            "trip_corrected",
            actor=actor,
            now=now,
            chain=_chain(row, staff_id),
            subject=correction,
            summary=f"{said}. {correction.why}",
        ) as record:
            record.add(correction)
            for position, case_id in enumerate(_chosen(row, corrected)):
                record.add(TripCase(correction=correction, case_id=case_id, position=position))
    return correction


def add_miles(
    *,
    actor: Viewer,
    now: datetime,
    staff_id: UUID,
    on: date,
    drive_id: UUID,
    more: Decimal,
    id: UUID | None = None,
) -> TripCorrection:
    """One tap: a mile more or less than stands there; never below none. Purpose and cases stay."""
    trip = get_trip(actor, staff_id, on, drive_id, now=now).trip
    miles = max(Decimal(0), (trip.miles or Decimal(0)) + more)
    latest = trip.corrections[-1] if trip.corrections else None
    corrected = Corrected(
        why=f"{'+' if more > 0 else '−'}{abs(more)} mi by a tap",
        miles=miles,
        purpose=latest.words if latest else "",
        case_ids=latest.case_ids if latest else (),
    )
    return correct_trip(
        actor=actor, now=now, staff_id=staff_id, on=on, drive_id=drive_id, corrected=corrected, id=id
    )


def restore_trip(
    *, actor: Viewer, now: datetime, staff_id: UUID, on: date, drive_id: UUID, id: UUID | None = None
) -> TripCorrection:
    """As it was before anybody corrected it; that it was, stays readable."""
    trip = get_trip(actor, staff_id, on, drive_id, now=now).trip
    if not trip.corrections:
        raise Invalid("Nobody has corrected this trip.")
    is_entry = trip.drive.source is Source.ENTRY
    corrected = Corrected(why="As it was", miles=(trip.original_miles or Decimal(0)) if is_entry else None)
    return correct_trip(
        actor=actor, now=now, staff_id=staff_id, on=on, drive_id=drive_id, corrected=corrected, id=id
    )


def _refuse(actor: Viewer, corrected: Corrected, row: Row) -> None:
    problems = problems_of(corrected.miles, corrected.odometer_start, corrected.odometer_end, corrected.why)
    wanted = set(corrected.case_ids) - set(row.trip.case_ids)
    if wanted and cases_seen_by(actor).filter(pk__in=wanted).count() < len(wanted):
        problems["cases"] = "Choose cases that you see."
    if problems:
        raise Invalid(problems)


def _new(actor: Viewer, now: datetime, row: Row, corrected: Corrected, id: UUID | None) -> TripCorrection:
    drive, miles = row.trip.drive, corrected.miles
    if corrected.odometer_start is not None and corrected.odometer_end is not None:
        miles = corrected.odometer_end - corrected.odometer_start
    if miles is None and drive.source is Source.ENTRY:
        miles = row.trip.miles
    purpose = " ".join(corrected.purpose.split())[:200]
    return TripCorrection(
        id=id or new_id(),
        staff_id=row.staff.pk,
        on=drive.on,
        source=drive.source,
        source_id=drive.id,
        original_miles=row.trip.miles,
        miles=None if miles is None else to_tenth(miles),
        odometer_start=corrected.odometer_start,
        odometer_end=corrected.odometer_end,
        purpose="" if purpose == drive.words else purpose,
        why=" ".join(corrected.why.split())[:200],
        corrected_by_id=actor.staff_id,
        corrected_at=now,
    )


def _chosen(row: Row, corrected: Corrected) -> list[UUID]:
    """None where they are those that are known anyway: then what becomes known later holds as well."""
    chosen = list(dict.fromkeys(corrected.case_ids))
    return [] if chosen == list(row.trip.drive.case_ids) else chosen


def _correct_entry(actor: Viewer, now: datetime, row: Row, correction: TripCorrection) -> None:
    """What only the journal knows is corrected there, so that one day never has two sums."""
    if correction.miles == row.trip.miles:
        return
    entry = get_activity(actor, row.trip.drive.id)
    correct_activity(
        actor=actor,
        now=now,
        activity_id=entry.pk,
        happened=merged(entry, {"miles": correction.miles}),
        reason=correction.why,
    )


def _chain(row: Row, staff_id: UUID) -> Chain:
    """With the first case that it served, where the viewer sees it; else with who drove."""
    case_id = next((one.id for one in row.cases if one.id), None)
    return case_chain(case_id) if case_id else staff_chain(staff_id)


def _words(miles: Decimal | None) -> str:
    return "as planned" if miles is None else f"{miles} mi"
