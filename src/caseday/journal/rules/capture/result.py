"""What one captured line was understood to say, and where in the line it says so."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Generic, TypeVar

from caseday.journal.rules.capture.rhythms import SpokenRhythm

T = TypeVar("T")

KINDS = ("call", "visit", "meeting", "message", "travel", "wait", "research", "paperwork")
RESULTS = ("reached", "left_word", "no_answer", "closed", "on_hold", "no_show", "cancelled")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value with the part of the line that it came from; confidence from 0 to 1."""

    value: T
    start: int
    end: int
    confidence: float = 0.9


@dataclass(frozen=True)
class CasePerson:
    """A client with an open case: who a line may be about."""

    case_id: str
    name: str
    also: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """A person, professional or office that a line may name; `sort` is "person" or "office"."""

    id: str
    sort: str
    name: str
    role: str = ""
    case_ids: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidates:
    cases: tuple[CasePerson, ...] = ()
    contacts: tuple[Contact, ...] = ()
    current_case_id: str | None = None


@dataclass(frozen=True)
class Whom:
    """With whom: a role word, and where the line names somebody known, that contact."""

    role: str
    contact_id: str | None = None
    name: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Promise:
    """A follow-up in the line; `by_them` when somebody else said that they would do it; `reach` whom to reach.

    `rhythm` where it is to be taken up again and again, `last_on` the last day that the line names for it.
    """

    text: str
    due_at: datetime | None
    has_time: bool
    by_them: bool
    start: int
    end: int
    reach: Whom | None = None
    rhythm: SpokenRhythm | None = None
    last_on: date | None = None
    often: str = ""
    """The rhythm as it was typed."""


@dataclass(frozen=True)
class Captured:
    line: str
    kind: Found[str] | None = None
    direction: Found[str] | None = None
    whom: Found[Whom] | None = None
    case: Found[str] | None = None
    case_choices: tuple[str, ...] = ()
    started_at: Found[datetime] | None = None
    minutes: Found[int] | None = None
    hold_minutes: Found[int] | None = None
    result: Found[str] | None = None
    miles: Found[float] | None = None
    hours_learned: Found[str] | None = None
    promises: tuple[Promise, ...] = ()
    summary: str = field(default="")


@dataclass(frozen=True)
class Clause:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case without accents, every character where it was, so that offsets stay true."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char in "\u2019\u2018":
        return "'"
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char
