"""An inbox of 5,000 messages that nobody has filed, and a conversation of 500: written as rows, as they would stand
after years without anybody looking."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

WAITING, IN_THREAD = 5_000, 500
_SENDERS = (
    "billing@clinic.example",
    "news@education.example",
    "front.desk@imaging.example",
    "unknown@mail.example",
)


def add_messages(maya: Any, now: datetime) -> UUID:
    """The id of a message of the long conversation, which is on one of her cases."""
    from django.db import transaction

    from caseday.cases.models import Case
    from caseday.correspondence.models import Account, Filing, Message, MessageBody, Thread

    random, cases = Random(5), list(Case.objects.filter(assigned_to=maya).values_list("pk", flat=True)[:50])
    with transaction.atomic():
        account = Account.objects.create(
            kind="email", name="Agency", address="office@agency.example", is_off=True
        )
        waiting = [_waiting(random, account, cases, now - timedelta(minutes=17 * n)) for n in range(WAITING)]
        talk = Thread(channel="text", key="bench", last_at=now, account=account)
        said = [_said(talk, account, now - timedelta(hours=3 * n), n) for n in range(IN_THREAD)]
        messages = [*waiting, *said]
        Thread.objects.bulk_create([*(one.thread for one in waiting), talk])
        Message.objects.bulk_create(messages, batch_size=500)
        bodies = [MessageBody(message=one, text=f"{one.preview} " * 4) for one in messages]
        MessageBody.objects.bulk_create(bodies, batch_size=500)
        filings = [Filing(message=one, case_id=cases[0], how="thread", filed_at=one.at) for one in said]
        Filing.objects.bulk_create(filings, batch_size=500)
    return said[0].pk


def _waiting(random: Random, account: Any, cases: list[UUID], at: datetime) -> Any:
    from caseday.correspondence.models import Message, Thread

    suggested = random.sample(cases, random.randrange(0, 4))
    return Message(
        channel="email", is_incoming=True, account=account, at=at, recorded_at=at, state="waiting",
        thread=Thread(channel="email", key=f"bench {at.isoformat()}", last_at=at, account=account),
        from_address=random.choice(_SENDERS), from_name="Front desk", subject="Statement of account",
        preview="Please find the statement of the visit attached.", external_id=f"{at.isoformat()}@bench.example",
        suggestions=[{"case": str(one), "confidence": 60, "why": ["same office"]} for one in suggested],
    )  # fmt: skip


def _said(thread: Any, account: Any, at: datetime, n: int) -> Any:
    from caseday.correspondence.models import Message

    return Message(
        channel="text", is_incoming=bool(n % 2), account=account, thread=thread, at=at, recorded_at=at,
        from_address="+15125550161", preview="Is the ride set for tomorrow?", external_id=f"{n}@bench.text",
        state="filed" if n % 2 else "delivered", answered_at=at, answered_how="message",
    )  # fmt: skip
