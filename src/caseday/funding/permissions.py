"""Funds are the agency's: everybody reads what there is. Cases and entries on them are seen with the case."""

from uuid import UUID

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer

ONLY_LEADS = "Only supervisors and administrators set up funds. Ask one of them."
ONLY_WORKERS = "Only case managers and supervisors put cases and entries on a fund."
ONLY_APPROVERS = "A supervisor who did not record it approves it."
ONLY_COUNTERS = "Only supervisors, administrators and auditors see counts of the whole agency."


def can_set_up(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_supervisor or viewer.is_administrator


def can_charge(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def can_approve(viewer: Viewer, recorded_by: UUID | None) -> bool:
    """Who asks for money does not grant it."""
    return viewer.is_supervisor and viewer.staff_id != recorded_by


def counts_everything(viewer: Viewer) -> bool:
    """Sums without names: over the whole agency for whoever answers to the funder, else over one's own sight."""
    return can_set_up(viewer) or viewer.sees_every_case


def can_export_clients(viewer: Viewer) -> bool:
    """Files that name clients: of the cases in one's own sight, by whoever leads or audits."""
    return viewer.is_system or viewer.is_supervisor or viewer.is_auditor
