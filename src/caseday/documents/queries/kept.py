"""What a file in the store says, before it is a paper; for the system, which looks at mail that is on no case yet."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from caseday.documents.files import apart
from caseday.documents.files.kinds import Unusable
from caseday.documents.files.scans import NotRead, is_ocr_installed, read_pages
from caseday.documents.keeping import the_store

_SECONDS = 20


def words_of_kept(sha256: str, name: str) -> str:
    """Page after page; "" for a scan, and for what cannot be opened. Opens the file in a process of its own."""
    with _taken(sha256, name) as (_, texts):
        return "\n".join(texts)


def words_of_scan(sha256: str, name: str, most_pages: int) -> str:
    """With the words of its first pages that are pictures, read by OCR: minutes. As `words_of_kept` without OCR."""
    with _taken(sha256, name) as (pdf, texts):
        unread = [number for number, text in enumerate(texts) if not text.strip()][:most_pages]
        if unread and is_ocr_installed():
            with suppress(NotRead, OSError):
                for numbers, found in read_pages(pdf, unread):
                    texts = [
                        dict(zip(numbers, found, strict=True)).get(at, one) for at, one in enumerate(texts)
                    ]
        return "\n".join(texts)


@contextmanager
def _taken(sha256: str, name: str) -> Iterator[tuple[Path, list[str]]]:
    """The file as a PDF, and the text of each of its pages, as far as it has one."""
    store = the_store()
    made: Path = store.new_arrival()
    try:
        yield made, _texts(store.path_of(sha256), name, made) if store.has(sha256) else []
    finally:
        made.unlink(missing_ok=True)


def _texts(path: Path, name: str, made: Path) -> list[str]:
    try:
        asked = apart.ask("take", paths=[str(path)], names=[name], made=str(made), seconds=_SECONDS)
    except Unusable:
        return []
    return list(asked["texts"])
