"""Every write of compliance, one verb a function."""

from caseday.compliance.actions.amending import amend_report
from caseday.compliance.actions.delivering import Told, note_receipt, send_report
from caseday.compliance.actions.reckoning import (
    mark_stale,
    reckon,
    reckon_case,
    reckon_in_sight,
    reckon_stale,
)
from caseday.compliance.actions.reports import (
    ChangedMeanwhile,
    discard_report,
    draft_report,
    save_report,
    sign_report,
)

__all__ = [
    "ChangedMeanwhile",
    "Told",
    "amend_report",
    "discard_report",
    "draft_report",
    "mark_stale",
    "note_receipt",
    "reckon",
    "reckon_case",
    "reckon_in_sight",
    "reckon_stale",
    "save_report",
    "send_report",
    "sign_report",
]
