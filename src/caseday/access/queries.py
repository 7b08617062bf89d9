"""Every read of access."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from caseday.access.models import Agency, CaseEvent, Coverage, GlassBreak, Staff, TeamMembership
from caseday.access.viewer import Viewer


def get_agency() -> Agency:
    """The agency's settings; an unsaved default where none is set up yet."""
    return Agency.objects.first() or Agency(name="Caseday")


def viewer_for(staff: Staff, *, now: datetime) -> Viewer:
    """Costs two queries (three for a supervisor)."""
    covered = frozenset(_covered_by(staff, now))
    team = frozenset(_team_of(staff)) if staff.role == "supervisor" else frozenset()
    return Viewer(
        staff_id=staff.id,
        name=staff.name,
        role=staff.role,
        zone_name=staff.time_zone,
        signature=staff.signature,
        caseload_staff_ids=frozenset({staff.id}) | covered | team,
        covered_staff_ids=covered,
        opened_case_ids=frozenset(_opened_by(staff, now)),
    )


def _covered_by(staff: Staff, now: datetime) -> Iterable[UUID]:
    today = now.astimezone(ZoneInfo(staff.time_zone)).date()
    return Coverage.objects.filter(
        covering=staff, from_on__lte=today, to_on__gte=today, ended_at=None
    ).values_list("absent_id", flat=True)


def _team_of(staff: Staff) -> Iterable[UUID]:
    led = TeamMembership.objects.filter(staff=staff, is_lead=True).values("team_id")
    return TeamMembership.objects.filter(team_id__in=led).values_list("staff_id", flat=True)


def _opened_by(staff: Staff, now: datetime) -> Iterable[UUID]:
    return GlassBreak.objects.filter(staff=staff, expires_at__gt=now).values_list("case_id", flat=True)


def events_of_chain(chain_id: UUID, *, until: datetime | None = None) -> list[CaseEvent]:
    """A chain's events in order; the caller has authorized the chain's subject."""
    wanted = Q(chain_id=chain_id)
    if until is not None:
        wanted &= Q(recorded_at__lte=until)
    return list(CaseEvent.objects.filter(wanted).order_by("sequence"))


def active_staff() -> list[Staff]:
    return list(Staff.objects.filter(is_active=True).order_by("name"))
