"""Social Security numbers in HUD's files: whole, in part, or the answer; of clients and of enrolled members."""

from datetime import date
from typing import Any

import pytest

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.models import Fund, FundCase
from caseday.funding.queries.household import member_is_asked_for_ssn
from caseday.funding.rules.hmis.answers import ssn_values
from caseday.funding.rules.hmis.household import MemberTerms
from caseday.funding.tests.test_write_hmis_files import NOW, case, fund, made
from caseday.people.actions import keep_ssn
from caseday.people.models import HouseholdMember, Person
from caseday.testing.make import make_case, make_person

__all__ = ["case", "fund"]
# Withdrawn by the Social Security Administration; nobody has it.
NUMBER = "219-09-9999"


@pytest.mark.parametrize(
    ("places", "answer", "ssn", "quality"),
    [
        ("219099999", "full", "219099999", 1),
        ("xxxxx9999", "partial", "xxxxx9999", 2),
        ("9999", "full", "xxxxx9999", 2),
        ("", "unknown", None, 8),
        ("", "declined", None, 9),
        ("", "not_collected", None, 99),
        ("", "", None, 99),
    ],
)
def test_the_quality_says_what_the_number_is(places: str, answer: str, ssn: str | None, quality: int) -> None:
    assert ssn_values(places, answer) == {"SSN": ssn, "SSNDataQuality": quality}


@pytest.mark.django_db
def test_the_number_of_a_client_goes_out_and_what_another_key_sealed_by_its_end(
    cast: Any, fund: Fund, case: Case, settings: Any
) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    Case.objects.filter(pk=case.pk).update(program="homeless", case_type="rapid_rehousing")

    def told() -> tuple[Any, int]:
        found = made(susan, fund)
        assert found.problems == []
        return found.files["Client"][0]["SSN"], found.files["Client"][0]["SSNDataQuality"]

    assert told() == (None, 99)
    keep_ssn(actor=nora, now=NOW, person_id=case.person_id, answer="declined")
    assert told() == (None, 9)
    keep_ssn(actor=nora, now=NOW, person_id=case.person_id, number=NUMBER)
    assert told() == ("219099999", 1)
    settings.SECRET_KEY = "another key than before"
    assert told() == ("xxxxx9999", 2)


@pytest.mark.django_db
def test_a_member_with_a_page_is_asked_where_the_program_of_the_client_asks(
    cast: Any, fund: Fund, case: Case
) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    wife = make_case(cast.nora, person=make_person(given_name="Mia", family_name="Lopez")).person
    member = HouseholdMember.objects.create(person=case.person, other=wife, relation="wife")
    on_it = FundCase.objects.get(case=case)
    assert not member_is_asked_for_ssn(nora, wife.pk)
    actions.enroll_member(
        actor=nora,
        now=NOW,
        fund_case_id=on_it.pk,
        member_id=member.pk,
        terms=MemberTerms(3, date(2026, 2, 1)),
    )
    Case.objects.filter(pk=case.pk).update(program="homeless", case_type="rapid_rehousing")
    assert member_is_asked_for_ssn(nora, wife.pk)
    assert not member_is_asked_for_ssn(viewer_for(cast.olive, now=NOW), wife.pk)
    keep_ssn(actor=nora, now=NOW, person_id=wife.pk, number="xxx-xx-9999")
    client = next(row for row in made(susan, fund).files["Client"] if row["PersonalID"] == wife.pk.hex)
    assert (client["SSN"], client["SSNDataQuality"]) == ("xxxxx9999", 2)
    assert Person.objects.get(pk=wife.pk).sealed_ssn
