"""Words of a line about hours, as tokens: one letter says the kind, so that the grammar is a pattern over letters."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

HOLIDAYS = 7
"""Stands among weekday indexes (0 Monday to 6 Sunday)."""

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAY_STARTS = (("mo", 0), ("tu", 1), ("we", 2), ("th", 3), ("fr", 4), ("sa", 5), ("su", 6))
_LETTERS = {"m": 0, "t": 1, "w": 2, "r": 3, "f": 4} | dict(_DAY_STARTS)
_NAMED = r"mon|tue|wed|thu|fri|sat|sun"
_COMPACT = r"(?:m|tu|th|t|w|r|f|sa|su)+"

FILLERS = frozenset(
    [
        "they",
        "they're",
        "theyre",
        "are",
        "is",
        "the",
        "office",
        "we",
        "we're",
        "were",
        "it's",
        "its",
        "it",
        "on",
        "at",
        "for",
        "of",
        "a",
        "an",
        "every",
        "hours",
        "hour",
        "their",
        "now",
        "new",
        "usually",
        "normally",
        "day",
        "days",
        "doors",
        "phones",
        "phone",
        "staff",
        "answer",
        "answers",
        "be",
        "in",
        "and",
        "with",
        "so",
        "said",
        "says",
        "clinic",
        "pharmacy",
        "front",
        "desk",
        "each",
        "week",
        "will",
        "from",
        "early",
        "oclock",
        "o'clock",
        "please",
        "call",
        "calls",
        "all",
        "line",
        "lines",
        "time",
        "times",
        "around",
        "about",
        "also",
        "then",
        "that",
        "this",
        "but",
        "as",
        "always",
        "run",
        "runs",
        "working",
        "work",
        "business",
        "take",
        "takes",
        "taking",
        "until",
        "re",
        "me",
    ]
)

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("Z", r"24\s*/\s*7|24\s*h(?:ou)?rs?(?: a day)?|24h|around the clock|never close[sd]?"),
    (
        "N",
        r"(?:through|thru|during|over) (?:the )?(?:lunch|noon hour)|no lunch(?: break| closing| hour)?|"
        r"(?:do(?:es)?n'?t|do not|does not|not|never|no longer) closed? (?:for|at|during|over) lunch|without lunch",
    ),
    ("L", r"(?:the )?noon hour|lunch(?:time|es)?(?: hour| break| time| closing)?"),
    (
        "A",
        r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?(?!\d|:)"
        r"(?:,? 20\d\d)?|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?(?!\d)|today|tomorrow|(?:this|next) "
        r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*",
    ),
    (
        "D",
        r"week ?days|week ?ends?|daily|every ?day|seven days(?: a week)?|7 days(?: a week)?|all week|"
        r"business days|work(?:ing)? days|"
        r"(?:all |public |federal |major |legal |state |bank )*holidays?",
    ),
    ("P", r"(?:in the )?(?:mornings?|afternoons?)"),
    (
        "T",
        r"noon|midnight|half past \d{1,2}|\d{1,2}(?::\d\d|\.[0-5]\d(?!\d))\s*(?:a\.?m\b\.?|p\.?m\b\.?|[ap]\b)?|"
        r"\d{3,4}\s*(?:a\.?m\b\.?|p\.?m\b\.?|[ap]\b|hours\b)?|\d{1,2}\s*(?:a\.?m\b\.?|p\.?m\b\.?|[ap]\b)?",
    ),
    ("G", r"otherwise|(?:all |the )?other days|(?:the )?rest of the (?:week|days)|the rest"),
    ("E", r"except(?: for| on)?|excluding|other than|but not|apart from"),
    ("B", r"(?:back|reopens?|re-opens?|return(?:s|ing)?|again)(?: at| by)?"),
    ("X", r"closed|shut(?! down at)|not open|aren't open|are not open|isn't open|off|not in|out"),
    (
        "U",
        r"(?:until|till|'till|til|'til|up to|clos(?:es?|ing)(?: early)?(?: at| by)?|shuts? (?:down )?at|leaves? at|"
        r"ends? at|done at)",
    ),
    (
        "O",
        r"open(?:s|ing)?(?: up)?(?: at| from)?|starts?(?: at)?|starting at|begin(?:s|ning)?(?: at)?|available|"
        r"after|not (?:open )?before|in at|from",
    ),
    ("Y", r"only|just"),
    ("-", r"-|to\b|thru|through"),
    ("&", r"and\b|&|\+|/|plus"),
    (",", r"[,;.:()]|but\b"),
)
_DAY_WORD = (
    r"mon(?:day)?s?|tue(?:s)?(?:day)?s?|wed(?:s|nes)?(?:day)?s?|thur?(?:s)?(?:day)?s?|fri(?:day)?s?|sat(?:ur)?(?:day)?s?|"
    rf"sun(?:day)?s?|(?<=-)we(?=\W|$)|we(?=-)|mo|fr|{_COMPACT}"
)
_TOKEN = (
    "|".join(
        f"(?P<k{index}>(?<![a-z]){pattern})(?![a-z])" if kind not in "-,&" else f"(?P<k{index}>{pattern})"
        for index, (kind, pattern) in enumerate([("D", _DAY_WORD), *_PATTERNS])
    )
    + r"|(?P<word>[a-z'\u00c0-\u024f]+|\S)"
)
"""Compiled at its first use: at import it would cost every start a tenth of a second."""
_KINDS = ["D", *(kind for kind, _ in _PATTERNS)]


@dataclass(frozen=True)
class Clock:
    """A time as spoken: morning or afternoon may be left open."""

    hour: int
    minute: int
    half: str = ""

    @property
    def minutes(self) -> int:
        return self.hour * 60 + self.minute


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    value: Any = None


class NotATime(ValueError):
    """Digits that cannot be a time of day."""


def _read_clock(text: str) -> Clock:
    if text in ("noon", "midnight"):
        return Clock(12 if text == "noon" else 24, 0, "24")
    if text.startswith("half past"):
        return Clock(int(text.split()[-1]), 30)
    match = re.match(r"(\d+)(?:[:.](\d\d))?\s*([ap])?", text)
    digits, minute, half = (match[1], match[2], match[3] or "") if match else ("99", None, "")
    if minute is None and len(digits) > 2:
        digits, minute = digits[:-2], digits[-2:]
        half = half or ("24" if len(digits) == 2 and digits[0] == "0" else "")
    hour = int(digits)
    if hour > 24 or int(minute or 0) > 59:
        raise NotATime(text)
    if not half and (hour > 12 or hour == 0 or (digits[0] == "0" and minute)):
        half = "24"
    return Clock(hour, int(minute or 0), half)


def _read_days(text: str) -> tuple[int, ...]:
    if "holiday" in text:
        return (HOLIDAYS,)
    if text.replace(" ", "") in ("weekdays", "businessdays", "workdays", "workingdays"):
        return (0, 1, 2, 3, 4)
    if text.replace(" ", "").startswith("weekend"):
        return (5, 6)
    if re.match(r"daily|every|seven|7|all", text):
        return (0, 1, 2, 3, 4, 5, 6)
    if len(text) < 3 or not re.match(_NAMED, text):
        return tuple(_LETTERS[part] for part in re.findall(r"mo|tu|we|th|fr|sa|su|m|t|w|r|f", text))
    return tuple(index for start, index in _DAY_STARTS if text.startswith(start))


def _next_weekday(text: str, today: dt.date) -> dt.date:
    index = next(index for start, index in _DAY_STARTS if text.split()[1].startswith(start))
    ahead = (index - today.weekday()) % 7
    return today + dt.timedelta(days=ahead + (7 if text.startswith("next") and ahead == 0 else 0))


def _read_date(text: str, today: dt.date) -> dt.date:
    """A month and day without a year is the next to come."""
    if text in ("today", "tomorrow"):
        return today + dt.timedelta(days=text == "tomorrow")
    if text.startswith(("this ", "next ")):
        return _next_weekday(text, today)
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if text[0].isalpha():
        numbers.insert(0, MONTHS.index(text[:3]) + 1)
    month, day = numbers[:2]
    if len(numbers) > 2:
        return dt.date(numbers[2] + (2000 if numbers[2] < 100 else 0), month, day)
    near = dt.date(today.year, month, day)
    return near if near >= today - dt.timedelta(days=31) else dt.date(today.year + 1, month, day)


def _read(kind: str, text: str, today: dt.date) -> Token:
    try:
        if kind == "D":
            return Token(kind, text, _read_days(text))
        if kind == "T":
            if text.isdigit() and 24 < int(text) <= 31:
                return Token("#", text, Clock(int(text), 0))
            return Token(kind, text, _read_clock(text))
        if kind == "A":
            return Token(kind, text, _read_date(text, today))
    except ValueError:
        return Token("w", text)
    return Token(kind, text)


def _tidy(line: str) -> str:
    text = line.lower().replace("\u2019", "'").replace("\u2013", "-").replace("\u2014", " - ")
    text = re.sub(
        r"\b(" + "|".join(NUMBERS) + r")[ -](fifteen|thirty|forty[ -]?five)\b", _spoken_minutes, text
    )
    text = re.sub(
        r"\b(" + "|".join(NUMBERS) + r")\b(?! days)", lambda match: str(NUMBERS.index(match[1]) + 1), text
    )
    return re.sub(r"(\d) ?o'?clock", r"\1", text)


def _spoken_minutes(match: re.Match[str]) -> str:
    minutes = {"fifteen": "15", "thirty": "30"}.get(match[2], "45")
    return f"{NUMBERS.index(match[1]) + 1}:{minutes}"


def tokens_of(line: str, today: dt.date) -> list[Token]:
    """Fillers are dropped; a word that means nothing here stays as kind `w`."""
    found = []
    for match in re.finditer(_TOKEN, _tidy(line)):
        text = match[0].strip()
        if match["word"] is not None or match.lastgroup is None:
            if text not in FILLERS:
                found.append(Token("w", text))
            continue
        found.append(_read(_KINDS[int(match.lastgroup[1:])], text, today))
    return found
