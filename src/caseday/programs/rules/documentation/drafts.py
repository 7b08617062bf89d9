"""In: rules and the entry whose note is being written. Out: what the note would lack if it were signed now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from caseday.programs.rules.clocks import WorkCalendar
from caseday.programs.rules.documentation.asking import lacks_of
from caseday.programs.rules.documentation.facts import Entry
from caseday.programs.rules.documentation.rule import Rule

PART_WORDS = {
    "date": "the date",
    "duration": "how long it took",
    "place": "where it was",
    "goal": "the goal that it serves",
    "participants": "whom it was with",
    "next_step": "the next step",
    "signature": "the signature",
}


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """`until`: sign before, of a rule that has a time; `is_late` where that has passed."""

    rule: Rule
    lacks: tuple[str, ...] = ()
    until: datetime | None = None
    is_late: bool = False

    @property
    def is_met(self) -> bool:
        return not self.lacks and not self.is_late

    @property
    def lacks_in_words(self) -> str:
        return ", ".join(PART_WORDS.get(name, name) for name in self.lacks)


def checks_of_note(
    rules: Iterable[Rule], entry: Entry, *, now: datetime, calendar: WorkCalendar
) -> list[NoteCheck]:
    """Every rule about notes that holds for this entry, met ones too."""
    on = entry.at.astimezone(calendar.zone).date()
    found = []
    for rule in rules:
        if rule.kind == "note_has" and rule.is_about(entry.kind) and rule.holds_on(on):
            found.append(NoteCheck(rule, lacks_of(rule, entry)))
        if rule.kind == "note_within_hours" and rule.is_about(entry.kind) and rule.holds_on(on):
            until = entry.at + timedelta(hours=rule.hours)
            found.append(NoteCheck(rule, until=until, is_late=(entry.noted_at or now) > until))
    return found
