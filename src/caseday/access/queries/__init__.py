"""Every read of access."""

from caseday.access.queries.agency import get_agency
from caseday.access.queries.chains import as_it_stood_on, events_of_chain, get_events_of_case
from caseday.access.queries.glass import get_glass_break, glass_breaks_to_review, open_glass_breaks
from caseday.access.queries.licenses import (
    Ledger,
    LicenseLine,
    StaffLicenses,
    get_education,
    get_license,
    license_ledger,
    signature_at,
    signature_for,
    signature_of_day,
    staff_of_licenses,
    team_licenses,
    today_of,
)
from caseday.access.queries.log import LogFilter, LogPage, LogRow, access_log
from caseday.access.queries.staff import (
    active_staff,
    coverages_shown_to,
    get_coverage,
    get_staff,
    get_team,
    list_staff,
    list_teams,
    staff_names,
    staff_who_may_cover,
    stand_ins_now,
)
from caseday.access.queries.verify import Problem, Verified, verify_chains
from caseday.access.queries.viewer import signed_in_staff, viewer_for

__all__ = [
    "Ledger",
    "LicenseLine",
    "LogFilter",
    "LogPage",
    "LogRow",
    "Problem",
    "StaffLicenses",
    "Verified",
    "access_log",
    "active_staff",
    "as_it_stood_on",
    "coverages_shown_to",
    "events_of_chain",
    "get_agency",
    "get_coverage",
    "get_education",
    "get_events_of_case",
    "get_glass_break",
    "get_license",
    "get_staff",
    "get_team",
    "glass_breaks_to_review",
    "license_ledger",
    "list_staff",
    "list_teams",
    "open_glass_breaks",
    "signature_at",
    "signature_for",
    "signature_of_day",
    "today_of",
    "signed_in_staff",
    "staff_names",
    "staff_of_licenses",
    "staff_who_may_cover",
    "stand_ins_now",
    "team_licenses",
    "verify_chains",
    "viewer_for",
]
