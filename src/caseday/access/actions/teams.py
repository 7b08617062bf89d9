"""Teams: whose cases a supervisor sees."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from caseday.access.models import Staff, Team, TeamMembership
from caseday.access.permissions import can_manage_staff, require
from caseday.access.queries import get_team
from caseday.access.record import ChangeRecord, agency_chain, change
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_ADMINISTRATORS = "Only an administrator changes teams. Ask yours."


def add_team(
    *,
    actor: Viewer,
    now: datetime,
    name: str,
    member_ids: Collection[UUID] = (),
    lead_ids: Collection[UUID] = (),
    id: UUID | None = None,
) -> Team:
    require(can_manage_staff(actor), _ADMINISTRATORS)
    if id and (existing := Team.objects.filter(pk=id).first()):
        return existing
    team = Team(id=id or new_id(), name=_checked_name(name, None))
    with change("team_added", actor=actor, now=now, chain=agency_chain(), subject=team) as record:
        record.add(team)
        _set_members(record, team, set(member_ids), set(lead_ids))
    return team


def change_team(
    *,
    actor: Viewer,
    now: datetime,
    team_id: UUID,
    name: str,
    member_ids: Collection[UUID],
    lead_ids: Collection[UUID],
) -> Team:
    require(can_manage_staff(actor), _ADMINISTRATORS)
    team = get_team(actor, team_id)
    with change("team_changed", actor=actor, now=now, chain=agency_chain(), subject=team) as record:
        record.update(team, name=_checked_name(name, team))
        _set_members(record, team, set(member_ids), set(lead_ids))
    return team


def remove_team(*, actor: Viewer, now: datetime, team_id: UUID) -> None:
    require(can_manage_staff(actor), _ADMINISTRATORS)
    team = get_team(actor, team_id)
    with change("team_removed", actor=actor, now=now, chain=agency_chain(), subject=team) as record:
        record.remove(team)


def _checked_name(name: str, team: Team | None) -> str:
    name = name.strip()
    if not name:
        raise Invalid({"name": "Give the team a name."})
    same = Team.objects.filter(name__iexact=name)
    if team:
        same = same.exclude(pk=team.pk)
    if same.exists():
        raise Invalid({"name": "There is a team of this name. Choose another."})
    return name


def _set_members(record: ChangeRecord, team: Team, members: set[UUID], leads: set[UUID]) -> None:
    """A lead is a member too."""
    wanted = members | leads
    known = set(Staff.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := wanted - known:
        raise Invalid({"members": f"{len(unknown)} of these people are not of the agency. Choose again."})
    for membership in TeamMembership.objects.filter(team=team):
        if membership.staff_id in wanted:
            record.update(membership, is_lead=membership.staff_id in leads)
            known.discard(membership.staff_id)
        else:
            record.remove(membership)
    for staff_id in sorted(known):
        record.add(TeamMembership(team=team, staff_id=staff_id, is_lead=staff_id in leads))
