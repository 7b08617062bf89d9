"""In: a message in a file. Out: it is read and taken in, once, whatever it is."""

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import Error as DatabaseError

from caseday.access.spelled import Spelled
from caseday.access.viewer import system_viewer
from caseday.correspondence.actions.taking_in import take_in
from caseday.correspondence.mail.parsing import UNREADABLE, Where, parse, unread
from caseday.correspondence.models import Message
from caseday.correspondence.rules.incoming import Incoming
from caseday.documents.files.store import digest_of
from caseday.documents.keeping import the_store

log = logging.getLogger("caseday.mail")


def take_file(raw: Path, where: Where, now: datetime) -> int:
    """1 where it is new. The file is in the store afterwards, or gone."""
    return keep(parse(raw, where, the_store().new_arrival), where, now)


def keep(incoming: Incoming, where: Where, now: datetime) -> int:
    """1 where it is new. A message that brings taking in to fail is taken in with its head alone, and said."""
    incoming, actor = distinct(incoming), system_viewer("Mail")
    try:
        message = take_in(actor=actor, now=now, incoming=incoming)
    except (DatabaseError, OSError):
        _drop(incoming, with_raw=True)
        raise
    except Exception:
        log.exception("a message could not be taken in as it was read; only its head is")
        _drop(incoming, with_raw=False)
        if incoming.raw is None or not incoming.raw.exists():
            raise
        message = take_in(actor=actor, now=now, incoming=unread(incoming.raw, where, UNREADABLE))
    return int(message.recorded_at == now)


def _drop(incoming: Incoming, *, with_raw: bool) -> None:
    for path in (incoming.raw if with_raw else None, *(one.path for one in incoming.files)):
        if path is not None:
            path.unlink(missing_ok=True)


def distinct(incoming: Incoming) -> Incoming:
    """Another message under the same Message-ID (some programs never change theirs) is one of its own.

    The same one again, from another place of the mailbox or by another way, is not.
    """
    if incoming.account_id is None or incoming.raw is None:
        return incoming
    there = _UNDER_ITS_ID.rows(account_id=incoming.account_id, external_id=incoming.external_id)
    if not there or there[0][0] == incoming.source:
        return incoming
    _, *words, raw_sha256 = there[0]
    sha256 = digest_of(incoming.raw)[0]
    if words == [incoming.sender.address, incoming.subject, incoming.text] or raw_sha256 == sha256:
        return incoming
    return replace(incoming, external_id=f"{incoming.external_id[:180]}#{sha256[:32]}")


_UNDER_ITS_ID = Spelled(
    lambda account_id, external_id: Message.objects.filter(
        account=account_id, external_id=external_id
    ).values_list("source", "from_address", "subject", "body__text", "body__raw_sha256")
)
