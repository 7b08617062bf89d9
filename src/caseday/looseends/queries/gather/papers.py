"""Open work of papers: not read, not filed, not where they are needed."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple
from uuid import UUID

from caseday.documents.queries.open_work import (
    OpenDelivery,
    OpenPaper,
    Sendings,
    matters,
    needed_at,
    open_papers,
    open_sendings,
)
from caseday.documents.rules.deliveries import Standing
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.queries.gather.schedule import planned_next
from caseday.looseends.rules import (
    LooseEnd,
    delivery_not_verified,
    document_unfiled,
    document_unread,
    paper_needed,
)
from caseday.looseends.rules.document_unread import Facts
from caseday.looseends.rules.end import day_words
from caseday.programs.queries import known_packs
from caseday.programs.rules import word_of
from caseday.schedule.queries import Appointment


class _Visit(NamedTuple):
    """An appointment at an office, for a case."""

    case_id: UUID
    office_id: UUID
    row: Appointment


def _visits(asked: Asked) -> list[_Visit]:
    return [
        _Visit(one.case_id, one.office_id, one)
        for one in planned_next(asked)
        if one.case_id and one.office_id and one.office
    ]


def _papers(asked: Asked) -> list[OpenPaper]:
    cases = {one.case_id for one in _visits(asked)}
    return asked.once("papers", lambda one: open_papers(one.viewer, one.staff_ids, cases))


def _sendings(asked: Asked) -> Sendings:
    visits = _visits(asked)
    cases, offices = {one.case_id for one in visits}, {one.office_id for one in visits}
    return asked.once(
        "sendings",
        lambda one: open_sendings(one.viewer, one.staff_ids, now=one.now, case_ids=cases, office_ids=offices),
    )


def _unread(asked: Asked) -> list[OpenPaper]:
    return [one for one in _papers(asked) if one.case_id and not (one.looked_at or one.is_thing)]


def _unfiled(asked: Asked) -> list[OpenPaper]:
    return [one for one in _papers(asked) if one.case_id is None]


def _to_read(rows: Sequence[OpenPaper], known: Known) -> list[LooseEnd]:
    facts = [_fact(one, known) for one in rows]
    return document_unread.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _to_file(rows: Sequence[OpenPaper], known: Known) -> list[LooseEnd]:
    facts = [_fact(one, known) for one in rows]
    return document_unfiled.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _fact(one: OpenPaper, known: Known) -> Facts:
    packs = [known.cases[one.case_id].pack] if one.case_id else known_packs()
    words = (word_of(pack.document_kinds, one.kind) for pack in packs if one.kind)
    return Facts(
        document_id=one.id,
        title=one.title,
        kind_word=next(words, ""),
        received_at=one.received_at,
        late_days=known.practice(one.case_id).read_within.count,
        case_id=one.case_id,
        client=known.client(one.case_id),
    )


def _needed(rows: Sequence[_Visit], known: Known) -> list[LooseEnd]:
    facts = [
        paper_needed.Facts(
            appointment_id=one.row.pk,
            title=one.row.title,
            starts_at=one.row.starts_at,
            since=max(paper.received_at for paper, _ in wanted),
            case_id=one.case_id,
            client=known.client(one.case_id),
            papers=tuple(paper_needed.Paper(paper.title, standing.words) for paper, standing in wanted),
        )
        for one in rows
        if (wanted := _wanted(one, known))
    ]
    return paper_needed.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _wanted(one: _Visit, known: Known) -> list[tuple[OpenPaper, Standing]]:
    papers = [paper for paper in _papers(known.asked) if paper.case_id == one.case_id]
    carry = [line for line in one.row.carry.splitlines() if line.strip()]
    kind = one.row.office.kind if one.row.office else ""
    pack = known.cases[one.case_id].pack
    return needed_at(one.office_id, kind, carry, papers, _sendings(known.asked), pack)


class _Sent(NamedTuple):
    case_id: UUID
    last: OpenDelivery
    standing: Standing


def _unsure(asked: Asked) -> list[_Sent]:
    """What the next appointment asks for stands with the appointment."""
    midnight = datetime.combine(asked.today, time(), asked.zone)
    visited = {(one.case_id, one.office_id) for one in _visits(asked)}
    return [
        _Sent(last.case_id, last, standing)
        for last, standing in _sendings(asked).not_there(before=midnight)
        if (last.case_id, last.office_id) not in visited
    ]


def _not_there(rows: Sequence[_Sent], known: Known) -> list[LooseEnd]:
    asked = known.asked
    midnight = datetime.combine(asked.today, time(), asked.zone)
    facts = [
        _delivery(one.last, one.standing, known)
        for one in rows
        if matters(one.last, one.standing, known.practice(one.case_id), midnight=midnight, now=asked.now)
    ]
    return delivery_not_verified.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _delivery(one: OpenDelivery, standing: Standing, known: Known) -> delivery_not_verified.Facts:
    visit = f"visit there {day_words(one.visit_at.astimezone(known.asked.zone))}" if one.visit_at else ""
    return delivery_not_verified.Facts(
        delivery_id=one.id,
        document_id=one.document_id,
        paper=one.title,
        receiver=one.receiver,
        office_id=one.office_id,
        standing=standing.words,
        is_gone=standing.kind == "stop",
        sent_at=one.sent_at,
        case_id=one.case_id,
        client=known.client(one.case_id),
        visit=visit,
    )


NEEDED = Gather("To bring", _visits, _needed, group="Papers")
DELIVERIES = Gather("Not in the chart", _unsure, _not_there, group="Papers")
UNREAD = Gather("Not read", _unread, _to_read, group="Papers")
UNFILED = Gather("Not filed", _unfiled, _to_file, group="Papers")
