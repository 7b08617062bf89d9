"""Invitations leave only where they may, each refusal says why; updates and cancellations name the same meeting."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest

from caseday.correspondence.models import Attachment, Message
from caseday.documents.keeping import the_store
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.meetings.actions import call_off_meeting, change_meeting, change_people, invite
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.queries import asked_of, entry_of, get_meeting, meeting_sheet
from caseday.meetings.rules import PersonAsked
from caseday.meetings.tests.made import AT_10, BY_VIDEO, DANA, dana, make_meeting, make_team_case, plan, rosa
from caseday.people.models import ContactPoint, Person
from caseday.schedule.actions import set_new_date
from caseday.testing.make import make_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Any, settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_team_case(cast)


@pytest.fixture
def meeting(nora: Any, case: Any) -> TeamMeeting:
    return make_meeting(nora, case)


def everybody(meeting: TeamMeeting) -> list[Any]:
    return list(meeting.participants.values_list("pk", flat=True))


def files() -> list[Any]:
    """Calendars that went, the oldest first."""
    rows = Attachment.objects.filter(name="meeting.ics").order_by("message__recorded_at", "pk")
    return [
        icalendar.Calendar.from_ical(the_store().path_of(one.sha256).read_bytes()).walk("VEVENT")[0]
        for one in rows
    ]


def told(nora: Any, meeting: TeamMeeting, now: Any, **more: Any) -> list[Any]:
    return invite(actor=nora, now=now, meeting_id=meeting.pk, participant_ids=everybody(meeting), **more)


def test_each_gets_their_own_with_a_calendar_file(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    found = told(nora, meeting, now, with_agenda=True)
    assert [one.refusal for one in found] == ["", ""]
    first, second = Message.objects.order_by("pk")
    assert [one["address"] for one in (*first.recipients, *second.recipients)] == ["rosa@example.org", DANA]
    assert (
        first.subject == "Invitation: Case conference, Monday, March 2" and "- Light duty" in first.body.text
    )
    assert [str(one["ATTENDEE"]) for one in files()] == ["mailto:rosa@example.org", f"mailto:{DANA}"]
    assert Attachment.objects.first().media_type == "text/calendar; method=REQUEST; charset=utf-8"  # type: ignore[union-attr]
    assert told(nora, meeting, now) == [] and Message.objects.count() == 2


def test_who_was_not_asked_for_consent_gets_nothing_and_the_reason_is_kept(
    nora: Any, meeting: TeamMeeting, now: Any
) -> None:
    ContactPoint.objects.update(email_consent="declined")
    found = told(nora, meeting, now)
    assert "does not want to be reached" in found[0].refusal and found[1].message
    assert "does not want" in meeting.participants.get(role="client").refusal
    ContactPoint.objects.update(email_consent="unknown")
    sheet = meeting_sheet(nora, meeting.pk)
    client = asked_of(nora, sheet, now=now)[0]
    assert not client.may_go and "was not asked" in client.refusal
    slug = client.standing[0].slug
    assert told(nora, meeting, now, confirmed=frozenset({slug}))[0].refusal
    sent = told(nora, meeting, now, confirmed=frozenset({slug}), reason="She asked for it on the phone")
    assert sent[0].message and meeting.participants.get(role="client").refusal == ""


def test_who_has_no_address_is_told_so(nora: Any, case: Any, meeting: TeamMeeting, now: Any) -> None:
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=(PersonAsked("Luis", role="family"),))
    found = told(nora, meeting, now)
    assert "No address" in found[0].refusal and not Message.objects.exists()
    assert TeamMeeting.objects.get().told == ""


def test_a_change_counts_on_under_the_same_name(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    told(nora, meeting, now)
    change_meeting(
        actor=nora, now=now, meeting_id=meeting.pk, plan=plan(AT_10 + timedelta(days=1), link=BY_VIDEO)
    )
    asked = asked_of(nora, meeting_sheet(nora, meeting.pk), now=now)
    assert [one.is_due for one in asked] == [True, True]
    told(nora, meeting, now + timedelta(minutes=1))
    call_off_meeting(actor=nora, now=now, meeting_id=meeting.pk, party="office", reason="Dana is ill")
    told(nora, meeting, now + timedelta(minutes=2))
    events = files()
    assert {str(one["UID"]) for one in events} == {f"{meeting.pk}@caseday"}
    assert [one["SEQUENCE"] for one in events] == [0, 0, 1, 1, 2, 2]
    assert [str(one["STATUS"]) for one in events][-2:] == ["CANCELLED", "CANCELLED"]
    types = list(Attachment.objects.order_by("pk").values_list("media_type", flat=True))
    assert "method=CANCEL" in types[-1]
    new = get_meeting(nora, meeting.pk).appointment
    set_new_date(actor=nora, now=now, appointment_id=new.pk, starts_at=AT_10 + timedelta(days=9))
    told(nora, meeting, now + timedelta(minutes=3))
    assert files()[-1]["SEQUENCE"] == 3 and str(files()[-1]["STATUS"]) == "CONFIRMED"
    assert "It is now" in Message.objects.latest("pk").body.text


def test_only_who_was_invited_is_told_that_it_is_off(
    nora: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    client = meeting.participants.get(role="client")
    invite(actor=nora, now=now, meeting_id=meeting.pk, participant_ids=[client.pk])
    call_off_meeting(actor=nora, now=now, meeting_id=meeting.pk, party="client", reason="Ill")
    assert [one.participant for one in asked_of(nora, meeting_sheet(nora, meeting.pk), now=now)] == [client]
    assert [one.participant.name for one in told(nora, meeting, now)] == [client.name]
    assert Message.objects.latest("pk").subject == "Called off: Case conference"


def test_somebody_added_later_gets_what_holds_now(
    nora: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    told(nora, meeting, now)
    ids = {one.name: one.pk for one in meeting.participants.all()}
    make_party(case, "employer", name="Al Boss", email="al@example.org")
    al = PersonAsked("Al Boss", role="employer", email="al@example.org")
    people = (rosa(case, id=ids["Rosa Delgado"]), dana(id=ids["Dana Whitfield"]), al)
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=people)
    assert [one.participant.name for one in told(nora, meeting, now)] == ["Al Boss"]
    assert entry_of(get_meeting(nora, meeting.pk)).sequence == 0


def test_spanish_speakers_are_asked_in_spanish(nora: Any, case: Any, meeting: TeamMeeting, now: Any) -> None:
    Person.objects.update(language="es")
    told(nora, meeting, now)
    message = Message.objects.order_by("pk")[0]
    assert message.subject.startswith("Invitación") and message.language == "es"


def test_opposing_attorneys_get_the_same_at_the_same_time(
    nora: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    for role, name in (("defense_attorney", "Ana Law"), ("applicant_attorney", "Ben Law")):
        make_party(case, role, name=name, email=f"{name[:3].lower()}@example.org")
    ana = PersonAsked("Ana Law", role="defense_attorney", email="ana@example.org")
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=(ana,))
    found = told(nora, meeting, now)
    assert found[0].message and [one["as"] for one in found[0].message.recipients] == ["to", "cc"]


def test_nobody_chosen_and_nobody_allowed(
    nora: Any, audrey: Any, olive: Any, meeting: TeamMeeting, now: Any
) -> None:
    with pytest.raises(Invalid, match="Choose"):
        invite(actor=nora, now=now, meeting_id=meeting.pk, participant_ids=[])
    with pytest.raises(Refused):
        told(audrey, meeting, now)
    with pytest.raises(NotFound):
        told(olive, meeting, now)
    assert not Participant.objects.exclude(told="").exists()
