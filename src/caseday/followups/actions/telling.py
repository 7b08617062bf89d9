"""Who was told, and which papers belong to a request."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.documents.models import Document
from caseday.followups.actions.clocks import follow_paper
from caseday.followups.actions.requests import changing
from caseday.followups.models import Channel, RequestPaper, Told
from caseday.followups.queries.requests import Followed
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


def tell(
    *,
    actor: Viewer,
    now: datetime,
    request_id: UUID,
    role: str,
    channel: str,
    name: str = "",
    proof: str = "",
    claim_id: UUID | None = None,
    told_at: datetime | None = None,
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Told:
    """One cell of the matrix: this party now knows of this claim (of the whole request where none is named)."""
    with changing("party_told", actor=actor, now=now, request_id=request_id) as (record, one):
        if known := next((each for each in one.told if id is not None and each.pk == id), None):
            return known
        _check(one, role, channel, claim_id, told_at, now)
        told = Told(
            id=id or new_id(),
            request=one.row,
            claim_id=claim_id,
            role=role.strip()[:40],
            name=name.strip()[:120],
            channel=channel,
            told_at=told_at or now,
            proof=proof.strip()[:200],
            activity_id=activity_id,
            staff_id=actor.staff_id or one.row.staff_id,
        )
        record.summary = (
            f"{one.row.title}: {one.role_word(told.role)} told, {told.get_channel_display().lower()}"
        )
        record.add(told)
    return told


def _check(
    one: Followed, role: str, channel: str, claim_id: UUID | None, told_at: datetime | None, now: datetime
) -> None:
    if not role.strip():
        raise Invalid({"role": "Say who was told."})
    if channel not in Channel.values:
        raise Invalid({"channel": "Say how: phone, text, email, in person ..."})
    if told_at is not None and told_at > now:
        raise Invalid({"told_at": "Nobody was told yet: choose a moment up to now."})
    if claim_id is not None and claim_id not in {each.pk for each in one.claims}:
        raise Invalid({"claim": "This was not said of this request. Look at the page again."})


def file_paper(*, actor: Viewer, now: datetime, request_id: UUID, document_id: UUID) -> RequestPaper:
    """A paper of the same case; filed twice it is there once. What it says of clocks follows."""
    with changing("paper_filed", actor=actor, now=now, request_id=request_id) as (record, one):
        papers = Document.objects.filter(pk=document_id, case_id=one.row.case_id, voided_at=None)
        if (document := papers.first()) is None:
            raise Invalid({"document": "This paper is not in the case. Choose again."})
        filed = RequestPaper.objects.filter(request=one.row, document=document).first()
        if filed is None:
            filed = RequestPaper(request=one.row, document=document)
            record.summary = f"{one.row.title}: {document.title}"
            record.add(filed)
            follow_paper(record, one, document, now)
    return filed
