"""What gateways say of texts that they took: news only, never backwards."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from caseday.access.record import Chain, case_chain, change
from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence.actions.opting import opt_out
from caseday.correspondence.models import Channel, Filing, GatewayEvent, Message, Sending
from caseday.correspondence.permissions import chain_of_unfiled
from caseday.correspondence.queries.text_accounts import text_gateway, text_provider
from caseday.correspondence.rules.receipts import is_news
from caseday.correspondence.texts.port import Gateway, Receipt, Refused, Unsure

RECEIPTS = "Text gateway"
"""Signs the events of what a gateway reports."""
_ASKED_AFTER = (timedelta(minutes=30), timedelta(hours=4), timedelta(days=1))
_ASKED_UNTIL = timedelta(days=3)
_MOST_ASKED = 200

_SAID = {
    "queued": Sending.State.SENT,
    "sending": Sending.State.SENT,
    "sent": Sending.State.SENT,
    "delivered": Sending.State.DELIVERED,
    "failed": Sending.State.FAILED,
}
_KNOWN = {
    Sending.State.SENT: "sent",
    Sending.State.DELIVERED: "delivered",
    Sending.State.FAILED: "failed",
}


def note_receipt(
    *,
    now: datetime,
    provider: str,
    provider_id: str,
    status: str,
    error_code: str = "",
    key: UUID | None = None,
    words: str = "",
    is_opted_out: bool = False,
) -> Sending | None:
    """The sending that it changed, else None: said before, nothing new, or of a text that is none of ours.

    `key` is what the text was sent with: it finds a sending whose answer never came, and proves that it left.
    """
    event = f"{provider_id}:{status}:{error_code}"[:200]
    with transaction.atomic():
        sending = _sending_of(provider_id, key)
        if sending is None or not _is_first(provider, event, now) or not is_news(_known(sending), status):
            return None
        _apply(now, sending, provider_id, status, words)
        if is_opted_out:
            for one in sending.message.recipients:
                opt_out(actor=_actor(), now=now, address=one["address"])
    return sending


def _is_first(provider: str, event: str, now: datetime) -> bool:
    _, made = GatewayEvent.objects.get_or_create(provider=provider, key=event, defaults={"received_at": now})
    return made


def _actor() -> Viewer:
    return system_viewer(RECEIPTS)


def _sending_of(provider_id: str, key: UUID | None) -> Sending | None:
    """By its key first. One that is known by another id was sent before: its receipts say nothing of this one."""
    held = Sending.objects.select_for_update(of=("self",)).select_related("message")
    found = held.filter(key=key).first() if key else None
    if found is None:
        return held.filter(provider_id=provider_id).first()
    return found if found.provider_id in ("", provider_id) else None


def _known(sending: Sending) -> str:
    """What the gateway itself has said so far. A failure of ours (no id) is no word of the gateway's."""
    if sending.state == Sending.State.FAILED and not sending.provider_id:
        return ""
    return _KNOWN.get(Sending.State(sending.state), "")


def _apply(now: datetime, sending: Sending, provider_id: str, status: str, words: str) -> None:
    state, message = _SAID[status], sending.message
    sending.state, sending.provider_id, sending.trouble = state, provider_id, ""
    sending.sent_at = sending.sent_at or now
    if state == Sending.State.DELIVERED:
        sending.delivered_at, sending.failed_at = now, None
    elif state == Sending.State.FAILED:
        sending.failed_at, sending.trouble = now, words[:300]
    else:
        sending.failed_at = None
    sending.save()
    with change(
        f"message_{state}", actor=_actor(), now=now, chain=chain_of_message(message), subject=message,
        summary=f"Text: {sending.get_state_display().lower()}",
    ) as record:  # fmt: skip
        record.update(message, state=state, external_id=message.external_id or provider_id)


def chain_of_message(message: Message) -> Chain:
    """That of its first case, else of who wrote it."""
    filings = Filing.objects.filter(message=message, undone_at=None).order_by("filed_at", "id")
    case_id = filings.values_list("case_id", flat=True).first()
    return case_chain(case_id) if case_id else chain_of_unfiled(message)


def ask_about_silent(*, now: datetime) -> int:
    """Asks the gateway about texts that it took and did not confirm, each at most three times; how many were news."""
    gateway = text_gateway()
    if gateway is None:
        return 0
    silent = Sending.objects.filter(
        message__channel=Channel.TEXT,
        state=Sending.State.SENT,
        sent_at__lt=now - _ASKED_AFTER[0],
        sent_at__gt=now - _ASKED_UNTIL,
    ).exclude(provider_id="")
    turns = {
        f"{sid}:asked:{sum(now - sent_at > one for one in _ASKED_AFTER)}": sid
        for sid, sent_at in silent.order_by("-sent_at").values_list("provider_id", "sent_at")[:_MOST_ASKED]
        if sent_at
    }
    asked = set(GatewayEvent.objects.filter(key__in=turns).values_list("key", flat=True))
    due = [sid for key, sid in turns.items() if key not in asked and _is_first(text_provider(), key, now)]
    return sum(_ask(gateway, one, now) for one in due)


def _ask(gateway: Gateway, provider_id: str, now: datetime) -> bool:
    try:
        said = gateway.ask(provider_id)
    except (Refused, Unsure):
        return False
    return note_said(now=now, provider=text_provider(), gateway=gateway, receipt=said) is not None


def note_said(*, now: datetime, provider: str, gateway: Gateway, receipt: Receipt) -> Sending | None:
    """A receipt as the gateway's adapter read it, its failure in words."""
    return note_receipt(
        now=now,
        provider=provider,
        provider_id=receipt.provider_id,
        status=receipt.status,
        error_code=receipt.error_code,
        key=receipt.key,
        words=gateway.words_of(receipt.error_code) if receipt.status == "failed" else "",
        is_opted_out=gateway.is_opted_out(receipt.error_code),
    )
