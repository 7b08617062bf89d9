"""In: a message in a file, as a mail server gave it. Out: an `Incoming`, its files beside it on the disk.

Nothing that a stranger writes makes it raise: what cannot be read stays in the original, and is said in a warning.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.correspondence.mail import bodies, gateways
from caseday.correspondence.mail.attached import attached_files
from caseday.correspondence.mail.automatic import bounce_in, is_automatic
from caseday.correspondence.mail.calendar_answers import answers_in
from caseday.correspondence.mail.decoding import header_text, ids_in, moment_of, one_line, parties_in
from caseday.correspondence.mail.head import Head
from caseday.correspondence.mail.invitations import invitations_in
from caseday.correspondence.mail.splitting import Limits, NewFile, Split, split_message
from caseday.correspondence.rules.incoming import CalendarAnswer, Incoming, IncomingFile, Invitation, Party
from caseday.documents.files.store import digest_of

log = logging.getLogger("caseday.mail")

MOST_REFERENCES = 50
_CALENDARS, _MOST_CALENDARS = ("text/calendar", "application/ics"), 20
UNREADABLE = "The message could not be read; its original is kept. Open the original in a mail program."
TOO_LARGE = (
    "The message has {size} MB, more than the {most} MB that are taken in. Open it in your mail program."
)


@dataclass(frozen=True)
class Where:
    """Where a message came from; `zone` is for times without one, `received_at` the server's word."""

    received_at: datetime
    zone: ZoneInfo
    account_id: UUID | None = None
    source: str = ""


@dataclass
class _Files:
    """Every file made while reading, so that none is left behind by a failure."""

    make: NewFile
    made: list[Path] = field(default_factory=list)

    def __call__(self) -> Path:
        path = self.make()
        self.made.append(path)
        return path

    def drop(self) -> None:
        for path in self.made:
            path.unlink(missing_ok=True)


def parse(raw: Path, where: Where, new_file: NewFile, limits: Limits = Limits()) -> Incoming:  # noqa: B008 - frozen
    """Raises OSError alone: a full disk is no fault of the message."""
    files = _Files(new_file)
    try:
        return gateways.as_what_it_carries(_incoming(raw, where, split_message(raw, files, limits), files))
    except OSError:
        files.drop()
        raise
    except Exception:
        log.exception("a message could not be read; it is taken in as it came")
        files.drop()
        return unread(raw, where, UNREADABLE)


def unread(raw: Path, where: Where, warning: str) -> Incoming:
    """With nothing but its original and, where they can be read, who, when and what about."""
    with raw.open("rb") as file:
        start = file.read(256 * 1024).replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    head = Head([_field(line) for line in start.decode("latin-1").split("\n")[:500]])
    try:
        incoming = _with_head(head, raw, where)
    except Exception:
        incoming = Incoming(
            "email", Party("", kind="from"), where.received_at, _hash_id(raw), where.account_id
        )
    return _set(incoming, source=where.source, raw=raw, warnings=(warning,))


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def too_large(raw: Path, where: Where, size: int, most: int) -> Incoming:
    """`raw` is its head alone; the rest stays on the server. Sizes in bytes."""
    words = TOO_LARGE.format(size=_megabytes(size), most=_megabytes(most))
    incoming = unread(raw, where, words)
    file = IncomingFile("message.eml", "message/rfc822", None, size, refusal=words)
    return _set(incoming, files=(file,))


def _megabytes(size: int) -> str:
    return f"{max(1, round(size / 1024 / 1024)):,}"


def _incoming(raw: Path, where: Where, split: Split, new_file: NewFile) -> Incoming:
    body = bodies.body_of(split)
    attached = attached_files(split, body.content_ids, new_file)
    body = bodies.with_unwrapped(body, attached.text, attached.html)
    shown = bodies.shown(body, attached.pictures)
    basic = _with_head(split.head, raw, where)
    headers = {**basic.headers, **bounce_in(split.parts)}
    if shown.pictures_left_out:
        headers["Pictures-Left-Out"] = str(shown.pictures_left_out)
    return _set(
        basic,
        text=shown.text,
        quoted=shown.quoted,
        html=shown.html,
        headers=headers,
        files=attached.files,
        invitations=_invitations(split, where.zone),
        answers=_answers(split, where.zone),
        warnings=tuple(
            dict.fromkeys([*split.problems, *shown.warnings, *attached.warnings, *_of_head(split.head)])
        ),
    )


