"""Text of pages that are pictures, by OCRmyPDF and Tesseract, where both are installed."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

AT_ONCE = 4
_SECONDS_A_PAGE = 120
_LANGUAGES = ("eng", "spa")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX", "VIRTUAL_ENV", "PYTHONPATH")


class NotRead(Exception):
    """The pages could not be read."""


def is_ocr_installed() -> bool:
    return bool(shutil.which("tesseract")) and importlib.util.find_spec("ocrmypdf") is not None


@cache
def languages() -> str:
    """Those that are installed, as Tesseract takes them."""
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=30)
    found = [one for one in _LANGUAGES if one in listed.stdout.split()]
    return "+".join(found or ["eng"])


def read_pages(path: Path, numbers: Sequence[int]) -> Iterator[tuple[list[int], list[str]]]:
    """A few pages (from 0) at a time with the text of each, so that the work can be shown and taken up again."""
    for start in range(0, len(numbers), AT_ONCE):
        batch = list(numbers[start : start + AT_ONCE])
        with tempfile.TemporaryDirectory() as folder:
            yield batch, _read(path, batch, Path(folder))


def _read(path: Path, numbers: list[int], folder: Path) -> list[str]:
    import pikepdf  # slow to load, and only jobs need it here

    part, words = folder / "part.pdf", folder / "words.txt"
    with pikepdf.open(path) as whole, pikepdf.new() as cut:
        for number in numbers:
            cut.pages.append(whole.pages[number])
        cut.save(part)
    _run(part, words, seconds=_SECONDS_A_PAGE * len(numbers))
    texts = words.read_text("utf-8").split("\f")
    return [text.strip() for text in [*texts, *[""] * len(numbers)][: len(numbers)]]


def _run(part: Path, words: Path, seconds: int) -> None:
    """`--force-ocr` draws every page and reads the drawing: what the file says it says is not believed."""
    command = [
        sys.executable, "-m", "ocrmypdf", "--force-ocr", "--rotate-pages", "--output-type", "none",
        "--jobs", "1", "--quiet", "--tesseract-timeout", "90", "--max-image-mpixels", "200",
        "-l", languages(), "--sidecar", str(words), str(part), "-",
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name in _KEPT} | {
        "OMP_THREAD_LIMIT": "1"
    }
    try:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise NotRead("it took too long") from None
    if done.returncode or not words.exists():
        raise NotRead(f"ocrmypdf ended with {done.returncode}")
