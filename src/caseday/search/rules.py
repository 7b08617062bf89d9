"""What is typed, made comparable: folded words, phonetic keys, and how near two names are."""

import re
import unicodedata
from dataclasses import dataclass

import jellyfish
from rapidfuzz import fuzz

_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 8
NEAR_ENOUGH = 78
"""Of 100; below this a name is not shown as "did you mean"."""


def fold(text: str) -> str:
    """Lower case, without accents; what is indexed and what is asked are folded alike."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c != "\0")


def words_of(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def sounds_of(text: str) -> str:
    """Phonetic keys of the words of a name, each behind a mark that keeps them apart from words."""
    keys = (jellyfish.metaphone(word) for word in words_of(text) if word.isalpha())
    return " ".join(f"zz{key.lower()}" for key in keys if key)


def joined_number(text: str) -> str:
    """An identifier or phone number without its punctuation, so that any way of writing finds it."""
    return re.sub(r"[^0-9a-z]", "", fold(text))


@dataclass(frozen=True)
class Query:
    words: tuple[str, ...]
    number: str
    """The whole input without punctuation, where it looks like an identifier or phone; else empty."""

    @property
    def is_empty(self) -> bool:
        return not self.words

    @property
    def sounds(self) -> tuple[str, ...]:
        return tuple(sounds_of(" ".join(self.words)).split())


def understand(text: str) -> Query:
    words = tuple(words_of(text[:200])[:_MAX_WORDS])
    number = joined_number(text[:200])
    return Query(words, number if len(number) >= 4 and any(c.isdigit() for c in number) else "")


def nearness(query: Query, title: str) -> float:
    """How near the words asked are to the words of a title, 0 to 100; each word counts by its best partner."""
    names = words_of(title)
    if not names or query.is_empty:
        return 0.0
    best = [max(fuzz.ratio(word, name) for name in names) for word in query.words]
    return sum(best) / len(best)


def trigrams(word: str) -> list[str]:
    return [word[i : i + 3] for i in range(len(word) - 2)]


def excerpt(text: str, query: Query, *, width: int = 120) -> str:
    """The piece of a note around the first word found, at most `width` characters."""
    folded = fold(text)
    places = [found for word in query.words if (found := folded.find(word)) >= 0]
    start = max(0, min(places, default=0) - width // 3)
    piece = text[start : start + width].strip()
    return f"{'… ' if start else ''}{piece}{' …' if start + width < len(text) else ''}"
