"""A report is drawn from the file, changed by hand, signed and kept as a paper. Nothing that somebody typed is lost."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.queries import signature_at
from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.assessments.queries import starts_of_case
from caseday.careplans.actions import Changed
from caseday.careplans.rules import Clash
from caseday.cases.actions.changing import already, on_case, who_writes
from caseday.cases.models import Case
from caseday.cases.queries import get_case, pack_of
from caseday.compliance.drawing.report import draw_report
from caseday.compliance.models import ProgramReport
from caseday.compliance.queries.reports import (
    draft_of,
    drawn_sections,
    get_report,
    owed_in,
    sent_by_type,
    sheet_of_report,
    told_until,
    type_in,
)
from caseday.compliance.rules.merging import Merged, mark_of, merged
from caseday.compliance.rules.report_sections import LONGEST
from caseday.documents.actions import Arrival, Facts, put_in_document
from caseday.documents.keeping import the_store
from caseday.documents.models import Document
from caseday.documents.queries import kinds_for
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.programs.rules.reporting import ReportType

ONLY_WORKERS = "Only case managers and supervisors write reports. Ask the case's case manager."
_STAYS = (
    "This report is signed and stays as it is. Amend it where it is wrong, or draft another one to add to it."
)
_GONE = "This report was set aside. Draft it anew from the file."
State = ProgramReport.State


class ChangedMeanwhile(Changed):
    """Somebody else changed the same headings: `texts` has everything to go on with, theirs stands beside it."""

    def __init__(self, report: ProgramReport, found: Merged, kept: Mapping[str, str]) -> None:
        clashes = [Clash(slug, kept[slug], found.texts[slug]) for slug in found.clashing]
        super().__init__(clashes, revision=report.revision, by=report.changed_by, at=report.changed_at)
        self.texts = found.texts


def draft_report(
    *, actor: Viewer, now: datetime, case_id: UUID, report_type: str, id: UUID | None = None
) -> ProgramReport:
    """Drawn from what happened since the last report of this type. Where somebody began one already, that one.

    NotFound for a type that the program has not.
    """
    case = _case_to_report_on(actor, case_id)
    kind = type_in(case, report_type)
    if kind is None:
        raise NotFound
    if known := draft_of(case, report_type) or already(ProgramReport, id, case):
        return known
    since = told_until(case, report_type)
    report = ProgramReport(
        id=id or new_id(), case=case, report_type=kind.slug, word=kind.word, due_on=_due_on(actor, case, kind, now),
        covers_from=since, covers_until=now, begun_at=now, begun_by_id=who_writes(actor), changed_at=now,
        changed_by=actor.name[:120], sections=drawn_sections(actor, case, kind, since=since, now=now),
    )  # fmt: skip
    try:
        with on_case(
            "report_drafted", case, actor=actor, now=now, subject=report, summary=f"{kind.word} begun"
        ) as record:
            record.add(report)
    except IntegrityError:
        if known := draft_of(case, report_type):
            return known
        raise
    return report


def _case_to_report_on(actor: Viewer, case_id: UUID) -> Case:
    """Also a closed one: its last report is written after it."""
    case = get_case(actor, case_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    return case


def _due_on(actor: Viewer, case: Case, kind: ReportType, now: datetime) -> date | None:
    known = starts_of_case(case, actor.time_zone)
    sent = sent_by_type(case.program_reports.filter(sent_at__isnull=False), actor)
    today = now.astimezone(actor.time_zone).date()
    owed = owed_in(pack_of(case), known, sent, case, viewer=actor, today=today)
    return next((one.due_on for one in owed if one.type.slug == kind.slug), None)


def save_report(
    *,
    actor: Viewer,
    now: datetime,
    report_id: UUID,
    texts: Mapping[str, str],
    read: Mapping[str, str] | None = None,
    page: str = "",
) -> ProgramReport:
    """What was typed so far, by heading. `read`: the mark of each text that the page began with (`mark_of`); None:
    whoever calls has read it in the same breath. `page` names the window that it was typed in.

    Headings that only the other one changed stay theirs; where both changed one, ChangedMeanwhile has both.
    """
    report = _draft_to_change(actor, report_id)
    with on_case(
        "report_changed", report.case, actor=actor, now=now, subject=report, summary=f"{report.word} changed"
    ) as record:
        _hold(report)
        _write(record, report, actor, now, texts, read, page)
    return report


def _draft_to_change(actor: Viewer, report_id: UUID) -> ProgramReport:
    report = get_report(actor, report_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    if not report.is_draft:
        raise Invalid(_STAYS if report.is_signed else _GONE)
    return report


def _hold(report: ProgramReport) -> None:
    """Nobody else changes it until the transaction ends; what others saved before is known."""
    held = ProgramReport.objects.select_for_update().get(pk=report.pk)
    for name in ("state", "sections", "revision", "changed_by", "changed_at"):
        setattr(report, name, getattr(held, name))
    if not report.is_draft:
        raise Invalid(_STAYS if report.is_signed else _GONE)


def _write(
    record: ChangeRecord,
    report: ProgramReport,
    actor: Viewer,
    now: datetime,
    texts: Mapping[str, str],
    read: Mapping[str, str] | None,
    page: str,
) -> None:
    for slug, text in texts.items():
        if len(text) > LONGEST:
            raise Invalid({slug: f"This is too long: shorten it to {LONGEST:,} characters."})
    kept = {one["slug"]: one["text"] for one in report.sections}
    own = {one["slug"] for one in report.sections if page and one.get("page") == page}
    marks = read if read is not None else {slug: mark_of(text) for slug, text in kept.items()}
    found = merged(kept, texts, marks, own)
    if found.clashing:
        raise ChangedMeanwhile(report, found, kept)
    if found.texts != kept:
        record.update(
            report, sections=[_written(one, found.texts[one["slug"]], page) for one in report.sections],
            revision=report.revision + 1, changed_by=actor.name[:120], changed_at=now,
        )  # fmt: skip


def _written(section: Mapping[str, str], text: str, page: str) -> dict[str, str]:
    """With the window that wrote it last: its own words are no clash, though it may not know yet that they are kept."""
    return dict(section) if section["text"] == text else {**section, "text": text, "page": page}


def discard_report(*, actor: Viewer, now: datetime, report_id: UUID) -> ProgramReport:
    """A draft; it stays readable in the record. The next one is drawn anew."""
    report = _draft_to_change(actor, report_id)
    with on_case(
        "report_discarded",
        report.case,
        actor=actor,
        now=now,
        subject=report,
        summary=f"{report.word} set aside",
    ) as record:
        _hold(report)
        record.update(report, state=State.DISCARDED)
    return report


def sign_report(
    *,
    actor: Viewer,
    now: datetime,
    report_id: UUID,
    texts: Mapping[str, str],
    read: Mapping[str, str] | None = None,
    page: str = "",
) -> ProgramReport:
    """Saved, set as a paper of the case, and signed with the name and the credentials of this day. Signed again, it is
    the one that is there. A report that is for nobody outside is done with it.

    Raises ChangedMeanwhile and Invalid as `save_report`, and Invalid where nothing is written.
    """
    known = get_report(actor, report_id)
    if known.is_signed and known.signed_by_id == actor.staff_id:
        return known
    report = save_report(actor=actor, now=now, report_id=report_id, texts=texts, read=read, page=page)
    if not any(one["text"].strip() for one in report.sections):
        raise Invalid("There is nothing to sign yet. Write a line first.")
    report.signed_at, report.signature = now, signature_at(who_writes(actor), now)
    paper = put_in_report(actor, now, report)
    kind = type_in(report.case, report.report_type)
    read_revision = report.revision
    with on_case(
        "report_signed", report.case, actor=actor, now=now, subject=report, summary=f"{paper.title}, signed"
    ) as record:
        _hold(report)
        if report.revision != read_revision:
            raise Invalid("This was changed while you signed. Read it again, then sign.")
        signature, report.signature, report.signed_at = report.signature, "", None
        record.update(
            report, state=State.SIGNED, signed_at=now, signed_by_id=actor.staff_id, signature=signature,
            document_id=paper.pk, sent_at=None if kind and kind.to_roles else now,
        )  # fmt: skip
    return report


def put_in_report(actor: Viewer, now: datetime, report: ProgramReport) -> Document:
    """Its id follows from what is signed: two taps keep one paper."""
    sheet = sheet_of_report(actor, report)
    arrival = the_store().new_arrival()
    arrival.write_bytes(draw_report(sheet))
    known = {one.slug for one in kinds_for(report.case)}
    kinds = (f"{report.report_type}_report", report.report_type, "report", "progress_report")
    facts = Facts(
        kind=next((one for one in kinds if one in known), ""),
        title=f"{report.word}, {'amended, ' if report.amends else ''}{sheet.period}"[:160],
        service_on=now.astimezone(actor.time_zone).date(),
    )  # fmt: skip
    return put_in_document(
        actor=actor, now=now, files=[Arrival(arrival, "report.pdf")], case_id=report.case_id, facts=facts,
        allows_same=True, id=uuid5(report.pk, f"{report.revision} {report.signature}"),
    )  # fmt: skip
