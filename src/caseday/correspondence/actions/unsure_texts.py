"""Texts of which nobody knows whether they left: queued again, and asked for at the gateway before a second send."""

from datetime import datetime, timedelta

from django.db import transaction

from caseday.access.record import change
from caseday.access.viewer import system_viewer
from caseday.correspondence.actions.receipts import RECEIPTS, chain_of_message
from caseday.correspondence.models import Channel, Message, Sending
from caseday.correspondence.queries.text_accounts import text_gateway

_LISTED_AFTER, _TRIED_UNTIL = timedelta(minutes=2), timedelta(hours=6)
"""The gateway's list may lag; and what is that old is for a person to decide."""
_MOST_TRIES = 4


def queue_unsure_texts(*, now: datetime) -> int:
    """How many. Whoever sends asks first: what left is found and not sent again."""
    if text_gateway() is None:
        return 0
    unsure = Sending.objects.filter(
        message__channel=Channel.TEXT,
        state=Sending.State.UNSURE,
        failed_at__lt=now - _LISTED_AFTER,
        failed_at__gt=now - _TRIED_UNTIL,
        tries__lt=_MOST_TRIES,
    )
    return sum(_queue(one, now) for one in unsure.select_related("message"))


def _queue(sending: Sending, now: datetime) -> bool:
    with transaction.atomic():
        mine = Sending.objects.filter(pk=sending.pk, state=Sending.State.UNSURE)
        if not mine.update(state=Sending.State.QUEUED, not_before=now, claimed_at=None, trouble=""):
            return False
        message = sending.message
        with change(
            "message_asked_for", actor=system_viewer(RECEIPTS), now=now, chain=chain_of_message(message),
            subject=message, summary="The gateway is asked whether the text left",
        ) as record:  # fmt: skip
            record.update(message, state=Message.State.QUEUED)
    return True
