"""In: a client's name and a text. Out: how surely the client is named in it, typing errors and nicknames understood."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from caseday.people.rules.names import fold, name_words
from caseday.people.rules.nicknames import names_with

FULL, NICKNAME, MISTYPED, INITIAL, TITLED, FAMILY, GIVEN, NONE = 7, 6, 5, 4, 3, 2, 1, 0
"""How a client is named, the surest first: whole name, by a nickname, with a typing error, initial and family name,
Ms. and family name, family name, given name, not at all."""

_TITLES_TEXT = """
mr mrs ms miss sr sra srta senor senora senorita don dona patient claimant client pt paciente
"""
_TITLES = frozenset(_TITLES_TEXT.split())
_NEAR = 2
"""So many words may stand between: a middle name, a comma is none."""


@dataclass(frozen=True)
class ClientName:
    given: str = ""
    family: str = ""
    middle: str = ""
    preferred: str = ""
    former: str = ""

    @cached_property
    def givens(self) -> frozenset[str]:
        """By which they may be called as they stand in the file."""
        words = (*name_words(self.given)[:2], *name_words(self.preferred)[:1], *name_words(self.middle)[:1])
        return frozenset(one for one in words if len(one) > 1)

    @cached_property
    def nicknames(self) -> frozenset[str]:
        return frozenset(other for one in self.givens for other in names_with(one)) - self.givens

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Each half of a double name counts; so does the one from before."""
        found = [*name_words(self.family), *name_words(self.former)[-1:]]
        return tuple(dict.fromkeys(one for one in found if len(one) > 1))


_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)


def folded(text: str) -> str:
    """As names are folded; of Rosa's only Rosa is left."""
    return fold(_POSSESSIVE.sub("", text))


class Words:
    """The words of a text with their places."""

    def __init__(self, text: str) -> None:
        self.words = folded(text).split()
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self.places.setdefault(word, []).append(place)
        self.by_start: dict[str, list[str]] = {}
        for word in self.places:
            for key in {word[0], *word[1:2]}:
                self.by_start.setdefault(key, []).append(word)

    def around(self, place: int) -> list[tuple[int, str]]:
        first = max(0, place - _NEAR)
        return [
            (one, self.words[one])
            for one in range(first, min(len(self.words), place + _NEAR + 1))
            if one != place
        ]

    def like(self, word: str) -> Iterable[str]:
        """Words of the text that are this one with a typing error."""
        maybe = {*self.by_start.get(word[0], ()), *self.by_start.get(word[1:2], ())}
        return (one for one in maybe if one != word and is_mistyped(one, word))


@lru_cache(maxsize=16_384)
def is_mistyped(a: str, b: str) -> bool:
    """One letter wrong, missing, doubled or swapped; two in a long name."""
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 2:
        return False
    from rapidfuzz.distance import OSA

    allowed = 2 if min(len(a), len(b)) >= 8 else 1
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def how_named(words: Words, name: ClientName) -> int:
    """The surest way in which the text names them."""
    best = NONE
    for family in name.families:
        for place in words.places.get(family, ()):
            best = max(best, _beside(words, place, name))
            if best == FULL:
                return FULL
    if best < MISTYPED:
        best = max(best, _named_with_errors(words, name))
    if best == NONE and name.givens & words.places.keys():
        return GIVEN
    return best


def _beside(words: Words, place: int, name: ClientName) -> int:
    """What stands beside the family name."""
    best = FAMILY
    for where, word in words.around(place):
        if word in name.givens:
            return FULL
        if word in name.nicknames:
            best = max(best, NICKNAME)
        elif any(is_mistyped(word, one) for one in name.givens):
            best = max(best, MISTYPED)
        elif len(word) == 1 and where == place - 1 and any(one[0] == word for one in name.givens):
            best = max(best, INITIAL)
        elif word in _TITLES and where < place:
            best = max(best, TITLED)
    return best


def _named_with_errors(words: Words, name: ClientName) -> int:
    """The family name has a typing error, and the given name stands beside it, rightly or with an error too."""
    known, best = name.givens | name.nicknames, NONE
    for family in name.families:
        for spelled in words.like(family):
            for place in words.places[spelled]:
                beside = [word for _, word in words.around(place)]
                if known.intersection(beside):
                    return MISTYPED
                if any(is_mistyped(word, one) for word in beside for one in name.givens):
                    best = INITIAL
    return best


def is_same_name(spoken: Sequence[str], name: ClientName) -> bool:
    """Whether a name of two words or more may be the client's: the family name fits, with a typing error at most."""
    families = name.families
    known = name.givens | name.nicknames
    fits = any(one in families or any(is_mistyped(one, family) for family in families) for one in spoken)
    given = any(one in known or any(is_mistyped(one, other) for other in known) for one in spoken)
    initial = any(len(one) == 1 and any(other[0] == one for other in name.givens) for one in spoken)
    return fits and (given or initial or len(spoken) < 2)
