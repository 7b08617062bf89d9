"""Medical and claims words in plain English and Spanish: written for Caseday, read from `shipped/plain_words.csv`."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

_FILE = Path(__file__).parent.parent / "shipped" / "plain_words.csv"
_LONGEST_TEXT = 50_000
_NEAR = 80


@dataclass(frozen=True)
class PlainWord:
    """`also` are abbreviations and other names of the same."""

    term: str
    also: tuple[str, ...]
    plain: str
    spanish: str
    plain_spanish: str

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.also)


@cache
def plain_words() -> tuple[PlainWord, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PlainWord(row["term"], tuple(_parts(row["also"])), row["plain"], row["es"], row["es_plain"])
            for row in csv.DictReader(file)
        )


def words_in(text: str) -> list[PlainWord]:
    """Those that stand in a text, each once, in the order in which they come; the longest name wins.

    What is written in capitals (PT, ER) counts only in capitals: "er" is no emergency room.
    """
    found: dict[PlainWord, None] = {}
    for match in _pattern().finditer(text[:_LONGEST_TEXT]):
        if one := _called(match[0]):
            found.setdefault(one)
    return list(found)


def look_up(asked: str, limit: int = 30) -> list[PlainWord]:
    """By the beginning of a name in either language first, then by part of one, then with typing errors."""
    wanted = asked.strip().casefold()
    if not wanted:
        return list(plain_words()[:limit])
    begins = [one for one in plain_words() if any(name.startswith(wanted) for name in _folded(one))]
    parts = [one for one in plain_words() if any(wanted in name for name in _folded(one))]
    found = list(dict.fromkeys([*begins, *parts]))
    return (found or _near(wanted))[:limit]


def _near(wanted: str) -> list[PlainWord]:
    names = {name: one for one in plain_words() for name in _folded(one)}
    scored = process.extract(wanted, list(names), scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR)
    return list(dict.fromkeys(names[name] for name, _, _ in scored))


def _folded(one: PlainWord) -> Iterable[str]:
    return (name.casefold() for name in (*one.names, one.spanish))


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def _is_abbreviation(name: str) -> bool:
    return name.isupper() or len(name) <= 3


@cache
def _names() -> dict[str, PlainWord]:
    return {
        name if _is_abbreviation(name) else name.casefold(): one
        for one in reversed(plain_words())
        for name in (*one.names, one.spanish)
    }


def _called(name: str) -> PlainWord | None:
    return _names().get(name) or _names().get(name.casefold())


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(
        {name for one in plain_words() for name in (*one.names, one.spanish)}, key=len, reverse=True
    )
    return re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, names))})(?![\w/])", re.IGNORECASE)
