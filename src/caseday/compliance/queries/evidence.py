"""What proves a check, as a page or a sheet names it: what it was, when, by whom. One query a kind of proof."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.assessments.models import Assessment
from caseday.careplans.models import PlanSignature
from caseday.compliance.queries.results import CaseResults
from caseday.documents.models import Document
from caseday.journal.models import Activity
from caseday.kernel.words import date_in_short
from caseday.programs.rules.documentation import Check, Proof


@dataclass(frozen=True)
class Evidence:
    """`url_name` and `arg` open it; empty where its room has no page for one of them."""

    words: str
    at: datetime
    url_name: str = ""
    arg: UUID | None = None

    def dated(self, zone: ZoneInfo) -> str:
        local = self.at.astimezone(zone)
        return f"{self.words}, {date_in_short(local)}"


_PAGES = {"entry": "journal:activity", "paper": "documents:document"}


class Named:
    """The rows behind the proofs of some results, read once."""

    def __init__(self, results: Sequence[CaseResults]) -> None:
        ids: dict[str, set[UUID]] = {}
        for one in results:
            for shown in one.rules:
                for check in shown.result.checks:
                    for proof in _proofs(check):
                        ids.setdefault(proof.kind, set()).add(proof.id)
        self.words: dict[UUID, str] = {}
        for kind, some in ids.items():
            if kind in _READ:
                self.words.update(_READ[kind](some))

    def evidence(self, proof: Proof) -> Evidence:
        words = self.words.get(proof.id, _USUAL[proof.kind])
        page = _PAGES.get(proof.kind, "")
        return Evidence(words, proof.at, page, proof.id if page else None)

    def of_check(self, check: Check) -> list[Evidence]:
        return [self.evidence(one) for one in _proofs(check)]


def _proofs(check: Check) -> tuple[Proof, ...]:
    """What proves it; where nothing does, or a note was signed, what it is about."""
    about = (check.about,) if check.about and check.about.id not in {one.id for one in check.proofs} else ()
    return (*about, *check.proofs)


_USUAL = {
    "entry": "Entry",
    "paper": "Paper",
    "plan": "Plan",
    "signature": "Signature",
    "assessment": "Assessment",
}


def _entries(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Activity.objects.filter(pk__in=ids).select_related("staff")
    return {one.pk: f"{one.get_kind_display()}, {one.staff.name}" for one in rows}


def _papers(ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(Document.objects.filter(pk__in=ids).values_list("pk", "title"))


def _signatures(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = PlanSignature.objects.filter(pk__in=ids).values_list("pk", "name", "role", "method")
    refused = PlanSignature.Method.DECLINED
    return {
        pk: f"{'Did not sign' if method == refused else 'Signed'}: {name} ({role.replace('_', ' ')})"
        for pk, name, role, method in rows
    }


def _assessments(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Assessment.objects.filter(pk__in=ids).values_list("pk", "instrument")
    return {pk: f"Assessment {instrument.upper()}" for pk, instrument in rows}


_READ = {"entry": _entries, "paper": _papers, "signature": _signatures, "assessment": _assessments}
