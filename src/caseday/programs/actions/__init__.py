"""Every write of programs: the agency's wording of packs, that of payers, and reference data."""

from caseday.programs.actions.diagnoses import load_diagnosis_codes
from caseday.programs.actions.drafts import (
    copy_pack,
    discard_draft,
    save_draft,
    save_section,
    save_text,
    set_overlay,
)
from caseday.programs.actions.publishing import ONLY_ADMINISTRATORS, publish_version, withdraw_version

__all__ = [
    "ONLY_ADMINISTRATORS",
    "copy_pack",
    "discard_draft",
    "load_diagnosis_codes",
    "publish_version",
    "save_draft",
    "save_section",
    "save_text",
    "set_overlay",
    "withdraw_version",
]
