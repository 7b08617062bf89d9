"""Numbers that stand wrong somewhere, and work statuses that hold no more."""

from collections.abc import Sequence
from uuid import UUID

from caseday.cases.queries.open_work import UnclearStatus, WrongNumber, unclear_work_statuses, wrong_numbers
from caseday.followups.queries import DueTodo
from caseday.looseends.queries.gather.followups import as_chased, chases_of
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, work_status_unclear, wrong_number_out
from caseday.programs.rules import word_of

_Place = tuple[UUID | None, UUID | None]


def _wrong_of(asked: Asked) -> list[WrongNumber]:
    return asked.once("wrong numbers", lambda one: wrong_numbers(one.viewer, one.staff_ids))


def wrong_places(asked: Asked) -> frozenset[_Place]:
    """Number and office of each: a chase that ends when that office reads it back right is told there."""
    return frozenset((one.identifier_id, one.office_id) for one in _wrong_of(asked))


def _chases(asked: Asked) -> dict[_Place, DueTodo]:
    known = ((one.until_identifier_id, one.office_id) for one in chases_of(asked))
    return dict(zip(known, chases_of(asked), strict=True))


def _wrong(rows: Sequence[WrongNumber], known: Known) -> list[LooseEnd]:
    chases = _chases(known.asked)
    facts = [
        wrong_number_out.Facts(
            read_back_id=one.id,
            identifier_id=one.identifier_id,
            kind=word_of(known.cases[one.case_id].pack.identifier_kinds, one.kind),
            heard=one.heard,
            holder=one.holder,
            office_id=one.office_id,
            source=one.source,
            read_at=one.read_at,
            case_id=one.case_id,
            client=known.client(one.case_id),
            chase=as_chased(chases.get((one.identifier_id, one.office_id)), known),
        )
        for one in rows
    ]
    return wrong_number_out.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _unclear_of(asked: Asked) -> list[UnclearStatus]:
    return unclear_work_statuses(asked.viewer, asked.staff_ids, asked.today)


def _unclear(rows: Sequence[UnclearStatus], known: Known) -> list[LooseEnd]:
    facts = [
        work_status_unclear.Facts(
            status_id=one.trouble.spell_ids[-1],
            kind=one.trouble.kind,
            words=one.trouble.words,
            since_on=one.trouble.since_on,
            case_id=one.case_id,
            client=known.client(one.case_id),
        )
        for one in rows
    ]
    return work_status_unclear.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


NUMBERS = Gather("Numbers", _wrong_of, _wrong)
WORK = Gather("Work status", _unclear_of, _unclear)
