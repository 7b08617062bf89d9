"""In: what a pack asks for, when a case began what, and what was completed. Out: what is due by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from caseday.programs.rules import WorkCalendar
from caseday.programs.rules.plans import AssessmentDue
from caseday.programs.rules.scopes import TOLD_FOR, date_after, span_words, within_words

SHOWN_AHEAD = timedelta(days=7)
PRESSES_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """`last_on` None: it was never completed. `rule_words` as "within 30 days of accepted"."""

    instrument: str
    due_on: date
    last_on: date | None
    rule_words: str

    def is_late(self, today: date) -> bool:
        return today > self.due_on

    def is_near(self, today: date) -> bool:
        """Late, or due within a week: time to plan it into a call or a visit."""
        return today >= self.due_on - SHOWN_AHEAD

    def is_pressing(self, today: date) -> bool:
        """From the day before: then it is open work. What was never begun is given up after a while: from then on the
        documentation of the caseload tells it."""
        is_given_up = self.last_on is None and today > self.due_on + TOLD_FOR
        return today >= self.due_on - PRESSES_AHEAD and not is_given_up


def due_assessments(
    asked: Iterable[AssessmentDue],
    starts: Mapping[str, date],
    done: Mapping[str, date],
    *,
    jurisdiction: str,
    case_type: str,
    calendar: WorkCalendar,
) -> list[Due]:
    """Of one case, the earliest first. `starts`: "referred", "accepted", "stage:slug", "date:slug" to its day; a start
    that has not happened asks for nothing yet. `done`: instrument to the day it was last completed."""
    found: dict[str, Due] = {}
    for rule in asked:
        start = starts.get(rule.starts)
        if start is None or not rule.holds(jurisdiction=jurisdiction, case_type=case_type, on=start):
            continue
        one = _due(rule, start, done.get(rule.instrument), calendar)
        if one and (rule.instrument not in found or one.due_on < found[rule.instrument].due_on):
            found[rule.instrument] = one
    return sorted(found.values(), key=lambda one: (one.due_on, one.instrument))


def _due(rule: AssessmentDue, start: date, last_on: date | None, calendar: WorkCalendar) -> Due | None:
    if last_on is None:
        words = within_words(rule.within, rule.unit, rule.starts)
        return Due(rule.instrument, date_after(start, rule.within, rule.unit, calendar), None, words)
    if not rule.repeat_every:
        return None
    again = date_after(last_on, rule.repeat_every, rule.repeat_unit, calendar)
    return Due(rule.instrument, again, last_on, f"every {span_words(rule.repeat_every, rule.repeat_unit)}")
