"""Who of a client's household is enrolled with the client, as HUD's files and questions need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, pack_of
from caseday.funding.models import EnrolledMember, FundCase
from caseday.funding.rules.hmis import HEAD, Question, fy2026
from caseday.funding.rules.hmis.answers import asked_at
from caseday.funding.rules.hmis.household import ADULT, parted
from caseday.kernel.errors import NotFound
from caseday.people.models import HouseholdMember, Person
from caseday.people.queries import persons_by_id
from caseday.people.rules.contact import age_on

Asked = list[tuple[str, list[Question]]]


@dataclass(frozen=True)
class Who:
    """Somebody in HUD's files. A member with a record of their own, in sight, is that person in every file."""

    id: UUID
    given_name: str
    family_name: str
    middle_name: str = ""
    suffix: str = ""
    birth_date: date | None = None
    person: Person | None = None


def who_of(person: Person) -> Who:
    return Who(
        person.pk,
        person.given_name,
        person.family_name,
        person.middle_name,
        person.suffix,
        person.birth_date,
        person,
    )


def member_is_asked_for_ssn(viewer: Viewer, person_id: UUID) -> bool:
    """Who is enrolled with a client in sight. One query."""
    rows = EnrolledMember.objects.filter(
        member__other=person_id, fund_case__case__in=cases_seen_by(viewer)
    ).select_related("fund_case__case")
    return any(pack_of(one.fund_case.case).asks_for_ssn for one in rows)


def who_is(one: EnrolledMember, seen: dict[UUID, Person]) -> Who:
    """What is on file of them is taken from there; another client out of sight is known by name alone."""
    member = one.member
    if member.other_id in seen:
        return who_of(seen[member.other_id])
    given, family = parted(member.name)
    return Who(member.pk, given, family, birth_date=one.birth_date)


def household_of(
    viewer: Viewer, fund_case_ids: Iterable[UUID]
) -> dict[UUID, list[tuple[EnrolledMember, Who]]]:
    """By the client's enrollment, which the caller has authorized. Two queries."""
    rows = EnrolledMember.objects.filter(fund_case__in=list(fund_case_ids)).select_related("member")
    ordered = list(rows.order_by("from_on", "pk"))
    seen = persons_by_id(viewer, {one.member.other_id for one in ordered if one.member.other_id})
    found: dict[UUID, list[tuple[EnrolledMember, Who]]] = defaultdict(list)
    for one in ordered:
        found[one.fund_case_id].append((one, who_is(one, seen)))
    return found


def members_of(row: FundCase) -> list[HouseholdMember]:
    """Of the client's household, those who live there first."""
    members = HouseholdMember.objects.filter(person=row.case.person_id).select_related("other")
    return list(members.order_by("-lives_with", "id"))


def get_enrolled(viewer: Viewer, case: Case, enrolled_id: UUID) -> EnrolledMember:
    """Of a case that `get_case` has authorized; else NotFound."""
    found = EnrolledMember.objects.filter(pk=enrolled_id, fund_case__case=case)
    one = found.select_related("member", "fund_case__fund").first()
    if one is None:
        raise NotFound
    return one


def name_of(viewer: Viewer, one: EnrolledMember) -> str:
    who = known_of(viewer, one)
    return " ".join(part for part in (who.given_name, who.family_name) if part) or one.member.relation


def known_of(viewer: Viewer, one: EnrolledMember) -> Who:
    other = one.member.other_id
    return who_is(one, persons_by_id(viewer, [other] if other else []))


def asked_of(viewer: Viewer, one: EnrolledMember | None, stage: int) -> Asked:
    """Of the client everything; of a member what is not known already, and of a child nothing that adults are asked."""
    if one is None:
        return asked_at(fy2026(), stage)
    born = known_of(viewer, one).birth_date
    is_child = one.relationship != HEAD and born is not None and age_on(born, one.from_on) < ADULT
    return asked_at(fy2026(), stage, of_member=True, is_child=is_child)


def relationships() -> list[tuple[int, str]]:
    return list(fy2026().lists["RelationshipToHoH"].items())
