"""Funds are the agency's: everybody reads what there is. Cases and entries on them are seen with the case."""

from uuid import UUID

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer

ONLY_LEADS = "Only supervisors and administrators set up funds. Ask one of them."
ONLY_WORKERS = "Only case managers and supervisors put cases and entries on a fund."
ONLY_APPROVERS = "A supervisor or administrator who did not record it approves it."
WHO_APPROVES = (
    "What waits is approved by a supervisor who sees the case, or by an administrator on the fund's page."
)
NOBODY_APPROVES = (
    "Nobody else here may approve what waits: somebody must be made a supervisor or administrator first."
)
ONLY_COUNTERS = "Only supervisors, administrators and auditors see counts of the whole agency."


def can_set_up(viewer: Viewer) -> bool:
    return viewer.is_system or viewer.is_supervisor or viewer.is_administrator


def can_charge(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def can_approve(viewer: Viewer, recorded_by: UUID | None) -> bool:
    """Who asks for money does not grant it. A supervisor decides about cases in her sight, an administrator about all,
    so that an agency with one supervisor has somebody for what she recorded."""
    return (viewer.is_supervisor or viewer.is_administrator) and viewer.staff_id != recorded_by


def counts_everything(viewer: Viewer) -> bool:
    """Sums without names: over the whole agency for whoever answers to the funder, else over one's own sight."""
    return can_set_up(viewer) or viewer.sees_every_case


def can_export_clients(viewer: Viewer) -> bool:
    """Files that name clients: of the cases in one's own sight, by whoever leads or audits."""
    return viewer.is_system or viewer.is_supervisor or viewer.is_auditor
