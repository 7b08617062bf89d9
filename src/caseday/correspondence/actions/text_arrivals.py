"""A text as the gateway hands it over: kept once, STOP, START and HELP honored and answered, all in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.queries import get_agency
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.opting import opt_in, opt_out
from caseday.correspondence.actions.taking_in import take_in
from caseday.correspondence.actions.text_accounts import account_of_number
from caseday.correspondence.models import Channel, Filing, GatewayEvent, Message, MessageBody
from caseday.correspondence.permissions import chain_of_unfiled
from caseday.correspondence.rules.incoming import Incoming, Party
from caseday.correspondence.rules.keywords import Keyword, answer_to, keyword_of
from caseday.correspondence.text_jobs import fetch_later
from caseday.correspondence.texts.media import Fetched
from caseday.correspondence.texts.port import Received
from caseday.directory.rules.numbers import show_phone
from caseday.people.models import ContactPoint

_LONGEST_TEXT = 20_000
_KINDS = ("STOP", "START", "HELP")


def take_in_text(
    *, actor: Viewer, now: datetime, provider: str, received: Received, files: Sequence[Fetched] = ()
) -> str:
    """What goes back to the sender, if anything. Of a text that is here already the files are dropped."""
    with transaction.atomic():
        if not _is_first(provider, received.provider_id, now):
            drop_files(files)
            return ""
        keyword = Keyword(received.keyword) if received.keyword in _KINDS else keyword_of(received.text)
        message = take_in(actor=actor, now=now, incoming=_incoming(actor, now, received, files))
        for position, one in enumerate(files):
            if one.again_url:
                fetch_later(str(message.pk), position, one.again_url)
        return _honor(actor, now, message, keyword, is_answered=bool(received.keyword)) if keyword else ""


def is_known_text(provider: str, provider_id: str) -> bool:
    """Before its files are fetched again."""
    return GatewayEvent.objects.filter(provider=provider, key=_key(provider_id)).exists()


def _is_first(provider: str, provider_id: str, now: datetime) -> bool:
    _, made = GatewayEvent.objects.get_or_create(
        provider=provider, key=_key(provider_id), defaults={"received_at": now}
    )
    return made


def _key(provider_id: str) -> str:
    return f"in:{provider_id}"[:200]


def drop_files(files: Sequence[Fetched]) -> None:
    for one in files:
        if one.file.path is not None:
            one.file.path.unlink(missing_ok=True)


def _incoming(actor: Viewer, now: datetime, received: Received, files: Sequence[Fetched]) -> Incoming:
    """Webhooks do not say when: it is now."""
    return Incoming(
        channel=Channel.TEXT,
        sender=Party(received.from_, kind="from"),
        at=now,
        external_id=received.provider_id,
        account_id=account_of_number(actor=actor, now=now, number=received.to).pk,
        recipients=(Party(received.to),),
        text=received.text.replace("\0", "")[:_LONGEST_TEXT],
        files=tuple(one.file for one in files),
    )


def _honor(actor: Viewer, now: datetime, message: Message, keyword: Keyword, *, is_answered: bool) -> str:
    """`is_answered`: the gateway answers by itself; then nothing goes back from here."""
    number = message.from_address
    if keyword.kind == "STOP":
        opt_out(actor=actor, now=now, address=number, message=message)
    elif keyword.kind == "START":
        opt_in(actor=actor, now=now, address=number)
    agency, language = get_agency(), _language_at(number)
    text = "" if is_answered else answer_to(
        keyword, agency=agency.name, phone=show_phone(agency.phone), language=language
    )  # fmt: skip
    _note_answer(actor, now, message, keyword, text)
    return text


def _language_at(number: str) -> str:
    point = ContactPoint.objects.filter(value=number, is_retired=False).select_related("person").first()
    return point.person.language if point else ""


def _note_answer(actor: Viewer, now: datetime, message: Message, keyword: Keyword, text: str) -> None:
    """The word needs no answer of ours; what was sent back stands on the same cases, in the same conversation."""
    case_ids = sorted(
        Filing.objects.filter(message=message, undone_at=None).values_list("case_id", flat=True)
    )
    chains = [case_chain(one) for one in case_ids] or [chain_of_unfiled(message)]
    answer = _answer(now, message, keyword, text) if text else None
    for index, chain in enumerate(chains):
        with change(
            f"text_{keyword.kind.lower()}", actor=actor, now=now, chain=chain, subject=message,
            summary=f"{keyword.kind} by text",
        ) as record:  # fmt: skip
            if index == 0:
                record.update(
                    message, answered_at=now, answered_how=Message.Answered.NOT_NEEDED
                )  # fmt: skip
                if answer:
                    record.add(answer)
                    MessageBody.objects.create(message=answer, text=text)
            if answer and case_ids:
                record.add(_filing(answer, case_ids[index], now))


def _answer(now: datetime, message: Message, keyword: Keyword, text: str) -> Message:
    ours = message.account.address if message.account else ""
    return Message(
        channel=Channel.TEXT,
        is_incoming=False,
        account_id=message.account_id,
        staff_id=message.staff_id,
        thread_id=message.thread_id,
        from_address=ours,
        recipients=[{"address": message.from_address, "name": message.from_name, "as": "to"}],
        preview=text[:200],
        at=now,
        recorded_at=now,
        person_id=message.person_id,
        role=message.role,
        state=Message.State.SENT,
        reply_to=message,
        template=f"keyword:{keyword.kind.lower()}",
        is_automatic=True,
    )


def _filing(answer: Message, case_id: UUID, now: datetime) -> Filing:
    return Filing(
        message=answer, case_id=case_id, how=Filing.How.THREAD, why="answered by itself", filed_at=now
    )
