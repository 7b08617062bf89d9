"""Is this the same person? Points for name, birth date and phone, with the reasons in words.

Weighed so that a name alone is worth a look, name and birth date are enough, and relatives (one phone, one family name)
are not taken for one another. Nothing is ever joined by a score: it only asks a person to look.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from .names import fold, name_words, sound_of
from .nicknames import may_be_same

LIKELY = 75
POSSIBLE = 55

# Both keys drop vowels, so John and Jane (0.67) sound the same to them; Meyer and Maier reach 0.76.
ALIKE_ENOUGH = 0.75
FORMER_ENOUGH = 26

Points = tuple[int, str]


@dataclass(frozen=True)
class PersonFacts:
    given_name: str = ""
    family_name: str = ""
    middle_name: str = ""
    preferred_name: str = ""
    former_names: str = ""
    birth_date: dt.date | None = None
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PersonMatch:
    score: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.score >= LIKELY

    @property
    def is_possible(self) -> bool:
        return self.score >= POSSIBLE


def _typing_distance(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b, score_cutoff=2)


def _is_mistyped(a: str, b: str) -> bool:
    """One letter wrong, missing, doubled or swapped; two in a long name."""
    return _typing_distance(a, b) <= (2 if min(len(a), len(b)) >= 9 else 1) and min(len(a), len(b)) >= 4


def _sounds_alike(a: str, b: str) -> bool:
    import jellyfish

    if len(a) < 3 or len(b) < 3:
        return False
    same_sound = sound_of(a) == sound_of(b) or bool(jellyfish.match_rating_comparison(a, b))
    return same_sound and jellyfish.jaro_winkler_similarity(a, b) >= ALIKE_ENOUGH


@lru_cache(maxsize=8192)
def _word_points(a: str, b: str) -> Points:
    if a == b:
        return 100, "same"
    if may_be_same(a, b):
        return 88, "short form"
    if _is_mistyped(a, b):
        return 78, "one typing error apart"
    if _sounds_alike(a, b):
        return 66, "sounds alike"
    return (46, "same initial") if 1 in (len(a), len(b)) and a[0] == b[0] else (0, "")


def _best(a: tuple[str, ...], b: tuple[str, ...]) -> Points:
    return max((_word_points(x, y) for x, y in product(a, b)), default=(0, ""))


def _family_points(a: str, b: str) -> Points:
    """Of 40."""
    words_a, words_b = name_words(a), name_words(b)
    if not words_a or not words_b:
        return 0, ""
    if words_a == words_b or "".join(words_a) == "".join(words_b):
        return 40, "same family name"
    share, how = max(
        _word_points("".join(words_a), "".join(words_b)),
        _best((*words_a, fold(a).replace(" ", "")), (*words_b, fold(b).replace(" ", ""))),
    )
    if how == "same":
        return 34, "family name shares a part"
    if how in ("short form", "same initial"):
        return 0, ""
    return round(share * 0.4), f"family name {how}" if share else ""


def _given_points(a: PersonFacts, b: PersonFacts) -> Points:
    """Of 30; a name someone goes by, or the middle name, counts nearly as much as the first."""
    first_a, first_b = name_words(a.given_name)[:1], name_words(b.given_name)[:1]
    if not first_a or not first_b:
        return 0, ""
    share, how = _best(first_a, first_b)
    others_a = (*name_words(a.given_name), *name_words(a.middle_name), *name_words(a.preferred_name))
    others_b = (*name_words(b.given_name), *name_words(b.middle_name), *name_words(b.preferred_name))
    other_share, other_how = _best(others_a, others_b) if share < 66 else (0, "")
    if other_share >= 78 and (other_how != "same initial"):
        return 24, "middle or preferred name matches"
    return round(share * 0.3), f"given name {how}" if how != "same" else "same given name"


def _name_points(a: PersonFacts, b: PersonFacts) -> tuple[int, list[str]]:
    given, family = _given_points(a, b), _family_points(a.family_name, b.family_name)
    former = max(_family_points(a.former_names, b.family_name), _family_points(a.family_name, b.former_names))
    if former[0] >= FORMER_ENOUGH and former[0] > family[0]:
        family = (min(34, former[0]), "former family name matches")
    points = [
        given if given[0] or not (a.given_name and b.given_name) else (-45, ""),
        family if family[0] or not (a.family_name and b.family_name) else (-10, ""),
    ]
    straight = sum(score for score, _ in points)
    swapped = _swapped_points(a, b)
    if swapped > max(straight, 0):
        return swapped, ["given and family name swapped"]
    return straight, [why for score, why in points if score > 0]


def _swapped_points(a: PersonFacts, b: PersonFacts) -> int:
    """Names entered the wrong way round; both must fit well."""
    one, other = _fit(a.given_name, b.family_name), _fit(a.family_name, b.given_name)
    return 62 if min(one, other) >= 75 else 0


def _fit(a: str, b: str) -> int:
    """Share of 100, whichever kind of name the two are."""
    return max(round(_family_points(a, b)[0] / 0.4), _best(name_words(a), name_words(b))[0])


def similar_birth_dates(day: dt.date) -> frozenset[dt.date]:
    """The date with day and month swapped, one digit swapped with its neighbor, or month or day one off."""
    year, month, number = day.year, day.month, day.day
    parts = {(year, number, month), (year, month, number % 10 * 10 + number // 10)}
    parts |= {(_swap_last(year), month, number), (_swap_century(year), month, number)}
    parts |= {(year + step, month, number) for step in (-10, -1, 1, 10)}
    parts |= {(year, month, number + step) for step in (-10, -1, 1, 10)}
    parts |= {(year, month + step, number) for step in (-1, 1)}
    return frozenset(found for found in (_date(*one) for one in parts) if found and found != day)


def _swap_last(year: int) -> int:
    return year // 100 * 100 + year % 10 * 10 + year // 10 % 10


def _swap_century(year: int) -> int:
    return year - 100 if year >= 2000 else year + 100


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _birth_points(a: dt.date | None, b: dt.date | None) -> Points:
    if a is None or b is None:
        return 0, ""
    if a == b:
        return 35, "same birth date"
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return 26, "birth date with day and month swapped"
    if b in similar_birth_dates(a) or a in similar_birth_dates(b):
        return 20, "birth date one digit apart"
    return -35, ""


def match_people(a: PersonFacts, b: PersonFacts) -> PersonMatch:
    """Score 0 to 100; the order of the two does not matter."""
    score, reasons = _name_points(a, b)
    birth, why = _birth_points(a.birth_date, b.birth_date)
    if a.phones & b.phones:
        score, reasons = score + 20, [*reasons, "same phone"]
    score += birth
    if why and birth > 0:
        reasons = [*reasons, why]
    return PersonMatch(max(0, min(100, score)), tuple(reasons))
