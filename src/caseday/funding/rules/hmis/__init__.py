"""In: what is known of clients and projects. Out: HUD's HMIS CSV files, checked against their specification.

HUD, HMIS CSV Format Specifications FY 2026: `fy2026.toml` says which of its accounts were read, and where they differ
from FY 2024. HUD's own document was not read. docs/standards.md has the list.
"""

from caseday.funding.rules.hmis.checking import (
    CE_SERVICES,
    HEAD,
    RAPID_REHOUSING,
    Problem,
    allowed_text,
    csv_of,
    has_affiliation,
    is_residential,
    problems_of,
)
from caseday.funding.rules.hmis.spec import Column, Question, Spec, fy2026

__all__ = [
    "CE_SERVICES",
    "HEAD",
    "RAPID_REHOUSING",
    "Column",
    "Problem",
    "Question",
    "Spec",
    "allowed_text",
    "csv_of",
    "fy2026",
    "has_affiliation",
    "is_residential",
    "problems_of",
]
