"""OpenStreetMap `opening_hours` text, compiled: holidays (`PH`) become the days they fall on in the office's region.

Evaluated in the office's own wall-clock time (naive), so that a clock change moves no opening; see `open_state`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from caseday.programs.rules.holidays_kept import holidays_in

if TYPE_CHECKING:
    from opening_hours import OpeningHours

MAXIMUM_LENGTH = 1000
_RULES = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_DAYS = re.compile(
    r"((?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?|PH)(?:,\s*(?:\w\w(?:-\w\w)?))*)\s+(.+)$"
)

_FALLBACK = re.compile(r'(.+?)\s*\|\|\s*(?:unknown\s*)?("[^"]*")$')


class UnreadableHours(ValueError):
    """The text is not in opening_hours syntax."""


def split_rules(text: str) -> list[str]:
    """Rules between semicolons, those inside quoted comments left alone."""
    return [rule.strip() for rule in _RULES.split(text) if rule.strip()]


def _holiday_rules(rule: str, region: str, years: tuple[int, ...]) -> list[str]:
    match = _DAYS.match(rule)
    days = [day.strip() for day in match[1].split(",")] if match else []
    if not match or "PH" not in days:
        return [rule]
    rest = match[2]
    others = ",".join(day for day in days if day != "PH")
    dated = [
        f"{day:%Y %b %d} {rest}" + ("" if '"' in rest else f' "{name.replace(chr(34), "")}"')
        for year in years
        for day, name in holidays_in(region, year).items()
    ]
    return ([f"{others} {rest}"] if others else []) + dated


def _fallback_added(text: str) -> str:
    """`A || "by appointment"`: the library reads the fallback as closed; said as an addition it means what it says."""
    match = _FALLBACK.match(text)
    return f"24/7 unknown {match[2]}, {match[1]}" if match else text


def _parse(text: str) -> OpeningHours:
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # 5 MB: only where hours are read

    try:
        return OpeningHours(
            text, country="US", auto_country=False, auto_timezone=False, max_interval_days=800
        )
    except (ParserError, SyntaxError, ValueError) as error:
        raise UnreadableHours(str(error)) from error


def check_hours(text: str) -> str:
    """The text with its rules tidied; raises UnreadableHours. Empty text means: hours not noted."""
    tidy = "; ".join(split_rules(text))
    if len(tidy) > MAXIMUM_LENGTH:
        raise UnreadableHours("too long")
    if tidy:
        _parse(tidy)
    return tidy


@lru_cache(maxsize=2048)
def compiled(text: str, region: str, year: int) -> OpeningHours:
    """Good for moments within `year` and the weeks after it; raises UnreadableHours."""
    rules = split_rules(text)
    if "PH" in text:
        rules = [dated for rule in rules for dated in _holiday_rules(rule, region, (year, year + 1))]
    return _parse(_fallback_added("; ".join(rules)))
