"""Where a postal code lies: centroid, state and time zone, looked up in a table built out of the `zipcodes` library."""

from __future__ import annotations

import math
import mmap
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

TABLE = Path(__file__).parent.parent / "data" / "postal_codes.bin"
ROW = struct.Struct(">IiiBB")
EARTH_RADIUS_MILES = 3958.8
PIN = "pin"
"""Place precision of what somebody set by hand; no geocoder overwrites it."""

# The zone in which most people of the state live; a postal code knows better.
STATE_ZONES: dict[str, str] = {
    state: zone
    for zone, states in {
        "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO ID MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Anchorage": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
        "Pacific/Pago_Pago": "AS",
    }.items()
    for state in states.split()
}


@dataclass(frozen=True)
class Place:
    """The centroid of a postal code: good for distance in miles and the day's order, not for the door."""

    postal_code: str
    latitude: float
    longitude: float
    state: str
    time_zone: str


@dataclass(frozen=True)
class _Table:
    rows: mmap.mmap
    start: int
    zones: list[str]
    states: list[str]

    def row(self, index: int) -> tuple[int, int, int, int, int]:
        return ROW.unpack_from(self.rows, self.start + index * ROW.size)

    @property
    def count(self) -> int:
        return (len(self.rows) - self.start) // ROW.size


@lru_cache(maxsize=1)
def _table() -> _Table:
    with TABLE.open("rb") as file:
        rows = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    zones, states = rows.readline().decode().rstrip("\n").split(";")
    return _Table(rows, rows.tell(), zones.split("|"), states.split("|"))


@lru_cache(maxsize=1024)
def place_of(postal_code: str) -> Place | None:
    """None for what is no postal code of the United States; ZIP+4 is read by its first five digits."""
    digits = re.match(r"\s*(\d{5})(?:-?\d{4})?\s*$", postal_code, re.ASCII)
    if not digits:
        return None
    code, table = int(digits[1]), _table()
    low, high = 0, table.count
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if table.row(middle)[0] < code else (low, middle)
    if low == table.count or table.row(low)[0] != code:
        return None
    _, lat, lon, zone, state = table.row(low)
    return Place(digits[1], lat / 10_000, lon / 10_000, table.states[state], table.zones[zone])


def guess_time_zone(postal_code: str, state: str, otherwise: str) -> str:
    """By postal code, else by state, else the given zone (the agency's)."""
    place = place_of(postal_code)
    if place and is_time_zone(place.time_zone):
        return place.time_zone
    return STATE_ZONES.get(state.strip().upper(), otherwise)


def is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def miles_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) in degrees; roads are longer."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    h = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(h)))


_PRECISION_WORDS = {
    PIN: "on the map by a pin set by hand",
    "street": "on the map by its street only",
    "postal code": "on the map by its postal code only",
}


def place_words(precision: str) -> str:
    """How exactly an address lies on the map; empty where it is found to the house, or not at all."""
    return _PRECISION_WORDS.get(precision, "")


FARTHEST_PIN_MILES = 100.0
"""A pin further from its postal code is a slip: a sign lost, latitude and longitude exchanged."""


def pin_problems(latitude: float, longitude: float, postal_code: str) -> dict[str, str]:
    """What speaks against a pin set by hand, by field; empty: nothing."""
    problems = {}
    if not -90 <= latitude <= 90:
        problems["latitude"] = "A latitude lies between -90 and 90, like 30.2672."
    if not -180 <= longitude <= 180:
        problems["longitude"] = "A longitude lies between -180 and 180, like -97.7431."
    place = place_of(postal_code)
    if problems or place is None:
        return problems
    miles = miles_between((latitude, longitude), (place.latitude, place.longitude))
    if miles > FARTHEST_PIN_MILES:
        problems["latitude"] = (
            f"This lies {miles:,.0f} miles from {place.postal_code}. In the United States longitudes begin with a "
            "minus. If the postal code is wrong, correct that first."
        )
    return problems
