"""The page of miles: shown, corrected in place, taken along."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.kernel.spreadsheets import safe_cell
from caseday.reports.models import TripCorrection
from caseday.reports.tests.roads import DAY, clinic, drive, settle
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_person

pytestmark = pytest.mark.django_db
ON = {"from": DAY.isoformat(), "to": DAY.isoformat()}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def trip(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Appointment:
    settle(cast.nora)
    monkeypatch.setattr(clock, "now", lambda: MONDAY_8 + timedelta(hours=12))
    rosa = make_person(given_name="Rosa", family_name="Diaz")
    return drive(make_case(cast.nora, person=rosa, number="CD-00100"), title="Spine clinic")


def signed_in(staff: Any) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def address(name: str, cast: Cast, trip: Appointment) -> str:
    return reverse(f"reports:{name}", args=[cast.nora.pk, DAY.isoformat(), trip.pk])


def test_the_day_shows_trips_with_reason_case_miles_and_amount(
    nora_client: Client, trip: Appointment
) -> None:
    text = nora_client.get(reverse("reports:miles"), ON).content.decode()
    for words in (
        "Spine clinic",
        "Home base → Ridgeview, Austin",
        "Rosa Diaz",
        "2.7",
        "$1.96",
        "planned",
        "Way home",
    ):
        assert words in text
    assert "72.5 cents a mile" in text and "in equal shares" in text and "to be verified" in text


def test_without_days_it_is_this_month_and_nothing_driven_says_what_to_do(
    nora_client: Client, cast: Cast
) -> None:
    text = nora_client.get(reverse("reports:miles")).content.decode()
    assert "No trips" in text and "Set off" in text


def test_days_that_cannot_be_are_answered_with_a_sentence(nora_client: Client, trip: Appointment) -> None:
    for asked in ({"from": "x"}, {"from": "2020-01-01", "to": "2026-01-01"}):
        answer = nora_client.get(reverse("reports:miles"), asked)
        assert answer.status_code == 200 and answer.context["period"].problem in answer.content.decode()


def test_a_supervisor_reads_one_of_the_team_or_all_and_corrects(cast: Cast, trip: Appointment) -> None:
    susan = signed_in(cast.susan)
    assert "Spine clinic" not in susan.get(reverse("reports:miles"), ON).content.decode()
    for who in (cast.nora.pk, "all"):
        text = susan.get(reverse("reports:miles"), {**ON, "who": who}).content.decode()
        assert "Spine clinic" in text and "Correct" in text
    assert susan.get(reverse("reports:miles"), {**ON, "who": cast.olive.pk}).status_code == 404
    assert signed_in(cast.carl).get(reverse("reports:miles"), {**ON, "who": cast.nora.pk}).status_code == 404


def test_an_auditor_reads_everybodys_and_corrects_nothing(cast: Cast, trip: Appointment) -> None:
    audrey = signed_in(cast.audrey)
    text = audrey.get(reverse("reports:miles"), ON).content.decode()
    assert "Spine clinic" in text and reverse("reports:add", args=[cast.nora.pk, DAY, trip.pk]) not in text
    assert audrey.post(address("add", cast, trip), {"more": "1"}).status_code == 403


def test_a_tap_adds_a_mile_in_place(nora_client: Client, cast: Cast, trip: Appointment) -> None:
    sent = {**ON, "more": "1", "id": str(new_id())}
    answer = nora_client.post(address("add", cast, trip), sent, **HTMX)
    assert answer.status_code == 200 and answer.headers["HX-Retarget"] == "#miles"
    assert "3.7" in answer.content.decode() and "+1 mi by a tap, Nora Field" in answer.content.decode()
    nora_client.post(address("add", cast, trip), sent, **HTMX)
    assert TripCorrection.objects.count() == 1
    back = nora_client.post(address("add", cast, trip), {**ON, "more": "-1"})
    assert back.headers["Location"] == f"/reports/miles/?from={DAY}&to={DAY}"
    assert TripCorrection.objects.last().miles == Decimal("2.7")


def test_a_tap_that_says_nothing_of_use_is_one_mile_more(
    nora_client: Client, cast: Cast, trip: Appointment
) -> None:
    nora_client.post(address("add", cast, trip), {"more": "NaN"})
    assert TripCorrection.objects.get().miles == Decimal("3.7")


def test_the_form_corrects_by_odometer_and_shares_with_another_case(
    nora_client: Client, cast: Cast, trip: Appointment
) -> None:
    other = make_case(cast.nora, number="CD-00200")
    page = nora_client.get(address("correct", cast, trip), ON)
    assert "CD-00200" in page.content.decode() and 'value="2.7"' in page.content.decode()
    sent = {
        **ON, "id": str(new_id()), "miles": "2.7", "odometer_start": "100", "odometer_end": "104.5",
        "purpose": "Spine clinic", "cases": [str(other.pk), str(trip.case_id)], "why": "By the odometer",
    }  # fmt: skip
    answer = nora_client.post(address("correct", cast, trip), sent, **HTMX)
    assert "caseday:close" in answer.headers["HX-Trigger"]
    saved = TripCorrection.objects.get()
    assert (saved.miles, saved.purpose) == (Decimal("4.5"), "")
    assert [row.case_id for row in saved.cases.all()] == [trip.case_id, other.pk]
    assert "(100.0 to 104.5): By the odometer" in answer.content.decode()
    again = nora_client.get(address("correct", cast, trip)).content.decode()
    assert 'value="100.0"' in again and "As it was: 2.7 mi" in again


def test_what_is_typed_wrong_stays_and_says_what_to_do(
    nora_client: Client, cast: Cast, trip: Appointment
) -> None:
    wrong = ({"miles": "3", "why": ""}, {"odometer_start": "9", "why": "x"}, {"miles": "1.23", "why": "x"})
    for sent in wrong:
        answer = nora_client.post(address("correct", cast, trip), sent, **HTMX)
        assert answer.status_code == 422
        assert not TripCorrection.objects.exists()
    answer = nora_client.post(
        address("correct", cast, trip), {"odometer_start": "9", "purpose": "Kept", "why": "x"}
    )
    assert "Give both readings" in answer.content.decode() and "Kept" in answer.content.decode()


def test_it_is_as_it_was_by_one_button(nora_client: Client, cast: Cast, trip: Appointment) -> None:
    refused = nora_client.post(address("restore", cast, trip), ON, **HTMX)
    assert "Nobody has corrected" in refused.headers["HX-Trigger-After-Settle"]
    nora_client.post(address("add", cast, trip), {"more": "1"})
    nora_client.post(address("restore", cast, trip), ON)
    assert TripCorrection.objects.last().miles is None
    text = nora_client.get(reverse("reports:miles"), ON).content.decode()
    assert "3.7 → as planned: As it was" in text


def test_a_trip_of_a_case_out_of_sight_is_corrected_without_showing_it(cast: Cast, trip: Appointment) -> None:
    trip.case.assigned_to = cast.olive
    trip.case.save()
    trip.case.assignments.update(to_at=MONDAY_8)
    client = signed_in(cast.nora)
    page = client.get(address("correct", cast, trip)).content.decode()
    assert "Diaz" not in page and "Spine clinic" not in page and "Cases that it served" not in page
    client.post(address("correct", cast, trip), {"miles": "4", "purpose": "", "why": "Detour"})
    assert TripCorrection.objects.get().miles == 4


def test_days_and_trips_that_are_not_there_are_not_found(
    nora_client: Client, cast: Cast, trip: Appointment
) -> None:
    for on, drive_id in (("monday", trip.pk), ("2026-03-03", trip.pk), (DAY, cast.nora.pk)):
        assert (
            nora_client.get(reverse("reports:correct", args=[cast.nora.pk, on, drive_id])).status_code == 404
        )


def test_the_csv_has_a_row_a_case_and_no_formula(nora_client: Client, cast: Cast, trip: Appointment) -> None:
    make_activity(
        None, staff=cast.nora, kind="travel", miles=Decimal(6), summary='=HYPERLINK("x")', place="@home",
        started_at=MONDAY_8 + timedelta(hours=6),
    )  # fmt: skip
    nora_client.post(address("correct", cast, trip), {"miles": "4", "why": "-2+3 cmd"})
    answer = nora_client.get(reverse("reports:miles_csv"), ON)
    assert "miles-2026-03-02-to-2026-03-02.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["what for"] for row in rows] == ["Spine clinic", "Way home", '\'=HYPERLINK("x")']
    first, _, entry = rows
    assert (first["set off"], first["case"], first["miles of the case"], first["amount"]) == (
        "9:30", "CD-00100", "4.0", "2.90",
    )  # fmt: skip
    assert (first["before correction"], first["why corrected"], first["corrected by"]) == (
        "2.7", "'-2+3 cmd", "Nora Field",
    )  # fmt: skip
    assert (first["minutes driven"], first["minutes waited"]) == ("25", "12")
    assert (entry["to"], entry["cents a mile"], entry["counts"]) == ("'@home", "72.5", "yes")


def test_the_csv_says_missing_miles_by_an_empty_cell(nora_client: Client, cast: Cast) -> None:
    drive(None, staff=cast.nora, office=None, place="12 Oak St")
    (row,) = csv.DictReader(
        io.StringIO(nora_client.get(reverse("reports:miles_csv"), ON).content.decode("utf-8-sig"))
    )
    assert (row["miles of the case"], row["amount"], row["client"]) == ("", "", "No case")


def test_too_many_trips_show_their_sums_alone(
    nora_client: Client, trip: Appointment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.reports.web.views.MOST_ROWS", 1)
    text = nora_client.get(reverse("reports:miles"), ON).content.decode()
    assert "2 trips are too many to list" in text and "Spine clinic" not in text and "Rosa Diaz" in text


def test_a_page_of_a_month_costs_few_queries(
    nora_client: Client, cast: Cast, trip: Appointment, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 9):
        drive(make_case(cast.nora), MONDAY_8 + timedelta(days=day), office=clinic(f"C{day}", 30.3 + day / 90))
    with django_assert_max_num_queries(18):
        nora_client.get(reverse("reports:miles"), {"from": "2026-03-01", "to": "2026-03-31"})


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1", "'=1"),
        ("-1.5", "-1.5"),
        ("-x", "'-x"),
        ("+1 512", "'+1 512"),
        ("", ""),
        ("\n=1", "'\n=1"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_begins_a_formula(typed: str, written: str) -> None:
    assert safe_cell(typed) == written
