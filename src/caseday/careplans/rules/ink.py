"""A signature drawn with a finger, as an SVG path: only moves and lines, bounded, so that it can stand in a page."""

import re

WIDTH, HEIGHT = 600, 200
LONGEST = 20_000
_SHORTEST_POINTS = 4
_STROKE = r"M\d{1,4} \d{1,4}(?:L\d{1,4} \d{1,4})*"
_PATH = re.compile(rf"(?:{_STROKE})+")
_NUMBER = re.compile(r"\d+")
NOTHING_DRAWN = "Nothing was drawn. Sign with a finger or the mouse, or choose to type the name."
TOO_LONG = "The drawing is too long. Clear it, and sign once."
NOT_A_DRAWING = "The drawing could not be read. Clear it, and sign again."


def problem_of_ink(path: str) -> str:
    """What to do, in a sentence; empty where the path can be kept."""
    if not path:
        return NOTHING_DRAWN
    if len(path) > LONGEST:
        return TOO_LONG
    if not _PATH.fullmatch(path):
        return NOT_A_DRAWING
    numbers = [int(one) for one in _NUMBER.findall(path)]
    if max(numbers[::2]) > WIDTH or max(numbers[1::2]) > HEIGHT:
        return NOT_A_DRAWING
    return "" if len(numbers) >= 2 * _SHORTEST_POINTS else NOTHING_DRAWN
