"""Minutes, minutes on hold, spans of time and miles in ordinary words."""

import re
from dataclasses import dataclass
from datetime import time

from caseday.journal.rules.capture.result import Found

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "sixty": 60,
}  # fmt: skip
_W = "|".join(sorted(_WORDS, key=len, reverse=True))
_HOUR = r"(?:hours?|hrs?\.?|h)"
_MINUTE = r"(?:minutes?|mintues?|minuts?|mins?\.?|min|m|')"
_LENGTH = re.compile(
    rf"""(?<![\w.:/-])(?:
      (?P<h>\d{{1,2}})\s?{_HOUR}\s?(?:and\s|&\s?)?(?P<hm>\d{{1,2}})(?:\s?{_MINUTE})?(?![\d:/.]|\s?(?:mi|miles)\b)
    | (?:(?P<hw>{_W}|\d{{1,2}})\s)?{_HOUR}\sand\s(?:a\s)?(?P<frac>half|quarter)
    | (?P<hourand>(?:an\s)?hour)\sand\s(?P<ham>\d{{1,2}})\s?{_MINUTE}
    | (?P<half>half\s(?:an?\s)?(?:hour|hr)|1/2\s?(?:hour|hr)|\u00bd\s?(?:hour|hr))
    | (?P<threeq>three[\s-]quarters\sof\san\shour|3/4\s?(?:hour|hr))
    | (?P<quarter>(?:a\s)?quarter\s(?:of\san\s)?hour|1/4\s?(?:hour|hr))
    | (?P<dh>\d{{0,2}}\.\d{{1,2}})\s?{_HOUR}
    | (?P<n>\d{{1,3}}(?=\s?-?\s?)|(?:{_W})(?=\s|-))\s?-?\s?(?P<u>{_HOUR}|{_MINUTE})
    )(?![\w])""",
    re.X,
)
_NOT_LENGTH = re.compile(r"\s+(?:ago|late|early|before|out)\b")
_AHEAD = re.compile(r"\b(?:in|within|every)\s*$")
_HOLD_BEFORE = re.compile(r"\b(?:on\s+hold|held|holding|hold(?:\s+time)?)\s*(?:for|of|:)?\s*(?:about\s+)?$")
_HOLD_AFTER = re.compile(r"\s*(?:on\s+hold|holding|hold|of\s+hold)\b")
_WITH_BETWEEN = re.compile(r"\b(?:on\s+hold|holding|held)\s+(?:with|w/?|at)\s+[\w.' ]{1,40}?\s*(?:for\s+)?$")
_RANGE = re.compile(
    r"""(?<![\d/.:-])(?:from\s+)?(?P<h1>\d{1,2})(?::(?P<m1>[0-5]\d))?\s?(?P<a1>am|pm|a|p)?\s?
        (?:-|\u2013|to|until|till)\s?(?P<h2>\d{1,2})(?::(?P<m2>[0-5]\d))?\s?(?P<a2>am|pm|a|p)?(?![\d/.:-])""",
    re.X,
)
_MILES = re.compile(r"(?<![\w.])(?P<n>\d{1,4}(?:\.\d{1,2})?)\s?(?:miles?|mi\b\.?|mls\b)")
_MILEAGE = re.compile(r"\bmileage\s*(?:of|:|was)?\s*(?P<n>\d{1,4}(?:\.\d{1,2})?)\b")


@dataclass(frozen=True)
class Span:
    opens: time
    closes: time
    start: int
    end: int

    @property
    def minutes(self) -> int:
        return (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute


def find_minutes(text: str) -> tuple[Found[int] | None, Found[int] | None]:
    """The length of the activity and the time on hold, each the first that is said."""
    length: Found[int] | None = None
    hold: Found[int] | None = None
    for match in _LENGTH.finditer(text):
        if _NOT_LENGTH.match(text, match.end()) or _AHEAD.search(text, 0, match.start()):
            continue
        found = Found(_minutes(match), match.start(), match.end())
        if _is_hold(text, match):
            hold = hold or found
        else:
            length = length or found
    return length, hold


def _is_hold(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _HOLD_BEFORE.search(before) or _WITH_BETWEEN.search(before):
        return True
    return bool(_HOLD_AFTER.match(text, match.end()))


def _minutes(match: re.Match[str]) -> int:
    groups = {key: value for key, value in match.groupdict().items() if value}
    for key, value in (("half", 30), ("quarter", 15), ("threeq", 45)):
        if key in groups:
            return value
    if "h" in groups:
        return int(groups["h"]) * 60 + int(groups["hm"])
    if "frac" in groups:
        return _number(groups.get("hw", "1")) * 60 + (30 if groups["frac"] == "half" else 15)
    if "hourand" in groups:
        return 60 + int(groups["ham"])
    if "dh" in groups:
        return round(float(groups["dh"]) * 60)
    return _number(groups["n"]) * (60 if groups["u"].startswith("h") else 1)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word]


def find_miles(text: str) -> Found[float] | None:
    match = _MILES.search(text) or _MILEAGE.search(text)
    return Found(float(match.group("n")), match.start(), match.end()) if match else None


def find_spans(text: str) -> list[Span]:
    """Spans such as "9:15-9:35", "12-1", "8 to 5", as times of a working day."""
    spans = []
    for match in _RANGE.finditer(text):
        opens = _working(match.group("h1"), match.group("m1"), match.group("a1"))
        closes = _working(match.group("h2"), match.group("m2"), match.group("a2"))
        if opens is None or closes is None:
            continue
        if closes <= opens and closes.hour < 12 and not match.group("a2"):
            closes = closes.replace(hour=closes.hour + 12)
        if opens < closes:
            spans.append(Span(opens, closes, match.start(), match.end()))
    return spans


def _working(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour)
    if number > 23 or (half and not 1 <= number <= 12):
        return None
    if half:
        number = number % 12 + (12 if half.startswith("p") else 0)
    elif 1 <= number <= 5:
        number += 12
    return time(number, int(minute or 0))
