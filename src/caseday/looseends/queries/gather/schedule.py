"""Open work of the calendar."""

from collections.abc import Sequence

from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import (
    LooseEnd,
    appointment_awaiting_new_date,
    appointment_unconfirmed,
    appointment_without_outcome,
)
from caseday.schedule.queries import (
    Unconfirmed,
    Undated,
    Unsaid,
    awaiting_new_date,
    not_confirmed,
    unconfirmed_on,
    without_outcome,
)


def _unconfirmed(asked: Asked) -> list[Unconfirmed]:
    if asked.confirmations is not None:
        return not_confirmed(asked.confirmations)
    return unconfirmed_on(asked.viewer, asked.next_day, asked.staff_ids)


def _confirmations(rows: Sequence[Unconfirmed], known: Known) -> list[LooseEnd]:
    facts = [
        appointment_unconfirmed.Facts(
            appointment_id=one.id,
            title=one.title,
            starts_at=one.starts_at,
            case_id=one.case_id,
            client=known.client(one.case_id),
            standing=one.standing.words,
            chip=one.standing.chip,
            is_surgery=one.kind == "surgery",
            planned_at=one.planned_at,
        )
        for one in rows
    ]
    return appointment_unconfirmed.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _unsaid(asked: Asked) -> list[Unsaid]:
    """Of cases; a lunch or a meeting of one's own calendar has no outcome to ask for."""
    found = without_outcome(asked.viewer, asked.now, asked.staff_ids)
    return [one for one in found if one.case_id]


def _outcomes(rows: Sequence[Unsaid], known: Known) -> list[LooseEnd]:
    facts = [
        appointment_without_outcome.Facts(
            one.id, one.title, one.ends_at, one.case_id, known.client(one.case_id), one.needs_worker
        )
        for one in rows
    ]
    return appointment_without_outcome.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _undated(asked: Asked) -> list[Undated]:
    return awaiting_new_date(asked.viewer, asked.staff_ids)


def _new_dates(rows: Sequence[Undated], known: Known) -> list[LooseEnd]:
    facts = [
        appointment_awaiting_new_date.Facts(
            appointment_id=one.id,
            title=one.title,
            called_off_at=one.cancelled_at or one.starts_at,
            called_off_by=one.cancelled_by,
            case_id=one.case_id,
            client=known.client(one.case_id),
            office_id=one.office_id,
            office=one.office or "",
        )
        for one in rows
    ]
    return appointment_awaiting_new_date.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


CONFIRMATIONS = Gather("Confirmations", _unconfirmed, _confirmations)
OUTCOMES = Gather("Outcomes", _unsaid, _outcomes)
NEW_DATES = Gather("New dates", _undated, _new_dates)
