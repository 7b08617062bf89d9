"""Everything that is due leaves, one after the other, each once.

What protects from sending twice: the claim is this process's alone; the Message-ID was made before; from just
before the end of the data until the answer the row says so, and a process that dies there leaves it unsure, for a
person to settle.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings

from caseday.correspondence.actions.outcomes import (
    Overtaken,
    claim_next,
    fail,
    note_handing_over,
    note_sent,
    note_trouble,
    note_unsure,
    put_off,
    settle_left_behind,
)
from caseday.correspondence.mail.tokens import is_renewed
from caseday.correspondence.models import Channel, Message, Sending
from caseday.correspondence.queries.objections import leaves_at
from caseday.correspondence.queries.opt_outs import opted_out_among
from caseday.correspondence.queries.pictures import addresses_of_pictures
from caseday.correspondence.queries.reaches import reaches_of
from caseday.correspondence.queries.text_accounts import text_gateway
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.correspondence.sending import provider, smtp
from caseday.correspondence.sending.packing import parcel_of, server_of
from caseday.correspondence.sending.parcels import Parcel, mail_of
from caseday.correspondence.texts.port import Gateway, Refused, Unsure

log = logging.getLogger("caseday.sending")
_MOST_AT_ONCE = 500
_SAID_LATE = timedelta(minutes=2)


def send_due(now: datetime) -> int:
    """How many were taken up. No trouble with one keeps the others from leaving."""
    settle_left_behind(now)
    done: set[UUID] = set()
    while len(done) < _MOST_AT_ONCE and (one := claim_next(now, but=frozenset(done))):
        done.add(one.pk)
        _take_up(one, now)
    return len(done)


def _take_up(sending: Sending, now: datetime) -> None:
    try:
        _send(sending, now)
    except Overtaken:
        log.info("sending %s was settled meanwhile", sending.pk)
    except Exception:
        log.exception("sending %s failed", sending.pk)
        _after_fault(sending, now)


def _after_fault(sending: Sending, now: datetime) -> None:
    """A fault of ours: what may have left is unsure, anything else is tried again."""
    left = Sending.objects.filter(pk=sending.pk, state=Sending.State.SENDING)
    row = left.first()
    if row is None:
        return
    if row.trouble:
        note_unsure(row, now)
    else:
        note_trouble(row, now, "Something went wrong here. It is tried again by itself.", is_final=False)


def _send(sending: Sending, now: datetime) -> None:
    message = sending.message
    if _said_stop(message):
        fail(sending, now, "They wrote STOP meanwhile. Nothing was sent. Call, or choose another way.")
        return
    until = _quiet_until(message, now)
    if until > now:
        put_off(sending, now, until, "Quiet hours at the receiver's")
        return
    try:
        provider_id, proof = _carry(sending, message, now)
    except Refused as refused:
        note_trouble(
            sending, now, refused.words, is_final=refused.is_final, wait_seconds=refused.retry_after_seconds
        )
    except Unsure as unsure:
        _ask_about(sending, message, now, unsure.words)
    else:
        note_sent(sending, now, provider_id=provider_id, proof=proof)


def _said_stop(message: Message) -> bool:
    return bool(opted_out_among([one["address"] for one in message.recipients], message.channel))


def _quiet_until(message: Message, now: datetime) -> datetime:
    if message.channel != Channel.TEXT:
        return now
    to = tuple(
        Addressee(
            one["address"], one["name"], one["as"], "", message.person_id, message.office_id,
            message.professional_id,
        )
        for one in message.recipients
    )  # fmt: skip
    outgoing = Outgoing(message.channel, to, "")
    return leaves_at(outgoing, reaches_of(outgoing, None, now), now)


def _carry(sending: Sending, message: Message, now: datetime) -> tuple[str, str]:
    """Id at the carrier and proof in words. Raises Refused or Unsure."""
    mark = partial(note_handing_over, sending)
    if message.channel == Channel.TEXT:
        gateway = text_gateway()
        if gateway is None:
            raise Refused(
                "", "No text gateway is set up any more. An administrator sets one.", is_final=False
            )
        if found := _left_before(gateway, message, now):
            return found, f"Taken by the text gateway, {found}"
        mark()
        sent = gateway.send(
            key=sending.key,
            to=message.recipients[0]["address"],
            from_=message.from_address,
            text=message.body.text,
            media_urls=addresses_of_pictures(message),
        )
        return sent.provider_id, f"Taken by the text gateway, {sent.provider_id}"
    parcel = parcel_of(message, now)
    server = server_of(message.account, now)
    if server is not None:
        said = _by_smtp(server, message, parcel, now, mark)
        return message.external_id, f"Taken by {server.host}: {said}; Message-ID {message.external_id}"[:200]
    out = settings.MAIL_OUT
    if not out["provider"]:
        raise Refused("", "No mail server is set up any more. An administrator sets one.", is_final=False)
    found = provider.hand_over(out["provider"], out["provider_key"], parcel, before_end=mark)
    return found or message.external_id, f"Taken by {out['provider']}, {found or message.external_id}"[:200]


def _by_smtp(
    server: smtp.Server, message: Message, parcel: Parcel, now: datetime, mark: Callable[[], None]
) -> str:
    """A token that the server refuses before its time is renewed once; up to there nothing was sent."""
    hand_over = partial(
        smtp.hand_over,
        sender=parcel.sender.address,
        receivers=parcel.receivers,
        data=mail_of(parcel).as_bytes(),
        before_end=mark,
    )
    try:
        return hand_over(server)
    except smtp.SignInRefused:
        account = message.account
        if account is None or not server.is_oauth2 or not is_renewed(account):
            raise
        anew = server_of(account, now, but=server.secret)
        return hand_over(anew or server)


def _left_before(gateway: Gateway, message: Message, now: datetime) -> str:
    """Its id there, of a text that was queued a while ago: an earlier try may have left. Raises Refused."""
    if message.recorded_at > now - _SAID_LATE:
        return ""
    found = gateway.find(
        to=message.recipients[0]["address"], from_=message.from_address, text=message.body.text,
        since=message.recorded_at, except_ids=_known_ids(message),
    )  # fmt: skip
    return found.provider_id if found and found.status != "failed" else ""


def _ask_about(sending: Sending, message: Message, now: datetime, words: str) -> None:
    """A text gateway can say whether it has it; of mail nobody can."""
    gateway = text_gateway() if message.channel == Channel.TEXT else None
    if gateway is not None:
        try:
            found = gateway.find(
                to=message.recipients[0]["address"], from_=message.from_address, text=message.body.text,
                since=now - _SAID_LATE, except_ids=_known_ids(message),
            )  # fmt: skip
        except (Refused, Unsure):
            found = None
        if found is not None:
            note_sent(
                sending,
                now,
                provider_id=found.provider_id,
                proof=f"Taken by the text gateway, {found.provider_id}",
            )
            return
    note_unsure(sending, now, words)


def _known_ids(message: Message) -> frozenset[str]:
    same = Message.objects.filter(thread=message.thread_id, is_incoming=False).exclude(external_id="")
    return frozenset(same.values_list("external_id", flat=True)[:500])
