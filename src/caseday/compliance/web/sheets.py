"""An audit as a file: one row a check as CSV, one block a case as PDF."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse

from caseday.compliance.drawing.audit import draw_audit
from caseday.compliance.queries.audits import Audit
from caseday.kernel.spreadsheets import safe_cell

HEADINGS = (
    "case", "client", "worker", "program", "rule", "source", "verified", "asked from", "due by", "standing",
    "what", "evidence", "lacks",
)  # fmt: skip
STANDING_WORDS = {"met": "met", "due": "due", "missed": "missed", "not_applicable": "not asked"}


def audit_as_csv(found: Audit, name: str) -> HttpResponse:
    """With a byte order mark: without it spreadsheets take it for another encoding."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(HEADINGS)
    for row in _rows(found):
        writer.writerow([safe_cell(str(value)) for value in row])
    return answer


def _rows(found: Audit) -> Iterator[list[Any]]:
    for one in found.results:
        case = one.case
        worker = case.assigned_to.name if case.assigned_to else ""
        for shown in one.rules:
            head = [
                case.number, case.person.full_name, worker, case.program, shown.rule.word, shown.source,
                "yes" if shown.rule.verified else "no",
            ]  # fmt: skip
            if not shown.checks:
                yield [*head, "", "", "not asked", "", "", ""]
            for each in sorted(shown.checks, key=lambda check: check.check.until):
                check = each.check
                evidence = "; ".join(one.dated(found.zone) for one in found.named.of_check(check))
                yield [
                    *head, _day(check.since, found), _day(check.until, found), STANDING_WORDS[check.standing.value],
                    each.words, evidence, ", ".join(check.lacks),
                ]  # fmt: skip


def _day(at: datetime, found: Audit) -> str:
    return at.astimezone(found.zone).strftime("%Y-%m-%d %H:%M")


def audit_as_pdf(found: Audit, *, agency: Any, by: str, how: str, now: datetime) -> bytes:
    data = {
        "agency": agency.name,
        "title": "Documentation review",
        "days": f"{_words(found.first)} to {_words(found.last)}",
        "how": f"{how}; {len(found.results)} of {found.drawn_from} cases",
        "by": f"Drawn by {by}, {_words(now.astimezone(found.zone).date())}",
        "cases": [_block(one, found) for one in found.results],
    }
    return draw_audit(data, paper_size=agency.paper_size)


def _block(one: Any, found: Audit) -> dict[str, Any]:
    case = one.case
    return {
        "name": f"{case.person.full_name}, {case.number}",
        "worker": case.assigned_to.name if case.assigned_to else "",
        "rules": [
            {
                "word": shown.rule.word,
                "source": shown.source,
                "standing": STANDING_WORDS[shown.result.standing.value],
                "counts": f"{shown.met_count} met, {shown.due_count} due, {shown.missed_count} missed",
                "checks": [
                    {
                        "standing": STANDING_WORDS[each.check.standing.value],
                        "words": each.words,
                        "evidence": "; ".join(
                            proof.dated(found.zone) for proof in found.named.of_check(each.check)
                        ),
                    }
                    for each in sorted(shown.checks, key=lambda check: check.check.until)
                ],
            }
            for shown in one.rules
        ],
    }


def _words(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"
