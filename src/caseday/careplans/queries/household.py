"""The household as people keeps it, with how each helps or hinders in this case.

Whether somebody of the household is a client of the agency is not read here, so nothing of it can show.
"""

from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import KinTie
from caseday.careplans.rules import Kin
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import NotFound
from caseday.people.models import HouseholdMember, SafetyNote
from caseday.people.queries import get_person


@dataclass(frozen=True)
class Household:
    case: Case
    kin: list[Kin]
    members: dict[UUID, HouseholdMember]
    safety_notes: list[SafetyNote]
    """Those that the viewer may read."""


def household_of(viewer: Viewer, case_id: UUID) -> Household:
    """Seven queries; NotFound outside the viewer's sight."""
    case = get_case(viewer, case_id)
    person = get_person(viewer, case.person_id)
    members: list[HouseholdMember] = list(person.household_there)  # type: ignore[attr-defined]
    ties = {one.member_id: one for one in KinTie.objects.filter(case=case)}
    kin = [
        _kin(one, ties.get(one.pk)) for one in sorted(members, key=lambda one: (not one.lives_with, one.pk))
    ]
    notes: list[SafetyNote] = list(person.safety)  # type: ignore[attr-defined]
    return Household(case, kin, {one.pk: one for one in members}, notes)


def _kin(member: HouseholdMember, tie: KinTie | None) -> Kin:
    """By the name that the client gave: never by another record of the agency."""
    return Kin(
        member.pk,
        member.name or "Name not known",
        member.relation,
        member.lives_with,
        tie.helps if tie else "",
        tie.hinders if tie else "",
        tie.conflict if tie else "",
        tie.conflict_with_id if tie else None,
    )


def get_member(viewer: Viewer, case_id: UUID, member_id: UUID) -> tuple[Case, HouseholdMember, KinTie | None]:
    """NotFound where they are not of this client's household."""
    case = get_case(viewer, case_id)
    member = HouseholdMember.objects.filter(pk=member_id, person=case.person_id).first()
    if member is None:
        raise NotFound
    return case, member, KinTie.objects.filter(case=case, member_id=member_id).first()
