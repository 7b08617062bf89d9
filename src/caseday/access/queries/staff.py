"""Staff, teams and who stands in for whom."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from caseday.access.models import Coverage, Staff, Team, TeamMembership
from caseday.access.permissions import can_arrange_coverage, can_manage_staff
from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound


def active_staff() -> list[Staff]:
    return list(Staff.objects.filter(is_active=True).order_by("name"))


def list_staff(viewer: Viewer) -> list[Staff]:
    """Everybody of the agency with their teams; those who left last. Colleagues are no secret to each other."""
    staff = Staff.objects.order_by("-is_active", "name")
    if not (can_manage_staff(viewer) or viewer.is_auditor):
        staff = staff.filter(is_active=True)
    return list(
        staff.prefetch_related(Prefetch("memberships", TeamMembership.objects.select_related("team")))
    )


def get_staff(viewer: Viewer, staff_id: UUID) -> Staff:
    """Oneself, or anybody for administrators, supervisors and auditors (reading)."""
    may = viewer.staff_id == staff_id or can_manage_staff(viewer) or viewer.is_auditor or viewer.is_supervisor
    staff = Staff.objects.filter(pk=staff_id).first() if may else None
    if staff is None:
        raise NotFound
    return staff


def staff_names(staff_ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Staff.objects.filter(pk__in=set(staff_ids)).values_list("id", "name"))


def list_teams(viewer: Viewer) -> list[Team]:
    members = TeamMembership.objects.select_related("staff").order_by("-is_lead", "staff__name")
    return list(
        Team.objects.annotate(size=Count("memberships"))
        .order_by("name")
        .prefetch_related(Prefetch("memberships", members))
    )


def get_team(viewer: Viewer, team_id: UUID) -> Team:
    team = Team.objects.filter(pk=team_id).first() if can_manage_staff(viewer) or viewer.is_auditor else None
    if team is None:
        raise NotFound
    return team


def coverages_shown_to(viewer: Viewer, *, today: date) -> list[Coverage]:
    """Present and coming ones: all for who arranges them (and auditors), else those that concern the viewer."""
    coverages = Coverage.objects.filter(to_on__gte=today, ended_at=None).select_related("absent", "covering")
    if not (can_manage_staff(viewer) or viewer.is_supervisor or viewer.is_auditor):
        coverages = coverages.filter(Q(absent=viewer.staff_id) | Q(covering=viewer.staff_id))
    return list(coverages.order_by("from_on", "absent__name"))


def get_coverage(viewer: Viewer, coverage_id: UUID) -> Coverage:
    coverage = Coverage.objects.select_related("absent", "covering").filter(pk=coverage_id).first()
    if coverage is None or not (
        can_arrange_coverage(viewer, coverage.absent_id)
        or viewer.is_auditor
        or coverage.covering_id == viewer.staff_id
    ):
        raise NotFound
    return coverage


def stand_ins_now(staff_ids: Iterable[UUID], *, today: date) -> dict[UUID, list[str]]:
    """For each absent staff member, the names of those who stand in today; shown beside the case manager's name."""
    found: dict[UUID, list[str]] = {}
    rows = Coverage.objects.filter(
        absent__in=set(staff_ids), from_on__lte=today, to_on__gte=today, ended_at=None
    ).values_list("absent_id", "covering__name")
    for absent, name in rows.order_by("covering__name"):
        found.setdefault(absent, []).append(name)
    return found


def absences_between(staff_ids: Iterable[UUID], first: date, last: date) -> list[Coverage]:
    """Whenever one of them is away in these days, first and last included; who stands in comes along. One query."""
    held = Coverage.objects.filter(
        absent__in=set(staff_ids), from_on__lte=last, to_on__gte=first, ended_at=None
    )
    return list(held.select_related("covering").order_by("from_on", "covering__name"))


def staff_who_may_cover() -> list[Staff]:
    """Those whose role works on cases."""
    return list(
        Staff.objects.filter(is_active=True, role__in=("case_manager", "supervisor")).order_by("name")
    )
