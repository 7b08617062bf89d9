"""Every write of access."""

from caseday.access.actions.agency import change_agency, set_up_agency
from caseday.access.actions.coverage import arrange_coverage, end_coverage
from caseday.access.actions.glass import GLASS_OPEN, break_glass, close_glass, review_glass_break
from caseday.access.actions.licenses import (
    Certificate,
    EducationDetails,
    LicenseDetails,
    add_license,
    attach_certificate,
    change_license,
    end_license,
    note_education,
    void_education,
)
from caseday.access.actions.sessions import end_sessions_of, release_lockout, remove_second_steps
from caseday.access.actions.staff import (
    add_staff,
    change_my_settings,
    change_staff,
    disable_staff,
    enable_staff,
)
from caseday.access.actions.teams import add_team, change_team, remove_team
from caseday.access.onetime import one_time_path

__all__ = [
    "GLASS_OPEN",
    "Certificate",
    "EducationDetails",
    "LicenseDetails",
    "add_license",
    "add_staff",
    "add_team",
    "arrange_coverage",
    "attach_certificate",
    "break_glass",
    "change_agency",
    "change_license",
    "change_my_settings",
    "change_staff",
    "change_team",
    "close_glass",
    "disable_staff",
    "enable_staff",
    "end_coverage",
    "end_license",
    "end_sessions_of",
    "note_education",
    "one_time_path",
    "release_lockout",
    "remove_second_steps",
    "remove_team",
    "review_glass_break",
    "set_up_agency",
    "void_education",
]
