"""What a filing by hand teaches: whose an address or number is, and for which case it writes."""

from datetime import datetime
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.permissions import require
from caseday.access.record import Chain, ChangeRecord, agency_chain, case_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Account, KnownSender, Message
from caseday.correspondence.permissions import can_file
from caseday.correspondence.queries.known import get_known_sender
from caseday.correspondence.rules.senders import is_machine

ONLY_WORKERS = "Only case managers and supervisors file messages. Ask the case's case manager."


def learn(record: ChangeRecord, *, actor: Viewer, now: datetime, message: Message, case_id: UUID) -> None:
    """One more time that the sender wrote for this case; nothing of colleagues, machines and our own addresses."""
    address = message.from_address
    if not message.is_incoming or not address or is_machine(address) or _is_ours(address):
        return
    known = KnownSender.objects.select_for_update().filter(address=address, case=case_id).first()
    if known is not None:
        times = 1 if known.is_wrong else known.times + 1
        record.update(known, times=times, is_wrong=False, learned_at=now, staff_id=actor.staff_id)
        return
    record.add(
        KnownSender(
            address=address, case_id=case_id, office_id=message.office_id, person_id=message.person_id,
            professional_id=message.professional_id, staff_id=actor.staff_id, learned_at=now,
        )
    )  # fmt: skip


def _is_ours(address: str) -> bool:
    return (
        Staff.objects.filter(email__iexact=address).exists()
        or Account.objects.filter(address__iexact=address).exists()
    )


def unlearn(record: ChangeRecord, *, message: Message, case_id: UUID, was_by_hand: bool) -> None:
    """A filing by hand counts back by one; what led to a wrong automatic one is wrong."""
    for known in KnownSender.objects.filter(address=message.from_address, case=case_id, is_wrong=False):
        if was_by_hand and known.times > 1:
            record.update(known, times=known.times - 1)
        else:
            record.update(known, is_wrong=True)


def forget_sender(*, actor: Viewer, now: datetime, known_sender_id: UUID) -> KnownSender:
    """The address is not theirs after all; it is kept as wrong, and asked no more."""
    known = get_known_sender(actor, known_sender_id)
    require(can_file(actor), ONLY_WORKERS)
    with change(
        "sender_forgotten", actor=actor, now=now, chain=_chain_of(known), subject=known,
        summary="A learned address was taken back",
    ) as record:  # fmt: skip
        record.update(known, is_wrong=True)
    return known


def _chain_of(known: KnownSender) -> Chain:
    return case_chain(known.case_id) if known.case_id else agency_chain()
