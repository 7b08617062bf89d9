"""A message comes in: kept once, put on the cases that it surely belongs to, or left waiting in the inbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from caseday.access.record import ChangeRecord, change
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.calendar_answers import tell_of_answers
from caseday.correspondence.actions.on_cases import (
    message_summary,
    places_of,
    put_on_cases,
    suggestions_kept,
)
from caseday.correspondence.actions.papers import put_papers_later
from caseday.correspondence.actions.reminding import hear_reply
from caseday.correspondence.models import Account, Attachment, Message, MessageBody, Thread
from caseday.correspondence.permissions import chain_of_unfiled
from caseday.correspondence.queries.matching import match
from caseday.correspondence.queries.messages import message_there
from caseday.correspondence.queries.safety import phrases_looked_for
from caseday.correspondence.rules.incoming import Incoming, IncomingFile, headers_kept
from caseday.correspondence.rules.matching import Matched
from caseday.correspondence.rules.safety import joined, safety_words
from caseday.correspondence.rules.threads import text_thread_key, thread_key
from caseday.correspondence.rules.words import first_words
from caseday.documents.keeping import the_store


def take_in(*, actor: Viewer, now: datetime, incoming: Incoming) -> Message:
    """Keeps it, files it where that is certain, and returns it; one that is here already comes back unchanged.

    Files are in the store, durably, before their rows; arriving ones are gone afterwards.
    """
    if there := _there_already(incoming):
        _drop(incoming)
        return there
    kept = _keep_files(incoming)
    matched = match(incoming)
    try:
        with transaction.atomic():
            message = _write_down(actor, now, incoming, kept, matched)
            if incoming.answers:
                tell_of_answers(now, message, incoming.answers)
    except IntegrityError:
        there = _there_already(incoming)
        if there is None:
            raise
        return there
    hear_reply(now=now, message=message)
    return message


def _there_already(incoming: Incoming) -> Message | None:
    """By the id that its sender, or the gateway, gave it; else by its place in the mailbox."""
    return message_there(incoming.account_id, incoming.external_id[:255], incoming.source)


def _drop(incoming: Incoming) -> None:
    for path in (incoming.raw, *(one.path for one in incoming.files)):
        if path is not None:
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class _Kept:
    raw_sha256: str
    files: list[Attachment]


def _keep_files(incoming: Incoming) -> _Kept:
    store, kept = the_store(), []
    for position, one in enumerate(incoming.files):
        row = _attachment(one, position)
        if one.path is not None:
            in_store = store.keep(one.path)
            row.sha256, row.size_bytes = in_store.sha256, in_store.size_bytes
        kept.append(row)
    return _Kept(store.keep(incoming.raw).sha256 if incoming.raw else "", kept)


def _attachment(one: IncomingFile, position: int) -> Attachment:
    return Attachment(
        position=position,
        name=" ".join(one.name.split())[:200] or "file",
        media_type=one.media_type[:100],
        size_bytes=one.size_bytes,
        is_inline=one.is_inline,
        refusal=one.refusal[:300],
    )


def _write_down(actor: Viewer, now: datetime, incoming: Incoming, kept: _Kept, matched: Matched) -> Message:
    account = Account.objects.filter(pk=incoming.account_id).first() if incoming.account_id else None
    message = _message(now, incoming, account, matched)
    message.thread = _thread(incoming, now)
    places = places_of(matched)

    def keep(record: ChangeRecord) -> None:
        _keep(record, message, incoming, kept)

    if places:
        put_on_cases(
            actor=actor, now=now, message=message, places=places, staff_id=message.staff_id, keep=keep
        )
    else:
        with change(
            "message_came_in", actor=actor, now=now, chain=chain_of_unfiled(message), subject=message,
            happened_at=message.at, summary=message_summary(message),
        ) as record:  # fmt: skip
            keep(record)
    put_papers_later(message)
    return message


def _keep(record: ChangeRecord, message: Message, incoming: Incoming, kept: _Kept) -> None:
    record.add(message)
    for row in kept.files:
        row.message = message
        record.add(row)
    MessageBody.objects.create(
        message=message, text=_plain(incoming.text), quoted=_plain(incoming.quoted),
        html=_plain(incoming.html), headers=headers_kept(incoming), raw_sha256=kept.raw_sha256,
    )  # fmt: skip


def _message(now: datetime, incoming: Incoming, account: Account | None, matched: Matched) -> Message:
    return Message(
        channel=incoming.channel,
        is_incoming=True,
        account=account,
        staff_id=account.staff_id if account else None,
        external_id=incoming.external_id[:255],
        source=incoming.source[:80],
        from_address=incoming.sender.address[:254],
        from_name=" ".join(incoming.sender.name.split())[:160],
        recipients=[
            {"address": one.address, "name": one.name, "as": one.kind} for one in incoming.recipients[:100]
        ],
        subject=" ".join(incoming.subject.split())[:300],
        preview=first_words(incoming.text or incoming.quoted),
        at=min(incoming.at, now),
        recorded_at=now,
        person_id=matched.sender.person_id if matched.certain else None,
        professional_id=matched.sender.professional_id,
        office_id=matched.sender.office_id,
        role=matched.sender.role[:40],
        state=Message.State.FILED if matched.certain else Message.State.WAITING,
        confidence=matched.matches[0].confidence if matched.matches else 0,
        suggestions=suggestions_kept(matched),
        warnings=[*incoming.warnings, *matched.warnings],
        safety_words=_safety(incoming),
        is_automatic=incoming.is_automatic,
    )


def _safety(incoming: Incoming) -> str:
    """In the sender's own words; what is quoted or passed on was read before."""
    if incoming.is_automatic:
        return ""
    return joined(safety_words(f"{incoming.subject}\n{incoming.text}", phrases_looked_for()))


def _plain(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\0", "")


def _thread(incoming: Incoming, now: datetime) -> Thread:
    """Texts by the pair of numbers; mail by the conversation that it answers, else it begins one."""
    found = (
        None
        if incoming.channel == "text"
        else _thread_of_references(incoming.references, incoming.account_id)
    )
    if found is None:
        found, _ = Thread.objects.get_or_create(
            channel=incoming.channel, key=_key(incoming),
            defaults={"account_id": incoming.account_id, "subject": incoming.subject[:300], "last_at": now},
        )  # fmt: skip
    if found.last_at < now:
        Thread.objects.filter(pk=found.pk, last_at__lt=now).update(last_at=now)
    return found


def _thread_of_references(references: tuple[str, ...], account_id: UUID | None) -> Thread | None:
    if not references:
        return None
    known = Message.objects.filter(external_id__in=[one[:255] for one in references[-50:]])
    newest = known.filter(account=account_id).select_related("thread").order_by("-at").first()
    return newest.thread if newest else None


def _key(incoming: Incoming) -> str:
    if incoming.channel == "text":
        return text_thread_key(incoming.account_id, incoming.sender.address)
    root = incoming.references[0] if incoming.references else incoming.external_id
    return thread_key(incoming.account_id, root or incoming.source or incoming.sender.address)
