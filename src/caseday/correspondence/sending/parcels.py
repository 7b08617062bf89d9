"""What one message is made of when it leaves: plain values, and its mail (MIME) built of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path


@dataclass(frozen=True)
class File:
    """On the disk (`path`), or drawn for this sending (`data`)."""

    name: str
    media_type: str
    path: Path | None = None
    data: bytes = b""

    def content(self) -> bytes:
        return self.path.read_bytes() if self.path else self.data


@dataclass(frozen=True)
class To:
    address: str
    name: str = ""
    kind: str = "to"


@dataclass(frozen=True)
class Parcel:
    """`message_id` and `references` without their brackets. `at` is the moment of this try."""

    message_id: str
    sender: To
    to: tuple[To, ...]
    subject: str
    text: str
    at: datetime
    files: tuple[File, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def receivers(self) -> list[str]:
        return [one.address for one in self.to]


def mail_of(parcel: Parcel) -> EmailMessage:
    """Hidden copies stand in the envelope alone."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = _header_address(parcel.sender)
    for kind in ("to", "cc"):
        if named := [_header_address(one) for one in parcel.to if one.kind == kind]:
            mail[kind.capitalize()] = named
    mail["Subject"] = one_line(parcel.subject)
    mail["Date"] = format_datetime(parcel.at)
    mail["Message-ID"] = f"<{parcel.message_id}>"
    if parcel.references:
        mail["In-Reply-To"] = f"<{parcel.references[-1]}>"
        mail["References"] = _references(parcel.references)
    mail.set_content(parcel.text, cte="quoted-printable")
    for file in parcel.files:
        kind, detail, parameters = media_type_of(file.media_type)
        mail.add_attachment(
            file.content(), maintype=kind, subtype=detail, filename=file.name, params=parameters
        )
    return mail


def media_type_of(text: str) -> tuple[str, str, dict[str, str]]:
    """`text/calendar; method=REQUEST` in its parts; calendars act on that parameter (RFC 6047, 2.4)."""
    plain, *rest = (one.strip() for one in text.split(";"))
    kind, _, detail = plain.partition("/")
    pairs = (one.partition("=") for one in rest if "=" in one)
    parameters = {name.strip(): value.strip() for name, _, value in pairs}
    return kind or "application", detail or "octet-stream", parameters


def _references(ids: Sequence[str]) -> str:
    """The first and the last ones: long conversations stay within a header."""
    kept = [*ids[:1], *ids[1:][-9:]]
    return " ".join(f"<{one}>" for one in kept)


def _header_address(one: To) -> Address:
    local, _, domain = one.address.rpartition("@")
    return Address(display_name=one_line(one.name), username=local, domain=domain)


def one_line(text: str) -> str:
    """No header breaks its line, whatever a name holds."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
