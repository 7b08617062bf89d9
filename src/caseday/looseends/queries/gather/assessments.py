"""Open work of assessments: alerts, answers to be read, instruments that are due. Read with plans, in one union."""

from collections.abc import Sequence
from typing import Any

from caseday.assessments.queries import CaseStarts, due_in_case, open_assessments, title_of
from caseday.assessments.queries.open_work import ALERT, TO_REVIEW
from caseday.cases.queries import CaseBrief
from caseday.looseends.queries.gather.care import CareRow, care_rows, starts_of
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, assessment_alert, assessment_due, assessment_to_review


def _open(rows: Sequence[CareRow], known: Known, kind: str) -> list[Any]:
    """Of the workers that were asked about; what a case taken over left open is its new worker's."""
    mine = {case.case_id for case in known.caseload}
    return [row for row in rows if row.kind == kind and row.case_id in mine]


def _alerts(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    facts = [
        assessment_alert.Facts(
            one.assessment_id, one.case_id, known.client(one.case_id), title_of(one.instrument), one.since
        )
        for one in open_assessments(_open(rows, known, ALERT))
    ]
    return assessment_alert.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _to_review(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    facts = [
        assessment_to_review.Facts(
            one.assessment_id, one.case_id, known.client(one.case_id), title_of(one.instrument), one.since
        )
        for one in open_assessments(_open(rows, known, TO_REVIEW))
    ]
    return assessment_to_review.loose_ends(facts, now=known.asked.now, zone=known.asked.zone)


def _due(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    starts, asked = starts_of(rows, known), known.asked
    facts = [
        one
        for case in known.caseload
        if case.case_id in starts and (one := _due_of(case, starts[case.case_id], asked)) is not None
    ]
    return assessment_due.loose_ends(facts, now=asked.now, zone=asked.zone)


def _due_of(case: CaseBrief, starts: CaseStarts, asked: Asked) -> assessment_due.Facts | None:
    lines = due_in_case(
        case.pack,
        starts,
        referred_on=case.referred_at.astimezone(asked.zone).date(),
        jurisdiction=case.jurisdiction,
        today=asked.today,
        zone=asked.zone,
    )
    pressing = [one for one in lines if one.is_pressing]
    if not pressing:
        return None
    titles, first = tuple(one.title for one in pressing), pressing[0].due
    return assessment_due.Facts(case.case_id, case.client, titles, first.due_on, first.rule_words)


ALERTS = Gather("Alerts", care_rows, _alerts, group="Assessments")
ANSWERED = Gather("Answered", care_rows, _to_review, group="Assessments")
ASSESSMENTS_DUE = Gather("Due", care_rows, _due, group="Assessments")
