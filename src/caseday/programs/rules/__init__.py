"""Plain Python: what a pack says, how a pack file is read, and when a clock runs out."""

from caseday.programs.rules.clocks import (
    Unit,
    WorkCalendar,
    add_working_days,
    add_working_time,
    due_at,
    working_days_between,
)
from caseday.programs.rules.diagnoses import normalize_diagnosis_code, search_words
from caseday.programs.rules.pack import (
    ActivityKind,
    Acuity,
    Citation,
    FirstContactRule,
    IdentifierKind,
    Kind,
    NoteFormat,
    Pack,
    PartyRole,
    Stage,
    find_kind,
    word_of,
)
from caseday.programs.rules.reading import PackError, read_pack

__all__ = [
    "ActivityKind",
    "Acuity",
    "Citation",
    "FirstContactRule",
    "IdentifierKind",
    "Kind",
    "NoteFormat",
    "Pack",
    "PackError",
    "PartyRole",
    "Stage",
    "Unit",
    "WorkCalendar",
    "add_working_days",
    "add_working_time",
    "due_at",
    "find_kind",
    "normalize_diagnosis_code",
    "read_pack",
    "search_words",
    "word_of",
    "working_days_between",
]
