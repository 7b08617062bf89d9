"""The files of a paper: originals as they came, the PDF of any paper, pictures of its pages."""

import contextlib
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from caseday.access.models import Certified
from caseday.access.viewer import Viewer
from caseday.documents.files import apart
from caseday.documents.files.kinds import PDF
from caseday.documents.keeping import the_store
from caseday.documents.models import DocumentFile
from caseday.documents.queries.papers import get_document
from caseday.kernel.errors import NotFound

PICTURE_WIDTH = 1100
PHONE_PICTURES = ("image/jpeg", "image/png", "image/gif")
_AT_ONCE = 4
_MOST_KEPT = 4000
"""Pictures of pages; about 400 MB. The oldest go first, and are drawn again when asked for."""


@dataclass(frozen=True)
class Opened:
    """A kept file with how it is to be named when it leaves."""

    path: Path
    name: str
    media_type: str
    size_bytes: int
    sha256: str


def files_of(viewer: Viewer, document_id: UUID) -> list[DocumentFile]:
    """Originals in their order, then what was made of them. Two queries."""
    get_document(viewer, document_id)
    found = DocumentFile.objects.filter(document=document_id)
    return sorted(found, key=lambda one: (one.role != DocumentFile.Role.ORIGINAL, one.position))


def original_file(viewer: Viewer, document_id: UUID, position: int) -> Opened:
    """NotFound outside sight, and where its file is gone from the disk."""
    originals = [f for f in files_of(viewer, document_id) if f.role == DocumentFile.Role.ORIGINAL]
    return _opened(next((f for f in originals if f.position == position), None))


def picture_file(viewer: Viewer, document_id: UUID) -> Opened | None:
    """The one original of a paper that is a picture every phone shows; None for any other paper."""
    originals = [f for f in files_of(viewer, document_id) if f.role == DocumentFile.Role.ORIGINAL]
    is_picture = len(originals) == 1 and originals[0].media_type in PHONE_PICTURES
    return _opened(originals[0]) if is_picture else None


def pdf_file(viewer: Viewer, document_id: UUID) -> Opened | None:
    """The paper as PDF: itself, or the one made of its files; None for a thing in hand."""
    files = files_of(viewer, document_id)
    found = next((f for f in reversed(files) if f.media_type == PDF), None)
    return _opened(found) if found else None


def pdf_path_of(viewer: Viewer, document_id: UUID) -> Path | None:
    """Never written to: other papers may hold the same file."""
    found = pdf_file(viewer, document_id)
    return found.path if found else None


def pdf_bytes_of(viewer: Viewer, document_id: UUID) -> bytes | None:
    """Always the same bytes for the same paper; None for a thing in hand. NotFound outside sight."""
    path = pdf_path_of(viewer, document_id)
    return path.read_bytes() if path else None


def certificate_file(of: Certified) -> Opened:
    """Of a license or an entry that the caller has authorized; NotFound where it has none, or its file is gone."""
    path = the_store().path_of(of.certificate_sha256) if of.certificate_sha256 else None
    if path is None or not path.is_file():
        raise NotFound
    return Opened(path, of.certificate_name, of.certificate_type, of.certificate_bytes, of.certificate_sha256)


def _opened(file: DocumentFile | None) -> Opened:
    path = the_store().path_of(file.sha256) if file else None
    if file is None or path is None or not path.is_file():
        raise NotFound
    return Opened(path, file.name, file.media_type, file.size_bytes, file.sha256)


def page_picture(viewer: Viewer, document_id: UUID, number: int) -> bytes:
    """A page (from 1) as PNG; drawn with the pages after it when it is first asked for, then kept."""
    found = pdf_file(viewer, document_id)
    if found is None or number < 1:
        raise NotFound
    folder = Path(settings.PAGE_PICTURES_DIR) / found.sha256
    place = folder / f"{number - 1}.png"
    if not place.is_file():
        _draw(found.path, folder, number - 1)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def _draw(path: Path, folder: Path, first: int) -> None:
    _make_room(folder.parent)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".drawing-") as scratch:
        numbers = list(range(first, first + _AT_ONCE))
        drawn = apart.ask("draw", path=str(path), numbers=numbers, width=PICTURE_WIDTH, folder=scratch)
        for number in drawn["drawn"]:
            (Path(scratch) / f"{number}.png").replace(folder / f"{number}.png")


def _make_room(root: Path) -> None:
    """Looks once in a while; papers that nobody opened for long lose their pictures first."""
    if secrets.randbelow(50):
        return
    folders = sorted(root.glob("[0-9a-f]*"), key=lambda one: one.stat().st_mtime)
    kept = sum(len(list(one.iterdir())) for one in folders)
    for folder in folders:
        if kept <= _MOST_KEPT:
            return
        kept -= len(list(folder.iterdir()))
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
