"""In: what somebody wrote. Out: phrases in it that suggest harm. They set a flag, so that a person reads it now."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_SHIPPED = Path(__file__).parent.parent / "shipped" / "safety.toml"
_LONGEST_TEXT, _LONGEST_WORDS = 100_000, 200
LONGEST_PHRASE = 80
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Phrase:
    """`about`: harm, self-harm, heart, infection ...; `text` as it is looked for."""

    language: str
    about: str
    text: str


@cache
def shipped_phrases() -> tuple[Phrase, ...]:
    lists = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    found = {
        Phrase(language, about, plain(text))
        for language, groups in lists.items()
        for about, texts in groups.items()
        for text in texts
    }
    return tuple(sorted(found))


def plain(text: str) -> str:
    """Lower case, no accents, no apostrophes, one space between words; "" where there is no word."""
    lower = re.sub(r"['’`´]", "", text.lower())
    letters = (char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w\s]|_", " ", "".join(letters)).split())


def safety_words(text: str, phrases: Iterable[str]) -> list[str]:
    """The phrases that stand in it as words, in the order of the text, each once. Quoted lines are left out.

    "No fever" raises the flag too: what is denied is read as well.
    """
    pattern = _pattern(frozenset(phrases))
    if pattern is None:
        return []
    said = plain(_QUOTED.sub(" ", text[:_LONGEST_TEXT]))
    return list(dict.fromkeys(match[0] for match in pattern.finditer(said)))


@lru_cache(maxsize=8)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    """The whole list as one, the longest first, so that "chest pains" is not taken for less."""
    wanted = sorted((one for one in phrases if one), key=lambda one: (-len(one), one))
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")


def joined(words: Iterable[str]) -> str:
    """As a message keeps them; whole phrases only."""
    kept = ""
    for word in words:
        longer = f"{kept}, {word}" if kept else word
        if len(longer) > _LONGEST_WORDS:
            break
        kept = longer
    return kept
