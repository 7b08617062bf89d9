"""How long the scan of one document for numbers takes (bench/README.md).

python -m bench.numbers
"""

import random
import statistics
import string
import time
from collections.abc import Callable

from caseday.cases.rules.numbers import Known, misfiled, near_misses, number_spellings

IDENTIFIERS = 5_000
CHARACTERS = 60_000
TIMES = 15
TARGET_MS = 50
PROSE = (
    "the patient was seen today and reports that pain of the left knee is improved after therapy of six weeks "
    "examination shows full extension with mild effusion impression stable plan continue modified duty return"
)


def make_number(random_of: random.Random) -> str:
    prefix = random_of.choice(("WC", "GL", "TX", "CLM"))
    return f"{prefix}-{random_of.randrange(2019, 2027)}-{random_of.randrange(1_000_000):06d}"


def make_text(random_of: random.Random, numbers: list[str]) -> str:
    """Twenty pages as a chart prints them: prose, and on each line a date, a code, an amount, or some number."""
    words = PROSE.split()
    lines, length = [], 0
    while length < CHARACTERS:
        prose = " ".join(random_of.choices(words, k=11))
        line = f"{prose} {_figure(random_of, numbers)}"
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)[:CHARACTERS]


def _figure(random_of: random.Random, numbers: list[str]) -> str:
    draw = random_of.random()
    if draw < 0.35:
        return f"{random_of.randrange(1, 13):02d}/{random_of.randrange(1, 29):02d}/2026"
    if draw < 0.55:
        return f"9{random_of.randrange(9000):04d} ${random_of.randrange(9000)}.00"
    if draw < 0.75:
        return f"S83.2{random_of.randrange(10)}{random_of.randrange(10)}A"
    if draw < 0.95:
        return "".join(random_of.choices(string.digits, k=8))
    return random_of.choice(numbers)[:-1] + random_of.choice(string.digits)


def best_and_median(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of CPU, for others may work on the machine."""
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return min(spent), statistics.median(spent)


def main() -> None:
    random_of = random.Random(7)
    numbers = list({make_number(random_of) for _ in range(IDENTIFIERS + 200)})[:IDENTIFIERS]
    text = make_text(random_of, numbers)
    known = [Known("claim number", one) for one in numbers]
    others = {one.replace("-", ""): "26-00001" for one in numbers}
    scans: dict[str, Callable[[], object]] = {
        "what may be a number": lambda: number_spellings(text),
        "nearly one of 3 of the case": lambda: near_misses(text, known[:3]),
        "exactly one of 5,000 of other cases": lambda: misfiled(text, others),
        "nearly one of 5,000, their index made anew": lambda: near_misses(text, known),
    }
    print(
        f"{len(text):,} characters, {IDENTIFIERS:,} identifiers, {len(number_spellings(text)):,} to look up"
    )
    for name, act in scans.items():
        best, median = best_and_median(act)
        print(f"{name:45} {best:6.1f} ms best, {median:6.1f} ms median (at most {TARGET_MS})")
    print(f"flagged: {len(near_misses(text, known))} nearly, {len(misfiled(text, others))} exactly")


if __name__ == "__main__":
    main()
