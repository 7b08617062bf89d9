"""A signed report and what was signed later to correct it; of reports that the caller has fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from caseday.compliance.models import ProgramReport, ReportReceipt


@dataclass(frozen=True)
class Whole:
    """A report as it was first signed, with its amendments, the earliest first."""

    original: ProgramReport
    amendments: tuple[ProgramReport, ...] = ()

    @property
    def current(self) -> ProgramReport:
        """That which is to be sent: the others are superseded by it."""
        return self.amendments[-1] if self.amendments else self.original


def amendments_of(original: ProgramReport) -> list[ProgramReport]:
    found = ProgramReport.objects.filter(amends=original, state=ProgramReport.State.SIGNED)
    return list(found.select_related("document", "amends").order_by("signed_at", "pk"))


def whole_report(report: ProgramReport) -> Whole:
    """Of the original or of any amendment of it. One query for a signed one."""
    original = report.original
    return Whole(original, tuple(amendments_of(original)) if original.is_signed else ())


def wholes_of(reports: Iterable[ProgramReport]) -> list[Whole]:
    """Of signed ones of a case, in their order; no query."""
    signed = [one for one in reports if one.is_signed]
    later = sorted((one for one in signed if one.amends_id), key=_order)
    return [
        Whole(one, tuple(other for other in later if other.amends_id == one.pk))
        for one in signed
        if one.amends_id is None
    ]


def up_to(report: ProgramReport) -> list[ProgramReport]:
    """The amendments that were signed until this one, itself the last, whether it is stored yet or not; no query for
    one that amends nothing."""
    if report.amends is None:
        return []
    others = [one for one in amendments_of(report.amends) if one.pk != report.pk]
    before = [one for one in others if _order(one) < _order(report)]
    return [*before, report]


def _order(one: ProgramReport) -> tuple[str, str]:
    return (one.signed_at.isoformat() if one.signed_at else "", str(one.pk))


def receipts_before(report: ProgramReport) -> list[ReportReceipt]:
    """Who got it before this amendment, the earliest first; no query for one that amends nothing."""
    if report.amends_id is None:
        return []
    before = [report.amends_id, *(one.pk for one in up_to(report)[:-1])]
    return list(ReportReceipt.objects.filter(report__in=before).select_related("message", "delivery"))


def paper_superseded(document_id: UUID) -> ProgramReport | None:
    """The amendment whose paper takes the place of this one, which the caller has fetched; None for the present paper
    of a report, or no report's."""
    one = ProgramReport.objects.select_related("amends").filter(document=document_id).first()
    if one is None:
        return None
    current = whole_report(one).current
    return current if current.pk != one.pk else None
