"""Every read of cases, viewer first."""

from caseday.cases.queries.listing import CasePage, CaseRow, list_cases, saved_filters
from caseday.cases.queries.one import (
    acuity_word,
    case_item,
    cases_by_number,
    cases_of_person,
    cases_seen_by,
    conditions_of,
    first_contacts_of,
    get_case,
    goals_of,
    identifiers_of,
    key_dates_of,
    pack_of,
    parties_of,
    stage_word,
    status_word,
    unmet_first_contacts,
    workers_of,
)
from caseday.cases.queries.overlaps import Overlap, cases_with_identifier, staff_named_like
from caseday.cases.queries.who import Who, find_who, resolve_who

__all__ = [
    "CasePage",
    "CaseRow",
    "Overlap",
    "Who",
    "acuity_word",
    "case_item",
    "cases_by_number",
    "cases_of_person",
    "cases_seen_by",
    "cases_with_identifier",
    "conditions_of",
    "find_who",
    "first_contacts_of",
    "get_case",
    "goals_of",
    "identifiers_of",
    "key_dates_of",
    "list_cases",
    "pack_of",
    "parties_of",
    "resolve_who",
    "saved_filters",
    "staff_named_like",
    "stage_word",
    "status_word",
    "unmet_first_contacts",
    "workers_of",
]
