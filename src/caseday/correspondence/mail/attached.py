"""A message's files: named, told from the pictures of its text, and unwrapped where Outlook wrapped them."""

import mimetypes
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from caseday.correspondence.mail import winmail
from caseday.correspondence.mail.splitting import MESSAGES, NewFile, Part, Split
from caseday.correspondence.rules.incoming import IncomingFile

SMALL_PICTURE = 60_000
"""Bytes. A larger picture in a text is no logo: somebody photographed something."""
RASTER = {"image/png", "image/jpeg", "image/gif", "image/webp"}

_NO_PAPERS = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/applefile",
    "application/pgp-keys",
    "text/x-amp-html",
}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_ENCRYPTED = "It is encrypted. Open it in your mail program and put in what belongs to the case."
_KINDS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
}


@dataclass
class Attached:
    files: tuple[IncomingFile, ...] = ()
    pictures: dict[str, str] = field(default_factory=dict)
    """Content-ID to SHA-256."""
    text: str = ""
    html: str = ""
    warnings: list[str] = field(default_factory=list)


def attached_files(split: Split, shown_ids: Collection[str], new_file: NewFile) -> Attached:
    """`shown_ids`: Content-IDs that the message's HTML shows."""
    attached, files = Attached(), list[IncomingFile]()
    for part in split.parts:
        if part.path is None and not part.refusal:
            continue
        if part.media_type in _SEALED and _ENCRYPTED not in attached.warnings:
            attached.warnings.append(_ENCRYPTED)
        unwrapped = _unwrapped(part)
        if unwrapped:
            files.extend(_written(name, data, new_file) for name, data in unwrapped.files)
            attached.text, attached.html = unwrapped.text, unwrapped.html
            _drop(part)
            continue
        content_id = part.head.first("content-id").strip().strip("<>")
        if content_id and part.media_type in RASTER:
            attached.pictures[content_id] = part.sha256
        files.append(_file(part, is_shown=content_id in shown_ids))
    attached.files = tuple(files)
    return attached


def _unwrapped(part: Part) -> winmail.Unwrapped | None:
    is_wrapped = part.media_type in winmail.TYPES or part.head.file_name.lower() in winmail.NAMES
    return winmail.unwrap(part.path) if is_wrapped and part.path else None


def _drop(part: Part) -> None:
    if part.path:
        part.path.unlink()
        part.path = None


def _written(name: str, data: bytes, new_file: NewFile) -> IncomingFile:
    path: Path = new_file()
    path.write_bytes(data)
    return IncomingFile(name, mimetypes.guess_type(name)[0] or "application/octet-stream", path, len(data))


def _file(part: Part, *, is_shown: bool) -> IncomingFile:
    is_small = is_shown and part.media_type.startswith("image/") and part.size_bytes < SMALL_PICTURE
    return IncomingFile(
        name=_name(part),
        media_type=part.media_type,
        path=part.path,
        size_bytes=part.size_bytes,
        is_inline=is_small
        or part.nested > 0
        and part.media_type.startswith("image/")
        or part.media_type in _NO_PAPERS,
        refusal=part.refusal,
    )


def _name(part: Part) -> str:
    if part.head.file_name:
        return part.head.file_name
    if part.media_type in MESSAGES:
        subject = part.inner.text("subject", 120) if part.inner else ""
        return f"{subject.replace('/', '-') or 'message'}.eml"
    ending = _KINDS.get(part.media_type) or mimetypes.guess_extension(part.media_type or "") or ""
    return f"{part.media_type.partition('/')[0] or 'file'}{ending}"
