"""In: a Social Security number as it was typed. Out: its nine places, x for each digit that is not known; or what is
wrong with it."""

import re
from dataclasses import dataclass

PLACES = 9
_BETWEEN = re.compile(r"[\s.\-]")
_STRANGE = re.compile(r"[^0-9x]")


@dataclass(frozen=True)
class TypedSsn:
    """`places` is empty where there is a `problem`."""

    places: str = ""
    problem: str = ""


def read_ssn(text: str) -> TypedSsn:
    """Numbers that the Social Security Administration gives to nobody are refused, as far as their digits are known."""
    places = _BETWEEN.sub("", text).lower()
    problem = _problem(places)
    return TypedSsn(problem=problem) if problem else TypedSsn(places)


def _problem(places: str) -> str:
    if _STRANGE.search(places):
        return "Only digits, and x for each one that is not known: xxx-xx-6789."
    if len(places) != PLACES:
        return (
            f"A Social Security number has nine digits; this has {len(places)}. "
            "Write x for each one that is not known: xxx-xx-6789."
        )
    if places == "x" * PLACES:
        return "No digit is known. Leave this empty, and choose why."
    area, group, serial = parts_of(places)
    if area in ("000", "666") or area.startswith("9"):
        return "No Social Security number begins with 000, 666 or 9. Check the first three digits."
    if group == "00":
        return "The two digits in the middle are never 00. Check them."
    return "The last four digits are never 0000. Check them." if serial == "0000" else ""


def parts_of(places: str) -> tuple[str, str, str]:
    return places[:3], places[3:5], places[5:]


def is_whole(places: str) -> bool:
    return len(places) == PLACES and "x" not in places


def dashed(places: str) -> str:
    return "-".join(parts_of(places))
