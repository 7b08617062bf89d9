"""In: numbers of one issuer, or a mask. Out: the mask that they have in common; whether a number fits one.

In a mask A is any letter, 9 any digit, X either; anything else stands for itself. Separators and case do not count.
"""

from collections.abc import Sequence

LEARNED_FROM = 3
"""So many numbers of the same shape make a mask."""


def fits(mask: str, value: str) -> bool:
    wanted, given = _bare(mask), _bare(value)
    return len(wanted) == len(given) and all(map(_takes, wanted, given))


def mask_problem(mask: str) -> str:
    """Why a mask cannot be kept; "" where it can."""
    if not _bare(mask):
        return "Type the shape of the number, such as AA-99-99."
    if len(mask) > 60:
        return "A mask has at most 60 characters."
    return ""


def mask_from(values: Sequence[str]) -> str:
    """The mask of numbers that all have one shape, "" where they are too few or differ in shape.

    A letter that all of them have stands for itself, for issuers mark their numbers with it; a digit never does.
    """
    distinct = list(dict.fromkeys(value.strip().upper() for value in values))
    shapes = {shape_of(value) for value in distinct}
    if len(distinct) < LEARNED_FROM or len(shapes) != 1:
        return ""
    shape = shapes.pop()
    columns = zip(*distinct, strict=True)
    return "".join(_mark(kind, set(column)) for kind, column in zip(shape, columns, strict=True))


def shape_of(value: str) -> str:
    """ "WC-44-17" as "AA-99-99"."""
    return "".join("9" if char.isdigit() else "A" if char.isalpha() else char for char in value)


def _mark(kind: str, chars: set[str]) -> str:
    only = next(iter(chars))
    return only if kind == "A" and len(chars) == 1 and only not in "AX" else kind


def _bare(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())


def _takes(mark: str, char: str) -> bool:
    if mark == "A":
        return char.isalpha()
    if mark == "9":
        return char.isdigit()
    return mark in ("X", char)
