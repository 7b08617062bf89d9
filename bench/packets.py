"""A packet of 100 pages from 8 papers with its cover sheet, beside `qpdf` putting the same files together.

python -m bench.packets            prints both times and the memory; ends with 1 above 1.5 times qpdf plus one second
"""

import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import typst

from caseday.documents.drawing import Cover, Paper, draw_packet

PAGES = (3, 30, 1, 12, 25, 4, 20, 5)
ROUNDS = 9
COVER = Cover(
    agency="Hill Country Case Management",
    to=("Amina Farouk, MD", "Ridgeview Orthopedics"),
    re="Rosa Delgado",
    sender=("Nora Field, RN, CCM",),
    dated_on=date(2026, 3, 2),
    identifiers=(("Claim number", "WC-4471-0098"),),
    ask="Please file these papers in the chart.",
)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        files = [_paper(Path(folder) / f"{at}.pdf", at, pages) for at, pages in enumerate(PAGES)]
        target = Path(folder) / "joined.pdf"
        words = ["qpdf", "--empty", "--pages", *map(str, files), "--", str(target)]
        plain = _median(lambda: subprocess.run(words, check=True))
        before = _peak()
        first = _seconds(lambda: _draw(files))
        ours = _median(lambda: _draw(files))
        drawn = _draw(files)
        same = drawn == _draw(files)
    return _print(plain, first, ours, _peak() - before, len(drawn), same)


def _paper(path: Path, at: int, pages: int) -> Path:
    """Text with a drawing and a picture of random dots, as a scanned page has."""
    dots = "".join(f"({(i * 7919 + at) % 256}, {(i * 104729) % 256}, 90)," for i in range(64))
    source = f"""#set page(paper: "us-letter")
#for n in range({pages}) {{
  [= Paper {at}, page #n]
  grid(columns: 8, ..({dots}).map(((r, g, b)) => rect(width: 8mm, height: 5mm, fill: rgb(r, g, b))))
  lorem(420)
  if n < {pages - 1} {{ pagebreak() }}
}}"""
    path.write_bytes(bytes(typst.compile(source.encode(), format="pdf", ignore_system_fonts=True)))
    with pikepdf.open(path) as made:
        assert len(made.pages) == pages, (len(made.pages), pages)
    return path


def _draw(files: list[Path]) -> bytes:
    papers = [Paper(f"Paper {at}", path.read_bytes(), "Visit report") for at, path in enumerate(files)]
    return draw_packet(COVER, papers, is_double_sided=True)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _median(work: Callable[[], object]) -> float:
    return sorted(_seconds(work) for _ in range(ROUNDS))[ROUNDS // 2]


def _peak() -> float:
    """Most memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(plain: float, first: float, ours: float, memory: float, size: int, same: bool) -> int:
    ceiling = 1.5 * plain + 1
    version = subprocess.run(["qpdf", "--version"], capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )[0]
    print(
        f"packet of {sum(PAGES)} pages from {len(PAGES)} papers with cover, double-sided, {size / 1024:.0f} kB"
    )
    print(
        f"{platform.machine()}, Python {platform.python_version()}, pikepdf {pikepdf.__version__}, {version}"
    )
    print(
        f"qpdf alone {1000 * plain:7.0f} ms\npacket     {1000 * ours:7.0f} ms (the first one {1000 * first:.0f} ms)"
    )
    print(f"ceiling    {1000 * ceiling:7.0f} ms\nmemory     {memory:7.0f} MiB more at its peak")
    print(f"the same packet again: {'the same bytes' if same else 'OTHER BYTES'}")
    return 0 if max(first, ours) <= ceiling and same else 1


if __name__ == "__main__":
    sys.exit(main())
