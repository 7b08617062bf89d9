"""Who of a client's household is enrolled with the client, as HUD's files and questions need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, pack_of
from caseday.funding.models import EnrolledMember, FundCase, HmisAnswers
from caseday.funding.rules.hmis import HEAD, Question, fy2026
from caseday.funding.rules.hmis.answers import RACES, asked_at
from caseday.funding.rules.hmis.household import ADULT, parted
from caseday.kernel.errors import NotFound
from caseday.people.models import HouseholdMember, Person
from caseday.people.queries import persons_by_id
from caseday.people.rules.contact import age_on

ABOUT = "Client."
"""Answers that follow a person, not an enrollment."""
_WANTED = {
    "race": [f"{ABOUT}{one}" for one in (*RACES, "RaceNone")],
    "sex": [f"{ABOUT}Sex"],
    "veteran": [f"{ABOUT}VeteranStatus"],
}
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


def together(answers: Iterable[HmisAnswers]) -> dict[str, str]:
    """Earliest first: later answers replace earlier ones."""
    known: dict[str, str] = {}
    for one in answers:
        known.update({key: value for key, value in one.answers.items() if value})
    return known


def about_of(viewer: Viewer, who_ids: Collection[UUID], last: date) -> dict[UUID, dict[str, str]]:
    """What was said of somebody (race, sex, veteran), in whichever enrollment in sight, as a client or a member of a
    household: it is asked once. By `Who.id`. One query."""
    of_client = Q(enrolled=None, case__person__in=who_ids)
    of_member = Q(enrolled__member__in=who_ids) | Q(enrolled__member__other__in=who_ids)
    rows = HmisAnswers.objects.filter(of_client | of_member, case__in=cases_seen_by(viewer), on__lte=last)
    said: dict[UUID, list[HmisAnswers]] = defaultdict(list)
    for one in rows.select_related("case", "enrolled__member").order_by("on", "pk"):
        for who_id in _whose(one):
            said[who_id].append(one)
    return {
        who_id: {key: text for key, text in together(some).items() if key.startswith(ABOUT)}
        for who_id, some in said.items()
    }


def said_before(viewer: Viewer, case: Case, one: EnrolledMember | None, last: date) -> dict[str, str]:
    """What is known of a client or a member already, by question."""
    who_id = case.person_id if one is None else known_of(viewer, one).id
    return about_of(viewer, [who_id], last).get(who_id, {})


def not_asked(one: EnrolledMember, who: Who, said: dict[str, str]) -> list[str]:
    """What HUD's files want of the person, and nobody asked yet; of a child what is for adults is left out."""
    wanted = ["race", "sex"] if _is_child(one.relationship, who.birth_date, one.from_on) else list(_WANTED)
    return [word for word in wanted if not any(said.get(key) for key in _WANTED[word])]


def _is_child(relationship: int, born: date | None, on: date) -> bool:
    return relationship != HEAD and born is not None and age_on(born, on) < ADULT


def _whose(one: HmisAnswers) -> list[UUID]:
    """A member with a page is known by both: who sees the page, and who does not."""
    if one.enrolled is None:
        return [one.case.person_id]
    member = one.enrolled.member
    return [member.pk, member.other_id] if member.other_id else [member.pk]


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
    is_child = _is_child(one.relationship, known_of(viewer, one).birth_date, one.from_on)
    return asked_at(fy2026(), stage, of_member=True, is_child=is_child)


def relationships() -> list[tuple[int, str]]:
    return list(fy2026().lists["RelationshipToHoH"].items())
