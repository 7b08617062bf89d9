"""What every rule gives: a thing that is open, since when, why, whose move it is, and what one can tap."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID


@dataclass(frozen=True)
class Tap:
    """One thing to do about it: opens `url_name`, or posts `query` to it. `part` is the second id of its address."""

    label: str
    url_name: str
    arg: UUID | None = None
    query: tuple[tuple[str, str], ...] = ()
    is_post: bool = False
    part: UUID | None = None

    @property
    def args(self) -> tuple[UUID, ...]:
        return tuple(one for one in (self.arg, self.part) if one)

    @property
    def query_text(self) -> str:
        return f"?{urlencode(self.query)}" if self.query and not self.is_post else ""


def log_call(
    *,
    case_id: UUID | None,
    role: str = "",
    office_id: UUID | None = None,
    followup_id: UUID | None = None,
    label: str = "Call",
) -> Tap:
    """Opens the card of the call, which takes what came of it; with a follow-up it counts as a try."""
    asked = (("case", case_id), ("office", office_id), ("role", role), ("followup", followup_id))
    return Tap(label, "casefile:call", query=tuple((name, str(value)) for name, value in asked if value))


@dataclass(frozen=True)
class Reach:
    """Whom to call about it: a role of the case, a person at an office. `is_role_first`: the office only where
    nobody of the case has the role."""

    role: str = ""
    office_id: UUID | None = None
    name: str = ""
    is_role_first: bool = False


@dataclass(frozen=True)
class LooseEnd:
    """`weight` orders: a hundred is a day late, see `ranking`; `due_at` None where there is no clock."""

    rule: str
    subject_id: UUID
    title: str
    why: str
    since: datetime
    next_actor: str
    weight: float
    chip: str
    """stop (late or blocked), said (not verified), next (due), muted."""
    chip_words: str
    case_id: UUID | None = None
    client: str = ""
    due_at: datetime | None = None
    office_id: UUID | None = None
    taps: tuple[Tap, ...] = field(default=())
    reach: Reach | None = None
    followup_id: UUID | None = None
    """What a call about it counts for as a try."""
    request_id: UUID | None = None

    @cached_property
    def key(self) -> str:
        return f"{self.rule}:{self.subject_id}"


def days_between(earlier: datetime, later: datetime) -> int:
    return max(0, (later - earlier).days)


def for_days(days: int) -> str:
    return "since today" if days == 0 else "for 1 day" if days == 1 else f"for {days} days"


def days_words(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def day_words(on: date) -> str:
    return f"{on:%b} {on.day}"


def near_words(on: date, today: date) -> str:
    """`today`, `tomorrow`, `Friday`, `Mar 9`"""
    days = (on - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"{on:%A}" if 0 < days < 7 else day_words(on)


def ago_words(days: int) -> str:
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def joined(*parts: str) -> str:
    """What there is to say, by commas."""
    return ", ".join(part for part in parts if part)
