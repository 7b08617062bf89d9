"""What was carried on at the close of a day, when it comes back, and in which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Closed:
    """The close of a day; `carried` is key of a loose end to the day on which it comes back."""

    on: date
    carried: Mapping[str, date]


def come_back(closes: Iterable[Closed], today: date) -> dict[str, date]:
    """Key to the day from which it was carried: all that has come back since the last close before today.

    What was left open at a close after it came back is no longer carried; it is one of the open things.
    """
    before = sorted((one for one in closes if one.on < today), key=lambda one: one.on)
    if not before:
        return {}
    last = before[-1].on
    return {key: one.on for one in before for key, to in one.carried.items() if last < to <= today}


def carried_words(on: date, today: date) -> str:
    """As in carried from yesterday, carried from Friday, carried from Mon, Feb 23."""
    days = (today - on).days
    if days == 1:
        return "carried from yesterday"
    return f"carried from {on:%A}" if days < 7 else f"carried from {on:%a, %b} {on.day}"
