"""Somebody has read a message with words that may mean harm."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.learning import ONLY_WORKERS
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.permissions import can_file, chain_of_unfiled
from caseday.correspondence.queries.messages import get_message


def see_safety_flag(*, actor: Viewer, now: datetime, message_id: UUID) -> Message:
    """The flag stays on it; it is no loose end anymore. Seen is seen once: a second tap changes nothing."""
    message = get_message(actor, message_id)
    require(can_file(actor), ONLY_WORKERS)
    with transaction.atomic():
        message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if message.safety_words and message.safety_seen_at is None:
            _write(actor, now, message)
    return message


def _write(actor: Viewer, now: datetime, message: Message) -> None:
    filed = Filing.objects.filter(message=message, undone_at=None).order_by("case_id")
    case_id = filed.values_list("case_id", flat=True).first()
    chain = case_chain(case_id) if case_id else chain_of_unfiled(message)
    with change(
        "safety_flag_seen", actor=actor, now=now, chain=chain, subject=message, summary="Safety flag seen"
    ) as record:
        record.update(message, safety_seen_at=now, safety_seen_by_id=actor.staff_id)
