"""Office hours said in a line: "they open at 9", "closed 12-1 for lunch", "M-F 8-5"."""

import re
from datetime import UTC, datetime, time

from caseday.journal.rules.capture.lengths import find_spans
from caseday.journal.rules.capture.moments import find_moments
from caseday.journal.rules.capture.result import Found

_DAYS = {"mon": "Mo", "tue": "Tu", "wed": "We", "thu": "Th", "fri": "Fr", "sat": "Sa", "sun": "Su"}
_LETTERS = {
    "m": "Mo",
    "t": "Tu",
    "tu": "Tu",
    "w": "We",
    "th": "Th",
    "r": "Th",
    "f": "Fr",
    "sa": "Sa",
    "su": "Su",
}
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_DAY_RANGE = re.compile(rf"\b({_DAY}|m|tu?|w|th|f)\s?(?:-|to|through|thru)\s?({_DAY}|tu?|w|th|r|f|sa)\b")
_ON_DAYS = re.compile(rf"\bon\s+({_DAY})")
_OPENS = re.compile(
    r"\b(?:(?:re)?opens?|opening)\b\s*(?:again\s*)?(?:at|@)?\s*"
    r"|\bclosed\s+(?:for\s+lunch\s+)?(?:until|till|til)\s+"
)
_CLOSES = re.compile(r"\b(?:close|closes|closing)\b\s*(?:at|@)?\s*")
_LUNCH = re.compile(r"\blunch\b")
_OPEN_RANGE = re.compile(r"\b(?:open|hours|hrs)\b")
_NOW = datetime(2000, 1, 3, 0, 0, tzinfo=UTC)


def find_hours(text: str) -> Found[str] | None:
    """The hours in one form: "open 09:00", "Fr close 16:00", "lunch 12:00-13:00", "Mo-Fr 08:00-17:00"."""
    parts: list[tuple[str, int, int]] = []
    spans = find_spans(text)
    lunch = _LUNCH.search(text)
    for span in spans:
        if lunch and abs(span.start - lunch.end()) < 14 or lunch and abs(lunch.start() - span.end) < 14:
            start, end = min(span.start, lunch.start()), max(span.end, lunch.end())
            parts.append((f"lunch {span.opens:%H:%M}-{span.closes:%H:%M}", start, end))
        elif _OPEN_RANGE.search(text, max(0, span.start - 20), span.start):
            parts.append((f"{span.opens:%H:%M}-{span.closes:%H:%M}", span.start, span.end))
    taken = [(start, end) for _, start, end in parts]
    for word, pattern in (("open", _OPENS), ("close", _CLOSES)):
        found = _said(text, word, pattern, taken)
        if found:
            parts.append(found)
    if not parts:
        return None
    parts.sort(key=lambda part: part[1])
    days = _days(text)
    value = "; ".join(text for text, _, _ in parts)
    return Found(f"{days} {value}" if days else value, parts[0][1], max(end for _, _, end in parts), 0.85)


def _said(
    text: str, word: str, pattern: re.Pattern[str], taken: list[tuple[int, int]]
) -> tuple[str, int, int] | None:
    for match in pattern.finditer(text):
        if any(start <= match.end() < end for start, end in taken):
            continue
        at = _time_at(text, match.end(), afternoon=word == "close")
        if at is not None:
            return f"{word} {at[0]:%H:%M}", match.start(), at[1]
    return None


def _time_at(text: str, offset: int, *, afternoon: bool) -> tuple[time, int] | None:
    bare = re.compile(
        r"(\d{1,2})(?![\d:/.%-]|\s?(?:am|pm|a|p|min|mins|minutes|h|hr|hours|days|mi"
        r"|miles)\b)"
    ).match(text, offset)
    if bare and 1 <= int(bare.group(1)) <= 12:
        hour = int(bare.group(1))
        late = hour <= 5 or hour == 12 or (afternoon and hour <= 11)
        return time(hour % 12 + (12 if late else 0)), bare.end()
    for moment in find_moments(text[offset : offset + 12], now_local=_NOW, future=True):
        if moment.start == 0 and moment.has_time and not moment.has_day:
            at = moment.at.time()
            if afternoon and at.hour < 12 and "a" not in text[offset : offset + moment.end]:
                at = at.replace(hour=at.hour + 12)
            return at, offset + moment.end
    return None


def _days(text: str) -> str:
    match = _DAY_RANGE.search(text)
    if match:
        first, last = (_LETTERS.get(day) or _DAYS.get(day[:3], "") for day in match.groups())
        return f"{first}-{last}" if first and last else ""
    on = _ON_DAYS.search(text)
    return _DAYS[on.group(1)[:3]] if on else ""
