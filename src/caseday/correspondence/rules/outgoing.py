"""A message as somebody wrote it, before it is checked and queued: plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Addressee:
    """One receiver: where it goes, and who that is as far as the file knows. `kind` is to, cc or bcc."""

    address: str
    name: str = ""
    kind: str = "to"
    role: str = ""
    person_id: UUID | None = None
    office_id: UUID | None = None
    professional_id: UUID | None = None


@dataclass(frozen=True)
class OwnFile:
    """A file that is drawn for this message and is no paper of the case: a calendar file. Goes with mail alone."""

    name: str
    media_type: str
    """With its parameters: `text/calendar; method=REQUEST`."""
    data: bytes


@dataclass(frozen=True)
class Outgoing:
    """`document_ids` go along as files; `template` is "slug:version" where it was drawn by one.

    `not_before` plans it; quiet hours may put it off further. `is_reminder` counts for consent and quiet hours.
    """

    channel: str
    to: tuple[Addressee, ...]
    text: str
    subject: str = ""
    case_id: UUID | None = None
    account_id: UUID | None = None
    document_ids: tuple[UUID, ...] = ()
    reply_to_id: UUID | None = None
    template: str = ""
    language: str = "en"
    not_before: datetime | None = None
    is_reminder: bool = False
    confirmed: frozenset[str] = frozenset()
    """Slugs of those objections that the writer has looked at and may overrule."""
    reason: str = ""
    """Why they are overruled, where an objection asks for it; kept with the event."""
    appointment_id: UUID | None = None
    request_id: UUID | None = None
    own_files: tuple[OwnFile, ...] = ()


@dataclass(frozen=True)
class Objection:
    """Why it may not leave as it is, and what to do. `field` names what to change (to, channel, subject, text,
    documents, when); `may_overrule` where a look is enough, with a reason where `needs_reason`."""

    slug: str
    words: str
    field: str = ""
    may_overrule: bool = False
    needs_reason: bool = False
