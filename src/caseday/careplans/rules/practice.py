"""In: a program's rule for plans, or none. Out: when a plan and its review are due, whose signatures it needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from caseday.programs.rules import PlanRule, WorkCalendar, date_after

_USUAL_SIGNERS = ("client", "worker")
_USUAL_QUIET_DAYS = 30


@dataclass(frozen=True)
class PlanPractice:
    """What holds for a case; without a rule no day is set, client and worker sign, 30 days are quiet."""

    rule: PlanRule | None
    calendar: WorkCalendar

    @property
    def signatures(self) -> tuple[str, ...]:
        return self.rule.signatures if self.rule else _USUAL_SIGNERS

    @property
    def quiet_goal_days(self) -> int:
        """0: never."""
        return self.rule.quiet_goal_days if self.rule else _USUAL_QUIET_DAYS

    @property
    def starts(self) -> str:
        return self.rule.starts if self.rule else ""

    def due_on(self, started_on: date) -> date | None:
        if self.rule is None:
            return None
        return date_after(started_on, self.rule.due_within, self.rule.due_unit, self.calendar)

    def review_due_on(self, last_on: date) -> date | None:
        """`last_on`: the last review, or the day of the first version."""
        if self.rule is None or not self.rule.review_every:
            return None
        return date_after(last_on, self.rule.review_every, self.rule.review_unit, self.calendar)

    def legal_text(self, language: str) -> str:
        return self.rule.legal_text.get(language, "") if self.rule else ""


def missing_roles(needed: Collection[str], signed: Collection[str]) -> list[str]:
    """In the order of the program."""
    return [role for role in dict.fromkeys(needed) if role not in signed]


def quiet_days(last_worked: date, today: date) -> int:
    return max(0, (today - last_worked).days)
