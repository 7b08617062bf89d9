"""Plain Python: what a pack says, how a pack file is read, and when a clock runs out."""

from caseday.programs.rules.clocks import (
    Unit,
    WorkCalendar,
    add_working_days,
    add_working_time,
    due_at,
    in_words,
    working_days_between,
)
from caseday.programs.rules.deadlines import (
    Clock,
    ClockFile,
    Deadline,
    Pause,
    begins_next,
    deadline,
    describe_clock,
)
from caseday.programs.rules.diagnoses import normalize_diagnosis_code, search_words
from caseday.programs.rules.mileage import USUAL_MILEAGE_RULE, MileageRate, MileageRule
from caseday.programs.rules.pack import (
    ActivityKind,
    Acuity,
    FirstContactRule,
    IdentifierKind,
    NoteFormat,
    Pack,
    PartyRole,
    Stage,
)
from caseday.programs.rules.parts import Citation, Kind, Source, find_kind, word_of
from caseday.programs.rules.practice import FollowUpPractice
from caseday.programs.rules.reading import PackError, read_clocks, read_pack
from caseday.programs.rules.requests import (
    CASE_MANAGER,
    CLIENT,
    Checklist,
    ChecklistLine,
    DocumentKind,
    Outcome,
    RequestKind,
    RestrictionKind,
    Step,
)

__all__ = [
    "CASE_MANAGER",
    "CLIENT",
    "USUAL_MILEAGE_RULE",
    "ActivityKind",
    "Acuity",
    "Checklist",
    "ChecklistLine",
    "Citation",
    "Clock",
    "ClockFile",
    "Deadline",
    "DocumentKind",
    "FirstContactRule",
    "FollowUpPractice",
    "IdentifierKind",
    "Kind",
    "MileageRate",
    "MileageRule",
    "NoteFormat",
    "Outcome",
    "Pack",
    "PackError",
    "PartyRole",
    "Pause",
    "RequestKind",
    "RestrictionKind",
    "Source",
    "Stage",
    "Step",
    "Unit",
    "WorkCalendar",
    "add_working_days",
    "add_working_time",
    "begins_next",
    "deadline",
    "describe_clock",
    "due_at",
    "find_kind",
    "in_words",
    "normalize_diagnosis_code",
    "read_clocks",
    "read_pack",
    "search_words",
    "word_of",
    "working_days_between",
]
