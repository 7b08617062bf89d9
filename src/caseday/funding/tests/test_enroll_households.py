"""Members of the household go out with the client: known by what is on file, with dates and answers of their own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import CaseEvent
from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.models import EnrolledMember, Fund, FundCase
from caseday.funding.queries.hmis import answers_of, hmis_export, project_of
from caseday.funding.queries.household import asked_of, get_enrolled, name_of
from caseday.funding.rules.hmis import fy2026, problems_of
from caseday.funding.rules.hmis.household import MemberTerms, parted, problems_of_member
from caseday.funding.tests.test_write_hmis_files import FIRST, LAST, NOW, case, fund, made
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.people.actions import remove_household_member
from caseday.people.models import HouseholdMember
from caseday.testing.make import make_case, make_person

__all__ = ["case", "fund"]
CHILD = MemberTerms(2, date(2026, 2, 1), birth_date=date(2018, 7, 1))
CODES = frozenset(fy2026().lists["RelationshipToHoH"])
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("terms", "client", "others", "field"),
    [
        (CHILD, (FIRST, None), [], ""),
        (CHILD, (FIRST, date(2026, 2, 20)), [(FIRST, date(2026, 1, 31))], ""),
        (replace(CHILD, to_on=date(2026, 2, 20)), (FIRST, None), [(date(2026, 2, 21), None)], ""),
        (replace(CHILD, relationship=7), (FIRST, None), [], "relationship"),
        (replace(CHILD, birth_date=date(2026, 3, 3)), (FIRST, None), [], "birth_date"),
        (replace(CHILD, birth_date=None), (date(2026, 2, 2), None), [], "from_on"),
        (CHILD, (FIRST, date(2026, 1, 31)), [], "from_on"),
        (CHILD, (FIRST, None), [(FIRST, None)], "from_on"),
        (replace(CHILD, to_on=date(2026, 1, 31)), (FIRST, None), [], "to_on"),
        (replace(CHILD, to_on=date(2026, 3, 3)), (FIRST, None), [], "to_on"),
        (replace(CHILD, to_on=date(2026, 2, 21)), (FIRST, date(2026, 2, 20)), [], "to_on"),
    ],
)
def test_what_cannot_be_of_a_member_is_said_by_field(
    terms: MemberTerms, client: Any, others: Any, field: str
) -> None:
    found = problems_of_member(terms, client, others, CODES, TODAY)
    assert set(found) == ({field} if field else set())


def test_a_name_on_one_line_is_parted_at_its_last_word() -> None:
    assert parted("Rosa Maria Ortega") == ("Rosa Maria", "Ortega")
    assert (parted("Rosa"), parted("")) == (("Rosa", ""), ("", ""))


def test_a_household_has_one_head() -> None:
    rows = [{"HouseholdID": home, "RelationshipToHoH": 1} for home in ("a", "b", "a")]
    rows.append({"HouseholdID": "b", "RelationshipToHoH": 2})
    said = [str(one) for one in problems_of({"Enrollment": rows}, fy2026()) if "head" in one.text]
    assert said == ["Enrollment.csv, row 4, RelationshipToHoH: is a second head of this household"]


@pytest.fixture
def child(case: Case) -> HouseholdMember:
    return HouseholdMember.objects.create(
        person=case.person, name="Leo Ortega", relation="son", lives_with=True
    )


def enroll(viewer: Any, member: HouseholdMember, terms: MemberTerms = CHILD, **more: Any) -> EnrolledMember:
    on_it = FundCase.objects.get(case__person=member.person)
    return actions.enroll_member(
        actor=viewer, now=NOW, fund_case_id=on_it.pk, member_id=member.pk, terms=terms, **more
    )


@pytest.mark.django_db
def test_a_child_stands_in_the_client_s_household_with_dates_and_answers_of_their_own(
    cast: Any, fund: Fund, case: Case, child: HouseholdMember
) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    one = enroll(nora, child)
    said = {"Client.Sex": "1", "Enrollment.DisablingCondition": "0", "IncomeBenefits.Medicaid": "1"}
    keep = {"actor": nora, "now": NOW, "case_id": case.pk, "stage": 1, "enrolled_id": one.pk}
    actions.keep_hmis_answers(**keep, on=date(2026, 2, 1), answers={**said, "Client.VeteranStatus": "1"})
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert [str(each) for each in found.problems] == []
    head, son = found.files["Enrollment"]
    assert head["HouseholdID"] == son["HouseholdID"] == case.pk.hex
    assert (head["RelationshipToHoH"], son["RelationshipToHoH"]) == (1, 2)
    assert (son["EntryDate"], son["DisablingCondition"], head["DisablingCondition"]) == (
        date(2026, 2, 1),
        0,
        1,
    )
    leo = found.files["Client"][1]
    assert (leo["FirstName"], leo["LastName"], leo["DOB"]) == ("Leo", "Ortega", date(2018, 7, 1))
    assert (leo["Sex"], leo["VeteranStatus"], leo["NameDataQuality"], leo["DOBDataQuality"]) == (1, 99, 1, 1)
    income = next(row for row in found.files["IncomeBenefits"] if row["EnrollmentID"] == one.pk.hex)
    assert (income["Medicaid"], income["PersonalID"]) == (1, child.pk.hex)
    assert [len(answers_of(case, whose)) for whose in (None, one)] == [1, 1]


@pytest.mark.django_db
def test_whoever_stays_leaves_with_the_client_and_whoever_left_before_is_not_in_a_later_file(
    cast: Any, fund: Fund, case: Case, child: HouseholdMember
) -> None:
    nora, on_it = viewer_for(cast.nora, now=NOW), FundCase.objects.get(case=case)
    partner = HouseholdMember.objects.create(person=case.person, name="Ana", relation="partner")
    gone = HouseholdMember.objects.create(person=case.person, relation="cousin")
    early = MemberTerms(3, FIRST, to_on=date(2026, 1, 15))
    enroll(nora, child), enroll(nora, partner, early), enroll(nora, gone, replace(early, relationship=4))
    FundCase.objects.filter(pk=on_it.pk).update(to_on=date(2026, 3, 1))
    susan = viewer_for(cast.susan, now=NOW)
    found = made(susan, fund)
    assert [row["ExitDate"] for row in found.files["Exit"]] == [
        date(2026, 3, 1), date(2026, 1, 15), date(2026, 1, 15), date(2026, 3, 1),
    ]  # fmt: skip
    qualities = [row["NameDataQuality"] for row in found.files["Client"]]
    assert (found.problems, qualities) == ([], [1, 2, 99, 1])
    project = project_of(fund)
    assert project is not None
    later = hmis_export(susan, fund, project, date(2026, 2, 1), LAST, export_id=new_id(), now=NOW)
    assert [row["RelationshipToHoH"] for row in later.files["Enrollment"]] == [1, 2]


@pytest.mark.django_db
def test_a_member_with_a_page_of_their_own_is_that_person_where_they_are_in_sight(
    cast: Any, fund: Fund, case: Case
) -> None:
    nora, susan = viewer_for(cast.nora, now=NOW), viewer_for(cast.susan, now=NOW)
    wife = make_person(given_name="Mia", family_name="Lopez", birth_date=date(1982, 1, 1))
    make_case(cast.nora, person=wife)
    hidden = make_person(given_name="Zed", family_name="Roe", birth_date=date(1990, 1, 1))
    make_case(cast.olive, person=hidden)
    known = HouseholdMember.objects.create(person=case.person, other=wife, relation="wife")
    unseen = HouseholdMember.objects.create(person=case.person, other=hidden, relation="lodger")
    one = enroll(nora, known, MemberTerms(3, FIRST, birth_date=date(1999, 9, 9)))
    two = enroll(nora, unseen, MemberTerms(5, FIRST))
    assert one.birth_date is None
    assert (name_of(nora, one), name_of(nora, two)) == ("Mia Lopez", "lodger")
    mia = next(row for row in made(susan, fund).files["Client"] if row["PersonalID"] == wife.pk.hex)
    assert (mia["LastName"], mia["DOB"]) == ("Lopez", date(1982, 1, 1))


@pytest.mark.django_db
def test_children_are_not_asked_what_adults_are_and_nobody_twice_who_they_are_to_the_head(
    cast: Any, case: Case, child: HouseholdMember
) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    one = enroll(nora, child)
    keys = {each.key for _, some in asked_of(nora, one, 1) for each in some}
    assert {"Enrollment.RelationshipToHoH", "Client.VeteranStatus"} & keys == set()
    assert {"Enrollment.DisablingCondition", "IncomeBenefits.Medicaid", "Client.Sex"} <= keys
    grown = enroll(nora, child, replace(CHILD, birth_date=None), id=one.pk)
    keys = {each.key for _, some in asked_of(nora, grown, 1) for each in some}
    assert "Client.VeteranStatus" in keys and "Enrollment.RelationshipToHoH" not in keys
    assert "Enrollment.RelationshipToHoH" in {
        each.key for _, some in asked_of(nora, None, 1) for each in some
    }


@pytest.mark.django_db
def test_a_member_is_enrolled_once_changed_by_its_id_and_refused_to_others(
    cast: Any, fund: Fund, case: Case, child: HouseholdMember
) -> None:
    nora, id = viewer_for(cast.nora, now=NOW), new_id()
    one = enroll(nora, child, id=id)
    assert enroll(nora, child, id=id).pk == one.pk == id
    assert CaseEvent.objects.filter(verb="household_member_enrolled").count() == 1
    assert enroll(nora, child, replace(CHILD, relationship=4), id=id).relationship == 4
    with pytest.raises(Invalid) as found:
        enroll(nora, child)
    assert set(found.value.problems) == {"from_on"}
    stranger = HouseholdMember.objects.create(person=make_person(), name="Al", relation="son")
    on_it = FundCase.objects.get(case=case)
    with pytest.raises(Invalid) as found:
        actions.enroll_member(actor=nora, now=NOW, fund_case_id=on_it.pk, member_id=stranger.pk, terms=CHILD)
    assert set(found.value.problems) == {"member"}
    with pytest.raises(Refused):
        enroll(viewer_for(cast.audrey, now=NOW), child)
    with pytest.raises(NotFound):
        enroll(viewer_for(cast.olive, now=NOW), child)
    with pytest.raises(NotFound):
        get_enrolled(nora, make_case(cast.nora), one.pk)
    with pytest.raises(Refused, match="enrolled with the client"):
        remove_household_member(actor=nora, now=NOW, member_id=child.pk)
    assert HouseholdMember.objects.filter(pk=child.pk).exists()


@pytest.mark.django_db
def test_pages_enroll_a_member_keep_what_was_typed_and_ask_them(
    cast: Any, fund: Fund, case: Case, child: HouseholdMember
) -> None:
    clock.shift_to(NOW)
    nora = Client()
    nora.force_login(cast.nora)
    on_it = FundCase.objects.get(case=case)
    url = reverse("funding:household", args=[on_it.pk])
    assert url in nora.get(reverse("funding:case", args=[case.pk])).content.decode()
    assert "The client alone" in nora.get(url).content.decode()
    sent = {
        "id": new_id(),
        "member": child.pk,
        "relationship": "2",
        "from_on": "2025-01-01",
        "birth_date": "2018-07-01",
    }
    wrong = nora.post(url, sent)
    assert (wrong.status_code, "2018-07-01" in wrong.content.decode()) == (422, True)
    assert nora.post(url, {**sent, "from_on": "2026-02-01"}).status_code == 302
    one = EnrolledMember.objects.get()
    page = nora.get(url, {"of": one.pk}).content.decode()
    assert "Leo Ortega" in page and "Head of household&#x27;s child" in page and 'value="2026-02-01"' in page
    other = HouseholdMember.objects.create(person=case.person, relation="mother", name="Ines Ortega")
    assert f'<option value="{other.pk}" selected>' in nora.get(url).content.decode()
    asked = reverse("funding:hmis_answers", args=[case.pk]) + f"?who={one.pk}"
    page = nora.get(asked).content.decode()
    assert "enrolled with the client" in page and "Veteran" not in page
    assert "About Leo Ortega" in page and "About the client" not in page
    kept = nora.post(asked, {"id": new_id(), "stage": "1", "on": "2026-02-01", "Client-Sex": "1"})
    assert (kept.status_code, kept["Location"]) == (302, asked)
    assert [len(answers_of(case, whose)) for whose in (None, one)] == [1, 1]
    susan = Client()
    susan.force_login(cast.susan)
    period = {"from": FIRST.isoformat(), "to": LAST.isoformat()}
    assert susan.get(reverse("funding:hmis_zip", args=[fund.pk]), period).status_code == 200
    clock.shift_by(timedelta(0))
