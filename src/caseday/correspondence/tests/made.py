"""Accounts and messages as tests need them, with no more said than the test cares about."""

from datetime import datetime
from typing import Any

from caseday.cases.models import Case
from caseday.correspondence.models import Account, Attachment, Filing, Message, MessageBody, Thread
from caseday.documents.keeping import the_store
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8


def make_account(**fields: Any) -> Account:
    given = {
        "kind": "email",
        "name": "Office mailbox",
        "address": "office@example.com",
        "imap_host": "127.0.0.1",
        "imap_security": "none",
        "user_name": "office",
    }
    return Account.objects.create(**{**given, **fields})


def make_message(account: Account | None = None, *, at: datetime = MONDAY_8, **fields: Any) -> Message:
    """Incoming and waiting unless said otherwise; `text`, `html`, `headers` go to its body."""
    body = {name: fields.pop(name) for name in ("text", "quoted", "html", "headers") if name in fields}
    thread = fields.pop("thread", None) or Thread.objects.create(
        account=account, channel=fields.get("channel", "email"), key=str(new_id()), last_at=at
    )
    given = {
        "channel": "email",
        "is_incoming": True,
        "external_id": f"{new_id()}@example.com",
        "from_address": "dana@example.org",
        "from_name": "Dana Adjuster",
        "subject": "Claim",
        "state": "waiting",
        "staff": account.staff if account else None,
    }
    message = Message.objects.create(
        account=account, thread=thread, at=at, recorded_at=at, **{**given, **fields}
    )
    MessageBody.objects.create(message=message, **{"text": "How is he?", **body})
    return message


def keep_original(message: Message, data: bytes) -> Attachment:
    """Its bytes in the store, and with them as a file of its own."""
    arrival = the_store().new_arrival()
    arrival.write_bytes(data)
    kept = the_store().keep(arrival)
    MessageBody.objects.filter(message=message).update(raw_sha256=kept.sha256)
    return Attachment.objects.create(
        message=message, position=message.attachments.count(), name="note.txt", media_type="text/plain",
        size_bytes=kept.size_bytes, sha256=kept.sha256,
    )  # fmt: skip


def file_on(message: Message, case: Case, **fields: Any) -> Filing:
    """The row alone; what else filing does is done by `actions.file_message`."""
    Message.objects.filter(pk=message.pk).update(state="filed")
    return Filing.objects.create(message=message, case=case, how="hand", filed_at=message.at, **fields)