def _of_head(head: Head) -> list[str]:
    return ["It has more header lines than are read; the original is kept."] if head.is_cut else []


def _set(incoming: Incoming, **values: object) -> Incoming:
    from dataclasses import replace

    return replace(incoming, **values)  # type: ignore[arg-type]


def _with_head(head: Head, raw: Path, where: Where) -> Incoming:
    sender = _sender(head)
    subject = head.text("subject")
    own = message_id(head.first("message-id"))
    return Incoming(
        channel="email",
        sender=sender,
        at=_at(head, where.received_at),
        external_id=own or _hash_id(raw),
        account_id=where.account_id,
        source=where.source,
        recipients=tuple(party for name in ("to", "cc", "bcc") for party in parties_in(head.all(name), name)),
        references=_references(head, own),
        subject=subject,
        headers=_shown_headers(head, sender),
        raw=raw,
        is_automatic=is_automatic(head, sender.address, subject),
    )


def _sender(head: Head) -> Party:
    for name in ("from", "sender", "reply-to", "return-path"):
        found = parties_in(head.all(name), "from")
        if found:
            return found[0]
    return Party("", header_text(head.first("from"), 160), "from")


def _at(head: Head, received_at: datetime) -> datetime:
    """As it says of itself, unless that is in the future or before there was mail."""
    said = moment_of(head.first("date"))
    if said is None or said.year < 1990 or said > received_at + timedelta(days=1):
        return received_at
    return said


def message_id(value: str) -> str:
    """As it is kept: at most 255 characters, a longer one by its hash; "" if there is none."""
    found = next(iter(ids_in([value])), "") or one_line(value, 998).strip("<>")
    return found if len(found) <= 255 else f"sha256:{sha256(found.encode()).hexdigest()}"


def _hash_id(raw: Path) -> str:
    """For a message without a Message-ID: the same message is the same, however often it is fetched."""
    return f"sha256:{digest_of(raw)[0]}"


def _references(head: Head, own: str) -> tuple[str, ...]:
    found = [message_id(f"<{one}>") for one in ids_in([*head.all("references"), *head.all("in-reply-to")])]
    known = [one for one in dict.fromkeys(found) if one and one != own]
    return tuple(known if len(known) <= MOST_REFERENCES else [known[0], *known[-MOST_REFERENCES + 1 :]])


def _shown_headers(head: Head, sender: Party) -> dict[str, str]:
    answers_to = ", ".join(one.address for one in parties_in(head.all("reply-to"), "to")[:5])
    shown = {
        "Reply-To": "" if answers_to == sender.address else answers_to,
        "List-Id": head.text("list-id", 200),
        "Importance": head.text("importance", 20) or head.text("x-priority", 20),
        "Date": one_line(head.first("date"), 60),
    }
    return {name: value for name, value in shown.items() if value}


def _invitations(split: Split, zone: ZoneInfo) -> tuple[Invitation, ...]:
    """Each event once: the same one is often there as a part and as a file."""
    found: dict[tuple[str, datetime], Invitation] = {}
    for data, charset in _calendars(split):
        for one in invitations_in(data, charset, zone):
            found.setdefault((one.uid, one.starts_at), one)
    return tuple(found.values())


def _answers(split: Split, zone: ZoneInfo) -> tuple[CalendarAnswer, ...]:
    found = (one for data, charset in _calendars(split) for one in answers_in(data, charset, zone))
    return tuple(dict.fromkeys(found))


def _calendars(split: Split) -> Iterator[tuple[bytes, str]]:
    """With their charsets; those of a message that is passed on are not its own."""
    own = (part for part in split.parts if part.media_type in _CALENDARS and part.nested == 0)
    for part in islice(own, _MOST_CALENDARS):
        yield part.data, part.head.parameter("content-type", "charset")
