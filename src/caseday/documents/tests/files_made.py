"""Files as people send them, and as they arrive when something went wrong or somebody means harm."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

MAIL = (
    b"From: Records <records@example.com>\r\nTo: nora.field@example.com\r\nDate: Mon, 2 Mar 2026 09:00:00 -0600\r\n"
    b"Subject: MRI report, claim WC-2231\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Please find the report below.\r\n\r\nNo fracture seen.\r\n"
)


def picture(
    kind: str = "JPEG",
    *,
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    color: Any = "navy",
    **how: Any,
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind, **how)
    return out.getvalue()


def turned_photo() -> bytes:
    """Lying on its side, as a phone keeps it: 60 by 40 dots, to be shown 40 by 60."""
    facts = Image.Exif()
    facts[0x0112] = 6
    return picture("JPEG", exif=facts)


def tiff(pages: int = 2) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("1", (172, 220), 1) for _ in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4", dpi=(204, 98))
    return out.getvalue()


def huge_png(side: int = 40_000) -> bytes:
    """A header that says 1.6 billion dots, and next to nothing behind it."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def docx(*paragraphs: str, xml: bytes | None = None, **more: bytes) -> bytes:
    """`more` are further members of the archive, named with __ for / and _dot_ for the point."""
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    words = (
        xml
        or f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("word/document.xml", words)
        for name, data in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def bomb_docx(megabytes: int = 90) -> bytes:
    """Small on the wire; its one paragraph unpacks to more than a document holds."""
    start = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>'.encode()
    return docx(xml=start + b"A" * megabytes * 1024 * 1024)


def laughing_docx() -> bytes:
    """Entities of entities: a billion laughs."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return docx(xml=f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{lines}]><d>&l9;</d>'.encode())


def zip_of(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()
