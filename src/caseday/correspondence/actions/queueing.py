"""A message is queued with everything that tells of it, in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import Chain, ChangeRecord, agency_chain, case_chain, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.correspondence.actions.answering import answered_by_reply
from caseday.correspondence.actions.text_accounts import account_of_number
from caseday.correspondence.models import (
    Account,
    Attachment,
    Filing,
    Message,
    MessageBody,
    Sending,
    Thread,
)
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.queries.objections import every_objection, file_to_send, leaves_at
from caseday.correspondence.queries.reaches import reaches_of
from caseday.correspondence.queries.senders import Sender, sender_for
from caseday.correspondence.rules.checks import still_standing
from caseday.correspondence.rules.outgoing import Objection, Outgoing, OwnFile
from caseday.correspondence.rules.threads import message_id_for, text_thread_key, thread_key
from caseday.correspondence.rules.words import first_words, summary_of
from caseday.correspondence.sending_jobs import send_soon
from caseday.documents.actions import send_document
from caseday.documents.files.store import Kept
from caseday.documents.keeping import the_store
from caseday.documents.queries import get_document
from caseday.journal.actions import Happened, record_message
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

ONLY_WORKERS = "Only case managers and supervisors write messages. Ask the case's case manager."
_HOW = {"email": "email", "fax": "fax", "letter": "mail", "text": "text"}


def queue_message(*, actor: Viewer, now: datetime, outgoing: Outgoing, id: UUID | None = None) -> Message:
    """Exactly once for an `id`. Raises Invalid with the objections, by field, that still stand.

    Once it returns it is on the case: filed, in the journal, its papers under way, what it answers answered.
    """
    require(can_work_on_cases(actor), ONLY_WORKERS)
    if known := _queued_already(actor, id):
        return known
    case = get_case(actor, outgoing.case_id) if outgoing.case_id else None
    every = every_objection(actor, outgoing, now)
    if standing := still_standing(outgoing, every):
        raise Invalid(_by_field(standing))
    sender = sender_for(actor, outgoing.channel, outgoing.account_id)
    assert sender is not None  # else it was objected to
    try:
        with transaction.atomic():
            return _queue(actor, now, outgoing, case, sender, id or new_id(), every)
    except IntegrityError:
        if known := _queued_already(actor, id):
            return known
        raise


def try_to_queue(*, actor: Viewer, now: datetime, outgoing: Outgoing) -> tuple[Message | None, str]:
    """Of several, each alone: what speaks against this one comes back in words, and the others go all the same."""
    try:
        with transaction.atomic():
            return queue_message(actor=actor, now=now, outgoing=outgoing), ""
    except Invalid as problem:
        return None, " ".join(problem.problems.values())[:600]


def _queued_already(actor: Viewer, id: UUID | None) -> Message | None:
    found = Message.objects.filter(pk=id).first() if id else None
    if found is None:
        return None
    if found.is_incoming or (found.staff_id not in actor.caseload_staff_ids and not actor.is_system):
        raise Invalid("This message belongs to somebody else. Reload the page and try again.")
    return found


def _by_field(objections: list[Objection]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in objections:
        found[one.field] = f"{found[one.field]} {one.words}" if one.field in found else one.words
    return found


def _queue(
    actor: Viewer,
    now: datetime,
    outgoing: Outgoing,
    case: Case | None,
    sender: Sender,
    message_id: UUID,
    every: list[Objection],
) -> Message:
    account, key = _account(actor, now, outgoing, sender), new_id()
    message = _message(actor, now, outgoing, case, sender, account, message_id, key)
    message.thread = _thread(actor, outgoing, message, now)
    if case is not None:
        _into_journal(actor, now, outgoing, case, message)
    with change(
        "message_queued", actor=actor, now=now, chain=_chain(actor, case), subject=message,
        summary=_summary(outgoing, message, every),
    ) as record:  # fmt: skip
        record.add(message)
        MessageBody.objects.create(message=message, text=outgoing.text)
        _files(record, actor, outgoing, message)
        if case is not None and message.activity_id is not None:
            record.add(_filing(actor, now, message, case, message.activity_id))
    at = leaves_at(outgoing, reaches_of(outgoing, case, now), now)
    Sending.objects.create(message=message, key=key, not_before=at)
    send_soon(at, now)
    if case is not None:
        deliver_papers(actor, now, message, outgoing)
    answered_by_reply(actor=actor, now=now, thread_id=message.thread_id, before=now)
    return message


def _chain(actor: Viewer, case: Case | None) -> Chain:
    if case is not None:
        return case_chain(case.pk)
    return staff_chain(actor.staff_id) if actor.staff_id else agency_chain()


def _summary(outgoing: Outgoing, message: Message, every: list[Objection]) -> str:
    """Also what was looked at and overruled, and why."""
    said = summary_of(message.channel, message.subject, message.preview)
    overruled = [one.slug.partition(":")[0].replace("_", " ") for one in every]
    if not overruled:
        return said
    why = f" ({outgoing.reason.strip()})" if outgoing.reason.strip() else ""
    return f"{said[:140]}; overruled: {', '.join(overruled)}{why}"[:300]


def _account(actor: Viewer, now: datetime, outgoing: Outgoing, sender: Sender) -> Account | None:
    """A text's number has its row, for that is how its conversation is known."""
    if sender.account is None and outgoing.channel == "text":
        return account_of_number(actor=actor, now=now, number=sender.address)
    return sender.account


