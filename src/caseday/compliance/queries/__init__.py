"""Every read of compliance, viewer first."""

from caseday.compliance.queries.kept import (
    LOOSE_KIND,
    CaseloadRow,
    RuleSum,
    caseload_cases,
    cases_to_reckon,
    kept_for,
    loose_rows,
    standing_choices,
    sums_of,
)
from caseday.compliance.queries.open_work import AMENDED_KIND, amended_rows
from caseday.compliance.queries.papers_out import SUPERSEDED_KIND, paper_holders, superseded_rows
from caseday.compliance.queries.reports import LOOSE_KIND as REPORT_SENT
from caseday.compliance.queries.reports import report_rows
from caseday.compliance.queries.results import (
    CaseResults,
    CheckShown,
    RuleShown,
    agency_zone,
    latest_days,
    results_of,
)

__all__ = [
    "AMENDED_KIND",
    "LOOSE_KIND",
    "REPORT_SENT",
    "SUPERSEDED_KIND",
    "CaseResults",
    "CaseloadRow",
    "CheckShown",
    "RuleShown",
    "RuleSum",
    "agency_zone",
    "amended_rows",
    "caseload_cases",
    "cases_to_reckon",
    "kept_for",
    "latest_days",
    "loose_rows",
    "paper_holders",
    "report_rows",
    "results_of",
    "standing_choices",
    "sums_of",
    "superseded_rows",
]
