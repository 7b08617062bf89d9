"""Plain Python: what a pack says, how a pack file is read, and when a clock runs out."""

from caseday.programs.rules.billing import ActivityCode, Rate
from caseday.programs.rules.clocks import (
    Unit,
    WorkCalendar,
    add_working_days,
    add_working_time,
    due_at,
    in_words,
    working_days_between,
)
from caseday.programs.rules.consents import ConsentRule
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
from caseday.programs.rules.documentation_kinds import RULE_KINDS, DocumentationRule
from caseday.programs.rules.expected import Expected, expected_of
from caseday.programs.rules.measures import OutcomeMeasure
from caseday.programs.rules.mileage import USUAL_MILEAGE_RULE, MileageRate, MileageRule
from caseday.programs.rules.pack import (
    USUAL_PROGRAM,
    ActivityKind,
    IdentifierKind,
    KeyDateKind,
    NoteFormat,
    Pack,
    PartyRole,
    Words,
)
from caseday.programs.rules.parts import Citation, Coded, Figure, Kind, Source, find_kind, word_of
from caseday.programs.rules.plans import SIGNERS, AssessmentDue, PlanRule
from caseday.programs.rules.practice import FollowUpPractice
from caseday.programs.rules.reading import PackError, read_clocks, read_pack
from caseday.programs.rules.referral import ReferralFields, referral_fields
from caseday.programs.rules.reporting import ReportType, Section
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
from caseday.programs.rules.scopes import TOLD_FOR, Scoped, Span, date_after, span_words
from caseday.programs.rules.stages import STAGE_CONDITIONS, Stage, condition_parts
from caseday.programs.rules.visits import Acuity, ContactRule, FirstContactRule, VisitRule

__all__ = [
    "CASE_MANAGER",
    "CLIENT",
    "RULE_KINDS",
    "SIGNERS",
    "STAGE_CONDITIONS",
    "USUAL_MILEAGE_RULE",
    "USUAL_PROGRAM",
    "ActivityCode",
    "ActivityKind",
    "Acuity",
    "AssessmentDue",
    "Checklist",
    "ChecklistLine",
    "Citation",
    "Clock",
    "ClockFile",
    "Coded",
    "ConsentRule",
    "ContactRule",
    "Deadline",
    "DocumentKind",
    "DocumentationRule",
    "Figure",
    "Expected",
    "FirstContactRule",
    "FollowUpPractice",
    "IdentifierKind",
    "KeyDateKind",
    "Kind",
    "MileageRate",
    "MileageRule",
    "NoteFormat",
    "Outcome",
    "OutcomeMeasure",
    "Pack",
    "PackError",
    "PartyRole",
    "Pause",
    "PlanRule",
    "Rate",
    "ReferralFields",
    "ReportType",
    "RequestKind",
    "RestrictionKind",
    "Scoped",
    "Section",
    "Source",
    "Span",
    "Stage",
    "Step",
    "Unit",
    "VisitRule",
    "Words",
    "WorkCalendar",
    "add_working_days",
    "add_working_time",
    "begins_next",
    "condition_parts",
    "date_after",
    "deadline",
    "describe_clock",
    "due_at",
    "expected_of",
    "find_kind",
    "in_words",
    "normalize_diagnosis_code",
    "read_clocks",
    "read_pack",
    "search_words",
    "referral_fields",
    "TOLD_FOR",
    "span_words",
    "word_of",
    "working_days_between",
]
