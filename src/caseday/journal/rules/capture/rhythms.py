"""How often, in ordinary words: "daily", "every 3 days", "weekly", "over the next one to two weeks"."""

import re
from dataclasses import dataclass

from caseday.journal.rules.capture.moments import NUMBERS

_NUMBER = r"(?:\d{1,2}|(?:a\s)?couple\sof|(?:a\s)?few|" + "|".join(NUMBERS) + ")"
_MOST_DAYS = 366
_MOST_WORKDAYS_APART = 60
_WORKDAYS_A_WEEK = 5
# "daily report", "weekly meeting" name a thing; a rhythm ends its part of the sentence.
_ENDS = r"(?=\s*(?:$|[.,;:!?)]|\b(?:until|till|til|unless|starting|beginning|from|for|about|re|with|w/|at|and|to)\b))"
_RHYTHM = re.compile(
    rf"""\b(?:
      (?P<other>every\s(?:other|second|2nd)\s(?:(?:working|work|business|week)\s?)?day)
    | (?P<daily>(?:daily|(?:every|each|once\sa)\s(?:(?:working|work|business|week)\s?)?day){_ENDS})
    | every\s(?P<n>{_NUMBER})\s(?:(?:working|work|business)\s)?(?P<unit>days?|weeks?|wks?)
    | (?P<weekly>(?:weekly|(?:every|each|once\sa|once\severy)\s(?:week|wk)){_ENDS})
    | (?:(?P<over>over|during|throughout|for)\s(?:the\s)?(?:next|coming|following)
        |(?P<bare>over|in|within|during))?\s?(?:the\snext\s)?
      (?P<low>{_NUMBER})(?:\s?(?:to|or|-|\u2013)\s?(?P<high>{_NUMBER}))?\s?(?P<span>days?|weeks?|wks?|months?)
    | over\sthe\s(?:next|coming)\s(?P<one>week|month)
    )\b""",
    re.X,
)
_UNIT_DAYS = {"d": 1, "w": 7, "m": 30}


@dataclass(frozen=True)
class SpokenRhythm:
    """As the line says it. A window runs from so many days from now to so many; working days for `every_days`."""

    cadence: str
    every_days: int
    from_days: int
    until_days: int
    start: int
    end: int


def find_rhythm(text: str) -> SpokenRhythm | None:
    """The first one in `text` (folded). A bare "in two weeks" is a day; a window is a range, or says "over"."""
    found = (_spoken(match) for match in _RHYTHM.finditer(text))
    return next((one for one in found if one is not None), None)


def _spoken(match: re.Match[str]) -> SpokenRhythm | None:
    groups = match.groupdict()
    start, end = match.span()
    if groups["other"]:
        return SpokenRhythm("every_n", 2, 0, 0, start, end)
    if groups["daily"]:
        return SpokenRhythm("daily", 1, 0, 0, start, end)
    if groups["weekly"]:
        return SpokenRhythm("weekly", 1, 0, 0, start, end)
    if groups["n"]:
        return _every(_count(groups["n"]), groups["unit"], start, end)
    return _window(groups, start, end)


def _every(count: int, unit: str, start: int, end: int) -> SpokenRhythm | None:
    days = count if unit.startswith("d") else count * _WORKDAYS_A_WEEK
    if not 1 <= days <= _MOST_WORKDAYS_APART:
        return None
    if count > 1:
        return SpokenRhythm("every_n", days, 0, 0, start, end)
    return SpokenRhythm("daily" if days == 1 else "weekly", 1, 0, 0, start, end)


def _window(groups: dict[str, str | None], start: int, end: int) -> SpokenRhythm | None:
    """A range begins at its lower end; "over the next two weeks" begins at once."""
    if groups["one"]:
        return SpokenRhythm("window", 1, 0, _UNIT_DAYS[groups["one"][0]], start, end)
    unit = _UNIT_DAYS[(groups["span"] or "d")[0]]
    low = _count(groups["low"] or "0") * unit
    high = _count(groups["high"]) * unit if groups["high"] else 0
    if high > low:
        return SpokenRhythm("window", 1, low, high, start, end) if high <= _MOST_DAYS else None
    is_over = groups["over"] in ("over", "during", "throughout") or groups["bare"] in ("over", "during")
    if groups["high"] or not is_over or not 0 < low <= _MOST_DAYS:
        return None
    return SpokenRhythm("window", 1, 0, low, start, end)


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(NUMBERS[part] for part in reversed(word.split()) if part in NUMBERS)
