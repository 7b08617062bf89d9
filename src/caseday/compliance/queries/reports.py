"""Reports that a case owes, and those that were written; viewer first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, Max, QuerySet, Value
from django.db.models.functions import Cast

from caseday.access.queries import get_agency
from caseday.access.viewer import Viewer
from caseday.assessments.queries import CaseStarts, starts_of_case
from caseday.cases.models import Case, Status
from caseday.cases.queries import get_case, identifiers_of, pack_of
from caseday.cases.queries.main_number import number_of
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.amendments import Whole, up_to, wholes_of
from caseday.compliance.queries.report_lines import lines_of
from caseday.compliance.rules.owed import OwedReport, owed_reports
from caseday.compliance.rules.report_sections import DRAWERS, Amended, ReportSheet
from caseday.kernel.errors import NotFound
from caseday.kernel.words import date_in_short
from caseday.programs.rules import CLIENT, Pack, word_of
from caseday.programs.rules.reporting import ReportType

LOOSE_KIND = "report_sent"
_AROUND = ("case__person", "case__assigned_to", "begun_by", "signed_by", "document", "amends__document")
_COUNTS = (ProgramReport.State.DRAFT, ProgramReport.State.SIGNED)


@dataclass(frozen=True)
class ReportRow:
    """One type of report in a case. `open`: what is being written, or signed and not sent yet."""

    owed: OwedReport
    to_words: str
    open: ProgramReport | None = None
    last: ProgramReport | None = None
    days_late: int = 0

    @property
    def is_done(self) -> bool:
        return self.owed.type.is_once and self.last is not None

    @property
    def is_waiting(self) -> bool:
        """For the day from which its time runs."""
        return bool(self.owed.type.every) and self.owed.due_on is None and not self.is_done


@dataclass(frozen=True)
class CaseReports:
    case: Case
    rows: list[ReportRow]
    written: list[Whole]
    """Signed ones, the latest first, with their amendments and receipts."""


def reports_of_case(viewer: Viewer, case_id: UUID, *, now: datetime) -> CaseReports:
    """NotFound outside the viewer's sight. Eight queries."""
    case = get_case(viewer, case_id)
    today = now.astimezone(viewer.time_zone).date()
    found = list(
        ProgramReport.objects.filter(case=case, state__in=_COUNTS)
        .select_related("begun_by", "signed_by", "document")
        .prefetch_related("receipts__message", "receipts__delivery")
        .order_by("-covers_until", "-pk")
    )
    pack, starts = pack_of(case), starts_of_case(case, viewer.time_zone)
    sent, wholes = sent_by_type(found, viewer), wholes_of(found)
    counts = {one.current.pk for one in wholes} | {one.pk for one in found if one.is_draft}
    rows = [
        ReportRow(
            one,
            roles_in_words(pack, one.type.to_roles),
            *_open_and_last([r for r in found if r.report_type == one.type.slug], counts),
            one.days_late(today) if case.status == Status.OPEN else 0,
        )
        for one in owed_in(pack, starts, sent, case, viewer=viewer, today=today)
    ]
    return CaseReports(case, rows, wholes)


def _open_and_last(
    found: list[ProgramReport], counts: set[UUID]
) -> tuple[ProgramReport | None, ProgramReport | None]:
    """What is not done yet, and what was done last; one that is superseded need not be sent any more."""
    waits = next((one for one in found if not one.sent_at and one.pk in counts), None)
    return waits, next((one for one in found if one.sent_at), None)


def sent_by_type(reports: Iterable[ProgramReport], viewer: Viewer) -> dict[str, date]:
    """The day up to which the latest of each type tells, of those that were sent."""
    found: dict[str, date] = {}
    for one in reports:
        if one.sent_at:
            on = one.covers_until.astimezone(viewer.time_zone).date()
            found[one.report_type] = max(on, found.get(one.report_type, on))
    return found


def owed_in(
    pack: Pack, known: CaseStarts, sent: dict[str, date], case: Case, *, viewer: Viewer, today: date
) -> list[OwedReport]:
    zone = viewer.time_zone
    referred_on = case.referred_at.astimezone(zone).date()
    return owed_reports(
        pack.report_types,
        {"referred": referred_on, "accepted": referred_on, **known.starts},
        sent,
        jurisdiction=case.jurisdiction,
        case_type=case.case_type,
        calendar=pack.calendar(zone=zone, jurisdiction=case.jurisdiction),
        today=today,
    )


