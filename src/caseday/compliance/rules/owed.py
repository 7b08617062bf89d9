"""In: the report types of a pack, when the times of a case began, what was sent. Out: what is owed by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from caseday.programs.rules import WorkCalendar
from caseday.programs.rules.reporting import ReportType
from caseday.programs.rules.scopes import TOLD_FOR, date_after, span_words, within_words


@dataclass(frozen=True)
class OwedReport:
    """`due_on` None: written when it is asked for, done once and for all, or its time has not begun.
    `last_on`: the day up to which the last one that was sent tells."""

    type: ReportType
    due_on: date | None = None
    last_on: date | None = None
    words: str = ""

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.due_on else 0

    def is_late(self, today: date) -> bool:
        return self.days_late(today) > 0

    def is_pressing(self, today: date) -> bool:
        """Late, and open work. One that was never written, and that no law asks for, is given up after a while: it
        stays on the case's page of reports."""
        if self.due_on is None or today <= self.due_on:
            return False
        return self.last_on is not None or self.type.verified or today <= self.due_on + TOLD_FOR


def owed_reports(
    types: Iterable[ReportType],
    starts: Mapping[str, date],
    sent: Mapping[str, date],
    *,
    jurisdiction: str,
    case_type: str,
    calendar: WorkCalendar,
    today: date,
) -> list[OwedReport]:
    """Of one case: first what has a day, the earliest before the others, then the rest in the order of the pack.

    `starts`: "referred", "accepted", "stage:slug", "date:slug" to its day. `sent`: type to the day up to which the last
    one tells; from it the next is counted, so that no day is left out.
    """
    found = [
        _owed(one, starts.get(one.starts), sent.get(one.slug), calendar)
        for one in types
        if one.holds(jurisdiction=jurisdiction, case_type=case_type, on=starts.get(one.starts, today))
    ]
    return sorted(found, key=lambda one: one.due_on or date.max)


def _owed(one: ReportType, start: date | None, last_on: date | None, calendar: WorkCalendar) -> OwedReport:
    if not one.every:
        return OwedReport(one, None, last_on, "when it is asked for")
    if one.is_once:
        words, begins = f"once, {within_words(one.every, one.unit, one.starts)}", None if last_on else start
    else:
        words, begins = f"every {span_words(one.every, one.unit)}", last_on or start
    due_on = date_after(begins, one.every, one.unit, calendar) if begins else None
    return OwedReport(one, due_on, last_on, words)
