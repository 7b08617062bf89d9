"""A message as it was sent: its HTML for a frame without scripts, its bytes, its files."""

import base64
import re
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.correspondence.models import Attachment
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.rules.pictures import NO_PICTURE
from caseday.correspondence.rules.sounds import sound_kind
from caseday.documents.keeping import the_store
from caseday.kernel.errors import NotFound

MOST_PICTURE = 2 * 1024 * 1024
MOST_PICTURES = 8 * 1024 * 1024
"""Bytes of all pictures that one page carries."""

_OWN = re.compile(r'"cid:([0-9a-f]{64})"')
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


@dataclass(frozen=True)
class Original:
    name: str
    media_type: str
    path: Path
    size_bytes: int


def html_of_message(viewer: Viewer, message_id: UUID) -> str:
    """Sanitized when it came in; with its own pictures written into it. NotFound where it has none."""
    message = get_message(viewer, message_id)
    html = message.body.html
    if not html:
        raise NotFound
    wanted = set(_OWN.findall(html))
    known = set(
        Attachment.objects.filter(message=message, sha256__in=wanted).values_list("sha256", flat=True)
    )
    pictures, left = dict[str, str](), MOST_PICTURES
    for sha256 in sorted(known):
        pictures[sha256] = _picture(sha256, left)
        left -= len(pictures[sha256])
    return _OWN.sub(lambda found: f'"{pictures.get(found.group(1), NO_PICTURE)}"', html)


def _picture(sha256: str, left: int) -> str:
    """By what it is, whatever it is called: nothing but pictures made of points, for others can run."""
    path = the_store().path_of(sha256)
    if not path.is_file() or path.stat().st_size > min(MOST_PICTURE, left):
        return NO_PICTURE
    data = path.read_bytes()
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "")
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}" if kind else NO_PICTURE


def original_of(viewer: Viewer, message_id: UUID) -> Original:
    """Its bytes as the server gave them. NotFound where none were kept: texts, and what was written here."""
    message = get_message(viewer, message_id)
    return _in_store(message.body.raw_sha256, "message.eml", "message/rfc822")


def file_of_message(viewer: Viewer, message_id: UUID, position: int) -> Original:
    """A file of a message, paper or not. NotFound outside sight, and where nothing was kept of it."""
    message = get_message(viewer, message_id)
    file = Attachment.objects.filter(message=message, position=position).first()
    if file is None:
        raise NotFound
    found = _in_store(file.sha256, file.name, "application/octet-stream")
    with found.path.open("rb") as opened:
        kind = sound_kind(opened.read(16))
    return replace(found, media_type=kind) if kind else found


def _in_store(sha256: str, name: str, media_type: str) -> Original:
    path = the_store().path_of(sha256) if sha256 else None
    if path is None or not path.is_file():
        raise NotFound
    return Original(name, media_type, path, path.stat().st_size)
