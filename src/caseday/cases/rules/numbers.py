"""In: a text, and numbers that cases are known by. Out: where one stands that is nearly ours, or another case's.

Fast by what it leaves out: words without digits fall away at once; one edit leaves a number's beginning or its end as
it was, so most numbers are never looked at; and two that are one edit apart share a spelling that lacks a character.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from caseday.cases.rules.case import normalize_identifier
from caseday.cases.rules.read_back import LOOK_ALIKES, Comparison, compare

SHORTEST = 6
"""Letters and digits; below that, and below 7 where all are digits, chance alone makes two numbers alike."""
_SHORTEST_DIGITS = 7
_LONGEST = 30
_FEWEST_DIGITS = 4
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_LOOKS_LIKE = {
    "0": "OQD", "O": "0", "Q": "0", "D": "0", "1": "IL", "I": "1", "L": "1", "2": "Z", "Z": "2", "5": "S", "S": "5",
    "6": "G", "G": "6", "8": "B", "B": "8",
}  # fmt: skip
_AS_DIGITS = str.maketrans({char: group[0] for group in LOOK_ALIKES for char in group})
_AS_TYPED = ("\u2010\u2011\u2012\u2013\u2212", "-"), ("\u00a0\u2007\u202f", " ")
"""Dashes and spaces that word processors set for the ones of the keyboard; each is one character for another."""
_BETWEEN = "[-./ " + "".join(odd for odd, _ in _AS_TYPED) + "]?"
_MOST_PIECES = 6
_DIGIT = re.compile(r"[0-9]")
_PIECE = re.compile(r"[A-Za-z0-9]+")
_RUN = re.compile(
    r"""
    (?<![A-Za-z0-9])
    (?:[A-Za-z]{1,4}[-./ #]){0,2}                # WC-, CLM
    [A-Za-z]*[0-9][A-Za-z0-9]*                   # a piece with a digit
    (?:[-./ #](?:[A-Za-z]*[0-9][A-Za-z0-9]*|[A-Za-z]{1,4}(?![A-Za-z0-9])))*
    """,
    re.VERBOSE,
)
_NOT_A_NUMBER = re.compile(
    r"""
      (?<![\w-])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?![\w-])         # 03/02/2026
    | (?<![\w-])(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?![\w-])           # 2026-03-02
    | (?:\+?1[-. ]?)?\(\d{3}\)[ ]?\d{3}[-. ]\d{4}(?!\w)                  # (512) 555-0123
    | (?<![\w-])(?:\+?1[-. ])?\d{3}[-. ]\d{3}[-. ]\d{4}(?![\w-])         # 512-555-0123
    | \+\d{8,15}(?!\w)                                                   # +15125550123
    | [$€£][ ]?\d[\d,]*(?:\.\d+)?                                        # $1,234.50
    | (?<![\w,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])                   # 1,234,567
    | (?<![\w-])[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?![\w-])               # S83.242A
    | (?<![\w-])\d{1,2}:\d{2}(?::\d{2})?(?!\w)                           # 14:35
    | (?<!\S)(?:\S+@|https?://)\S+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Known:
    """A number of the case: its word ("claim number"), and the number as it is written."""

    word: str
    value: str


@dataclass(frozen=True)
class Found:
    """A number in a text, from `start` to `end`, as it is written there."""

    text: str
    start: int
    end: int

    @cached_property
    def normalized(self) -> str:
        return normalize_identifier(self.text)


@dataclass(frozen=True)
class NearMiss:
    found: Found
    known: Known

    @property
    def comparison(self) -> Comparison:
        return compare(self.known.value, self.found.text)


@dataclass(frozen=True)
class Misfiled:
    found: Found
    case_number: str


def near_misses(text: str, own: Sequence[Known]) -> list[NearMiss]:
    """Numbers that are nearly, not exactly, one of `own`: one character wrong, missing, too many, or two swapped; or
    any of them taken for the one that looks like it, as a scan or a tired eye takes every 0 for an O."""
    spans, taken = list(_spans(text)), _Taken()
    index = _Index(own, {one.normalized for one in spans})
    for one in spans:
        if one.normalized in index.exact:
            taken.take(one)
    near = (
        NearMiss(one, known) for one in spans if taken.is_free(one) for known in index.near(one.normalized)
    )
    return _shortest_first(near)


def misfiled(text: str, others: Mapping[str, str]) -> list[Misfiled]:
    """Numbers that are exactly another case's. `others`: letters and digits of a number to that case's number."""
    taken, found = _Taken(), []
    for one in sorted(_spans(text), key=lambda one: one.start - one.end):
        if taken.is_free(one) and (case_number := others.get(one.normalized)):
            taken.take(one)
            found.append(Misfiled(one, case_number))
    return sorted(found, key=lambda one: one.found.start)


def number_spellings(text: str) -> set[str]:
    """The letters and digits of everything in a text that may be a number: what to look up."""
    return {one.normalized for one in _spans(text)}


def spellings_to_compare(text: str, most: int) -> list[str]:
    """Of what stands in a text, what is long enough to be nearly somebody's number, in its order; the first `most`."""
    found = (one.normalized for one in _spans(text))
    return list(dict.fromkeys(one for one in found if _is_long_enough(one) and _has_digits(one)))[:most]


def _has_digits(number: str) -> bool:
    return sum(char.isdigit() for char in number) >= _FEWEST_DIGITS


def one_edit_from(number: str) -> set[str]:
    """Every spelling with one character wrong, missing or too many, or two swapped, as hands and eyes mistake them:
    a digit for a digit or for the letter that looks like it."""
    found = {number[:place] + number[place + 1 :] for place in range(len(number))}
    for place in range(len(number) - 1):
        found.add(number[:place] + number[place + 1] + number[place] + number[place + 2 :])
    for place, char in enumerate(number):
        found.update(number[:place] + other + number[place + 1 :] for other in _mistaken_for(char))
    for place in range(len(number) + 1):
        beside = number[max(0, place - 1) : place + 1]
        others = "".join(_LETTERS if one.isalpha() else _DIGITS for one in beside)
        found.update(number[:place] + other + number[place:] for other in set(others))
    return found - {number}


def _mistaken_for(char: str) -> str:
    return (_LETTERS if char.isalpha() else _DIGITS) + _LOOKS_LIKE.get(char, "")


def pattern_of(number: str) -> str:
    """A regular expression, for Python and both databases, for a number however it is separated."""
    return _BETWEEN.join(re.escape(char) for char in normalize_identifier(number))


def stands_in(text: str, number: str) -> Found | None:
    """Where a number stands in a text by itself, not as a part of a longer one."""
    pattern = pattern_of(number)
    match = re.search(rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])", text, re.IGNORECASE) if pattern else None
    return Found(match[0], match.start(), match.end()) if match else None


def _spans(text: str) -> Iterator[Found]:
    """Everything that may be a number: pieces with digits, alone and joined over one separator each."""
    plain = _NOT_A_NUMBER.sub(_blank, _as_typed(text))
    for run in _RUN.finditer(plain):
        pieces = [(one.start(), one.end()) for one in _PIECE.finditer(plain, *run.span())]
        for first, (start, _) in enumerate(pieces):
            for _, end in pieces[first : first + _MOST_PIECES]:
                if SHORTEST - 1 <= end - start <= _LONGEST:
                    one = Found(text[start:end], start, end)
                    if len(one.normalized) >= SHORTEST - 1 and _DIGIT.search(one.text):
                        yield one


def _as_typed(text: str) -> str:
    for odds, typed in () if text.isascii() else _AS_TYPED:
        for odd in odds:
            text = text.replace(odd, typed)
    return text


def _blank(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


class _Taken:
    """Places of a text that are explained already."""

    def __init__(self) -> None:
        self._places: set[int] = set()

    def take(self, one: Found) -> None:
        self._places.update(range(one.start, one.end))

    def is_free(self, one: Found) -> bool:
        return self._places.isdisjoint(range(one.start, one.end))


class _Ends:
    """The beginnings and ends of spellings. One edit is in one of them, or swaps the two where they meet; so a number
    that shares neither with any spelling is near none of them."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._heads: set[str] = set()
        self._tails: set[str] = set()
        for one in spellings:
            for size in (len(one) - 1, len(one), len(one) + 1):
                place = _middle(size)
                self._heads.add(one[:place])
                self._tails.add(one[place - size :])
            place = _middle(len(one))
            self._heads.add(one[: place - 1] + one[place : place + 1])

    def may_be_near(self, number: str) -> bool:
        place = _middle(len(number))
        return number[:place] in self._heads or number[place:] in self._tails


def _middle(size: int) -> int:
    """Behind prefix and year, which many numbers share, and most digits of what is counted up."""
    return size - max(2, size // 4)


class _Index:
    """Of the numbers that may be near one of `spellings`: by every spelling that lacks one of their characters."""

    def __init__(self, own: Iterable[Known], spellings: set[str]) -> None:
        numbers = [(normalize_identifier(one.value), one) for one in own]
        self.exact = {number for number, _ in numbers}
        ends = _Ends(spellings - self.exact)
        long = [
            (number, one) for number, one in numbers if ends.may_be_near(number) and _is_long_enough(number)
        ]
        alike = {number.translate(_AS_DIGITS) for number in spellings - self.exact}
        self._alike = {
            number.translate(_AS_DIGITS): one
            for number, one in numbers
            if number.translate(_AS_DIGITS) in alike and _is_long_enough(number)
        }
        self._heads = {number[:2] for number, _ in long}
        self._tails = {number[-2:] for number, _ in long}
        self._numbers = {number: one for number, one in long}
        self._shortened: dict[str, str] = {}
        self._more: dict[str, list[str]] = {}
        for number in self._numbers:
            for place in range(len(number)):
                short = number[:place] + number[place + 1 :]
                if self._shortened.setdefault(short, number) != number:
                    self._more.setdefault(short, []).append(number)

    def near(self, spelling: str) -> list[Known]:
        """Those that look like a spelling or are one edit away from it, which is none of them itself."""
        is_exact = spelling in self.exact
        if not is_exact and (alike := self._alike.get(spelling.translate(_AS_DIGITS))):
            return [alike]
        if is_exact or not (spelling[:2] in self._heads or spelling[-2:] in self._tails):
            return []
        shorter = (spelling[:place] + spelling[place + 1 :] for place in range(len(spelling)))
        found = {number for short in (spelling, *shorter) for number in self._spelled(short)}
        return [self._numbers[one] for one in sorted(found) if _is_one_edit(one, spelling)]

    def _spelled(self, short: str) -> Iterator[str]:
        """Numbers that are so spelled, or would be without one of their characters."""
        if short in self._numbers:
            yield short
        if short in self._shortened:
            yield self._shortened[short]
            yield from self._more.get(short, ())


def _is_long_enough(number: str) -> bool:
    return len(number) >= (_SHORTEST_DIGITS if number.isdigit() else SHORTEST)


def _is_one_edit(one: str, other: str) -> bool:
    """Apart by one character, or by two neighbors swapped; what stands between the common ends tells."""
    shorter = min(len(one), len(other))
    head = 0
    while head < shorter and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < shorter - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    first, second = one[head : len(one) - tail], other[head : len(other) - tail]
    return max(len(first), len(second)) == 1 or (len(first) == 2 and first == second[::-1])


def _shortest_first(near: Iterable[NearMiss]) -> list[NearMiss]:
    """Of spans that overlap, the one whose ends are the number's own; in the order of the text."""
    taken, kept = _Taken(), []
    for one in sorted(near, key=_fit):
        if taken.is_free(one.found):
            taken.take(one.found)
            kept.append(one)
    return sorted(kept, key=lambda one: one.found.start)


def _fit(one: NearMiss) -> tuple[int, int, int]:
    apart = abs(len(one.found.normalized) - len(normalize_identifier(one.known.value)))
    return apart, one.found.start - one.found.end, one.found.start
