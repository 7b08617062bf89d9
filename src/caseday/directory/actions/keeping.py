"""How anything of the directory is written: one event on the chain of its office."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from caseday.access.record import Chain, change, office_chain
from caseday.access.viewer import Viewer
from caseday.directory.models import IdentifierMask, Office, OfficePhone, Professional

Entry = TypeVar("Entry", Office, OfficePhone, Professional, IdentifierMask)


def chain_of(entry: Office | OfficePhone | Professional | IdentifierMask) -> Chain:
    """Somebody without an office has a chain of their own."""
    own = None if isinstance(entry, Office) else entry.office_id
    return office_chain(own or entry.id)


def stored(model: type[Entry], id: UUID | None) -> Entry | None:
    """What a retried request has stored before."""
    return model._default_manager.filter(pk=id).first() if id else None


def keep_new(
    verb: str, entry: Entry, *with_it: OfficePhone, actor: Viewer, now: datetime, summary: str
) -> Entry:
    chain = chain_of(entry)
    with change(verb, actor=actor, now=now, chain=chain, subject=entry, summary=summary) as record:
        record.add(entry)
        for one in with_it:
            record.add(one)
    return entry


def keep(verb: str, entry: Entry, *, actor: Viewer, now: datetime, summary: str, **values: Any) -> Entry:
    """Somebody who changes offices is noted where they were."""
    chain = chain_of(entry)
    with change(verb, actor=actor, now=now, chain=chain, subject=entry, summary=summary) as record:
        record.update(entry, **values)
    return entry
