"""In: files of one paper, as they came. Out: what each is, and the PDF that is drawn where the paper has none."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from caseday.documents.files import drawing, pdfs, pictures, wording
from caseday.documents.files.kinds import DOCX, EML, MOST_TEXT, PDF, PICTURES, TXT, Looked, Unusable
from caseday.documents.files.sniffing import media_type_of

_ONE_ONLY = "Only photos and scans can be pages of one paper. Put the other files in one by one."
_WORDS: dict[str, Callable[[Path], list[str]]] = {
    DOCX: wording.words_of_docx,
    EML: wording.words_of_mail,
    TXT: wording.words_of_text,
}


def take(paths: Sequence[Path], names: Sequence[str], made: Path) -> dict[str, Any]:
    """Looks at every file; writes the PDF to `made` unless the one file is a PDF. Raises Unusable, naming the file."""
    kinds = [_named(media_type_of, path, name, len(paths)) for path, name in zip(paths, names, strict=True)]
    if len(paths) > 1 and not set(kinds) <= PICTURES:
        raise Unusable(_ONE_ONLY)
    files = list(zip(paths, kinds, strict=True))
    looked = pdfs.look_at_pdf(paths[0]) if kinds == [PDF] else _drawn(files, names, made)
    return {**asdict(looked), "media_types": kinds}


def _named(look: Callable[[Path], str], path: Path, name: str, of: int) -> str:
    try:
        return look(path)
    except Unusable as problem:
        raise Unusable(f"{name}: {problem}" if of > 1 else str(problem)) from None


def _drawn(files: list[tuple[Path, str]], names: Sequence[str], made: Path) -> Looked:
    kind = files[0][1]
    if kind in PICTURES:
        for (path, one), name in zip(files, names, strict=True):
            _named(lambda p, t=one: pictures.look_at_picture(p, t).media_type, path, name, len(files))  # type: ignore[misc]
        made.write_bytes(pictures.pdf_of_pictures(files))
    else:
        return _of_words(kind, _WORDS[kind](files[0][0]), names[0], made)
    pages = pdfs.look_at_pdf(made).pages
    return Looked(media_type=kind, pages=pages, texts=("",) * pages, has_made=True)


def _of_words(kind: str, blocks: list[str], name: str, made: Path) -> Looked:
    """Its text is what was read, in one piece: the drawn lines break it anew."""
    made.write_bytes(drawing.pdf_of_words(blocks, name))
    pages = pdfs.look_at_pdf(made).pages
    text = "\n\n".join(blocks)[:MOST_TEXT]
    return Looked(media_type=kind, pages=pages, texts=(text, *("",) * (pages - 1)), has_made=True)
