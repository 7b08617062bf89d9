"""Public holidays of the United States and its states, from a table built out of the `holidays` library."""

from __future__ import annotations

import datetime as dt
import mmap
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "holidays.txt"
NATION = "US"
COMMON = "common"
# What nearly every private employer in the United States keeps (BLS, National Compensation Survey: paid holidays).
COMMON_NAMES = (
    "New Year's Day",
    "Memorial Day",
    "Independence Day",
    "Labor Day",
    "Thanksgiving",
    "Christmas Day",
)


@lru_cache(maxsize=1)
def _table() -> mmap.mmap:
    with TABLE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _from_library(region: str, year: int) -> dict[dt.date, str]:
    """Years outside the table; loads the library (17 MB), which everyday years never do."""
    import holidays

    try:
        days = holidays.country_holidays("US", subdiv=None if region == NATION else region, years=year)
    except NotImplementedError:
        return holidays_in(NATION, year)
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def _line(region: str, year: int) -> str | None:
    table = _table()
    start = table.find(f"\n{region} {year} ".encode())
    if start < 0:
        return None
    return table[start + 1 : table.find(b"\n", start + 1)].decode()


@lru_cache(maxsize=256)
def holidays_in(region: str, year: int) -> dict[dt.date, str]:
    """Day to name; `common` keeps six, an unknown region the nation's. 2020 to 2045 without loading the library."""
    if region == COMMON:
        nation = holidays_in(NATION, year).items()
        return {day: name for day, name in nation if name.startswith(COMMON_NAMES)}
    line = _line(region, year)
    if line is None and _line(NATION, year) is not None:
        line = _line(NATION, year)
    if line is None:
        return _from_library(region, year)
    pairs = line.split(" ", 2)[2]
    named = (pair.split("=", 1) for pair in pairs.split("|") if pair)
    return {dt.date(year, int(day[:2]), int(day[2:])): name for day, name in named}
