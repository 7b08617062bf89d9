"""In: what physicians allowed, from when until when. Out: what holds on a day, what contradicts, how it is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

OFF, MODIFIED, FULL, MMI = "off", "modified", "full", "mmi"
WORDS = {OFF: "Off work", MODIFIED: "Modified duty", FULL: "Full duty", MMI: "Maximum medical improvement"}
_ENDS_IT = frozenset({FULL, MMI})
_LIMITS = frozenset({OFF, MODIFIED})
_SHORTEST_SPAN = timedelta(days=30)


@dataclass(frozen=True)
class Spell:
    """One work status; `until_on` is its last day, None until further notice. `by` is the physician."""

    id: UUID
    kind: str
    from_on: date
    until_on: date | None
    by: str
    recorded_at: datetime
    document_id: UUID | None = None

    def covers(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def order(self) -> tuple[date, datetime]:
        return self.from_on, self.recorded_at


@dataclass(frozen=True)
class Trouble:
    """`kind` is expired, overlap or beyond_mmi; `since_on` the day from which it is so."""

    kind: str
    words: str
    since_on: date
    spell_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Bar:
    """A spell as it is drawn: where it begins and how wide it is, in percent; `is_open` has no last day."""

    spell: Spell
    left: float
    width: float
    is_open: bool
    is_past: bool


@dataclass(frozen=True)
class Offer:
    """Work that the employer offered; `answer` is empty until somebody answered."""

    offered_on: date
    answer: str = ""
    answered_on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Mark:
    """An offer as it is drawn: a point where it was made, a line to its answer, else to today."""

    offer: Offer
    left: float
    right: float


@dataclass(frozen=True)
class Timeline:
    begins_on: date
    ends_on: date
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[float, float], ...]
    today: float | None
    months: tuple[tuple[float, date], ...]
    marks: tuple[Mark, ...] = ()


def status_problems(
    *, kind: str, from_on: date, until_on: date | None, onset_on: date | None, today: date
) -> dict[str, str]:
    """By field, what to do about dates that cannot be."""
    problems: dict[str, str] = {}
    if kind not in WORDS:
        problems["kind"] = "Choose what the physician says."
    if onset_on and from_on < onset_on:
        injured = f"{onset_on:%B} {onset_on.day}, {onset_on.year}"
        problems["from_on"] = (
            f"This is before the injury on {injured}. Check the day, or correct the date of injury."
        )
    elif from_on > today + timedelta(days=366):
        problems["from_on"] = "This is more than a year ahead. Check the year."
    if until_on and until_on < from_on:
        problems["until_on"] = "The last day cannot be before the first. Check both."
    return problems


def restriction_problem(restriction: Mapping[str, str], known: Iterable[str]) -> str:
    """Why one restriction cannot be kept; "" where it can."""
    if restriction["kind"] not in set(known):
        return "Choose one of the program's restrictions."
    amount = restriction["amount"]
    if amount and not _is_amount(amount):
        return f"{amount} is no number. Type digits, and words into the note."
    if not amount and not restriction["note"]:
        return "Say how much, or describe it in the note."
    return ""


def _is_amount(text: str) -> bool:
    whole, _, part = text.partition(".")
    return text.isascii() and whole.isdigit() and len(whole) <= 4 and (part.isdigit() or "." not in text)


def restriction_words(word: str, restriction: Mapping[str, str]) -> str:
    """ "Lift at most 20 lb (left arm)"; an amount of zero is "Lift: not at all"."""
    amount, unit, note = (restriction.get(name, "") for name in ("amount", "unit", "note"))
    said = word
    if amount:
        said = f"{word}: not at all" if float(amount) == 0 else f"{word} at most {amount} {unit}".strip()
        return f"{said} ({note})" if note else said
    return f"{said}: {note}"


def status_on(spells: Iterable[Spell], on: date) -> Spell | None:
    """What holds on a day: the one that began last, unless it has ended; an earlier one does not come back."""
    begun = [one for one in spells if one.from_on <= on]
    last = max(begun, key=lambda one: one.order, default=None)
    return last if last and last.covers(on) else None


def troubles(spells: Sequence[Spell], on: date) -> list[Trouble]:
    """What has to be asked about as of a day, the oldest first."""
    in_order = sorted(spells, key=lambda one: one.order)
    found = [*_expired(in_order, on), *_overlaps(in_order, on), *_beyond_mmi(in_order, on)]
    return sorted(found, key=lambda one: one.since_on)


def _expired(spells: Sequence[Spell], on: date) -> Iterable[Trouble]:
    begun = [one for one in spells if one.from_on <= on]
    last = begun[-1] if begun else None
    if last and last.until_on and last.until_on < on and last.kind not in _ENDS_IT:
        words = f"{WORDS[last.kind]} ended {_day(last.until_on)}; nothing says what holds since"
        yield Trouble("expired", words, last.until_on + timedelta(days=1), (last.id,))


def _overlaps(spells: Sequence[Spell], on: date) -> Iterable[Trouble]:
    """Two physicians who allow different things for the same days. What was open-ended gives way to what came later."""
    for place, first in enumerate(spells):
        for second in spells[place + 1 :]:
            since = max(first.from_on, second.from_on)
            if _contradict(first, second) and not _is_over(first, second, on):
                words = (
                    f"{WORDS[first.kind]} by {first.by or 'one physician'} and {WORDS[second.kind].lower()} by "
                    f"{second.by or 'another'} from {_day(since)}: ask which holds"
                )
                yield Trouble("overlap", words, since, (first.id, second.id))


def _contradict(first: Spell, second: Spell) -> bool:
    is_same_physician = first.by.casefold() == second.by.casefold()
    is_within = first.until_on is not None and second.from_on <= first.until_on
    meets = is_within or first.from_on == second.from_on
    return first.kind != second.kind and not is_same_physician and meets


def _is_over(first: Spell, second: Spell, on: date) -> bool:
    ends = [one.until_on for one in (first, second) if one.until_on]
    return bool(ends) and min(ends) < on


def _beyond_mmi(spells: Sequence[Spell], on: date) -> Iterable[Trouble]:
    reached = min((one.from_on for one in spells if one.kind == MMI), default=None)
    for one in spells:
        if reached is None or one.kind not in _LIMITS:
            continue
        is_beyond = one.from_on > reached or (one.until_on is not None and one.until_on > reached)
        if is_beyond and (one.until_on is None or one.until_on >= on):
            until = f"until {_day(one.until_on)}" if one.until_on else f"from {_day(one.from_on)}"
            words = f"{WORDS[one.kind]} {until} is beyond maximum medical improvement on {_day(reached)}"
            yield Trouble("beyond_mmi", words, max(one.from_on, reached), (one.id,))


def timeline(
    spells: Sequence[Spell], *, today: date, onset_on: date | None = None, offers: Sequence[Offer] = ()
) -> Timeline:
    """Every spell on one line of days from the injury on; a later one ends an open one where it is drawn."""
    in_order = sorted(spells, key=lambda one: one.order)
    days = [today, *(one.from_on for one in in_order), *(one.until_on for one in in_order if one.until_on)]
    days += [day for one in offers for day in (one.offered_on, one.answered_on) if day]
    begins = min([*days, onset_on]) if onset_on else min(days)
    ends = max([*days, begins + _SHORTEST_SPAN]) + timedelta(days=7)
    ended = [_drawn_until(one, in_order[place + 1 :], ends) for place, one in enumerate(in_order)]
    bars = tuple(_bar(one, last, begins, ends, today) for one, last in zip(in_order, ended, strict=True))
    gaps = tuple(_gaps(in_order, ended, begins, ends, today))
    months = tuple(_months(begins, ends))
    marks = tuple(_mark(one, begins, ends, today) for one in sorted(offers, key=lambda one: one.offered_on))
    return Timeline(begins, ends, bars, gaps, _share(today, begins, ends), months, marks)


def _mark(one: Offer, begins: date, ends: date, today: date) -> Mark:
    until = one.answered_on or max(today, one.offered_on)
    return Mark(one, _share(one.offered_on, begins, ends), _share(until, begins, ends))


def _drawn_until(one: Spell, later: Sequence[Spell], ends: date) -> date:
    next_on = min((other.from_on for other in later), default=None)
    if one.until_on:
        return one.until_on
    return max(next_on - timedelta(days=1), one.from_on) if next_on else ends


def _bar(one: Spell, last: date, begins: date, ends: date, today: date) -> Bar:
    left = _share(one.from_on, begins, ends)
    right = _share(min(last + timedelta(days=1), ends), begins, ends)
    return Bar(one, left, round(max(right - left, 1), 2), one.until_on is None and last == ends, last < today)


def _gaps(
    spells: Sequence[Spell], ended: Sequence[date], begins: date, ends: date, today: date
) -> Iterable[tuple[float, float]]:
    """Days up to today on which nothing holds, between the first status and today."""
    reached = ended[0] if ended else None
    starts = [*(one.from_on for one in spells[1:]), today + timedelta(days=1)]
    for start, last in zip(starts, [*ended[1:], today], strict=False):
        if reached and start > reached + timedelta(days=1) and reached < today:
            left = _share(reached + timedelta(days=1), begins, ends)
            yield left, round(_share(start, begins, ends) - left, 2)
        reached = max(reached, last) if reached else last


def _months(begins: date, ends: date) -> Iterable[tuple[float, date]]:
    """The first of each month, or of each quarter where there are many."""
    step = 1 if (ends - begins).days <= 400 else 3
    month = (begins.replace(day=1) + timedelta(days=31)).replace(day=1)
    while month < ends:
        if step == 1 or month.month % step == 1:
            yield _share(month, begins, ends), month
        month = (month + timedelta(days=31)).replace(day=1)


def _share(on: date, begins: date, ends: date) -> float:
    return round(100 * (on - begins).days / (ends - begins).days, 2)


def _day(on: date) -> str:
    return f"{on:%b} {on.day}"
