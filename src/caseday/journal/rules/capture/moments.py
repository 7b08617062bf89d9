"""Moments in ordinary words: "yesterday 3pm", "next Tue", "in two weeks", "by 2"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "few": 3,
}  # fmt: skip
END_OF_DAY = time(17)
PARTS = {
    "morning": time(9), "am": time(9), "a.m": time(9), "afternoon": time(14), "pm": time(14), "evening": time(18),
    "night": time(18), "first thing": time(8), "noon": time(12), "midday": time(12), "midnight": time(0),
}  # fmt: skip

_NUMBER = r"(?:\d{1,3}|a couple of|a few|" + "|".join(NUMBERS) + ")"
_UNIT = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mos?)"
_WEEKDAY = (
    r"(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?!\s(?:on|there|with|w/|in|down|by|and|through|for))(?:urday)?"
    r"|sun(?:day)?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = re.compile(
    rf"""\b(?:
      (?P<ago>{_NUMBER})\s?(?P<ago_unit>{_UNIT})\s+ago
    | (?:in|within)\s+(?P<in>{_NUMBER})\s?(?P<in_unit>{_UNIT})(?!\s+from)
    | (?P<late>tonight)
    | (?P<today>today|just\snow|asap|right\saway|now|this(?=\s+(?:morning|afternoon|evening)))
    | (?P<tomorrow>tomorrow|tomorow|tommorow|tommorrow|tmrw|tmw|tmr|2moro|tom(?=\s+(?:am|pm)))
    | (?P<yesterday>yesterday|yday|yest)
    | (?P<eod>end\sof\s(?:the\s)?(?:business\s)?day|eod|cob|close\sof\sbusiness)
    | (?P<eow>end\sof\s(?:the\s)?week|eow|(?:within\s)?(?:the|this)\sweek)
    | (?P<next_week>next\sw(?:ee)?k) | (?P<next_month>next\smonth)
    | (?:(?P<which>last|next|this)\s+)?(?P<weekday>{_WEEKDAY})(?!\w|-)
    | (?P<month>{_MONTH})\.?\s+(?P<dom>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])
    | (?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?:/(?P<y>\d{{4}}|\d{{2}}))?(?![\d/])
    | the\s(?P<the>\d{{1,2}})(?:st|nd|rd|th)
    )\b""",
    re.X,
)
_BARE_SPAN = re.compile(rf"\b(?P<in>{_NUMBER})\s?(?P<in_unit>days?|weeks?|wks?|months?|mos?)\b(?!\s+ago)")
_TIME = re.compile(
    r"""(?<![\d/.:-])(?:
      (?P<h>\d{1,2})(?::(?P<mi>[0-5]\d))?\s?(?P<ap>a\.?m\b\.?|p\.?m\b\.?|(?<=\d)[ap]\b)
    | (?P<h2>\d{1,2}):(?P<mi2>[0-5]\d)(?!\d)
    | (?P<word>\bnoon\b|\bmidday\b|\bmidnight\b|\bmorning\b|\bafternoon\b|\bevening\b|\bnight\b|\bfirst\sthing\b)
    | (?:(?<=\bat\s)|(?<=\bby\s)|(?<=@)|(?<=@\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\buntil\s)|(?<=\btill\s)
        |(?<=\baround\s))(?P<h3>\d{1,2})(?![\d:/.%-]|\s?(?:m|mins?|minutes?|h|hrs?|hours?|days?|wks?|weeks?|mi|miles?|x)\b)
    )""",
    re.X,
)
_DAY_PART = re.compile(r"\s+(am|pm)\b")
_GAP = re.compile(r"[\s,]*(?:(?:at|by|on|@|around|about|in the|,)\s*)?")
_LEAD = re.compile(r"(?:\b(by|at|on|before|until|till|after|around|about|for|due|since|to|from)|(@))\s*$")


@dataclass(frozen=True)
class Moment:
    at: datetime
    start: int
    end: int
    has_day: bool
    has_time: bool
    lead: str = ""
    is_asap: bool = False


@dataclass(frozen=True)
class _Atom:
    match: re.Match[str]
    is_day: bool

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()


def find_moments(text: str, *, now_local: datetime, future: bool) -> list[Moment]:
    """Every moment in `text` (folded); with `future`, ambiguous ones lie ahead of now, else behind it."""
    moments = []
    for group in _groups(_atoms(text, future), text):
        moment = _resolved(group, text, now_local, future)
        if moment is not None:
            moments.append(moment)
    return moments


def _atoms(text: str, future: bool) -> list[_Atom]:
    atoms = [_Atom(match, True) for match in _DAY.finditer(text)]
    if future:
        atoms += [_Atom(m, True) for m in _BARE_SPAN.finditer(text) if not _inside(m, atoms)]
    atoms += [_Atom(match, False) for match in _TIME.finditer(text) if not _inside(match, atoms)]
    return sorted(atoms, key=lambda atom: atom.start)


def _inside(match: re.Match[str], atoms: list[_Atom]) -> bool:
    return any(atom.start < match.end() and match.start() < atom.end for atom in atoms)


def _groups(atoms: list[_Atom], text: str) -> list[list[_Atom]]:
    groups: list[list[_Atom]] = []
    for atom in atoms:
        last = groups[-1] if groups else []
        joins = len(last) == 1 and last[0].is_day != atom.is_day
        if joins and _GAP.fullmatch(text, last[0].end, atom.start):
            last.append(atom)
        else:
            groups.append([atom])
    return groups


def _resolved(group: list[_Atom], text: str, now: datetime, future: bool) -> Moment | None:
    day = next((atom.match for atom in group if atom.is_day), None)
    clock = next((atom.match for atom in group if not atom.is_day), None)
    start, end = group[0].start, group[-1].end
    if day is not None and clock is None:
        part = _DAY_PART.match(text, end)
        if part and not day.group().startswith(("asap", "now")):
            end = part.end()
            return _moment(text, start, end, day, PARTS[part.group(1)], now, future)
    return _moment(text, start, end, day, _clock(clock), now, future) if _plausible(clock) else None


def _plausible(clock: re.Match[str] | None) -> bool:
    if clock is None or clock.group("word"):
        return True
    hour = int(clock.group("h") or clock.group("h2") or clock.group("h3"))
    return (1 <= hour <= 12) if clock.group("h") else hour <= 23


def _clock(clock: re.Match[str] | None) -> time | tuple[int, int] | None:
    """A time, or hour and minute of which morning or afternoon is not said."""
    if clock is None:
        return None
    if clock.group("word"):
        return PARTS[" ".join(clock.group("word").split())]
    if clock.group("h"):
        hour = int(clock.group("h")) % 12 + (12 if clock.group("ap").startswith("p") else 0)
        return time(hour, int(clock.group("mi") or 0))
    hour = int(clock.group("h2") or clock.group("h3"))
    minute = int(clock.group("mi2") or 0)
    return time(hour, minute) if hour > 12 or hour == 0 else (hour, minute)


def _moment(
    text: str,
    start: int,
    end: int,
    day: re.Match[str] | None,
    clock: time | tuple[int, int] | None,
    now: datetime,
    future: bool,
) -> Moment | None:
    lead = _LEAD.search(text, 0, start)
    word = (lead.group(1) or lead.group(2)) if lead else ""
    if day is not None and clock is None:
        exact = _exact(day, now)
        if exact is not None:
            return Moment(
                exact, start, end, True, True, word, day.group().startswith(("asap", "now", "right", "just"))
            )
    on = _date(day, now, future) if day is not None else now.date()
    if on is None:
        return None
    at = _at(on, clock, now, future, day is not None, _day_default(day))
    return Moment(at, start, end, day is not None, clock is not None, word)


def _exact(day: re.Match[str], now: datetime) -> datetime | None:
    groups = day.groupdict()
    if groups.get("today") in ("asap", "now", "right away", "just now"):
        return now
    ago, ahead = groups.get("ago_unit") or "", groups.get("in_unit") or ""
    if ago.startswith(("min", "h")):
        return now - timedelta(minutes=_count(groups["ago"]) * _unit_minutes(ago))
    if ahead.startswith(("min", "h")):
        return now + timedelta(minutes=_count(groups["in"]) * _unit_minutes(ahead))
    return None


def _unit_minutes(unit: str) -> int:
    return 60 if unit.startswith("h") else 1


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(NUMBERS[part] for part in reversed(word.split()) if part in NUMBERS)


def _day_default(day: re.Match[str] | None) -> time:
    return time(18) if day is not None and day.groupdict().get("late") else END_OF_DAY


def _at(
    on: date,
    clock: time | tuple[int, int] | None,
    now: datetime,
    future: bool,
    day_said: bool,
    default: time,
) -> datetime:
    zone = now.tzinfo
    if clock is None:
        return datetime.combine(on, default if future else time(9), zone)
    if isinstance(clock, tuple):
        clock = _half_of_day(on, clock, now, future)
    at = datetime.combine(on, clock, zone)
    if not day_said and future and at < now:
        at = datetime.combine(on + timedelta(days=1), clock, zone)
    return at


def _half_of_day(on: date, clock: tuple[int, int], now: datetime, future: bool) -> time:
    """An hour said without am or pm: the working hour, and today the one on the right side of now."""
    hour, minute = clock
    morning, afternoon = time(hour % 12, minute), time(hour % 12 + 12, minute)
    usual = morning if 6 <= hour <= 11 else afternoon
    if on != now.date():
        return usual
    moment = now.time()
    if future:
        return usual if usual > moment else (afternoon if afternoon > moment else usual)
    return usual if usual <= moment else (morning if morning.hour >= 6 else usual)


def _date(day: re.Match[str], now: datetime, future: bool) -> date | None:
    groups = {key: value for key, value in day.groupdict().items() if value}
    today = now.date()
    simple = {
        "late": today, "today": today, "eod": today, "tomorrow": today + timedelta(days=1),
        "yesterday": today - timedelta(days=1), "eow": today + timedelta(days=(4 - today.weekday()) % 7),
        "next_week": today + timedelta(days=7 - today.weekday()),
        "next_month": _same_day_in_months(today.replace(day=1), 1),
    }  # fmt: skip
    for key, value in simple.items():
        if key in groups:
            return value
    if "weekday" in groups:
        return _weekday(groups, today, future)
    if "ago" in groups:
        return _shifted(today, -_count(groups["ago"]), groups["ago_unit"])
    if "in" in groups:
        return _shifted(today, _count(groups["in"]), groups["in_unit"])
    return _calendar(groups, today, future)


def _weekday(groups: dict[str, str], today: date, future: bool) -> date:
    """ "next Tue" is Tuesday of the week after this one, as most people mean it; "Tue" the nearest on its side."""
    wanted = WEEKDAYS.index(groups["weekday"][:3])
    which = groups.get("which")
    if which == "next":
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + wanted)
    if which == "last" or (not future and which != "this"):
        return today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    return today + timedelta(days=(wanted - today.weekday()) % 7 or 7)


def _shifted(today: date, count: int, unit: str) -> date:
    if unit.startswith("mo"):
        return _same_day_in_months(today, count)
    return today + timedelta(days=count * (7 if unit.startswith("w") else 1))


def _same_day_in_months(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _calendar(groups: dict[str, str], today: date, future: bool) -> date | None:
    if "the" in groups:
        return _nearest(today.month, int(groups["the"]), today, future, monthly=True)
    month = MONTHS.index(groups["month"][:3]) + 1 if "month" in groups else int(groups["m"])
    dom = int(groups["dom"] if "month" in groups else groups["d"])
    if "y" in groups:
        year = int(groups["y"])
        return _valid(year + 2000 if year < 100 else year, month, dom)
    return _nearest(month, dom, today, future, monthly=False)


def _valid(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def _nearest(month: int, dom: int, today: date, future: bool, *, monthly: bool) -> date | None:
    tries: list[tuple[int, int]] = []
    for step in (-1, 0, 1):
        index = today.month - 1 + step
        tries.append((today.year + index // 12, index % 12 + 1) if monthly else (today.year + step, month))
    days = [day for year, mon in tries if (day := _valid(year, mon, dom)) is not None]
    ahead = [day for day in days if day >= today]
    behind = [day for day in days if day <= today]
    if future:
        return ahead[0] if ahead else None
    return behind[-1] if behind else None
