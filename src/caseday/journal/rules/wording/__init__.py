"""In: the text of a note.
Out: marks with exact places and what could stand there; fact, report and opinion told apart. Never a changed text.
"""

from caseday.journal.rules.wording.marks import Mark, Statement, abbreviations, marks, statements, weak_words
from caseday.journal.rules.wording.speakers import sentences, speaker_before
from caseday.journal.rules.wording.verbs import alternatives, forms, groups, groups_of, inflected, verbs

__all__ = [
    "Mark",
    "Statement",
    "abbreviations",
    "alternatives",
    "forms",
    "groups",
    "groups_of",
    "inflected",
    "marks",
    "sentences",
    "speaker_before",
    "statements",
    "verbs",
    "weak_words",
]
