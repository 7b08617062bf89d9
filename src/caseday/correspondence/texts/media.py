"""In: links of a text's pictures and files. Out: the files, arriving in the store, or why one is not there."""

import time
from collections.abc import Iterable

from django.conf import settings

from caseday.correspondence.rules.incoming import IncomingFile
from caseday.correspondence.texts.port import Gateway, MediaLink, Refused
from caseday.documents.keeping import the_store

_ALL_WITHIN_SECONDS = 9.0
"""A gateway waits 15 seconds for the answer to its webhook; the text itself must be kept in that time too."""


def fetch_all(gateway: Gateway, links: Iterable[MediaLink]) -> list[IncomingFile]:
    ends = time.monotonic() + _ALL_WITHIN_SECONDS
    return [_fetch(gateway, link, is_late=time.monotonic() > ends) for link in links]


def _fetch(gateway: Gateway, link: MediaLink, *, is_late: bool) -> IncomingFile:
    if is_late:
        return IncomingFile(
            link.name, link.media_type, None, refusal="The gateway was too slow with the file."
        )
    place = the_store().new_arrival()
    try:
        size = gateway.fetch(link, place, most_bytes=settings.MAX_UPLOAD_BYTES)
    except Refused as problem:
        place.unlink(missing_ok=True)
        words = f"{problem.words} Ask the sender to send it again, or look for it at the gateway."
        return IncomingFile(link.name, link.media_type, None, refusal=words)
    return IncomingFile(link.name, link.media_type, place, size_bytes=size)
