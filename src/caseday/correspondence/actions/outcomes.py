"""What becomes of a queued message: claimed, sent, put off, failed, unsure. For the job that sends, and for taps.

The order of locks is the message's sending first; whoever comes second finds it moved, and leaves it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import ChangeRecord, change
from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence.actions.queueing import ONLY_WORKERS
from caseday.correspondence.actions.receipts import chain_of_message
from caseday.correspondence.models import Attachment, Channel, Message, Sending
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.rules.tries import CLAIM_LASTS, wait_after
from caseday.documents.actions import fail_deliveries, prove_deliveries, resume_deliveries
from caseday.kernel.errors import Invalid

HANDING_OVER = "Being handed over"
"""Stands in `trouble` from just before the end of the message goes out until the answer is here."""
_NOT_KNOWN = (
    "The connection broke while it was handed over: nobody knows whether it left. Ask them, then say so here."
)
HELD = "Held: imported. The Caseday that it comes from may have sent it. Look there first, then send it again here."
_STATE = "\"correspondence_sending\".\"state\" IN ('queued', 'sending')"
"""Spelled as the index spells it: SQLite takes a partial index only then."""


def claim_next(now: datetime, *, but: frozenset[UUID] = frozenset()) -> Sending | None:
    """The longest due one, for this process alone. A letter is printed, not claimed."""
    with transaction.atomic():
        due = Sending.objects.extra(where=[_STATE])  # noqa: S610
        waiting = due.filter(state=Sending.State.QUEUED, not_before__lte=now)
        waiting = (
            waiting.exclude(message__channel=Channel.LETTER).exclude(pk__in=but).order_by("not_before", "pk")
        )
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
        found = waiting.values_list("pk", flat=True).first()
        if found is None:
            return None
        mine = Sending.objects.filter(pk=found, state=Sending.State.QUEUED)
        took = mine.update(state=Sending.State.SENDING, claimed_at=now, tries=F("tries") + 1, trouble="")
    return _with_message(found) if took else None


def _with_message(sending_id: UUID) -> Sending:
    return Sending.objects.select_related("message__body", "message__account", "message__reply_to").get(
        pk=sending_id
    )


def note_handing_over(sending: Sending) -> None:
    """From here on a process that dies leaves it unsure. Raises Overtaken where the claim was lost on the way."""
    mine = Sending.objects.filter(
        pk=sending.pk, state=Sending.State.SENDING, claimed_at=sending.claimed_at, tries=sending.tries
    )
    if not mine.update(trouble=HANDING_OVER):
        raise Overtaken


def note_sent(sending: Sending, now: datetime, *, provider_id: str, proof: str) -> None:
    """A receipt may have come before: it knows more, and stays."""
    with _moving(sending, now, "message_sent", proof) as (record, message):
        _set(sending, state=Sending.State.SENT, sent_at=now, provider_id=provider_id[:255], trouble="")
        record.update(message, state=Message.State.SENT, external_id=message.external_id or provider_id[:255])
        _prove(record, message, proof)


def put_off(sending: Sending, now: datetime, until: datetime, words: str) -> None:
    """Tried again then; the try counts."""
    with transaction.atomic():
        if _lock(sending, Sending.State.SENDING):
            _set(sending, state=Sending.State.QUEUED, not_before=until, claimed_at=None, trouble=words[:300])


def note_trouble(
    sending: Sending, now: datetime, words: str, *, is_final: bool, wait_seconds: int = 0
) -> None:
    """Tried again after a while, longer each time; given up after the last."""
    wait = None if is_final else wait_after(sending.tries)
    if wait is None:
        fail(sending, now, words)
    else:
        put_off(sending, now, now + max(wait, timedelta(seconds=wait_seconds)), words)


def fail(sending: Sending, now: datetime, words: str, *, state: str = Sending.State.FAILED) -> None:
    """Given up, or not known: it shows on the message and among the loose ends until somebody decides."""
    with _moving(sending, now, f"message_{state}", words) as (record, message):
        _set(sending, state=state, failed_at=now, trouble=words[:300])
        record.update(message, state=Message.State.FAILED)
        if state == Sending.State.FAILED and message.activity_id:
            fail_deliveries(
                record, document_ids=_papers(message), activity_id=message.activity_id, reason=words
            )


def note_unsure(sending: Sending, now: datetime, words: str = _NOT_KNOWN) -> None:
    fail(sending, now, words, state=Sending.State.UNSURE)


def settle_left_behind(now: datetime) -> int:
    """Claims of processes that are gone: what was being handed over is unsure, the rest is tried again. How many."""
    claimed = Sending.objects.extra(where=[_STATE])  # noqa: S610
    old = claimed.filter(state=Sending.State.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    found = list(old.select_related("message"))
    for one in found:
        if one.trouble == HANDING_OVER:
            note_unsure(one, now)
        else:
            put_off(one, now, now, "The sending was interrupted; it is tried again.")
    return len(found)


def hold_imported(now: datetime) -> int:
    """What was queued in the agency that was imported here: the one that it came from may send it still. It shows as
    not sent until somebody sends it again; what may have left there already is not known. How many.

    Letters are printed by hand, and stay.
    """
    waiting = Sending.objects.filter(state__in=[Sending.State.QUEUED, Sending.State.SENDING])
    found = list(waiting.exclude(message__channel=Channel.LETTER).select_related("message"))
    for one in found:
        is_unsure = one.state == Sending.State.SENDING
        with transaction.atomic():
            if one.state == Sending.State.QUEUED:
                _set(one, state=Sending.State.SENDING, claimed_at=now)
            state = Sending.State.UNSURE if is_unsure else Sending.State.FAILED
            fail(one, now, HELD, state=state)
    return len(found)


def stop_message(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """Takes it back before it left. Raises Invalid where it is on its way already."""
    message, sending = _writable(actor, message_id)
    with transaction.atomic():
        mine = Sending.objects.filter(pk=sending.pk, state__in=[Sending.State.QUEUED, Sending.State.FAILED])
        if not mine.update(state=Sending.State.STOPPED, trouble=""):
            if sending.state == Sending.State.STOPPED:
                return message
            raise Invalid("It is on its way already and can't be taken back. Write again, or call.")
        with change(
            "message_stopped", actor=actor, now=now, chain=chain_of_message(message), subject=message,
            summary="Taken back before it left",
        ) as record:  # fmt: skip
            record.update(message, state=Message.State.STOPPED)
            if message.activity_id:
                reason = "The message was taken back before it left"
                fail_deliveries(
                    record, document_ids=_papers(message), activity_id=message.activity_id, reason=reason
                )
    return message


def retry_message(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """Sends what failed, or may not have left, once more, with the same Message-ID."""
    message, sending = _writable(actor, message_id)
    with transaction.atomic():
        again = Sending.objects.filter(pk=sending.pk, state__in=[Sending.State.FAILED, Sending.State.UNSURE])
        fresh = {
            "state": Sending.State.QUEUED,
            "tries": 0,
            "not_before": now,
            "claimed_at": None,
            "trouble": "",
        }
        if not again.update(failed_at=None, provider_id="", **fresh):
            raise Invalid("It is not waiting for a new try. Look at where it stands.")
        with change(
            "message_retried", actor=actor, now=now, chain=chain_of_message(message), subject=message,
            summary="Sent once more",
        ) as record:  # fmt: skip
            record.update(message, state=Message.State.QUEUED)
            if message.activity_id:
                resume_deliveries(
                    record, document_ids=_papers(message), activity_id=message.activity_id, sent_at=now
                )
    return message


def note_arrived(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """Somebody knows that an unsure one arrived after all."""
    message, sending = _writable(actor, message_id)
    if sending.state == Sending.State.UNSURE:
        _settle_by_hand(actor, now, message, sending, "message_arrived", f"It arrived, {actor.name} was told")
    return message


def note_mailed(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """A letter was printed and is in the mail."""
    message, sending = _writable(actor, message_id)
    if message.channel != Channel.LETTER:
        raise Invalid("Only letters are mailed by hand.")
    if sending.state == Sending.State.QUEUED:
        _settle_by_hand(actor, now, message, sending, "letter_mailed", f"Mailed by {actor.name}")
    return message


def _settle_by_hand(
    actor: Viewer, now: datetime, message: Message, sending: Sending, verb: str, proof: str
) -> None:
    with change(
        verb, actor=actor, now=now, chain=chain_of_message(message), subject=message, summary=proof
    ) as record:
        if _lock(sending, Sending.State(sending.state)):
            _set(sending, state=Sending.State.SENT, sent_at=now, trouble="", failed_at=None)
            record.update(message, state=Message.State.SENT)
            _prove(record, message, proof)


def _writable(actor: Viewer, message_id: UUID) -> tuple[Message, Sending]:
    message = get_message(actor, message_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    sending = Sending.objects.filter(message=message).first()
    if sending is None:
        raise Invalid("This message was not written here.")
    return message, sending


@contextmanager
def _moving(
    sending: Sending, now: datetime, verb: str, summary: str
) -> Iterator[tuple[ChangeRecord, Message]]:
    """The message's event, for a sending that is still ours; else nothing is written."""
    with transaction.atomic():
        if not _lock(sending, Sending.State.SENDING):
            raise Overtaken
        message = Message.objects.get(pk=sending.message_id)
        with change(
            verb,
            actor=_job(),
            now=now,
            chain=chain_of_message(message),
            subject=message,
            summary=summary[:300],
        ) as record:
            yield record, message


class Overtaken(Exception):
    """A receipt, or another process, has moved the sending meanwhile."""


def _job() -> Viewer:
    return system_viewer("Sending")


def _lock(sending: Sending, state: Sending.State) -> bool:
    held = Sending.objects.select_for_update(of=("self",)).filter(pk=sending.pk, state=state)
    return held.first() is not None


def _set(sending: Sending, **fields: object) -> None:
    for name, value in fields.items():
        setattr(sending, name, value)
    sending.save(update_fields=list(fields))


def _prove(record: ChangeRecord, message: Message, proof: str) -> None:
    if message.activity_id:
        prove_deliveries(record, document_ids=_papers(message), activity_id=message.activity_id, proof=proof)


def _papers(message: Message) -> list[UUID]:
    found = Attachment.objects.filter(message=message).exclude(document=None)
    return [one for one in found.values_list("document_id", flat=True) if one]
