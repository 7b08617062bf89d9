"""Is this office already in the directory? Scored by name, phone and address, with the reasons in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LIKELY = 70
_EMPTY_WORDS = frozenset(
    ["the", "of", "and", "at", "llc", "inc", "pa", "pllc", "pc", "md", "do", "llp", "corp", "co", "ltd"]
)
_SHORT = {
    "ctr": "center",
    "centre": "center",
    "hosp": "hospital",
    "assoc": "associates",
    "ortho": "orthopedics",
    "orthopaedics": "orthopedics",
    "orthopedic": "orthopedics",
    "orthopaedic": "orthopedics",
    "dr": "doctor",
    "med": "medical",
    "grp": "group",
    "pharm": "pharmacy",
    "clin": "clinic",
    "st": "saint",
    "mt": "mount",
    "univ": "university",
    "rehab": "rehabilitation",
    "pt": "therapy",
    "imag": "imaging",
    "ins": "insurance",
}
_STREETS = {
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "blvd": "boulevard",
    "rd": "road",
    "dr": "drive",
    "ln": "lane",
    "hwy": "highway",
    "pkwy": "parkway",
    "ste": "suite",
    "ct": "court",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "pl": "place",
    "sq": "square",
    "fl": "floor",
    "expy": "expressway",
}


@dataclass(frozen=True)
class OfficeFacts:
    name: str
    phones: frozenset[str] = frozenset()
    line1: str = ""
    postal_code: str = ""
    city: str = ""


@dataclass(frozen=True)
class OfficeMatch:
    score: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY


def _words(text: str, short: dict[str, str]) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [short.get(word, word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", ""))]


def name_key(name: str) -> str:
    """Folded name: order of words, punctuation and company forms do not count."""
    words = [word for word in _words(name, _SHORT) if word not in _EMPTY_WORDS]
    return " ".join(sorted(dict.fromkeys(words)))[:160]


def street_key(line1: str) -> str:
    words = _words(line1, _STREETS)
    return " ".join(words[: words.index("suite")] if "suite" in words else words)


def _name_points(a: OfficeFacts, b: OfficeFacts) -> tuple[int, str]:
    from rapidfuzz import fuzz

    key_a, key_b = name_key(a.name), name_key(b.name)
    if key_a == key_b and key_a:
        return 60, "same name"
    alike = fuzz.ratio(key_a, key_b)
    subset = fuzz.token_set_ratio(key_a, key_b)
    if alike >= 88:
        return 50, "nearly the same name"
    if subset >= 95 and min(len(key_a.split()), len(key_b.split())) >= 2:
        return 42, "one name contains the other"
    return (20, "similar name") if alike >= 72 else (0, "")


def _place_points(a: OfficeFacts, b: OfficeFacts) -> tuple[int, str]:
    street_a, street_b = street_key(a.line1), street_key(b.line1)
    if street_a and street_a == street_b and (not a.postal_code or not b.postal_code or _same_zip(a, b)):
        return 30, "same address"
    if a.postal_code and b.postal_code and not _same_zip(a, b):
        return -25, ""
    return (0, "") if not (street_a and street_b) else (-15, "")


def _same_zip(a: OfficeFacts, b: OfficeFacts) -> bool:
    return a.postal_code[:5] == b.postal_code[:5]


def match_offices(a: OfficeFacts, b: OfficeFacts) -> OfficeMatch:
    """A chain's other branch (same name, other address, other phone) stays below likely."""
    points = [_name_points(a, b), _place_points(a, b)]
    if a.phones & b.phones:
        points.append((35, "same phone"))
    elif a.phones and b.phones:
        points.append((-10, ""))
    elif points[0][0] >= 60 and points[1][0] >= 0:
        points.append((10, ""))
    return OfficeMatch(
        max(0, min(100, sum(score for score, _ in points))),
        tuple(why for score, why in points if score > 0 and why),
    )
