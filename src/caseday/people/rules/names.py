"""Names folded for comparing, and how they sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .nicknames import canonical, names_with

_PARTICLES = frozenset(
    ["de", "del", "la", "las", "los", "da", "dos", "di", "van", "von", "der", "den", "el", "al", "bin", "ibn"]
)
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "2nd", "3rd"])
SOUND_LENGTH = 40


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Lower case, no accents; hyphens and dots become spaces, apostrophes vanish."""
    lower = name.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    plain = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"['’`]", "", plain)).split())


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """Words that tell people apart: no particles, no Jr."""
    words = fold(name).split()
    telling = tuple(word for word in words if word not in _PARTICLES and word not in _SUFFIXES)
    return telling or tuple(words)


def called(given: str, preferred: str, family: str) -> str:
    """How one speaks of and to somebody: the preferred name where there is one; "" where no name is known."""
    return " ".join(part for part in (preferred or given, family) if part)


def unnamed_words(number: str, word: str = "claim") -> str:
    """Stands for the family name until somebody tells it, so that the person is found by the number they came with."""
    return f"({word} {number.strip()})"


def name_key(*names: str) -> str:
    return fold(" ".join(names))[:200]


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """Metaphone of one folded word; a word without Latin letters is its own sound."""
    import jellyfish

    return (jellyfish.metaphone(word) or word)[:SOUND_LENGTH] if word else ""


def given_sound(given_name: str) -> str:
    """Of the first word, by the name it may be short for, so that Bob and Robert are found together."""
    words = name_words(given_name)
    return sound_of(canonical(words[0])) if words else ""


def given_sounds(given_name: str) -> frozenset[str]:
    """Every sound under which the same person may have been entered."""
    return frozenset(
        sound_of(canonical(other)) for word in name_words(given_name)[:3] for other in names_with(word)
    )


def family_sounds(family_name: str) -> tuple[str, str]:
    """(first word, last word): a hyphenated name is found by either half."""
    words = name_words(family_name)
    return (sound_of(words[0]), sound_of(words[-1])) if words else ("", "")
