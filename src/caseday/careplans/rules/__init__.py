"""In: plain values. Out: a plan's content with its hash, what is due, how far a goal is, the household's picture."""

from caseday.careplans.rules.content import (
    Content,
    Difference,
    canonical_content,
    differences,
    hash_of_content,
)
from caseday.careplans.rules.edits import Clash, clashes
from caseday.careplans.rules.household import Kin, Picture, pictured
from caseday.careplans.rules.ink import problem_of_ink
from caseday.careplans.rules.practice import (
    PlanPractice,
    missing_roles,
    quiet_days,
)
from caseday.careplans.rules.progress import Drawing, Point, drawn, is_reached, share_reached
from caseday.careplans.rules.words import LANGUAGES, day_in, legal_text_in, role_word
from caseday.programs.rules.spanish import language_of

__all__ = [
    "LANGUAGES",
    "Clash",
    "Content",
    "Difference",
    "Drawing",
    "Kin",
    "Picture",
    "PlanPractice",
    "Point",
    "canonical_content",
    "clashes",
    "day_in",
    "differences",
    "drawn",
    "hash_of_content",
    "is_reached",
    "language_of",
    "legal_text_in",
    "missing_roles",
    "pictured",
    "problem_of_ink",
    "quiet_days",
    "role_word",
    "share_reached",
]
