"""A captured line becomes an entry, with its follow-ups, at once."""

from datetime import UTC, datetime

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import FirstContact, Identifier
from caseday.followups.models import FollowUp
from caseday.journal.actions import capture_line, heard_hours, learn_hours, understood
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_office, make_party, make_person, make_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def okafor(cast: Cast):
    case = make_case(cast.nora, person=make_person(given_name="James", family_name="Okafor"))
    Identifier.objects.create(case=case, kind="claim_number", value="0457-22-91", normalized="04572291")
    make_party(
        case, "adjuster", name="", professional=make_professional(name="Luis Ortega", role="claims adjuster")
    )
    return case


def test_it_stores_what_was_understood_and_the_line_itself(nora: Viewer, okafor) -> None:
    line = "called adjuster re Okafor 10 min, PT approved, call Okafor back by 2pm"
    activity = capture_line(actor=nora, now=MONDAY_8, line=line)
    assert activity.captured_line == line
    assert (activity.kind, activity.minutes, activity.result) == ("call", 10, "reached")
    assert activity.case == okafor
    assert (activity.with_role, activity.with_name) == ("adjuster", "Luis Ortega")
    assert activity.professional.name == "Luis Ortega"
    assert activity.started_at == datetime(2026, 3, 2, 13, 50, tzinfo=UTC)
    followup = FollowUp.objects.get()
    assert (followup.text, followup.case) == ("Call Okafor back", okafor)
    assert followup.due_at == datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    assert followup.source_activity_id == activity.pk


def test_it_keeps_a_line_of_which_nothing_is_understood(nora: Viewer) -> None:
    activity = capture_line(actor=nora, now=MONDAY_8, line="  qwerty zxcvb  ")
    assert (activity.kind, activity.captured_line, activity.started_at) == ("other", "qwerty zxcvb", MONDAY_8)
    assert activity.needs_note


def test_the_same_line_sent_twice_is_stored_once(nora: Viewer, okafor) -> None:
    id = new_id()
    first = capture_line(actor=nora, now=MONDAY_8, line="called Okafor 5 min, call back at 2", id=id)
    again = capture_line(actor=nora, now=MONDAY_8, line="called Okafor 5 min, call back at 2", id=id)
    assert first == again
    assert Activity.objects.count() == FollowUp.objects.count() == 1


def test_an_id_of_somebody_else_is_refused(nora: Viewer, olive: Viewer) -> None:
    mine = capture_line(actor=nora, now=MONDAY_8, line="typed notes 10 min")
    with pytest.raises(Invalid):
        capture_line(actor=olive, now=MONDAY_8, line="anything", id=mine.pk)


def test_reaching_a_party_meets_its_first_contact_and_dates_the_case(nora: Viewer, okafor) -> None:
    FirstContact.objects.create(case=okafor, role="client", due_at=MONDAY_8)
    activity = capture_line(actor=nora, now=MONDAY_8, line="spoke with Mr. Okafor 12 min")
    okafor.refresh_from_db()
    assert okafor.last_contact_at == activity.started_at
    contact = FirstContact.objects.get()
    assert (contact.met_at, contact.met_by_activity_id) == (activity.started_at, activity.pk)


def test_leaving_word_is_no_contact(nora: Viewer, okafor) -> None:
    FirstContact.objects.create(case=okafor, role="client", due_at=MONDAY_8)
    capture_line(actor=nora, now=MONDAY_8, line="LVM for Okafor")
    okafor.refresh_from_db()
    assert okafor.last_contact_at is None
    assert FirstContact.objects.get().met_at is None


def test_a_case_out_of_sight_is_never_understood(olive: Viewer, okafor) -> None:
    activity = capture_line(actor=olive, now=MONDAY_8, line="spoke with Okafor, claim 0457-22-91")
    assert activity.case is None


def test_a_page_of_a_case_out_of_sight_is_not_found(olive: Viewer, okafor) -> None:
    with pytest.raises(NotFound):
        capture_line(actor=olive, now=MONDAY_8, line="called client", case_id=okafor.pk)


def test_an_auditor_captures_nothing(audrey: Viewer) -> None:
    with pytest.raises(Refused):
        capture_line(actor=audrey, now=MONDAY_8, line="called client")


@pytest.mark.parametrize("line", ["", "   ", "\n"])
def test_an_empty_line_is_asked_for(nora: Viewer, line: str) -> None:
    with pytest.raises(Invalid):
        capture_line(actor=nora, now=MONDAY_8, line=line)


@pytest.mark.parametrize(
    "line",
    [
        "\0",
        "called \0 client",
        "drove 99999 miles",
        "call 9999 min",
        "x" * 9000,
        "‮́a 25:99 13/45",
        "called at 0:99pm",
    ],
)
def test_hostile_lines_are_kept(nora: Viewer, line: str) -> None:
    if line == "\0":
        with pytest.raises(Invalid):
            capture_line(actor=nora, now=MONDAY_8, line=line)
    else:
        assert capture_line(actor=nora, now=MONDAY_8, line=line).pk


def test_an_office_of_the_directory_is_found_by_the_beginning_of_its_name(nora: Viewer) -> None:
    office = make_office(name="Greenleaf Pharmacy", kind="pharmacy", name_key="greenleaf pharmacy")
    read = understood(nora, "phoned Greenleaf, rx ready", now=MONDAY_8)
    assert read.happened.office_id == office.pk
    assert read.happened.with_role == "pharmacy"


def test_the_page_of_a_case_says_which_case(nora: Viewer, okafor) -> None:
    activity = capture_line(actor=nora, now=MONDAY_8, line="called client 5 min", case_id=okafor.pk)
    assert activity.case == okafor


def test_capturing_costs_few_queries(nora: Viewer, okafor, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(26):
        capture_line(actor=nora, now=MONDAY_8, line="spoke with Okafor 10 min")


def test_hours_heard_in_a_line_are_noted_for_every_case(nora: Viewer) -> None:
    office = make_office(name="Lakeside Imaging", name_key="lakeside imaging", opening_hours="")
    activity = capture_line(actor=nora, now=MONDAY_8, line="called Lakeside Imaging, they are open M-F 8-5")
    assert activity.office == office
    assert heard_hours(activity)
    learn_hours(actor=nora, now=MONDAY_8, activity_id=activity.pk)
    office.refresh_from_db()
    assert "08:00-17:00" in office.opening_hours


@pytest.mark.parametrize(
    "line", ["called Lakeside Imaging 5 min", "they open at 9", "called Lakeside Imaging, closes at 5"]
)
def test_hours_that_leave_a_doubt_are_not_noted(nora: Viewer, line: str) -> None:
    make_office(name="Lakeside Imaging", name_key="lakeside imaging", opening_hours="")
    activity = capture_line(actor=nora, now=MONDAY_8, line=line)
    with pytest.raises(Invalid):
        learn_hours(actor=nora, now=MONDAY_8, activity_id=activity.pk)


def test_a_line_that_breaks_the_reading_is_kept_all_the_same(
    nora: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("caseday.journal.actions.capturing.understand", broken)
    assert capture_line(actor=nora, now=MONDAY_8, line="called client").captured_line == "called client"


def test_a_bare_follow_up_names_whom_it_is_about(nora: Viewer, okafor) -> None:
    capture_line(actor=nora, now=MONDAY_8, line="called Luis Ortega re Okafor, call back by 2pm")
    capture_line(actor=nora, now=MONDAY_8, line="spoke with Luis Ortega, she will call back by 4")
    texts = set(FollowUp.objects.values_list("text", flat=True))
    assert texts == {"Call back: Luis Ortega", "They promised: She will call back"}
