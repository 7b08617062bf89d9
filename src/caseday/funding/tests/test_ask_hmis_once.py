"""Race, sex, whether a veteran: asked once of a person, and known wherever the person is enrolled."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.models import EnrolledMember, Fund, FundCase
from caseday.funding.queries.household import about_of, known_of, not_asked, said_before
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.tests.test_write_hmis_files import FIRST, LAST, NOW, case, fund, made
from caseday.people.models import HouseholdMember
from caseday.testing.make import make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_eight")]
__all__ = ["case", "fund"]


def enroll(cast: Any, case: Case, member: HouseholdMember, relationship: int = 2) -> EnrolledMember:
    nora, on_it = viewer_for(cast.nora, now=NOW), FundCase.objects.get(case=case)
    born = None if member.other_id else date(2018, 7, 1)
    return actions.enroll_member(
        actor=nora, now=NOW, fund_case_id=on_it.pk, member_id=member.pk,
        terms=MemberTerms(relationship, FIRST, birth_date=born),
    )  # fmt: skip


def keep(cast: Any, case: Case, answers: dict[str, str], whose: EnrolledMember | None = None) -> None:
    actions.keep_hmis_answers(
        actor=viewer_for(cast.nora, now=NOW), now=NOW, case_id=case.pk, stage=1, on=FIRST, answers=answers,
        enrolled_id=whose.pk if whose else None,
    )  # fmt: skip


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def test_what_a_client_said_on_another_case_is_known_here(cast: Any, fund: Fund, case: Case) -> None:
    nora, other = viewer_for(cast.nora, now=NOW), make_case(cast.nora, person=case.person)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=other.pk, from_on=FIRST)
    known = said_before(nora, other, None, LAST)
    assert known == {"Client.White": "1", "Client.Sex": "0", "Client.VeteranStatus": "0"}
    form = signed_in(cast.nora).get(reverse("funding:hmis_answers", args=[other.pk]))
    assert form.context["form"]["Client-Sex"].value() == "0"
    assert "before stands here already" in form.content.decode()
    assert not form.context["form"]["HealthAndDV-GeneralHealthStatus"].value()


def test_nothing_is_known_of_a_case_out_of_sight(cast: Any, fund: Fund, case: Case) -> None:
    mine = make_case(cast.olive, person=case.person)
    olive = viewer_for(cast.olive, now=NOW)
    assert said_before(olive, mine, None, LAST) == {}
    form = signed_in(cast.olive).get(reverse("funding:hmis_answers", args=[mine.pk]))
    assert "before stands here already" not in form.content.decode()


def test_a_member_with_a_page_has_in_the_files_what_they_said_as_a_client(
    cast: Any, fund: Fund, case: Case
) -> None:
    wife = make_case(cast.nora, person=make_person(given_name="Mia", family_name="Lopez"))
    keep(cast, wife, {"Client.Asian": "1", "Client.Sex": "0", "Client.VeteranStatus": "1"})
    member = HouseholdMember.objects.create(person=case.person, other=wife.person, relation="wife")
    one = enroll(cast, case, member, relationship=3)
    row = next(
        each
        for each in made(viewer_for(cast.susan, now=NOW), fund).files["Client"]
        if each["PersonalID"] == wife.person_id.hex
    )
    assert (row["Asian"], row["White"], row["RaceNone"], row["VeteranStatus"]) == (1, 0, None, 1)
    assert said_before(viewer_for(cast.nora, now=NOW), case, one, LAST)["Client.Asian"] == "1"
    keep(cast, case, {"Client.Asian": "1", "Client.Sex": "9"}, whose=one)
    nora = viewer_for(cast.nora, now=NOW)
    assert said_before(nora, wife, None, LAST)["Client.Sex"] == "9"
    assert about_of(nora, [member.pk], LAST)[member.pk]["Client.Sex"] == "9"


def test_the_household_s_page_names_what_nobody_asked(cast: Any, fund: Fund, case: Case) -> None:
    child = HouseholdMember.objects.create(person=case.person, name="Leo Ortega", relation="son")
    leo, client = enroll(cast, case, child), signed_in(cast.nora)
    address = reverse("funding:household", args=[FundCase.objects.get().pk])
    assert "not asked: race, sex<" in client.get(address).content.decode()
    keep(cast, case, {"Client.RaceNone": "9", "Client.Sex": "1"}, whose=leo)
    assert "not asked" not in client.get(address).content.decode()


def test_an_adult_is_asked_whether_a_veteran(cast: Any, fund: Fund, case: Case) -> None:
    brother = HouseholdMember.objects.create(person=case.person, name="Raul Ortega", relation="brother")
    one = enroll(cast, case, brother, relationship=4)
    EnrolledMember.objects.update(birth_date=date(1990, 1, 1))
    one.refresh_from_db()
    nora = viewer_for(cast.nora, now=NOW)
    page = signed_in(cast.nora).get(reverse("funding:household", args=[one.fund_case_id])).content.decode()
    assert "not asked: race, sex, veteran<" in page
    assert not_asked(one, known_of(nora, one), {"Client.Sex": "8", "Client.White": "1"}) == ["veteran"]
