"""winmail.dat: what Outlook wraps a message's files in when it takes the receiver for an Outlook too."""

import contextlib
import io
import logging
from dataclasses import dataclass
from pathlib import Path

from caseday.correspondence.mail.decoding import clean, one_line, text_of

# What it says of a file may be what is in it.
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)

NAMES = {"winmail.dat", "win.dat"}
TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 100


@dataclass(frozen=True)
class Unwrapped:
    """`files`: names and contents."""

    files: tuple[tuple[str, bytes], ...]
    text: str = ""
    html: str = ""


def unwrap(path: Path) -> Unwrapped | None:
    """None where it cannot be read: then it stays a file."""
    from tnefparse import TNEF

    if path.stat().st_size > MOST_BYTES:
        return None
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found = TNEF(path.read_bytes(), do_checksum=False)
        files = tuple((_name(one), bytes(one.data)) for one in found.attachments[:MOST_FILES] if one.data)
        unwrapped = Unwrapped(files, _text(found.body), _text(found.htmlbody))
    except Exception:
        # The parser promises nothing about files of strangers.
        return None
    return unwrapped if files or unwrapped.text or unwrapped.html else None


def _name(attachment: object) -> str:
    long_name = getattr(attachment, "long_filename", None)
    name = long_name() if callable(long_name) else getattr(attachment, "name", "")
    return one_line(_text(name).replace("\\", "/").rpartition("/")[2].strip("\0"), 200) or "file"


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return text_of(value)
    return clean(value) if isinstance(value, str) else ""
