"""In: our number and what somebody has. Out: where the two differ, character by character and in words.

Separators and case do not count: both are compared as letters and digits alone, and places are counted so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from caseday.cases.rules.case import normalize_identifier

LOOK_ALIKES = ("0O", "1IL", "5S", "8B", "2Z")
_LIKE = {char: group for group in LOOK_ALIKES for char in group}
_EDIT, _LIKE_EDIT = 10, 9
_SHOWN_DIFFERENCES = 5


class Kind(StrEnum):
    SAME = "same"
    WRONG = "wrong"
    LOOK_ALIKE = "look_alike"
    MISSING = "missing"
    EXTRA = "extra"
    DOUBLED = "doubled"
    SWAPPED = "swapped"


@dataclass(frozen=True)
class Step:
    """One place of the alignment: `own` or `heard` is empty where one of them has nothing there.

    Two characters where they are swapped, one otherwise. `at` counts our characters from 1; for what they have
    too much it is the place of ours before it (0 before the first).
    """

    kind: Kind
    own: str
    heard: str
    at: int


@dataclass(frozen=True)
class Difference:
    kind: Kind
    at: int
    words: str


@dataclass(frozen=True)
class Comparison:
    """`own` and `heard` as letters and digits alone; the steps put together give both of them again."""

    own: str
    heard: str
    steps: tuple[Step, ...]

    @property
    def is_same(self) -> bool:
        return self.own == self.heard

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        wrong = (one for one in self.steps if one.kind != Kind.SAME)
        return tuple(Difference(one.kind, one.at, _WORDS[one.kind](one)) for one in wrong)

    @property
    def is_another(self) -> bool:
        """So much differs that it is another number, rather than ours with an error in it; look-alikes are errors."""
        wrong = [one for one in self.differences if one.kind != Kind.LOOK_ALIKE]
        return 2 * len(wrong) > max(len(self.own), 2)

    @property
    def words(self) -> str:
        """What to say to them; "" where it is the same."""
        if self.is_same:
            return ""
        if self.is_another:
            return "another number altogether"
        shown = [one.words for one in self.differences[:_SHOWN_DIFFERENCES]]
        more = len(self.differences) - len(shown)
        return "; ".join([*shown, f"and {more} more"] if more else shown)


def compare(own: str, heard: str) -> Comparison:
    """The alignment with the fewest edits; among equal ones look-alikes come first. Time grows with both lengths."""
    first, second = normalize_identifier(own), normalize_identifier(heard)
    return Comparison(first, second, tuple(_steps(first, second)))


def ordinal(place: int) -> str:
    """1 as "1st", 12 as "12th"."""
    suffix = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{suffix}"


def look_alike(one: str, other: str) -> bool:
    return one != other and one in _LIKE and other in _LIKE[one]


def _costs(own: str, heard: str) -> list[list[int]]:
    """Optimal string alignment: `costs[i][j]` makes the rest of `own` from i into the rest of `heard` from j."""
    rows, columns = len(own), len(heard)
    costs = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            if i < rows or j < columns:
                costs[i][j] = min(cost for cost, *_ in _moves(own, heard, i, j, costs))
    return costs


def _moves(
    own: str, heard: str, i: int, j: int, costs: list[list[int]]
) -> Iterator[tuple[int, Kind, int, int]]:
    """What may stand at a place: total price, kind, and how many characters of each it takes."""
    rest_own, rest_heard = i < len(own), j < len(heard)
    if rest_own and rest_heard:
        if own[i] == heard[j]:
            yield costs[i + 1][j + 1], Kind.SAME, 1, 1
        elif look_alike(own[i], heard[j]):
            yield costs[i + 1][j + 1] + _LIKE_EDIT, Kind.LOOK_ALIKE, 1, 1
        else:
            yield costs[i + 1][j + 1] + _EDIT, Kind.WRONG, 1, 1
        if _is_swap(own[i : i + 2], heard[j : j + 2]):
            yield costs[i + 2][j + 2] + _EDIT, Kind.SWAPPED, 2, 2
    if rest_own:
        yield costs[i + 1][j] + _EDIT, Kind.MISSING, 1, 0
    if rest_heard:
        yield costs[i][j + 1] + _EDIT, Kind.EXTRA, 0, 1


def _is_swap(own: str, heard: str) -> bool:
    return len(own) == 2 and own[0] != own[1] and own == heard[::-1]


def _steps(own: str, heard: str) -> Iterator[Step]:
    costs = _costs(own, heard)
    i = j = 0
    while i < len(own) or j < len(heard):
        _, kind, width, other = min(_moves(own, heard, i, j, costs), key=lambda move: move[0])
        if kind == Kind.EXTRA and heard[j] in (heard[j - 1 : j] or "") + own[i : i + 1]:
            kind = Kind.DOUBLED
        yield Step(kind, own[i : i + width], heard[j : j + other], i + bool(width))
        i, j = i + width, j + other


def _shown(char: str) -> str:
    """Look-alikes say whether they are a letter or a digit."""
    return f"{char} (digit)" if char.isdigit() else f"{char} (letter)"


def _wrong(step: Step) -> str:
    return f"the {ordinal(step.at)} character: they have {step.heard}, ours is {step.own}"


def _look_alike(step: Step) -> str:
    return f"the {ordinal(step.at)} character: they have {_shown(step.heard)}, ours is {_shown(step.own)}"


def _missing(step: Step) -> str:
    return f"the {ordinal(step.at)} character, {step.own}, is missing"


def _extra(step: Step) -> str:
    where = f"after the {ordinal(step.at)} character" if step.at else "in front"
    return f"one {step.heard} too many {where}"


def _doubled(step: Step) -> str:
    where = f"after the {ordinal(step.at)} character" if step.at else "in front"
    return f"{step.heard} is doubled {where}"


def _swapped(step: Step) -> str:
    places = f"the {ordinal(step.at)} and {ordinal(step.at + 1)} characters are swapped"
    return f"{places}: they have {step.heard}, ours is {step.own}"


_WORDS: dict[Kind, Callable[[Step], str]] = {
    Kind.WRONG: _wrong,
    Kind.LOOK_ALIKE: _look_alike,
    Kind.MISSING: _missing,
    Kind.EXTRA: _extra,
    Kind.DOUBLED: _doubled,
    Kind.SWAPPED: _swapped,
}
