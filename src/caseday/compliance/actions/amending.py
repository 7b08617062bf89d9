"""A signed report is never changed: what was wrong is corrected by words that are signed beside it."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.queries import signature_at
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import already, on_case, who_writes
from caseday.compliance.actions.reports import ONLY_WORKERS, put_in_report
from caseday.compliance.models import ProgramReport
from caseday.compliance.queries.amendments import whole_report
from caseday.compliance.queries.reports import get_report, type_in
from caseday.compliance.rules.amendments import HEADING, amendment_problems, hash_of_amendment
from caseday.compliance.rules.merging import plain
from caseday.compliance.rules.report_sections import LONGEST
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


def amend_report(
    *, actor: Viewer, now: datetime, report_id: UUID, text: str, reason: str, id: UUID | None = None
) -> ProgramReport:
    """Signed at once with the credentials of this day, and kept as a paper with the report above it. The report and its
    paper stay as they are. Whoever got it before is owed it as it is now. The same `id` again gives the one there is.

    `report_id` is the report or an amendment of it. Raises Invalid by field, and for what is not signed.
    """
    known = get_report(actor, report_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    if stored := already(ProgramReport, id, known.case):
        return stored
    if not known.is_signed:
        raise Invalid("Only a signed report is amended. This one can still be changed.")
    text, reason = plain(text), " ".join(reason.split())
    if problems := amendment_problems(text, reason, LONGEST):
        raise Invalid(problems)
    whole = whole_report(known)
    one = _amendment(actor, now, whole.original, text, reason, id)
    paper = put_in_report(actor, now, one)
    one.document = paper
    with on_case(
        "report_amended", one.case, actor=actor, now=now, subject=one, summary=f"{one.word} amended: {reason}"
    ) as record:
        ProgramReport.objects.select_for_update().get(pk=whole.original.pk)
        if whole_report(known).current.pk != whole.current.pk:
            raise Invalid("Somebody amended this report while you wrote. Read theirs, then sign yours.")
        record.add(one)
    return one


def _amendment(
    actor: Viewer, now: datetime, original: ProgramReport, text: str, reason: str, id: UUID | None
) -> ProgramReport:
    author = who_writes(actor)
    kind = type_in(original.case, original.report_type)
    one = ProgramReport(
        id=id or new_id(), case=original.case, amends=original, reason=reason, state=ProgramReport.State.SIGNED,
        report_type=original.report_type, word=original.word, due_on=original.due_on,
        covers_from=original.covers_from, covers_until=original.covers_until, sections=[{**HEADING, "text": text}],
        begun_at=now, begun_by_id=author, changed_at=now, changed_by=actor.name[:120], signed_at=now,
        signed_by_id=author, signature=signature_at(author, now), sent_at=None if kind and kind.to_roles else now,
    )  # fmt: skip
    one.hash = hash_of(one)
    return one


def hash_of(one: ProgramReport) -> str:
    """What the stored hash must be, if the amendment and the report above it are as they were signed."""
    above = one.original
    return hash_of_amendment({
        "id": str(one.pk), "text": one.text, "reason": one.reason, "author": str(one.signed_by_id),
        "signature": one.signature, "signed_at": one.signed_at, "amends": str(above.pk), "report": above.sections,
        "report_signature": above.signature, "report_signed_at": above.signed_at,
    })  # fmt: skip
