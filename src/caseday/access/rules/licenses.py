"""Licenses of staff: which hold on a day, what their boards ask for, and what is missing of it. Plain values."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from caseday.kernel.words import date_in_short

DATA = Path(__file__).parent.parent / "data" / "licenses.toml"
REMIND_DAYS = (90, 60, 30)
CATEGORIES: Mapping[str, str] = {
    "general": "General",
    "ethics": "Ethics",
    "pharmacology": "Pharmacology",
    "jurisprudence": "Law and jurisprudence",
    "cultural": "Culture and equity",
    "supervision": "Supervision",
    "safety": "Safety and abuse",
}


@dataclass(frozen=True)
class LicenseKind:
    """`signed` stands after the name, empty where it does not belong there."""

    slug: str
    word: str
    signed: str = ""
    has_state: bool = False
    board: str = ""


@dataclass(frozen=True)
class Requirement:
    """Hours of continuing education in a period; `verified` where the cited text was read."""

    kind: str
    hours: Decimal
    period_months: int
    source: str
    verified: bool
    state: str = ""
    url: str = ""
    read_on: date | None = None
    of_which: Mapping[str, Decimal] = field(default_factory=dict)


@cache
def _read() -> tuple[tuple[LicenseKind, ...], tuple[Requirement, ...]]:
    with DATA.open("rb") as file:
        found = tomllib.load(file)
    requirements = tuple(
        Requirement(
            kind=one["kind"],
            hours=Decimal(one["hours"]),
            period_months=one["period_months"],
            source=one["source"],
            verified=one["verified"],
            state=one.get("state", ""),
            url=one.get("url", ""),
            read_on=date.fromisoformat(one["read_on"]) if "read_on" in one else None,
            of_which={name: Decimal(hours) for name, hours in one.get("of_which", {}).items()},
        )
        for one in found["requirements"]
    )
    return tuple(LicenseKind(**one) for one in found["kinds"]), requirements


def license_kinds() -> tuple[LicenseKind, ...]:
    return _read()[0]


def license_kind(slug: str) -> LicenseKind:
    """One that the file has no more keeps its slug as its word."""
    known = next((one for one in license_kinds() if one.slug == slug), None)
    return known or LicenseKind(slug, slug.upper(), slug.upper())


def requirement_of(kind: str, state: str) -> Requirement | None:
    """None where nobody has read what the board asks for."""
    return next((one for one in _read()[1] if one.kind == kind and one.state in ("", state)), None)


@dataclass(frozen=True)
class Held:
    """A license as it is known."""

    kind: str
    state: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    ended_on: date | None = None

    def is_valid_on(self, on: date) -> bool:
        """Both the day of issue and the last day count."""
        return (
            (self.issued_on is None or self.issued_on <= on)
            and (self.expires_on is None or on <= self.expires_on)
            and (self.ended_on is None or on < self.ended_on)
        )


def credentials_on(written: str, held: Sequence[Held], on: date) -> str:
    """What stands after a name on this day: as written, without what does not hold, with what holds besides.

    Something written of which no license is kept (a degree) stays: nobody said when it ends.
    """
    valid = {license_kind(one.kind).signed for one in held if one.is_valid_on(on)}
    kept = {license_kind(one.kind).signed for one in held}
    words = [one.strip() for one in re.split(r"[,;]", written) if one.strip()]
    stay = [one for one in words if one.upper() not in kept or one.upper() in valid]
    said = {one.upper() for one in stay}
    order = [one.signed for one in license_kinds() if one.signed]
    more = sorted(valid - said - {""}, key=lambda one: order.index(one) if one in order else len(order))
    return ", ".join([*stay, *more])


def signature_on(name: str, written: str, held: Sequence[Held], on: date) -> str:
    credentials = credentials_on(written, held, on)
    return f"{name}, {credentials}" if credentials else name


@dataclass(frozen=True)
class Taken:
    """Hours of learning."""

    taken_on: date
    hours: Decimal
    category: str


@dataclass(frozen=True)
class CategoryHours:
    category: str
    hours: Decimal
    needed: Decimal | None = None

    @property
    def word(self) -> str:
        return CATEGORIES.get(self.category, self.category.replace("_", " ").capitalize())

    @property
    def missing(self) -> Decimal:
        return max(Decimal(), (self.needed or Decimal()) - self.hours)


@dataclass(frozen=True)
class Standing:
    """Hours of the running period against what is asked for; `needed` None where nobody knows it."""

    hours: Decimal
    needed: Decimal | None
    categories: tuple[CategoryHours, ...]
    from_on: date | None
    to_on: date | None

    @property
    def missing(self) -> Decimal:
        short = max((self.needed or Decimal()) - self.hours, Decimal())
        return max(short, sum((one.missing for one in self.categories), Decimal()))

    @property
    def is_met(self) -> bool:
        return self.needed is not None and not self.missing


def months_before(on: date, months: int) -> date:
    """The day after the same day so many months ago: the first of a period that ends on `on`."""
    place = on.year * 12 + on.month - 1 - months
    year, month = divmod(place, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(on.day, last)) + timedelta(days=1)


def standing_of(
    held: Held,
    taken: Iterable[Taken],
    *,
    period_from_on: date | None = None,
    required_hours: Decimal | None = None,
) -> Standing:
    """`required_hours`, what the board told the person, goes before the file."""
    rule = requirement_of(held.kind, held.state)
    from_on = period_from_on
    if from_on is None and rule and held.expires_on:
        from_on = months_before(held.expires_on, rule.period_months)
    counted = [
        one
        for one in taken
        if (from_on is None or from_on <= one.taken_on)
        and (held.expires_on is None or one.taken_on <= held.expires_on)
    ]
    needed = required_hours if required_hours is not None else (rule.hours if rule else None)
    of_which = rule.of_which if rule else {}
    names = dict.fromkeys([*of_which, *sorted({one.category for one in counted})])
    return Standing(
        hours=sum((one.hours for one in counted), Decimal()),
        needed=needed,
        categories=tuple(
            CategoryHours(
                name,
                sum((one.hours for one in counted if one.category == name), Decimal()),
                of_which.get(name),
            )
            for name in names
        ),
        from_on=from_on,
        to_on=held.expires_on,
    )


def days_left(expires_on: date, today: date) -> int:
    return (expires_on - today).days


def expiry_words(expires_on: date | None, today: date) -> str:
    """`expires in 12 days`, `expired 3 days ago`, `good until Mar 31, 2027`."""
    if expires_on is None:
        return "does not expire"
    days = days_left(expires_on, today)
    if days < 0:
        return "expired yesterday" if days == -1 else f"expired {-days} days ago"
    if days <= REMIND_DAYS[0]:
        return "expires today" if not days else f"expires in {days} day{'' if days == 1 else 's'}"
    return f"good until {date_in_short(expires_on)}"
