"""STOP and START: who wants no more texts, kept by number and said at everybody who is reached there."""

from datetime import datetime

from caseday.access.record import agency_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Channel, Message, OptOut
from caseday.people.actions import note_text_consent


def opt_out(
    *, actor: Viewer, now: datetime, address: str, channel: str = Channel.TEXT, message: Message | None = None
) -> OptOut:
    """Once: who said it before stays as it is. `message` is where it was said; none where the gateway told us."""
    if known := _open(address, channel):
        return known
    if channel == Channel.TEXT:
        note_text_consent(actor=actor, now=now, number=address, agrees=False)
    row = OptOut(address=address, channel=channel, said_at=now, message=message)
    with change("opted_out", actor=actor, now=now, chain=agency_chain(), subject=row) as record:
        record.add(row)
    return row


def opt_in(*, actor: Viewer, now: datetime, address: str, channel: str = Channel.TEXT) -> OptOut | None:
    """Ends what was said before, if anything was; texts are agreed to either way."""
    if channel == Channel.TEXT:
        note_text_consent(actor=actor, now=now, number=address, agrees=True)
    row = _open(address, channel)
    if row is not None:
        with change("opted_in", actor=actor, now=now, chain=agency_chain(), subject=row) as record:
            record.update(row, ended_at=now)
    return row


def _open(address: str, channel: str) -> OptOut | None:
    return OptOut.objects.filter(address=address, channel=channel, ended_at=None).first()
