"""After importing a calendar, the day is there; importing it again changes nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from caseday.access.viewer import Viewer, system_viewer
from caseday.cases.models import Case
from caseday.directory.models import Office
from caseday.exchange.actions.calendar import CalendarReport, import_calendar
from caseday.kernel.errors import Invalid, Refused
from caseday.schedule.actions import plan_appointment
from caseday.schedule.models import Appointment
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_person

pytestmark = pytest.mark.django_db
GOOGLE = (Path(__file__).parent / "calendars" / "google.ics").read_bytes()


@pytest.fixture
def marcus(cast: Cast) -> Case:
    return make_case(cast.nora, person=make_person(given_name="Marcus", family_name="Bell"))


@pytest.fixture
def ridgeview(cast: Cast) -> Office:
    return make_office(name="Ridgeview Orthopedics", line1="400 Falcon Drive", city="Austin")


def take(nora: Viewer, data: bytes = GOOGLE, **options: bool) -> CalendarReport:
    return import_calendar(actor=nora, now=MONDAY_8, data=data, **options)


def test_entries_become_appointments_with_client_and_office(
    marcus: Case, ridgeview: Office, nora: Viewer
) -> None:
    take(nora)
    visit = Appointment.objects.get(source_uid="1abc@google.com")
    assert (visit.case_id, visit.office_id, visit.kind) == (marcus.id, ridgeview.id, "physician_visit")
    assert visit.starts_at == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert visit.agenda == "Bring MRI report. Claim WC-88-4417"


def test_a_recurring_meeting_becomes_its_occurrences(marcus: Case, nora: Viewer) -> None:
    take(nora)
    assert Appointment.objects.filter(source_uid__startswith="2team@google.com").count() == 3


def test_it_says_what_was_not_matched(cast: Cast, nora: Viewer) -> None:
    report = take(nora)
    assert report.no_place[0][0] == "Bell ortho f/u"
    assert "Bell ortho f/u" in report.no_client


def test_importing_twice_changes_nothing(marcus: Case, nora: Viewer) -> None:
    first = take(nora)
    before = list(Appointment.objects.order_by("pk").values())
    second = take(nora)
    assert (second.added, second.changed, second.cancelled, second.unchanged) == (
        [],
        [],
        [],
        len(first.added) + 1,
    )
    assert list(Appointment.objects.order_by("pk").values()) == before


def test_a_dry_run_writes_nothing_and_says_the_same(marcus: Case, nora: Viewer) -> None:
    dry = take(nora, is_dry_run=True)
    assert not Appointment.objects.exists()
    assert take(nora).added == dry.added


def test_what_moved_in_the_calendar_moves_and_keeps_what_was_written_here(marcus: Case, nora: Viewer) -> None:
    take(nora)
    Appointment.objects.filter(source_uid="1abc@google.com").update(
        agenda="Ask about therapy", state="confirmed"
    )
    report = take(nora, GOOGLE.replace(b"DTSTART:20260302T160000Z", b"DTSTART:20260302T163000Z"))
    visit = Appointment.objects.get(source_uid="1abc@google.com")
    assert report.changed == ["Bell ortho f/u"]
    assert (visit.starts_at.minute, visit.agenda, visit.state) == (30, "Ask about therapy", "planned")


def test_what_was_cancelled_in_the_calendar_is_cancelled_here(marcus: Case, nora: Viewer) -> None:
    take(nora, GOOGLE.replace(b"STATUS:CANCELLED", b"STATUS:CONFIRMED"))
    report = take(nora)
    assert report.cancelled == ["Home visit M. Bell"]
    assert Appointment.objects.get(source_uid="4gone@google.com").state == "cancelled"


def test_it_says_what_to_do_with_a_file_that_is_no_calendar(nora: Viewer) -> None:
    with pytest.raises(Invalid, match=r"Export your calendar as \.ics"):
        take(nora, b"name,date\n")


def test_an_auditor_has_no_calendar(audrey: Viewer) -> None:
    with pytest.raises(Refused, match="Only case managers"):
        take(audrey)


def test_a_dry_run_of_changes_says_them_and_writes_nothing(marcus: Case, nora: Viewer) -> None:
    take(nora, GOOGLE.replace(b"STATUS:CANCELLED", b"STATUS:CONFIRMED"))
    before = list(Appointment.objects.order_by("pk").values())
    moved = GOOGLE.replace(b"DTSTART:20260302T160000Z", b"DTSTART:20260302T163000Z")
    report = take(nora, moved, is_dry_run=True)
    assert (report.changed, report.cancelled) == (["Bell ortho f/u"], ["Home visit M. Bell"])
    assert list(Appointment.objects.order_by("pk").values()) == before


def test_what_is_over_here_is_left_as_it_was(marcus: Case, nora: Viewer) -> None:
    take(nora)
    Appointment.objects.filter(source_uid="1abc@google.com").update(state="done")
    report = take(nora, GOOGLE.replace(b"DTSTART:20260302T160000Z", b"DTSTART:20260302T163000Z"))
    assert report.changed == []
    assert Appointment.objects.get(source_uid="1abc@google.com").starts_at.minute == 0


def test_an_entry_that_is_refused_is_told_and_the_others_go_in(
    nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(**asked: Any) -> Appointment:
        if asked["details"].title == "Office closed":
            raise Refused("Not today.")
        return plan_appointment(**asked)

    monkeypatch.setattr("caseday.exchange.actions.calendar.plan_appointment", plan)
    report = take(nora)
    assert report.refused == [("Office closed", "Not today.")]
    assert Appointment.objects.count() == len(report.added)


def test_the_system_has_no_calendar_either() -> None:
    with pytest.raises(Refused, match="whose calendar"):
        take(system_viewer())
