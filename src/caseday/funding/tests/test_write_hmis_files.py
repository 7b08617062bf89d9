"""HUD's files: answers become rows, rows are checked, and what may not stand is named by file, row and column."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import CaseEvent
from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.funding import actions
from caseday.funding.actions import FundTerms, ProjectTerms, UnitTerms
from caseday.funding.models import Fund, HmisAnswers
from caseday.funding.queries.hmis import hmis_export, project_of
from caseday.funding.rules.hmis import allowed_text, csv_of, fy2026, problems_of
from caseday.funding.rules.hmis.answers import (
    asked_at,
    client_values,
    income_values,
    problem_of,
    values_in,
)
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

NOW = MONDAY_8
SPEC = fy2026()
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
PROJECT = ProjectTerms("Hill Country", "Rapid Re-Housing", 13, FIRST, "TX-503", 3, rrh_sub_type=2)
DISABLED = "Disabilities.DisabilityResponse.9"
ENTRY = {
    "Client.White": "1", "Client.Sex": "0", "Client.VeteranStatus": "0", "Enrollment.LivingSituation": "116",
    "Enrollment.DisablingCondition": "1", "CurrentLivingSituation.CurrentLivingSituation": "116",
    "IncomeBenefits.SSIAmount": "$943", "IncomeBenefits.Medicaid": "1", DISABLED: "1",
    "HealthAndDV.GeneralHealthStatus": "3",
}  # fmt: skip


def questions() -> dict[str, Any]:
    return {one.key: one for _, some in SPEC.groups for one in some}


def test_the_specification_says_where_it_is_from_and_against_what_it_was_held() -> None:
    assert "FY 2026" in SPEC.citation
    assert SPEC.is_verified and "HUD's document" in SPEC.note
    assert [one.name for one in SPEC.files["Client"]][:3] == ["PersonalID", "FirstName", "MiddleName"]
    assert all(one.codes in SPEC.lists for some in SPEC.files.values() for one in some if one.codes)
    assert all(some[-1].name == "ExportID" for name, some in SPEC.files.items() if name != "Export")


def test_every_question_leads_to_a_column() -> None:
    for key, question in questions().items():
        assert SPEC.column(question.file, question.column.name).name == question.column.name, key
    assert {word for word, _ in asked_at(SPEC, 3)} == {
        "At exit", "Health and safety", "Income, benefits and insurance",
    }  # fmt: skip


EMPTY = {
    "Affiliation", "Assessment", "AssessmentQuestions", "AssessmentResults", "CEParticipation", "EmploymentEducation",
    "Event", "Inventory", "YouthEducationStatus",
}  # fmt: skip


def test_columns_stand_where_hud_moved_them_in_2026() -> None:
    names = {file: [one.name for one in some] for file, some in SPEC.files.items()}
    assert len(names) == 24
    client, enrollment = names["Client"], names["Enrollment"]
    assert client[client.index("Sex") - 1] == "DOBDataQuality"
    assert "HispanicLatinao" in client and "HispanicLatinaeo" not in client and "GenderNone" not in client
    assert enrollment[-7:-4] == ["ThresholdScore", "MentalHealthConsultation", "DateCreated"]
    assert not {"SexualOrientation", "TranslationNeeded", "PreferredLanguageDifferent"} & set(enrollment)
    assert [one for one in names["ProjectCoC"]][:4] == ["ProjectCoCID", "ProjectID", "CoCCode", "Geocode"]
    assert (SPEC.column("Export", "SourceID").longest, SPEC.column("Exit", "Destination").codes) == (
        350,
        "Destination",
    )
    assert 37 in SPEC.lists["CurrentLivingSituation"] and 37 not in SPEC.lists["Destination"]


def test_only_substance_use_is_answered_by_alcohol_and_drugs() -> None:
    asked = questions()
    assert asked["Disabilities.DisabilityResponse.10"].column.codes == "DisabilityResponse"
    assert asked[DISABLED].column.codes == "NoYesReasons"
    assert problem_of(asked[DISABLED], "3", SPEC) == "Choose one of the list."
    rows = [{"DisabilityType": 10, "DisabilityResponse": 3}, {"DisabilityType": 9, "DisabilityResponse": 3}]
    said = [str(one) for one in problems_of({"Disabilities": rows}, SPEC) if "substance" in one.text]
    assert said == ["Disabilities.csv, row 3, DisabilityResponse: is an answer about substance use alone"]


def test_a_rapid_rehousing_project_says_of_which_kind_it_is() -> None:
    rows = [{"ProjectType": 13}, {"ProjectType": 13, "RRHSubType": 2}, {"ProjectType": 3}]
    said = [str(one) for one in problems_of({"Project": rows}, SPEC) if one.column == "RRHSubType"]
    assert said == ["Project.csv, row 2, RRHSubType: must be said of a rapid re-housing project"]


def test_a_continuum_that_the_project_is_not_in_is_named() -> None:
    where = [{"ProjectID": "p", "CoCCode": "TX-503"}]
    stays = [{"ProjectID": "p", "EnrollmentCoC": code} for code in ("TX-503", "TX-600", None)]
    found = problems_of({"ProjectCoC": where, "Enrollment": stays}, SPEC)
    assert [one.row for one in found if one.column == "EnrollmentCoC"] == [3]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"OrganizationName": ""}, "Organization.csv, row 2, OrganizationName: must not be empty"),
        ({"OrganizationName": "x" * 201}, "201 characters, at most 200"),
        ({"OrganizationName": "A <b>"}, "must not have '<' '>'"),
        ({"OrganizationName": 7}, "must be text"),
        ({"VictimServiceProvider": 5}, "5 is not in the list NoYes"),
        ({"VictimServiceProvider": "1"}, "'1' is not in the list NoYes"),
        ({"DateCreated": "now"}, "must be a date and time"),
        ({"Oops": 1}, "Organization.csv, row 2, Oops: is not a column of this file"),
    ],
)
def test_what_may_not_stand_is_named_by_file_row_and_column(row: dict[str, Any], problem: str) -> None:
    whole = {
        "OrganizationID": "o", "OrganizationName": "A", "VictimServiceProvider": 0, "UserID": "u", "ExportID": "e",
        "DateCreated": datetime(2026, 1, 1), "DateUpdated": datetime(2026, 1, 1),
    }  # fmt: skip
    assert problems_of({"Organization": [whole]}, SPEC) == []
    (found,) = problems_of({"Organization": [{**whole, **row}]}, SPEC)
    assert problem in str(found)


def test_numbers_days_dollars_ids_and_references_are_checked_too() -> None:
    files = {
        "Services": [
            {"ServicesID": "s", "EnrollmentID": "none", "DateProvided": datetime(2026, 1, 1), "RecordType": 141,
             "TypeProvided": "6", "FAAmount": 3},
            {"ServicesID": "s", "EnrollmentID": "none", "DateProvided": date(1826, 1, 1), "RecordType": 141,
             "TypeProvided": 6, "FAAmount": Decimal("3.00")},
        ]
    }  # fmt: skip
    said = " | ".join(str(one) for one in problems_of(files, SPEC))
    for text in (
        "row 2, DateProvided: must be a date", "row 2, TypeProvided: must be a whole number",
        "row 2, FAAmount: must be dollars", "row 3, ServicesID: is there twice", "row 3, DateProvided: check the year",
        "row 3, EnrollmentID: leads to no row of Enrollment.csv",
    ):  # fmt: skip
        assert text in said


def test_answers_that_cannot_be_say_what_to_do() -> None:
    asked = questions()
    for key, text, word in (
        ("Client.Sex", "7", "Choose one"), ("Enrollment.MoveInDate", "soon", "2026-03-02"),
        ("IncomeBenefits.TotalMonthlyIncome", "much", "dollars"), ("IncomeBenefits.SSIAmount", "-1", "dollars"),
        ("IncomeBenefits.OtherIncomeSourceIdentify", "x" * 51, "At most 50"),
    ):  # fmt: skip
        assert word in problem_of(asked[key], text, SPEC)
        assert problem_of(asked[key], "", SPEC) == ""


def test_a_day_stands_in_a_file_as_a_day_of_a_year_that_can_be() -> None:
    moved = questions()["Enrollment.MoveInDate"]
    assert values_in(SPEC, "Enrollment", {moved.key: "2026-03-02"}) == {"MoveInDate": date(2026, 3, 2)}
    assert problem_of(moved, "2026-03-02", SPEC) == ""
    for far in ("1899-12-31", "2100-01-01"):
        assert "2026-03-02" in problem_of(moved, far, SPEC)
        assert values_in(SPEC, "Enrollment", {moved.key: far}) == {}


def test_what_nobody_asked_is_not_collected() -> None:
    empty = client_values(SPEC, {})
    assert (empty["White"], empty["RaceNone"], empty["Sex"], empty["VeteranStatus"]) == (0, 99, 99, 99)
    given = client_values(SPEC, {"Client.White": "1", "Client.Asian": "99"})
    assert (given["White"], given["Asian"], given["RaceNone"]) == (1, 0, None)
    assert income_values(SPEC, {"IncomeBenefits.OtherIncomeAmount": "0"})["OtherIncomeSource"] == 0


def test_texts_are_made_fit_for_a_file() -> None:
    assert allowed_text('A "quoted"\n<name>', 50) == 'A "quoted" name'
    rows = list(csv.reader(io.StringIO(csv_of("User", [{"UserID": "u", "UserFirstName": "A, B"}], SPEC))))
    assert rows[1][:2] == ["u", "A, B"]
    services = {
        "DateProvided": date(2026, 3, 2),
        "FAAmount": Decimal(3),
        "DateCreated": datetime(2026, 3, 2, 8),
    }
    assert "2026-03-02,,,,,,3.00,,,,2026-03-02 08:00:00" in csv_of("Services", [services], SPEC)


@pytest.fixture
def fund(cast: Any) -> Fund:
    susan = viewer_for(cast.susan, now=NOW)
    found = actions.open_fund(actor=susan, now=NOW, terms=FundTerms("RRH", "HUD", FIRST, reference="TX0001"))
    actions.add_unit(actor=susan, now=NOW, fund_id=found.pk, terms=UnitTerms("PATH", code="141:6"))
    actions.set_hmis_project(actor=susan, now=NOW, fund_id=found.pk, terms=PROJECT)
    return found


@pytest.fixture
def case(cast: Any, fund: Fund) -> Case:
    person = make_person(given_name="Ines", family_name="Ortega", birth_date=date(1980, 5, 4))
    found = make_case(cast.nora, person=person)
    nora = viewer_for(cast.nora, now=NOW)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=found.pk, from_on=FIRST)
    actions.keep_hmis_answers(actor=nora, now=NOW, case_id=found.pk, stage=1, on=FIRST, answers=ENTRY)
    return found


def made(viewer: Any, fund: Fund) -> Any:
    project = project_of(fund)
    assert project is not None
    return hmis_export(viewer, fund, project, FIRST, LAST, export_id=new_id(), now=NOW)


@pytest.mark.django_db
def test_a_client_makes_rows_in_every_file_that_applies(cast: Any, fund: Fund, case: Case) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    call = make_activity(case, minutes=30)
    actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
    actions.take_case_off_fund(actor=nora, now=NOW, fund_case_id=fund.cases.get().pk, to_on=date(2026, 3, 1))
    leaving = {"Exit.Destination": "410"}
    actions.keep_hmis_answers(
        actor=nora, now=NOW, case_id=case.pk, stage=3, on=date(2026, 3, 1), answers=leaving
    )
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert [str(one) for one in found.problems] == []
    assert {name: count for name, count in found.counts if count != 1} == dict.fromkeys(EMPTY, 0)
    assert (
        found.files["ProjectCoC"][0]["CoCCode"] == found.files["Enrollment"][0]["EnrollmentCoC"] == "TX-503"
    )
    client, left = found.files["Client"][0], found.files["Exit"][0]
    assert (client["FirstName"], client["DOB"], client["White"]) == ("Ines", date(1980, 5, 4), 1)
    assert (left["Destination"], left["ExitDate"]) == (410, date(2026, 3, 1))
    assert found.files["IncomeBenefits"][0]["SSIAmount"] == Decimal("943.00")
    assert found.files["IncomeBenefits"][0]["SSI"] == 1
    assert found.files["Project"][0]["RRHSubType"] == 2
    assert found.files["Services"][0]["RecordType"] == 141


@pytest.mark.django_db
def test_a_client_with_two_cases_is_one_client_with_two_enrollments(
    cast: Any, fund: Fund, case: Case
) -> None:
    nora, other = viewer_for(cast.nora, now=NOW), make_case(cast.nora, person=case.person)
    actions.put_case_on_fund(actor=nora, now=NOW, fund_id=fund.pk, case_id=other.pk, from_on=FIRST)
    found = made(viewer_for(cast.susan, now=NOW), fund)
    assert (len(found.files["Client"]), len(found.files["Enrollment"]), found.problems) == (1, 2, [])
    assert made(viewer_for(cast.olive, now=NOW), fund).files["Client"] == []


@pytest.mark.django_db
def test_answers_are_kept_changed_and_refused_in_words(cast: Any, fund: Fund, case: Case) -> None:
    nora, row = viewer_for(cast.nora, now=NOW), HmisAnswers.objects.get()
    keep = {"actor": nora, "now": NOW + timedelta(hours=1), "case_id": case.pk, "stage": 1, "on": FIRST}
    changed = actions.keep_hmis_answers(**keep, answers={**ENTRY, "Client.Sex": "1"}, id=row.pk)
    assert (changed.pk, changed.answers["Client.Sex"]) == (row.pk, "1")
    with pytest.raises(Invalid) as found:
        actions.keep_hmis_answers(**{**keep, "stage": 4, "on": date(2027, 1, 1)}, answers={"Client.Sex": "7"})
    assert {"stage", "on"} <= set(found.value.problems)
    with pytest.raises(Invalid) as found:
        actions.keep_hmis_answers(**keep, answers={"Client.Sex": "7"})
    assert found.value.problems == {"Client.Sex": "Choose one of the list."}
    with pytest.raises(Refused):
        actions.keep_hmis_answers(**{**keep, "actor": viewer_for(cast.audrey, now=NOW)}, answers={})


@pytest.mark.django_db
def test_a_project_that_hud_could_not_know_is_refused(cast: Any, fund: Fund) -> None:
    wrong = ProjectTerms("", "", 99, FIRST, "Texas", 12)
    susan = viewer_for(cast.susan, now=NOW)
    with pytest.raises(Invalid) as found:
        actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=wrong)
    assert set(found.value.problems) == {
        "organization_name", "project_name", "project_type", "coc_code", "funder_code",
    }  # fmt: skip
    for kind, sub_type in ((13, None), (13, 3), (3, 2)):
        terms = replace(PROJECT, project_type=kind, rrh_sub_type=sub_type)
        with pytest.raises(Invalid) as found:
            actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=terms)
        assert set(found.value.problems) == {"rrh_sub_type"}
    again = actions.set_hmis_project(actor=susan, now=NOW, fund_id=fund.pk, terms=PROJECT)
    assert again.fund_id == fund.pk
    with pytest.raises(Refused):
        actions.set_hmis_project(
            actor=viewer_for(cast.nora, now=NOW), now=NOW, fund_id=fund.pk, terms=PROJECT
        )


@pytest.mark.django_db
def test_a_supervisor_says_on_the_page_how_hud_knows_the_project(cast: Any, fund: Fund) -> None:
    clock.shift_to(NOW)
    susan = Client()
    susan.force_login(cast.susan)
    url = reverse("funding:hmis", args=[fund.pk])
    sent = {
        "organization_name": "Hill Country", "project_name": "New Start", "project_type": "13", "rrh_sub_type": "",
        "funder_code": "3", "coc_code": "tx-503", "operating_from": "2026-01-01", "participation": "1",
    }  # fmt: skip
    refused = susan.post(url, sent)
    assert (refused.status_code, "of a rapid re-housing project" in refused.content.decode()) == (422, True)
    susan.post(url, {**sent, "rrh_sub_type": "1"})
    project = project_of(fund)
    assert project and (project.project_name, project.rrh_sub_type, project.coc_code) == (
        "New Start",
        1,
        "TX-503",
    )
    clock.shift_by(timedelta(0))


@pytest.mark.django_db
def test_pages_keep_answers_and_hand_out_the_archive(cast: Any, fund: Fund, case: Case) -> None:
    clock.shift_to(NOW)
    nora, susan = Client(), Client()
    nora.force_login(cast.nora)
    susan.force_login(cast.susan)
    url = reverse("funding:hmis_answers", args=[case.pk])
    page = nora.get(url, {"of": HmisAnswers.objects.get().pk}).content.decode()
    assert "Survivor of domestic violence" in page
    sent = {"id": new_id(), "stage": "2", "on": "2026-03-01", "HealthAndDV-GeneralHealthStatus": "2"}
    nora.post(url + "?stage=2", sent)
    assert HmisAnswers.objects.count() == 2
    wrong = nora.post(url + "?stage=2", {**sent, "id": new_id(), "IncomeBenefits-SSIAmount": "lots"})
    assert (wrong.status_code, "lots" in wrong.content.decode()) == (422, True)
    period = {"from": "2026-01-01", "to": "2026-03-31"}
    assert nora.get(reverse("funding:hmis_zip", args=[fund.pk]), period).status_code == 403
    answer = susan.get(reverse("funding:hmis_zip", args=[fund.pk]), period)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "Ortega" in archive.read("Client.csv").decode()
        assert len(archive.namelist()) == len(SPEC.files)
        assert (
            archive.read("Event.csv").decode().startswith("EventID,EnrollmentID,PersonalID,EventDate,Event,")
        )
    page = susan.get(reverse("funding:hmis", args=[fund.pk]), period).content.decode()
    assert "to be verified" not in page and "compare before a submission" in page
    fund.units.update(code="999:1")
    call = make_activity(case, minutes=30)
    actions.charge_entry(actor=viewer_for(cast.nora, now=NOW), now=NOW, fund_id=fund.pk, activity_id=call.pk)
    refused = susan.get(reverse("funding:hmis_zip", args=[fund.pk]), period)
    assert refused.status_code == 422
    assert "Services.csv, row 2, RecordType: 999 is not in the list RecordType" in refused.content.decode()
    clock.shift_by(timedelta(0))


@pytest.mark.django_db
def test_the_same_answers_again_change_nothing(cast: Any, fund: Fund, case: Case) -> None:
    nora, row = viewer_for(cast.nora, now=NOW), HmisAnswers.objects.get()
    keep = {"actor": nora, "now": NOW + timedelta(hours=1), "case_id": case.pk, "stage": 1, "on": FIRST}
    again = actions.keep_hmis_answers(**keep, answers=ENTRY, id=row.pk)
    row.refresh_from_db()
    assert (again.pk, row.changed_at, row.answers) == (row.pk, NOW, ENTRY)
    assert CaseEvent.objects.filter(verb="hmis_answers_kept").count() == 1


@pytest.mark.django_db
def test_services_of_billing_codes_that_hud_does_not_know_stay_out(cast: Any, fund: Fund, case: Case) -> None:
    nora = viewer_for(cast.nora, now=NOW)
    for code in ("T1017", "141:", "141:6"):
        fund.units.update(code=code)
        call = make_activity(case, minutes=30)
        actions.charge_entry(actor=nora, now=NOW, fund_id=fund.pk, activity_id=call.pk)
        found = made(viewer_for(cast.susan, now=NOW), fund)
        assert found.problems == [] and len(found.files["Services"]) == (3 if code == "141:6" else 0)


def test_what_hangs_on_another_answer_goes_out_with_it_alone() -> None:
    said = {"Enrollment.LivingSituation": "116", "Enrollment.RentalSubsidyType": "428"}
    assert values_in(SPEC, "Enrollment", said) == {"LivingSituation": 116}
    rented = {**said, "Enrollment.LivingSituation": "435"}
    assert values_in(SPEC, "Enrollment", rented) == {"LivingSituation": 435, "RentalSubsidyType": 428}
    other = {"IncomeBenefits.OtherIncomeSourceIdentify": "a cousin"}
    assert income_values(SPEC, other) == {}
    paid = income_values(SPEC, {**other, "IncomeBenefits.OtherIncomeAmount": "40"})
    assert (paid["OtherIncomeSource"], paid["OtherIncomeSourceIdentify"]) == (1, "a cousin")
    rows = {
        "Exit": [
            {"Destination": 410, "DestinationSubsidyType": 428},
            {"Destination": 17, "OtherDestination": "x"},
        ]
    }
    found = [str(one) for one in problems_of(rows, SPEC) if "stands only" in one.text]
    assert found == ["Exit.csv, row 2, DestinationSubsidyType: stands only where Destination is 435"]


def test_texts_stand_in_quotes_and_nothing_else_does() -> None:
    row = {"UserID": "00a1", "UserFirstName": 'Ana "Nita"', "DateCreated": datetime(2026, 3, 2, 8)}
    head, line = csv_of("User", [row], SPEC).splitlines()
    assert head.startswith("UserID,UserFirstName,UserLastName")
    assert line == '"00a1","Ana ""Nita""",,,,,2026-03-02 08:00:00,,,'
