"""Faxes and voicemail that come as mail: known by sender and subject, from `shipped/fax_gateways.toml`."""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from caseday.correspondence.rules.incoming import Incoming, Party

_PAPER = ("application/pdf", "image/tiff", "image/png", "image/jpeg")
_SOUND = ("audio/", "application/octet-stream")
_SOUNDS = (".wav", ".mp3", ".m4a", ".ogg", ".amr", ".mp4")
_PAPERS = (".pdf", ".tif", ".tiff")


_NUMBER = r"(?P<number>(?<!\d)(?:\+\d{8,15}|\+?1?[\s.-]?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4})(?!\d))"
_PAGES = r"(?:.*?(?P<pages>\d{1,4}) ?(?:page|pg|p[aá]gina))?"


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written.replace("{number}", _NUMBER).replace("{pages}", _PAGES), re.IGNORECASE)


@dataclass(frozen=True)
class Gateway:
    name: str
    channel: str
    senders: tuple[str, ...]
    subjects: tuple[re.Pattern[str], ...]

    def sent(self, address: str) -> bool:
        domain = address.rpartition("@")[2]
        return any(domain == one or domain.endswith("." + one) or address == one for one in self.senders)


@cache
def gateways() -> tuple[Gateway, ...]:
    text = files("caseday.correspondence").joinpath("shipped", "fax_gateways.toml").read_text("utf-8")
    return tuple(
        Gateway(
            name=one["name"],
            channel=one["channel"],
            senders=tuple(one["sender"]),
            subjects=tuple(_pattern(pattern) for pattern in one["subject"]),
        )
        for one in tomllib.loads(text)["gateway"]
    )


def as_what_it_carries(incoming: Incoming) -> Incoming:
    """A mail that brings a fax or a voicemail, as that: its sender is the number that it came from."""
    for gateway in gateways():
        if gateway.senders and not gateway.sent(incoming.sender.address):
            continue
        if not gateway.senders and not _carries(incoming, gateway.channel):
            continue
        found = next(filter(None, (pattern.search(incoming.subject) for pattern in gateway.subjects)), None)
        number = number_in(found.group("number")) if found else ""
        if found and number:
            return _as(incoming, gateway, number, found.groupdict().get("pages") or "")
    return incoming


def _as(incoming: Incoming, gateway: Gateway, number: str, pages: str) -> Incoming:
    said = {"Gateway": gateway.name, "Gateway-Sender": incoming.sender.address}
    return replace(
        incoming,
        channel=gateway.channel,
        sender=Party(number, kind="from"),
        headers={**incoming.headers, **said, **({"Pages": pages} if pages else {})},
        is_automatic=False,
    )


def _carries(incoming: Incoming, channel: str) -> bool:
    kinds, ends = (_PAPER, _PAPERS) if channel == "fax" else (_SOUND, _SOUNDS)
    named = (one.name.lower().endswith(ends) for one in incoming.files)
    typed = (one.media_type.startswith(kinds) for one in incoming.files)
    return (
        any(named)
        or (channel == "fax" and any(typed))
        or any(one.media_type.startswith("audio/") for one in incoming.files)
    )


def number_in(text: str) -> str:
    """E.164 of a number as gateways write it, taken as one of North America without a country; "" if it is none."""
    import phonenumbers

    try:
        found = phonenumbers.parse(text.strip(), "US")
    except phonenumbers.NumberParseException:
        return ""
    return (
        phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_possible_number(found)
        else ""
    )