def _message(
    actor: Viewer,
    now: datetime,
    outgoing: Outgoing,
    case: Case | None,
    sender: Sender,
    account: Account | None,
    message_id: UUID,
    key: UUID,
) -> Message:
    first = outgoing.to[0]
    goes_by_mail = outgoing.channel in ("email", "fax")
    return Message(
        id=message_id,
        channel=outgoing.channel,
        is_incoming=False,
        account=account,
        staff_id=actor.staff_id or (case.assigned_to_id if case else None),
        external_id=message_id_for(key, sender.address) if goes_by_mail else "",
        from_address=sender.address[:254],
        from_name=sender.name[:160],
        recipients=[{"address": one.address, "name": one.name, "as": one.kind} for one in outgoing.to],
        subject=" ".join(outgoing.subject.split())[:300],
        preview=first_words(outgoing.text),
        at=now,
        recorded_at=now,
        person_id=first.person_id,
        office_id=first.office_id,
        professional_id=first.professional_id,
        role=first.role[:40],
        state=Message.State.QUEUED,
        reply_to_id=outgoing.reply_to_id,
        template=outgoing.template[:60],
        language=outgoing.language[:10],
    )


def _thread(actor: Viewer, outgoing: Outgoing, message: Message, now: datetime) -> Thread:
    """That of what it answers; texts by the pair of numbers; else it begins one."""
    if outgoing.reply_to_id is not None:
        before = get_message(actor, outgoing.reply_to_id)
        if before.channel == outgoing.channel:
            Thread.objects.filter(pk=before.thread_id).update(last_at=now)
            return before.thread
    if outgoing.channel == "text":
        key = text_thread_key(message.account_id, outgoing.to[0].address)
    else:
        key = thread_key(message.account_id, message.external_id or str(message.pk))
    found, _ = Thread.objects.update_or_create(
        channel=outgoing.channel,
        key=key,
        defaults={"last_at": now},
        create_defaults={"last_at": now, "account_id": message.account_id, "subject": message.subject},
    )
    return found


def _into_journal(actor: Viewer, now: datetime, outgoing: Outgoing, case: Case, message: Message) -> None:
    owner = actor.staff_id or case.assigned_to_id
    if owner is None:
        raise Invalid("Nobody has this case yet. Assign it first, then write.")
    message.activity_id = new_id()
    to = outgoing.to[0]
    record_message(
        actor=actor,
        now=now,
        case_id=case.pk,
        staff_id=owner,
        id=message.activity_id,
        happened=Happened(
            with_role=to.role,
            with_name=to.name or to.address,
            office_id=to.office_id,
            professional_id=to.professional_id,
            person_id=to.person_id,
            started_at=now,
            summary=summary_of(message.channel, message.subject, message.preview),
        ),
    )


def _filing(actor: Viewer, now: datetime, message: Message, case: Case, id: UUID) -> Filing:
    """Its id is that of its entry in the journal."""
    return Filing(
        id=id, message=message, case=case, how=Filing.How.WRITTEN, staff_id=actor.staff_id, filed_at=now
    )


def _files(record: ChangeRecord, actor: Viewer, outgoing: Outgoing, message: Message) -> None:
    for position, document_id in enumerate(outgoing.document_ids):
        document, file = get_document(actor, document_id), file_to_send(actor, document_id, outgoing.channel)
        assert file is not None  # else it was objected to
        record.add(
            Attachment(
                message=message, position=position, document=document, name=_file_name(document.title, file.media_type),
                media_type=file.media_type, size_bytes=file.size_bytes, sha256=file.sha256,
            )
        )  # fmt: skip
    for position, own in enumerate(outgoing.own_files, start=len(outgoing.document_ids)):
        kept = _keep_own(own)
        record.add(
            Attachment(
                message=message, position=position, name=own.name[:200], media_type=own.media_type[:100],
                size_bytes=kept.size_bytes, sha256=kept.sha256,
            )
        )  # fmt: skip


def _keep_own(own: OwnFile) -> Kept:
    store = the_store()
    arrival = store.new_arrival()
    arrival.write_bytes(own.data)
    return store.keep(arrival)


def _file_name(title: str, media_type: str) -> str:
    ending = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}.get(media_type, "pdf")
    kept = "".join(char if char.isalnum() or char in " -_.,()" else " " for char in title)
    return f"{' '.join(kept.split())[:180].strip('. ') or 'paper'}.{ending}"


def deliver_papers(actor: Viewer, now: datetime, message: Message, outgoing: Outgoing) -> None:
    """Each paper to each receiver; the proof follows when it has left."""
    for document_id in outgoing.document_ids:
        for to in outgoing.to:
            send_document(
                actor=actor, now=now, document_id=document_id, how=_HOW[outgoing.channel],
                office_id=to.office_id, professional_id=to.professional_id, person_id=to.person_id,
                to_name=to.name or to.address, activity_id=message.activity_id,
            )  # fmt: skip
