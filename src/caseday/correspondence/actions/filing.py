"""Filing by hand: on cases, off one again, aside and back. Two who file at once wait for each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.correspondence.actions.learning import ONLY_WORKERS, learn, unlearn
from caseday.correspondence.actions.on_cases import Place, message_summary, put_on_cases, with_rights
from caseday.correspondence.actions.papers import put_papers_later, take_papers_off
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.permissions import can_file, chain_of_unfiled
from caseday.correspondence.queries.matching import sender_for_case
from caseday.correspondence.queries.messages import get_message
from caseday.journal.actions import void_activity
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound

_BY_MISTAKE = "Filed here by mistake"


@dataclass(frozen=True)
class Filed:
    """`new` are the filings that this made; `there` those of before, perhaps of somebody a moment ago."""

    message: Message
    new: tuple[Filing, ...]
    there: tuple[Filing, ...]

    @property
    def is_late(self) -> bool:
        """Somebody was faster, so that nothing was done."""
        return bool(self.there) and not self.new


def file_message(
    *,
    actor: Viewer,
    now: datetime,
    message_id: UUID,
    case_id: UUID | None = None,
    case_ids: Sequence[UUID] = (),
    is_from_inbox: bool = False,
) -> Filed:
    """On these cases as well; learned for the next time. On a case where it is already nothing changes.

    `is_from_inbox`: who taps saw it waiting. Where somebody filed it meanwhile nothing is done, and `there` says so.
    NotFound for a message or case outside sight.
    """
    wanted = list(dict.fromkeys([case_id, *case_ids] if case_id else case_ids))
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    if not wanted:
        raise Invalid({"case": "Choose the case."})
    for one in wanted:
        get_case(actor, one)
    with transaction.atomic():
        message = _locked(message)
        there = tuple(Filing.objects.filter(message=message, undone_at=None).select_related("staff"))
        if is_from_inbox and there:
            return Filed(message, (), there)
        missing = [one for one in wanted if one not in {filing.case_id for filing in there}]
        places = [Place(one, Filing.How.HAND) for one in missing]
        sender = sender_for_case(message, wanted[0]) if missing and message.is_incoming else None
        new = put_on_cases(actor=actor, now=now, message=message, places=places, sender=sender)
        _learn_all(actor, now, message, new)
        put_papers_later(message)
    return Filed(message, tuple(new), there)


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(pk=message.pk)


def _learn_all(actor: Viewer, now: datetime, message: Message, filings: Sequence[Filing]) -> None:
    for filing in filings:
        with change(
            "sender_learned", actor=actor, now=now, chain=case_chain(filing.case_id), subject=message,
            summary="Whose address this is",
        ) as record:  # fmt: skip
            learn(record, actor=actor, now=now, message=message, case_id=filing.case_id)


def unfile(*, actor: Viewer, now: datetime, message_id: UUID, case_id: UUID, reason: str = "") -> Message:
    """Off the case: its row stays, undone; the entry of the journal and its papers are void with the reason.

    Back in the inbox where it was on no other case. NotFound where it is not on this case.
    """
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    get_case(actor, case_id)
    said = " ".join(reason.replace("\0", "").split())[:200] or _BY_MISTAKE
    with transaction.atomic():
        message = _locked(message)
        filing = Filing.objects.filter(message=message, case=case_id, undone_at=None).first()
        if filing is None:
            raise NotFound
        _void_entry(actor, now, filing, said)
        take_papers_off(actor=actor, now=now, message=message, filing=filing, reason=said)
        _undo(actor, now, message, filing, said)
    return message


def _void_entry(actor: Viewer, now: datetime, filing: Filing, reason: str) -> None:
    """The case's own, whoever's it is: taking a message off takes its entry off."""
    if Activity.objects.filter(pk=filing.pk, voided_at=None).exists():
        void_activity(actor=with_rights(actor), now=now, activity_id=filing.pk, reason=reason)


def _undo(actor: Viewer, now: datetime, message: Message, filing: Filing, reason: str) -> None:
    others = list(Filing.objects.filter(message=message, undone_at=None).exclude(pk=filing.pk))
    with change(
        "message_unfiled", actor=actor, now=now, chain=case_chain(filing.case_id), subject=message,
        summary=f"{reason}: {message_summary(message)}",
    ) as record:  # fmt: skip
        record.update(filing, undone_at=now)
        unlearn(
            record, message=message, case_id=filing.case_id, was_by_hand=filing.how == Filing.How.HAND
        )  # fmt: skip
        if message.is_incoming and not others:
            record.update(message, state=Message.State.WAITING)
        if message.activity_id == filing.pk:
            record.update(message, activity_id=others[0].pk if others else None)


def set_aside(*, actor: Viewer, now: datetime, message_id: UUID, reason: str = "") -> Message:
    """It belongs to no case. Kept, found by search, and back in the inbox with one tap."""
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    with transaction.atomic():
        message = _locked(message)
        if message.state == Message.State.FILED:
            raise Invalid("It is on a case by now. Take it off the case first.")
        if message.state != Message.State.WAITING:
            return message
        _to_state(
            actor, now, message, "message_set_aside", state=Message.State.SET_ASIDE,
            set_aside_reason=" ".join(reason.replace("\0", "").split())[:200],
        )  # fmt: skip
    return message


def take_back(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """What was set aside waits in the inbox again."""
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    with transaction.atomic():
        message = _locked(message)
        if message.state == Message.State.SET_ASIDE:
            _to_state(
                actor, now, message, "message_taken_back", state=Message.State.WAITING, set_aside_reason=""
            )
    return message


def _to_state(actor: Viewer, now: datetime, message: Message, verb: str, **values: str) -> None:
    with change(
        verb, actor=actor, now=now, chain=chain_of_unfiled(message), subject=message,
        summary=message_summary(message),
    ) as record:  # fmt: skip
        record.update(message, **values)
