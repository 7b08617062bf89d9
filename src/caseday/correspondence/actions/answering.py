"""Whether somebody was answered: by a message, by a call, or because no answer is needed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from caseday.access.permissions import require
from caseday.access.record import Chain, case_chain, change
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.access.whole import whole
from caseday.correspondence.actions.learning import ONLY_WORKERS
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.permissions import can_file, chain_of_unfiled
from caseday.correspondence.queries.messages import get_message

_AT_ONCE = 200


def answered_by_reply(*, actor: Viewer, now: datetime, thread_id: UUID, before: datetime) -> int:
    """A reply was queued in the thread: everything that came in before it is answered. How many that were."""
    waiting = Message.objects.filter(thread=thread_id, at__lte=before)
    return _answer(actor, now, _unanswered(waiting), Message.Answered.MESSAGE, waits=False)


def answered_by_call(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    at: datetime,
    person_id: UUID | None = None,
    professional_id: UUID | None = None,
    office_id: UUID | None = None,
) -> int:
    """They were reached by phone on this case: what they wrote there before is answered. How many that were."""
    named = {"person": person_id, "professional": professional_id, "office": office_id}
    senders = {name: id for name, id in named.items() if id is not None}
    if not senders:
        return 0
    ids = [row[0] for row in _WAITING.rows(case_id=case_id, at=at, **senders)]
    if not ids:
        return 0
    waiting = _unanswered(Message.objects.filter(pk__in=ids))
    return _answer(actor, now, waiting, Message.Answered.CALL, waits=False)


def _from_any(case_id: UUID, at: datetime, **senders: UUID) -> QuerySet[Message, Any]:
    sender = Q()
    for name, id in senders.items():
        sender |= Q(**{name: id})
    on_case = Filing.objects.filter(case=case_id, undone_at=None).values("message_id")
    waiting = Message.objects.filter(sender, pk__in=on_case, at__lte=at, is_incoming=True, answered_at=None)
    return waiting.order_by("pk").values_list("pk")[:_AT_ONCE]


_WAITING = Spelled(_from_any)


def say_no_answer_needed(*, actor: Viewer, now: datetime, message_id: UUID) -> int:
    """Of this one and of what came before it in its thread. How many that were."""
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    earlier = Message.objects.filter(thread=message.thread_id, at__lte=message.at)
    return _answer(actor, now, _unanswered(earlier), Message.Answered.NOT_NEEDED)


def take_back_answer(*, actor: Viewer, now: datetime, message_id: UUID, waits: bool = True) -> int:
    """It does need an answer: undoes what was said with one tap, for all that it was said of at once.

    Not `waits`: for callers that hold the end of a case's chain.
    """
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    if message.answered_at is None:
        return 0
    same = Message.objects.filter(thread=message.thread_id, is_incoming=True, answered_at=message.answered_at)
    with whole():
        found = list(_locked(same, waits))
        _write(actor, now, found, "answer_taken_back", answered_at=None, answered_how="", answered_by_id=None)
    return len(found)


def _locked(messages: QuerySet[Message], waits: bool) -> QuerySet[Message]:
    return messages.select_for_update(of=("self",), skip_locked=not waits).order_by("pk")[:_AT_ONCE]


def _unanswered(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.filter(is_incoming=True, answered_at=None)


def _answer(actor: Viewer, now: datetime, waiting: QuerySet[Message], how: str, *, waits: bool = True) -> int:
    """Not `waits`: for callers that hold the end of a case's chain. Who changes a message just now answers it, takes it
    off the case, or waits for that chain; it is passed by, so that no two wait for each other."""
    with whole():
        found = list(_locked(waiting, waits))
        _write(
            actor, now, found, "message_answered", answered_at=now, answered_how=how,
            answered_by_id=actor.staff_id,
        )  # fmt: skip
    return len(found)


def _write(actor: Viewer, now: datetime, messages: Sequence[Message], verb: str, **values: object) -> None:
    """One event a chain, in one order of chains."""
    chains: dict[Chain, list[Message]] = {}
    on_cases = _cases_of([one.pk for one in messages])
    for one in messages:
        case_id = on_cases.get(one.pk)
        chains.setdefault(case_chain(case_id) if case_id else chain_of_unfiled(one), []).append(one)
    for chain in sorted(chains, key=lambda one: (one.kind, one.id)):
        with change(verb, actor=actor, now=now, chain=chain, subject=chains[chain][-1]) as record:
            for message in chains[chain]:
                record.update(message, **values)


def _cases_of(message_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Of each the first of its cases, in the order in which chains are locked."""
    filed = Filing.objects.filter(message__in=message_ids, undone_at=None).order_by("-case_id")
    return dict(filed.values_list("message_id", "case_id"))
