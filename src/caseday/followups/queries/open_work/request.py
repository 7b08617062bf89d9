"""One open request, with what is loose about it: said by the same rules as on its page."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.followups.models import Request
from caseday.followups.queries.open_work.rows import Row
from caseday.followups.queries.open_work.said import Said
from caseday.followups.queries.readiness import OFF
from caseday.followups.queries.request_facts import REPORTS
from caseday.followups.queries.requests import OPEN
from caseday.followups.rules import (
    LineFact,
    LineState,
    Matrix,
    Setting,
    Standing,
    StepStanding,
    limit_words,
    moved_words,
    state_of,
)
from caseday.programs.queries import find_clock
from caseday.programs.rules import Pack, RequestKind, word_of
from caseday.programs.rules.requests import CASE_MANAGER, CLIENT


class Running(NamedTuple):
    """A clock that runs; `due_at` None while it stands still."""

    id: UUID
    slug: str
    jurisdiction: str
    started_at: datetime
    due_at: datetime | None

    def word(self, zone: ZoneInfo) -> str:
        known = find_clock(self.slug, self.jurisdiction, self.started_at.astimezone(zone).date())
        return known.word if known else self.slug.replace("_", " ").capitalize()


class Line(NamedTuple):
    word: str
    fact: LineFact


@dataclass
class OpenRequest:
    """One request with what was said of it; `lines` only where its day is near."""

    row: Row
    said: Said
    clocks: list[Running] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    next_try_on: date | None = None
    """When its next chase is due, of those that are not due yet."""
    last_try_at: datetime | None = None
    """Of those that are not due yet."""

    @property
    def case_id(self) -> UUID:
        return self.row.case_id

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN

    @property
    def is_blocked(self) -> bool:
        return self.row.state == Request.State.BLOCKED

    @property
    def pack(self) -> Pack:
        return self.said.ground.pack

    @property
    def kind(self) -> RequestKind | None:
        return self.said.ground.kind

    @property
    def standing(self) -> Standing:
        return self.said.standing

    @property
    def matrix(self) -> Matrix:
        """Of the latest news alone."""
        return self.said.matrix

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.row.zone_name)

    @property
    def whom(self) -> str:
        """Where it was asked for."""
        return ", ".join(part for part in (self.row.professional, self.row.office) if part)

    def role_word(self, role: str) -> str:
        if role == CLIENT:
            return self.pack.words.client.capitalize()
        return "Case manager" if role == CASE_MANAGER else word_of(self.pack.party_roles, role)

    @property
    def missing_report(self) -> StepStanding | None:
        """The step at which a report that was asked for is here, while nobody says that it was taken."""
        step = self.standing.step(REPORTS.get(self.row.kind, ""))
        return step if step is not None and not step.is_taken else None

    @property
    def visit_on(self) -> date:
        """The day of the appointment; else of the first step, as they say; else when it was asked for."""
        if self.row.day_at:
            return self.row.day_at.astimezone(self.zone).date()
        first = self.standing.steps[0].latest if self.standing.steps else None
        if first and first.happened_on:
            return first.happened_on
        return self.row.opened_at.astimezone(self.zone).date()

    def closing_clocks(self, now: datetime) -> list[Running]:
        practice = self.pack.followup_practice
        return [
            one for one in self.clocks if one.due_at and practice.is_closing(one.started_at, one.due_at, now)
        ]

    def is_pressed(self, now: datetime) -> bool:
        """A clock runs out soon, or it is needed by then: by the practice of its pack."""
        near = now + timedelta(days=self.pack.followup_practice.clock_days.count)
        needed_by = self.row.needed_by
        return bool(self.closing_clocks(now)) or (needed_by is not None and needed_by <= near)

    def is_worked_on(self, today: date, zone: ZoneInfo) -> bool:
        """Whether somebody was told, tried, or said anything today, since it was blocked."""
        stuck = self.standing.blocked.latest if self.standing.blocked else None
        others = [one for one in self.said.claims if stuck is None or one.id != stuck.id]
        moments = [one.said_at for one in others] + [one.verified_at for one in others if one.verified_at]
        moments += [one.told_at for one in self.said.told] + ([self.last_try_at] if self.last_try_at else [])
        since = self.row.blocked_at or self.row.opened_at
        return any(at >= since and at.astimezone(zone).date() == today for at in moments)

    def limit(self, today: date) -> str:
        """What is about to run out, in words; nothing where a newer request goes on from it."""
        if self.row.is_renewed:
            return ""
        return limit_words(
            expires_on=self.row.expires_on,
            approved=self.row.units_approved,
            used=self.row.units_used,
            unit_word=self.row.unit_word,
            today=today,
            practice=self.pack.followup_practice,
        )

    def days_left(self, today: date) -> int | None:
        """To its day, where one is set and not over or called off."""
        if self.row.day_at is None or self.row.day_state in OFF:
            return None
        left = (self.row.day_at.astimezone(ZoneInfo(self.row.day_zone or "UTC")).date() - today).days
        return left if left >= 0 else None

    def lines_standing_out(self, today: date) -> list[str]:
        left = self.days_left(today)
        found = [one for one in self.lines if state_of(one.fact, left) is LineState.STANDS_OUT]
        return [f"{one.word} (moved since)" if one.fact.is_moved else one.word for one in found]

    def has_moved(self, slug: str, was: Setting) -> bool:
        """Whether a line that depends on the day was confirmed for another one."""
        checklist = self.pack.checklist(self.kind.checklist) if self.kind and self.kind.checklist else None
        known = checklist.line(slug) if checklist else None
        if known is not None and not known.depends_on_day:
            return False
        now_set = Setting(self.row.day_at, self.row.day_office or self.row.day_place or "")
        return bool(moved_words(was, now_set, ZoneInfo(self.row.day_zone or "UTC")))

    def has_checklist_to_begin(self, today: date) -> bool:
        left = self.days_left(today)
        is_near = left is not None and left <= self.pack.followup_practice.checklist_days.count
        return bool(is_near and not self.lines and self.kind and self.kind.checklist)
