"""Reports that are owed and late, and amended ones that are not sent. Read with plans and assessments, in one union."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from caseday.assessments.queries import CaseStarts
from caseday.cases.queries import CaseBrief
from caseday.compliance.queries import AMENDED_KIND, REPORT_SENT, SUPERSEDED_KIND, paper_holders
from caseday.compliance.rules.owed import owed_reports
from caseday.looseends.queries.gather.care import CareRow, care_rows, starts_of
from caseday.looseends.queries.gather.frame import Asked, Gather, Known
from caseday.looseends.rules import LooseEnd, amended_report_out, report_owed


def _late(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    starts, sent, asked = starts_of(rows, known), _sent(rows, known.asked), known.asked
    facts = [
        one
        for case in known.caseload
        if case.case_id in starts
        and (one := _late_of(case, starts[case.case_id], sent[case.case_id], asked)) is not None
    ]
    return report_owed.loose_ends(facts, today=asked.today)


def _sent(rows: Sequence[CareRow], asked: Asked) -> dict[UUID, dict[str, date]]:
    """By case and type, the day up to which the latest tells."""
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        if row.kind == REPORT_SENT and row.since:
            found[row.subject_id][row.text] = row.since.astimezone(asked.zone).date()
    return found


def _late_of(
    case: CaseBrief, known: CaseStarts, sent: Mapping[str, date], asked: Asked
) -> report_owed.Facts | None:
    pack, referred_on = case.pack, case.referred_at.astimezone(asked.zone).date()
    found = owed_reports(
        pack.report_types,
        {"referred": referred_on, "accepted": referred_on, **known.starts},
        sent,
        jurisdiction=case.jurisdiction,
        case_type=known.case_type,
        calendar=pack.calendar(zone=asked.zone, jurisdiction=case.jurisdiction),
        today=asked.today,
    )
    late = [(one, one.due_on) for one in found if one.due_on and one.is_pressing(asked.today)]
    if not late:
        return None
    first, due_on = late[0]
    words = tuple(one.type.word for one, _ in late)
    return report_owed.Facts(case.case_id, case.client, words, due_on, first.type.verified, first.last_on)


def _amended(rows: Sequence[CareRow], known: Known) -> list[LooseEnd]:
    """Who has a receipt of it as it was, then who was sent its paper like any other."""
    facts = {
        row.subject_id: amended_report_out.Facts(
            row.subject_id, row.case_id, known.client(row.case_id), word, holder, int(count), row.since
        )
        for row in rows
        if row.kind == AMENDED_KIND and row.case_id and row.since
        for count, word, holder in [row.text.split("|", 2)]
    }
    out = [row for row in rows if row.kind == SUPERSEDED_KIND]
    holders = paper_holders([row.subject_id for row in out]) if out else {}
    for row in out:
        if row.case_id and row.since and (found := holders[row.subject_id]):
            first = facts.get(row.subject_id) or amended_report_out.Facts(
                row.subject_id, row.case_id, known.client(row.case_id), row.text, found[0].name, 0, row.since
            )
            facts[row.subject_id] = replace(first, count=first.count + len(found))
    return amended_report_out.loose_ends(list(facts.values()), now=known.asked.now, zone=known.asked.zone)


REPORTS_OWED = Gather("Program reports", care_rows, _late)
AMENDED = Gather("Amended reports", care_rows, _amended, group="Program reports")
