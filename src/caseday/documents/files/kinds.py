"""The kinds of files that Caseday takes, and how each is named, told and refused."""

from dataclasses import dataclass

PDF = "application/pdf"
TIFF = "image/tiff"
JPEG = "image/jpeg"
PNG = "image/png"
HEIC = "image/heic"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EML = "message/rfc822"
TXT = "text/plain"

WORDS = {
    PDF: "PDF",
    TIFF: "TIFF",
    JPEG: "JPEG photo",
    PNG: "PNG picture",
    HEIC: "HEIC photo",
    DOCX: "Word document",
    EML: "Email",
    TXT: "Text",
}
ENDINGS = {
    PDF: "pdf", TIFF: "tiff", JPEG: "jpg", PNG: "png", HEIC: "heic", DOCX: "docx", EML: "eml", TXT: "txt",
}  # fmt: skip
PICTURES = frozenset({TIFF, JPEG, PNG, HEIC})
ACCEPT = ".pdf,.tif,.tiff,.jpg,.jpeg,.png,.heic,.heif,.docx,.eml,.txt,image/*"
TAKEN = "PDF, TIFF, JPEG, PNG, HEIC, DOCX, EML or TXT"

MOST_PAGES = 2000
MOST_PIXELS = 100_000_000
MOST_TEXT = 4_000_000
"""Characters of text that are kept of one paper; a page of print has about 3,000."""


class Unusable(Exception):
    """A file that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Looked:
    """What a file is. `texts` has one entry a page; "" where the page is a picture."""

    media_type: str
    pages: int
    texts: tuple[str, ...] = ()
    has_made: bool = False
    """A PDF was drawn from it, for it is none itself."""


def word_of_type(media_type: str) -> str:
    return WORDS.get(media_type, "File")
