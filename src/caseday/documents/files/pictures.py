"""Photos and scans: checked by opening them whole, then drawn as one PDF with each the right way up."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import img2pdf  # type: ignore[import-untyped]
import pillow_heif
from PIL import Image, ImageOps, ImageSequence

from caseday.documents.files.kinds import HEIC, JPEG, MOST_PAGES, MOST_PIXELS, Looked, Unusable

_TOO_LARGE = (
    f"The picture has more than {MOST_PIXELS // 1_000_000} million dots. Save it smaller, and upload that."
)
_BROKEN = "The picture is damaged or was cut off on its way. Take or send it again."
_TOO_MANY = "The file has too many pictures. Split it, and upload the parts."
_MOST_FRAMES = 500
_OF_MANY = ("TIFF", "HEIF")
"""A fax, and photos taken in a burst. What a JPEG carries behind its picture is the same again, smaller."""
_QUALITY = 88
_LETTER = (img2pdf.in_to_pt(8.5), img2pdf.in_to_pt(11))

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def look_at_picture(path: Path, media_type: str) -> Looked:
    """How many pages; every one is decoded, for a header alone proves nothing."""
    pages = 0
    for frame in _frames(path):
        pages += 1
        if pages > min(_MOST_FRAMES, MOST_PAGES):
            raise Unusable(_TOO_MANY)
        frame.close()
    return Looked(media_type=media_type, pages=pages)


def _frames(path: Path) -> Iterator[Any]:
    """The pages of a picture, decoded one after the other. Raises Unusable."""
    try:
        with Image.open(path) as picture:
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > MOST_PIXELS:
                    raise Unusable(_TOO_LARGE)
                frame.load()
                yield frame.copy()
                if picture.format not in _OF_MANY:
                    return
    except Unusable:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise Unusable(_TOO_LARGE) from None
    except Exception:  # decoders raise what they meet in a harmed file: Type-, Key-, Struct-, SyntaxError
        raise Unusable(_BROKEN) from None


def pdf_of_pictures(pictures: Sequence[tuple[Path, str]]) -> bytes:
    """One letter-size page a picture, in the order given. The same pictures give the same bytes. Raises Unusable."""
    sheets = [sheet for path, kind in pictures for sheet in _sheets(path, kind)]
    try:
        made = img2pdf.convert(
            sheets,
            nodate=True,
            engine=img2pdf.Engine.internal,
            rotation=img2pdf.Rotation.ifvalid,
            layout_fun=img2pdf.get_layout_fun(_LETTER, auto_orient=True, fit=img2pdf.FitMode.into),
        )
    except Exception:  # img2pdf reads the pictures once more, in its own way
        raise Unusable(_BROKEN) from None
    return bytes(made)


def _sheets(path: Path, media_type: str) -> Iterator[bytes]:
    """A JPEG goes into the PDF as it is; everything else is written anew, without transparency."""
    if media_type == JPEG and _goes_in_as_it_is(path):
        yield path.read_bytes()
        return
    for frame in _frames(path):
        yield _written_anew(frame, lossy=media_type in (HEIC, JPEG))


def _goes_in_as_it_is(path: Path) -> bool:
    with Image.open(path) as picture:  # it was opened before, when it was looked at
        return picture.format == "JPEG" and picture.mode in ("L", "RGB")


def _written_anew(frame: Any, *, lossy: bool) -> bytes:
    upright = ImageOps.exif_transpose(frame)
    buffer = io.BytesIO()
    if upright.mode == "1":
        upright.save(buffer, "PNG", dpi=_dpi_of(frame))
    elif lossy:
        _on_white(upright).save(buffer, "JPEG", quality=_QUALITY)
    else:
        flat = _on_white(upright)
        (flat.convert("L") if upright.mode in ("L", "LA", "I;16", "I", "F") else flat).save(
            buffer, "PNG", dpi=_dpi_of(frame)
        )
    return buffer.getvalue()


def _dpi_of(frame: Any) -> tuple[float, float]:
    """A fax has other dots across than down, and is drawn in its true shape only by them."""
    try:
        across, down = (float(one) for one in frame.info.get("dpi", (96, 96)))
    except (TypeError, ValueError, ZeroDivisionError):
        return (96.0, 96.0)
    return (across, down) if 30 <= across <= 2400 and 30 <= down <= 2400 else (96.0, 96.0)


def _on_white(picture: Any) -> Any:
    if picture.mode.startswith("I") or picture.mode == "F":
        low, high = picture.getextrema()
        picture = picture.point(lambda dot: (dot - low) * (255.0 / max(1, high - low))).convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        sheet = Image.new("RGB", clear.size, "white")
        sheet.paste(clear, mask=clear.getchannel("A"))
        return sheet
    return picture.convert("RGB")
