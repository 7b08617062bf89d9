"""Files of a message that is on a case become papers there, in the background: opening them takes long."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.on_cases import places_of, put_on_cases, suggestions_kept, with_rights
from caseday.correspondence.models import Attachment, Filing, Message
from caseday.correspondence.paper_jobs import match_scans, put_papers_in
from caseday.correspondence.permissions import chain_of_unfiled
from caseday.correspondence.queries.matching import incoming_again, match
from caseday.correspondence.rules.matching import Matched
from caseday.documents.actions import Arrival, Facts, SameAgain, put_in_document, void_document
from caseday.documents.files.scans import is_ocr_installed
from caseday.documents.keeping import the_store
from caseday.documents.models import Document, How
from caseday.documents.queries.kept import words_of_kept, words_of_scan
from caseday.kernel.errors import Invalid

_HOW = {"email": How.EMAIL, "fax": How.FAX, "letter": How.MAIL, "portal": How.PORTAL}
_GONE = "The file is missing from the store. Ask the sender to send it again."
_NOBODY = "Nobody has this case yet. Put the file in when the case is assigned."


_MOST_READ = 12
_MOST_PAGES = 8
"""Of one file: whom a fax is about stands on its cover or its first pages."""


def settle_files(*, actor: Viewer, now: datetime, message_id: UUID) -> list[Document]:
    """What the background does for a message with files: reads them for where it belongs, makes papers of them."""
    message = Message.objects.select_related("body").filter(pk=message_id).first()
    if message is None:
        return []
    if message.state == Message.State.WAITING:
        words = [words_of_kept(one.sha256, one.name) for one in _read_of(message)]
        message = match_again(actor=actor, now=now, message=message, words=words)
        if (
            message.state == Message.State.WAITING
            and not all(one.strip() for one in words)
            and is_ocr_installed()
        ):
            match_scans.enqueue(str(message_id))
    return put_papers(actor=actor, now=now, message_id=message_id)


def settle_scans(*, actor: Viewer, now: datetime, message_id: UUID) -> list[Document]:
    """As `settle_files`, of what waits still: by the words of its pages that are pictures, a fax's. Takes minutes."""
    message = Message.objects.select_related("body").filter(pk=message_id).first()
    if message is None or message.state != Message.State.WAITING:
        return []
    words = [words_of_scan(one.sha256, one.name, _MOST_PAGES) for one in _read_of(message)]
    match_again(actor=actor, now=now, message=message, words=words)
    return put_papers(actor=actor, now=now, message_id=message_id)


def _read_of(message: Message) -> list[Attachment]:
    files = Attachment.objects.filter(message=message, refusal="", is_inline=False).exclude(sha256="")
    return [one for one in files[:_MOST_READ] if not one.is_sound]


def match_again(*, actor: Viewer, now: datetime, message: Message, words: Sequence[str] = ()) -> Message:
    """With what its files say; filed where that makes it certain, else with better suggestions."""
    matched = match(incoming_again(message), file_texts=[one for one in words if one])
    with transaction.atomic():
        message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if message.state == Message.State.WAITING:
            _settle(actor, now, message, matched)
    return message


def _settle(actor: Viewer, now: datetime, message: Message, matched: Matched) -> None:
    places = places_of(matched)
    if places:
        put_on_cases(
            actor=actor, now=now, message=message, places=places, staff_id=message.staff_id,
            sender=matched.sender,
        )  # fmt: skip
    chain = case_chain(min(one.case_id for one in places)) if places else chain_of_unfiled(message)
    best = matched.matches[0].confidence if matched.matches else 0
    warnings = list(dict.fromkeys([*message.warnings, *matched.warnings]))
    with change("message_matched", actor=actor, now=now, chain=chain, subject=message) as record:
        record.update(
            message, suggestions=suggestions_kept(matched), warnings=warnings, confidence=best,
        )  # fmt: skip


def put_papers_later(message: Message) -> None:
    """Once a commit; where there is nothing to do, nothing is queued."""
    if Attachment.objects.filter(message=message, document=None, refusal="").exclude(sha256="").exists():
        put_papers_in.enqueue(str(message.pk))


def put_papers(*, actor: Viewer, now: datetime, message_id: UUID) -> list[Document]:
    """Each file a paper of the case that the message belongs to first; one that cannot be used says why.

    Sounds stay with the message. Again changes nothing. For the system, which reads mail for whoever has the case.
    """
    message = Message.objects.get(pk=message_id)
    filing = _first_filing(message)
    if filing is None:
        return []
    wanted = Attachment.objects.filter(message=message, document=None, refusal="", is_inline=False)
    rows = list(wanted.exclude(sha256=""))
    return [done for one in rows if not one.is_sound and (done := _put_in(actor, now, message, filing, one))]


def _first_filing(message: Message) -> Filing | None:
    filed = list(
        Filing.objects.filter(message=message, undone_at=None)
        .select_related("case")
        .order_by("filed_at", "pk")
    )
    return next((one for one in filed if one.pk == message.activity_id), filed[0] if filed else None)


def _put_in(
    actor: Viewer, now: datetime, message: Message, filing: Filing, one: Attachment
) -> Document | None:
    owner = filing.case.assigned_to_id or message.staff_id or filing.staff_id
    document, refusal = None, "" if owner else _NOBODY
    if owner:
        try:
            document = _document(actor, now, message, filing, one, owner)
        except SameAgain as same:
            document = same.documents[0]
        except Invalid as problem:
            refusal = " ".join(problem.problems.values())[:300]
        except FileNotFoundError:
            refusal = _GONE
    with change(
        "attachment_put_in", actor=actor, now=now, chain=case_chain(filing.case_id), subject=message,
        summary=one.name,
    ) as record:  # fmt: skip
        record.update(one, document=document, refusal=refusal)
    return document


def _document(
    actor: Viewer, now: datetime, message: Message, filing: Filing, one: Attachment, owner: UUID
) -> Document:
    store = the_store()
    arrival = store.new_arrival()
    shutil.copyfile(store.path_of(one.sha256), arrival)
    facts = Facts(
        kind="",
        from_name=message.from_name or message.from_address,
        from_office_id=message.office_id,
        received_at=min(message.recorded_at, now),
        received_how=_HOW.get(message.channel, ""),
    )
    return put_in_document(
        actor=actor, now=now, files=[Arrival(arrival, one.name)], case_id=filing.case_id, facts=facts,
        id=_paper_id(one, filing.pk), staff_id=owner,
    )  # fmt: skip


def _paper_id(one: Attachment, filing_id: UUID) -> UUID:
    """The same for the same filing, so that a job that ran twice puts it in once."""
    return uuid5(filing_id, str(one.pk))


def take_papers_off(*, actor: Viewer, now: datetime, message: Message, filing: Filing, reason: str) -> None:
    """Papers that came with it are void there; the files wait for the right case."""
    for one in Attachment.objects.filter(message=message, document__case=filing.case_id):
        if one.document_id == _paper_id(one, filing.pk):
            void_document(actor=with_rights(actor), now=now, document_id=one.document_id, reason=reason)
        with change(
            "attachment_taken_off", actor=actor, now=now, chain=case_chain(filing.case_id), subject=message,
            summary=one.name,
        ) as record:  # fmt: skip
            record.update(one, document=None)