def roles_in_words(pack: Pack, roles: Iterable[str]) -> str:
    """ "Court, Attorney of the child"; "" for a report that stays in the file."""
    return ", ".join(role_word(pack, one) for one in roles)


def role_word(pack: Pack, role: str) -> str:
    return pack.words.client.capitalize() if role == CLIENT else word_of(pack.party_roles, role)


def type_in(case: Case, slug: str) -> ReportType | None:
    """None where the pack has it no more."""
    return next((one for one in pack_of(case).report_types if one.slug == slug), None)


def get_report(viewer: Viewer, report_id: UUID) -> ProgramReport:
    """With its case, receipts apart; NotFound outside the viewer's sight."""
    found = ProgramReport.objects.select_related(*_AROUND).filter(pk=report_id).first()
    if found is None:
        raise NotFound
    get_case(viewer, found.case_id)
    return found


def draft_of(case: Case, slug: str) -> ProgramReport | None:
    return ProgramReport.objects.filter(case=case, report_type=slug, state=ProgramReport.State.DRAFT).first()


def told_until(case: Case, slug: str) -> datetime | None:
    """Up to where the last signed report of this type tells."""
    signed = ProgramReport.objects.filter(case=case, report_type=slug, state=ProgramReport.State.SIGNED)
    found: datetime | None = signed.aggregate(until=Max("covers_until"))["until"]
    return found


def drawn_sections(
    viewer: Viewer, case: Case, kind: ReportType, *, since: datetime | None, now: datetime
) -> list[dict[str, str]]:
    """Each heading of the pack with what the file says; one that no drawer knows is there, and empty."""
    wanted = {drawer for one in kind.sections for drawer in DRAWERS.get(one.slug, ())}
    lines = lines_of(viewer, case, wanted, since=since, until=now, now=now)
    return [{"slug": one.slug, "word": one.word, "text": lines.text_of(one.slug)} for one in kind.sections]


def receipts_of(report: ProgramReport) -> list[ReportReceipt]:
    return list(report.receipts.select_related("message", "delivery"))


def sheet_of_report(viewer: Viewer, report: ProgramReport) -> ReportSheet:
    """Of a report that the caller has fetched. Of an amendment: the report as it was signed, with what was signed
    under it up to then."""
    case, pack, agency = report.case, pack_of(report.case), get_agency()
    kind, original = type_in(case, report.report_type), report.original
    return ReportSheet(
        agency=agency.name,
        paper_size=agency.paper_size,
        title=report.word,
        client=case.person.full_name,
        client_word=pack.words.client.capitalize(),
        case_number=case.number,
        number=number_of(pack, identifiers_of(case)),
        period=period_words(viewer, report),
        to=roles_in_words(pack, kind.to_roles if kind else ()),
        signature=original.signature,
        signed_on=_day_in(viewer, original.signed_at) if original.signed_at else "",
        sections=[
            {"word": one["word"], "text": one["text"]} for one in original.sections if one["text"].strip()
        ],
        amendments=[_amended(viewer, one) for one in up_to(report)],
    )


def _amended(viewer: Viewer, one: ProgramReport) -> Amended:
    on = _day_in(viewer, one.signed_at) if one.signed_at else ""
    return Amended(one.text, one.reason, one.signature, on, one.hash[:16])


def period_words(viewer: Viewer, report: ProgramReport) -> str:
    begins = report.covers_from or report.case.referred_at
    return f"{_day_in(viewer, begins)} to {_day_in(viewer, report.covers_until)}"


def _day_in(viewer: Viewer, at: datetime) -> str:
    local = at.astimezone(viewer.time_zone)
    return date_in_short(local)


def case_of_report(report_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(ProgramReport.objects.filter(pk=report_id).values_list("case_id", flat=True))


def report_rows(staff_ids: Collection[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of open cases of these workers, for a union with those of other apps: kind, case, case, up to when the latest of
    each type that was sent tells, nothing, the type."""
    sent = ProgramReport.objects.filter(
        sent_at__isnull=False, case__assigned_to__in=staff_ids, case__status=Status.OPEN
    )
    latest = sent.order_by().values("case_id", "report_type").annotate(until=Max("covers_until"))
    named = latest.annotate(
        row_kind=Cast(Value(LOOSE_KIND), CharField()),
        row_subject=F("case_id"),
        row_until=Cast(Value(None), DateTimeField()),
    )
    return named.values_list("row_kind", "case_id", "row_subject", "until", "row_until", "report_type")
