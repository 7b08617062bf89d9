"""In: what of the day lies ahead when the demonstration opens. Out: each message at its hour, over the real interfaces.

A file knows what was delivered: a restart neither loses nor doubles. What it does not know, because the process died
in between, Caseday does: a text is looked for there, a mail carries the Message-ID that it would have again.
"""

import io
import json
import math
import smtplib
import wave
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from caseday.correspondence.models import Message
from caseday.correspondence.rules.incoming import Party
from caseday.correspondence.texts.local import NotThere, write
from caseday.correspondence.texts.port import Access
from caseday.demo.papers import Sheet, draw

_TELEPHONE = "telephone@hillcountry.example"
_SOUNDS_PER_SECOND = 8_000


@dataclass(frozen=True)
class Coming:
    """One message of the day, ready to travel. `attachment` is the title of a small paper."""

    at: datetime
    channel: str
    sender: Party
    subject: str = ""
    text: str = ""
    attachment: str = ""
    is_automatic: bool = False

    @property
    def external_id(self) -> str:
        return f"{uuid5(NAMESPACE_OID, self.text)}@{self.channel}.example"

    @property
    def paper(self) -> bytes:
        return draw(Sheet(self.sender.name, self.attachment, self.text))


@dataclass(frozen=True)
class Mailbox:
    """Where mail for the agency is handed in."""

    host: str
    smtp_port: int
    address: str


class Bag:
    """What is still to come, in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: list[dict[str, object]] = json.loads(path.read_text("utf-8")) if path.exists() else []

    @classmethod
    def pack(cls, path: Path, coming: Iterable[Coming]) -> "Bag":
        bag = cls(path)
        bag._rows = [_row(one) for one in coming]
        bag._keep()
        return bag

    def due(self, now: datetime) -> list[Coming]:
        coming = (_coming(row) for row in self._rows)
        return sorted((one for one in coming if one.at <= now), key=lambda one: one.at)

    def take_out(self, one: Coming) -> None:
        self._rows = [row for row in self._rows if _coming(row) != one]
        self._keep()

    def __len__(self) -> int:
        return len(self._rows)

    def _keep(self) -> None:
        """Whole or not at all: what is half-written is never read."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self._rows), "utf-8")
        fresh.replace(self.path)


def deliver_due(bag: Bag, now: datetime, *, mailbox: Mailbox | None, texts: Access | None) -> int:
    """How many arrived. What is not taken now stays in the bag, and so does what came after it on its channel."""
    done, stopped = 0, set()
    for one in bag.due(now):
        way = "text" if one.channel == "text" else "mail"
        if way in stopped:
            continue
        if _deliver(one, now, mailbox, texts):
            bag.take_out(one)
            done += 1
        else:
            stopped.add(way)
    return done


def _deliver(one: Coming, now: datetime, mailbox: Mailbox | None, texts: Access | None) -> bool:
    if one.channel != "text":
        return mailbox is not None and _by_mail(one, mailbox, now)
    if texts is None:
        return False
    with suppress(NotThere):
        return _is_there(one) or write(texts, one.sender.address, one.text, [])
    return False


def _is_there(one: Coming) -> bool:
    """A text has no id that its sender gives."""
    same = Message.objects.filter(channel="text", is_incoming=True, from_address=one.sender.address)
    return same.filter(body__text=one.text, at__gte=one.at).exists()


def _by_mail(one: Coming, mailbox: Mailbox, now: datetime) -> bool:
    try:
        with smtplib.SMTP(mailbox.host, mailbox.smtp_port, timeout=20) as smtp:
            smtp.send_message(mail_of(one, mailbox.address, now))
    except (smtplib.SMTPException, OSError):
        return False
    return True


def mail_of(one: Coming, to: str, now: datetime) -> EmailMessage:
    """As its sender's program writes it; a voicemail as telephone systems send it, with the sound."""
    is_voice = one.channel == "voicemail"
    mail = EmailMessage()
    mail["Message-ID"] = f"<{one.external_id}>"
    mail["Date"] = format_datetime(max(one.at, now))
    mail["From"] = formataddr(
        ("Telephone", _TELEPHONE) if is_voice else (one.sender.name, one.sender.address)
    )
    mail["To"] = to
    mail["Subject"] = (
        f"Voicemail from {one.sender.address}{one.subject.removeprefix('Voicemail')}"
        if is_voice
        else one.subject
    )
    if one.is_automatic:
        mail["List-Unsubscribe"] = "<https://education.example/leave>"
        mail["Precedence"] = "bulk"
    mail.set_content(one.text)
    if is_voice:
        mail.add_attachment(_sound(), maintype="audio", subtype="wav", filename="voicemail.wav")
    if one.attachment:
        mail.add_attachment(
            one.paper, maintype="application", subtype="pdf", filename=f"{one.attachment}.pdf"
        )
    return mail


def _sound() -> bytes:
    """Two quiet seconds."""
    waves = (128 + round(6 * math.sin(n / 8)) for n in range(2 * _SOUNDS_PER_SECOND))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(_SOUNDS_PER_SECOND)
        sound.writeframes(bytes(waves))
    return file.getvalue()


def _row(one: Coming) -> dict[str, object]:
    return {**asdict(one), "at": one.at.isoformat()}


def _coming(row: dict[str, object]) -> Coming:
    known: dict[str, object] = {
        **row,
        "at": datetime.fromisoformat(str(row["at"])),
        "sender": Party(**row["sender"]),  # type: ignore[arg-type]
    }
    return Coming(**known)  # type: ignore[arg-type]
