"""A message as its channel delivers it, before it is kept: plain values, whatever the gateway."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
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
    """A calendar invitation; `method` REQUEST, CANCEL or REPLY. It proposes an appointment, nothing more."""

    uid: str
    method: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    organizer: str = ""
    is_all_day: bool = False


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
    raw: Path | None = None
    is_automatic: bool = False
