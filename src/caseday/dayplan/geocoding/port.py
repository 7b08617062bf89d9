"""In: nothing. Out: the words in which every geocoder is asked and answers."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Precision(StrEnum):
    """As offices and addresses keep it in `place_precision`."""

    PIN = "pin"
    ADDRESS = "address"
    STREET = "street"
    POSTAL_CODE = "postal code"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Precision.PIN: "a pin set by hand",
    Precision.ADDRESS: "to the house",
    Precision.STREET: "to its street only",
    Precision.POSTAL_CODE: "by its postal code only",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address, and nothing that says whose."""

    street: str
    city: str = ""
    state: str = ""
    postal_code: str = ""

    @property
    def house_number(self) -> str:
        found = re.match(r"\s*(\d+[A-Za-z]?)\b", self.street)
        return found[1] if found else ""

    @property
    def five_digits(self) -> str:
        return self.postal_code.strip()[:5]

    @property
    def wording(self) -> str:
        parts = (self.street, self.city, self.state, self.postal_code)
        text = "|".join(" ".join(part.split()).casefold() for part in parts)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Found:
    latitude: float
    longitude: float
    precision: Precision

    @property
    def is_on_the_map(self) -> bool:
        is_somewhere = -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180
        return is_somewhere and bool(self.latitude or self.longitude)


_SAYS_LITTLE = {
    "st", "street", "ave", "avenue", "rd", "road", "dr", "drive", "ln", "lane", "blvd", "boulevard", "ct", "court",
    "cir", "circle", "pl", "place", "way", "pkwy", "parkway", "hwy", "highway", "trl", "trail", "ter", "terrace",
    "sq", "square", "loop", "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "apt",
    "unit", "suite", "ste", "the", "of",
}  # fmt: skip


def is_same_street(wanted: Wanted, name: str) -> bool:
    """Geocoders guess at typing errors; another street of the town is no find. True where nothing can be compared."""
    asked, found = (_telling_words(text) for text in (wanted.street, name))
    return not asked or not found or bool(asked & found)


def _telling_words(street: str) -> set[str]:
    without_number = re.sub(r"^\s*\d+[a-z]?\b", "", street.casefold())
    return set(re.findall(r"\w+", without_number)) - _SAYS_LITTLE


class Geocoder(Protocol):
    def find(self, wanted: Wanted) -> Found | None:
        """None: nothing as good as its street. Raises `asking.Unavailable`."""


@dataclass
class Pacing:
    """No more than one request in so many seconds, as the rules of public geocoders ask."""

    seconds: float = 1.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = field(default=0.0, init=False)

    def wait(self) -> None:
        left = self._next - self.clock()
        if left > 0:
            self.sleep(left)
        self._next = self.clock() + self.seconds
