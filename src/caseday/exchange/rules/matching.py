"""Which office a place is, and which client an entry is about. Never guessed: unsure is not matched."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz import fuzz

_SURE = 88


@dataclass(frozen=True)
class OfficeFacts:
    id: UUID
    name: str
    street: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClientFacts:
    case_id: UUID
    given: str
    family: str
    preferred: str = ""
    numbers: tuple[str, ...] = ()
    """Claim and case numbers, without punctuation."""


def match_office(text: str, offices: Sequence[OfficeFacts]) -> OfficeFacts | None:
    """By phone, by name, or by street and city; None where two are equally likely or none is sure."""
    digits, plain = re.sub(r"\D", "", text), fold(text)
    if not plain:
        return None
    scored = sorted(
        ((_office_score(plain, digits, office), office) for office in offices), key=lambda p: -p[0]
    )
    if not scored or scored[0][0] < _SURE:
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0] and scored[1][1].id != scored[0][1].id:
        return None
    return scored[0][1]


def _office_score(plain: str, digits: str, office: OfficeFacts) -> float:
    if any(len(phone) >= 10 and phone[-10:] in digits for phone in office.phones):
        return 101
    name, street = fold(office.name), fold(office.street)
    score = (
        100.0
        if name and name in plain
        else fuzz.partial_ratio(name, plain)
        if len(name) >= 8 and len(plain) >= 8
        else 0.0
    )
    if score >= _SURE:
        score += min(len(name), 40) / 100
    if street and street in plain:
        score = max(score, 95.0 if fold(office.city) in plain else 90.0) + 0.5
    return score


def match_client(text: str, clients: Sequence[ClientFacts]) -> ClientFacts | None:
    """By a number, by both names in any order, or by a family name (or initial and family name) that only one has."""
    plain, joined = f" {fold(text)} ", re.sub(r"[^0-9a-z]", "", fold(text))
    by_number = [c for c in clients if any(len(n) >= 5 and n.casefold() in joined for n in c.numbers)]
    by_names = [
        c for c in clients if _has(plain, c.family) and (_has(plain, c.given) or _has(plain, c.preferred))
    ]
    by_initial = [c for c in clients if c.given and _has(plain, f"{c.given[0]} {c.family}")]
    by_family = [c for c in clients if len(c.family) > 3 and _has(plain, c.family)]
    for found in (by_number, by_names, by_initial, by_family):
        if found:
            return found[0] if len({c.case_id for c in found}) == 1 else None
    return None


def _has(plain: str, name: str) -> bool:
    folded = fold(name)
    return bool(folded) and f" {folded} " in plain


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", letters).split())
