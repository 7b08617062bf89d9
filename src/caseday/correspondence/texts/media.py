"""In: links of a text's pictures and files. Out: the files, arriving in the store, or why one is not there."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from caseday.correspondence.rules.incoming import IncomingFile
from caseday.correspondence.texts.port import Gateway, MediaLink, Refused
from caseday.documents.keeping import the_store

_ALL_WITHIN_SECONDS = 9.0
"""A gateway waits 15 seconds for the answer to its webhook; the text itself must be kept in that time too."""
AGAIN = "It is fetched again by itself."
LOST = "Ask the sender to send it again, or look for it at the gateway."


@dataclass(frozen=True)
class Fetched:
    """`again_url` where a later try may bring it."""

    file: IncomingFile
    again_url: str = ""


def fetch_all(gateway: Gateway, links: Iterable[MediaLink]) -> list[Fetched]:
    ends = time.monotonic() + _ALL_WITHIN_SECONDS
    return [fetch(gateway, link) if time.monotonic() < ends else _late(link) for link in links]


def fetch(gateway: Gateway, link: MediaLink) -> Fetched:
    place = the_store().new_arrival()
    try:
        size = gateway.fetch(link, place, most_bytes=settings.MAX_UPLOAD_BYTES)
    except Refused as problem:
        place.unlink(missing_ok=True)
        words = f"{problem.words} {LOST if problem.is_final else AGAIN}"
        return Fetched(
            IncomingFile(link.name, link.media_type, None, refusal=words),
            "" if problem.is_final else link.url,
        )
    return Fetched(IncomingFile(link.name, link.media_type, place, size_bytes=size))


def _late(link: MediaLink) -> Fetched:
    words = f"The gateway was too slow with the file. {AGAIN}"
    return Fetched(IncomingFile(link.name, link.media_type, None, refusal=words), link.url)
