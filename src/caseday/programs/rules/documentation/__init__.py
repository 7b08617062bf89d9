"""In: documentation rules and the facts of a case. Out: met, due, missed or not applicable, with the evidence."""

from caseday.programs.rules.documentation.drafts import PART_WORDS, NoteCheck, checks_of_note
from caseday.programs.rules.documentation.engine import changes_at, results_for
from caseday.programs.rules.documentation.facts import (
    Answered,
    CaseFacts,
    Entry,
    Paper,
    Review,
    Signature,
    Since,
    Version,
)
from caseday.programs.rules.documentation.look import Look
from caseday.programs.rules.documentation.results import Check, Proof, Result, Standing, result_of
from caseday.programs.rules.documentation.rule import Rule, rules_of

__all__ = [
    "PART_WORDS",
    "Answered",
    "CaseFacts",
    "Check",
    "Entry",
    "Look",
    "NoteCheck",
    "Paper",
    "Proof",
    "Result",
    "Review",
    "Rule",
    "Signature",
    "Since",
    "Standing",
    "Version",
    "changes_at",
    "checks_of_note",
    "result_of",
    "results_for",
    "rules_of",
]
