"""In: the lines of a day. Out: sentences for the ear: hours as they are said, no signs, no abbreviations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_TENS = ("", "", "twenty", "thirty", "forty", "fifty")
_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_FEW = 3


@dataclass(frozen=True, slots=True)
class Said:
    """`kind`: drive, stop, call, note, papers, todo or break."""

    kind: str
    at: datetime
    minutes: int
    name: str
    place: str = ""
    miles: float = 0.0
    carry: tuple[str, ...] = ()
    is_under_way: bool = False


def clock_spoken(moment: datetime) -> str:
    """`nine thirty`, `ten oh five`, `noon`, `two in the afternoon` is left to the ear: a day has one two o'clock."""
    hour, minute = _HOURS[moment.hour % 12], moment.minute
    if minute == 0:
        return {0: "midnight", 12: "noon"}.get(moment.hour, f"{hour} o'clock")
    return f"{hour} {_minutes_spoken(minute)}"


def _minutes_spoken(minute: int) -> str:
    if minute < 10:
        return f"oh {_ONES[minute]}"
    if minute < 20:
        return _ONES[minute]
    return f"{_TENS[minute // 10]} {_ONES[minute % 10]}".strip()


def length_spoken(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append("one hour" if hours == 1 else f"{hours} hours")
    if rest or not hours:
        parts.append("one minute" if rest == 1 else f"{rest} minutes")
    return " and ".join(parts)


def spoken(
    lines: Sequence[Said], *, now: datetime, changes: Sequence[str] = (), left: Sequence[str] = ()
) -> list[str]:
    """What is still to come, in order; first what changed, last what does not fit."""
    ahead = [one for one in lines if one.is_under_way or one.at >= now]
    found = [f"What changed: {one}" for one in changes]
    found.append(_opening(ahead, now))
    rest = list(ahead)
    while rest:
        alike = _alike(rest)
        found.append(_sentence(alike))
        rest = rest[len(alike) :]
    return [*found, *_left(left)]


def _opening(ahead: Sequence[Said], now: datetime) -> str:
    if not ahead:
        return f"It is {clock_spoken(now)}. Nothing more is planned."
    stops = sum(one.kind in ("stop", "visit") for one in ahead)
    calls = sum(one.kind == "call" for one in ahead)
    parts = [_counted(stops, "stop"), _counted(calls, "call")]
    what = " and ".join(part for part in parts if part)
    return f"It is {clock_spoken(now)}. {f'Still to come: {what}.' if what else 'No stops and no calls are left.'}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def _alike(rest: Sequence[Said]) -> Sequence[Said]:
    """Several calls behind each other are said in one sentence."""
    first = rest[0]
    if first.kind != "call":
        return rest[:1]
    count = next((n for n, one in enumerate(rest) if one.kind != "call"), len(rest))
    return rest[:count]


def _sentence(alike: Sequence[Said]) -> str:
    first = alike[0]
    if first.is_under_way:
        return f"{'On the road to' if first.kind == 'drive' else 'Under way:'} {first.name}."
    if len(alike) > 1:
        names = [one.name for one in alike[:_FEW]]
        more = f", and {len(alike) - _FEW} more" if len(alike) > _FEW else ""
        return f"From {clock_spoken(first.at)}, {len(alike)} calls: {'; '.join(names)}{more}."
    at = clock_spoken(first.at)
    if first.kind == "drive":
        miles = f", {first.miles:.0f} miles" if first.miles >= 1 else ""
        return f"Leave at {at} for {first.name}: {length_spoken(first.minutes)}{miles}."
    where = f", {first.place}" if first.place else ""
    bring = f" Bring {', '.join(first.carry)}." if first.carry else ""
    return f"At {at}, {first.name}{where}.{bring}"


def _left(left: Sequence[str]) -> list[str]:
    if not left:
        return []
    names = "; ".join(left[:_FEW])
    more = f", and {len(left) - _FEW} more" if len(left) > _FEW else ""
    return [f"Not today: {names}{more}."]
