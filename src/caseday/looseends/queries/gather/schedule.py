"""Open work of the calendar."""

from collections.abc import Sequence
from uuid import UUID

from caseday.followups.queries import DueTodo
from caseday.looseends.queries.gather.followups import as_chased, chases_of
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import (
    LooseEnd,
    appointment_awaiting_new_date,
    appointment_unconfirmed,
    appointment_without_outcome,
    confirmed_then_cancelled,
)
from caseday.schedule.queries import (
    Appointment,
    Ended,
    Unconfirmed,
    ended_open,
    not_confirmed,
    planned_on,
    unconfirmed_among,
)
from caseday.schedule.rules import notice_words


def planned_next(asked: Asked) -> list[Appointment]:
    """What is to take place on the next working day, from whoever has read it already."""
    if asked.confirmations is not None:
        return [one.appointment for one in asked.confirmations]
    return asked.once("planned next", lambda one: planned_on(one.viewer, one.next_day, one.staff_ids))


def _unconfirmed(asked: Asked) -> list[Unconfirmed]:
    if asked.confirmations is not None:
        return not_confirmed(asked.confirmations)
    return unconfirmed_among(planned_next(asked))


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


def _ended(asked: Asked) -> list[Ended]:
    return asked.once("ended", lambda one: ended_open(one.viewer, one.now, one.staff_ids))


def _unsaid(asked: Asked) -> list[Ended]:
    """Of cases; a lunch or a meeting of one's own calendar has no outcome to ask for."""
    return [one for one in _ended(asked) if one.case_id and not one.is_off]


def _outcomes(rows: Sequence[Ended], known: Known) -> list[LooseEnd]:
    facts = [
        appointment_without_outcome.Facts(
            one.id, one.title, one.ends_at, one.case_id, known.client(one.case_id), one.needs_worker
        )
        for one in rows
    ]
    return appointment_without_outcome.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def undated_of(asked: Asked) -> frozenset[UUID]:
    """Called off, without a new date: a chase that ends with one is told there."""
    return asked.once("undated", lambda one: frozenset(row.id for row in _ended(one) if row.is_off))


def _undated(asked: Asked) -> list[Ended]:
    return [one for one in _ended(asked) if one.is_off and not one.was_confirmed]


def _broken_off(asked: Asked) -> list[Ended]:
    return [one for one in _ended(asked) if one.is_off and one.was_confirmed]


def _new_dates(rows: Sequence[Ended], known: Known) -> list[LooseEnd]:
    facts = _called_off(rows, known)
    return appointment_awaiting_new_date.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _cancelled(rows: Sequence[Ended], known: Known) -> list[LooseEnd]:
    facts = _called_off(rows, known)
    return confirmed_then_cancelled.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _called_off(rows: Sequence[Ended], known: Known) -> list[appointment_awaiting_new_date.Facts]:
    chases: dict[UUID | None, DueTodo] = {
        one.until_appointment_id: one for one in chases_of(known.asked) if one.until == "new_date"
    }
    return [
        appointment_awaiting_new_date.Facts(
            appointment_id=one.id,
            title=one.title,
            called_off_at=one.cancelled_at or one.starts_at,
            called_off_by=one.cancelled_by,
            case_id=one.case_id,
            client=known.client(one.case_id),
            office_id=one.office_id,
            office=one.office or "",
            late_days=known.practice(one.case_id).new_date_days.count,
            notice=notice_words(one.notice_minutes),
            chase=as_chased(chases.get(one.id), known),
        )
        for one in rows
    ]


CONFIRMATIONS = Gather("Confirmations", _unconfirmed, _confirmations, group="Appointments")
OUTCOMES = Gather("Outcomes", _unsaid, _outcomes, group="Appointments")
NEW_DATES = Gather("New dates", _undated, _new_dates, group="Appointments")
CANCELLED = Gather("Confirmed, then off", _broken_off, _cancelled, group="Appointments")
