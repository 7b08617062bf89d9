"""What every rule gives: a thing that is open, since when, why, whose move it is, and what one can tap."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID


@dataclass(frozen=True)
class Tap:
    """One thing to do about it: opens `url_name`, or posts to it."""

    label: str
    url_name: str
    arg: UUID | None = None
    query: tuple[tuple[str, str], ...] = ()
    is_post: bool = False

    @property
    def query_text(self) -> str:
        return f"?{urlencode(self.query)}" if self.query else ""


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

    @cached_property
    def key(self) -> str:
        return f"{self.rule}:{self.subject_id}"


def days_between(earlier: datetime, later: datetime) -> int:
    return max(0, (later - earlier).days)


def for_days(days: int) -> str:
    return "since today" if days == 0 else "for 1 day" if days == 1 else f"for {days} days"
