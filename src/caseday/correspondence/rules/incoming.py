"""A message as its channel delivers it, before it is kept: plain values, whatever the gateway."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Party:
    """`address` is an email in lower case or a number in E.164; `kind` is from, to, cc or bcc."""

    address: str
    name: str = ""
    kind: str = "to"


@dataclass(frozen=True)
class IncomingFile:
    """A part that is a file: already on the disk (`documents` store, arriving), or refused with a reason in words."""

    name: str
    media_type: str
    path: Path | None
    size_bytes: int = 0
    is_inline: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Invitation:
    """A calendar invitation; `method` REQUEST, CANCEL, REPLY or COUNTER. It proposes an appointment, nothing more."""

    uid: str
    method: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    organizer: str = ""
    is_all_day: bool = False


ANSWERS = ("REPLY", "COUNTER")
"""Methods of RFC 5546 by which somebody who was invited answers."""


@dataclass(frozen=True)
class CalendarAnswer:
    """What somebody's calendar answered to an invitation of ours; nothing in it is checked yet.

    `said` is the PARTSTAT, `sequence` that of the invitation which it answers; with COUNTER the times are those
    that are asked for. `stamped_at` is when it was said, by the clock of whoever said it.
    """

    uid: str
    method: str
    attendee: str
    name: str = ""
    said: str = ""
    sequence: int = 0
    stamped_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True)
class Incoming:
    """`external_id` is the Message-ID or the gateway's id; the same one from the same account is kept once.

    `references` are ids of messages before it in the conversation, oldest first. `text` is the new part,
    `quoted` what it quotes or forwards. `is_automatic`: an auto-reply, a bounce, a list.
    """

    channel: str
    sender: Party
    at: datetime
    external_id: str = ""
    account_id: UUID | None = None
    source: str = ""
    recipients: tuple[Party, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    quoted: str = ""
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    files: tuple[IncomingFile, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    answers: tuple[CalendarAnswer, ...] = ()
    raw: Path | None = None
    is_automatic: bool = False
    warnings: tuple[str, ...] = ()
    """What could not be read, in words; the original is kept."""


def headers_kept(incoming: Incoming) -> dict[str, Any]:
    """The few headers that are shown, and with them the invitations: nothing asks for them but the message's page."""
    if not incoming.invitations:
        return dict(incoming.headers)
    return {**incoming.headers, "invitations": [_invitation(one) for one in incoming.invitations]}


def _invitation(one: Invitation) -> dict[str, Any]:
    return {**asdict(one), "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}


def invitations_kept(headers: Mapping[str, Any]) -> list[Invitation]:
    moments = ("starts_at", "ends_at")
    return [
        Invitation(**{**one, **{name: datetime.fromisoformat(one[name]) for name in moments}})
        for one in headers.get("invitations", ())
    ]
