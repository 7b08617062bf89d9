"""A held team meeting of a student's case: agenda drawn, people invited, held, minuted, its action followed up, the next one planned."""

from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from caseday.cases.models import Case
from caseday.correspondence.models import Message
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.outgoing_made import reachable
from caseday.documents.models import Document
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.meetings.models import MeetingDecision, Participant, TeamMeeting
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_followup, make_party, make_person
from tests.mail.mail_server import Told

pytestmark = pytest.mark.django_db(transaction=True)
PARENT, SCHOOL = "lucia@example.org", "office@school.example.org"


@pytest.fixture
def case(cast: Cast, told: Told) -> Case:
    person = make_person(given_name="Mateo", family_name="Ibarra")
    case = make_case(cast.nora, program="education", case_type="iep", stage="services", person=person)
    reachable(case)
    make_party(case, "parent", name="Lucia Ibarra", email=PARENT)
    make_party(case, "school", name="Larkspur School", email=SCHOOL)
    make_followup(case, text="Ask the district for the tablet")
    return case


@pytest.fixture
def room(cast: Cast, case: Case) -> "Room":
    client = Client()
    client.force_login(cast.nora)
    return Room(client, case)


class Room:
    """The pages of one meeting."""

    meeting: TeamMeeting

    def __init__(self, client: Client, case: Case) -> None:
        self.client, self.case = client, case

    def see(self, name: str, /, of: UUID | None = None) -> str:
        answer = self.client.get(reverse(f"meetings:{name}", args=[of or self.meeting.pk]))
        assert answer.status_code == 200, name
        return unescape(answer.content.decode())

    def do(self, name: str, /, *, of: UUID | None = None, **said: Any) -> Any:
        answer = self.client.post(reverse(f"meetings:{name}", args=[of or self.meeting.pk]), said)
        assert answer.status_code in (200, 302), (name, answer.status_code)
        return answer

    def person(self, role: str) -> Participant:
        return self.meeting.participants.get(role=role)


def test_it_is_held_from_its_agenda_to_the_next_date(room: Room, told: Told) -> None:
    _plan(room)
    _invite(room, told)
    _hold(room)
    _minute(room, told)
    _go_on(room)


def _on(days: int, **more: Any) -> dict[str, Any]:
    day = (localtime(clock.now()) + timedelta(days=days)).date()
    return {
        "id": new_id(), "kind": "iep", "purpose": "How reading goes", "day": day, "starts": "15:00", "minutes": "60",
        "where": "12 Elm Street, Austin", **more,
    }  # fmt: skip


def _plan(room: Room) -> None:
    """The agenda is drawn from what is open; the people from the case, in the words of its program."""
    page = room.see("plan", room.case.pk)
    for words in ("Ask the district for the tablet", "Lucia Ibarra", "Parent or guardian", "Larkspur School"):
        assert words in page, words
    todo = FollowUp.objects.get(case=room.case)
    people = [f"person:{room.case.person_id}", "name:lucia ibarra", "name:larkspur school"]
    room.do(
        "plan", of=room.case.pk, **_on(2), person=people, offer=[f"todo:{todo.pk}"], own="The reading group"
    )
    room.meeting = TeamMeeting.objects.get()
    assert [one.text for one in room.meeting.agenda.all()] == [todo.text, "The reading group"]


def _invite(room: Room, told: Told) -> None:
    everybody = [str(one.pk) for one in room.meeting.participants.all()]
    assert "As it goes out" in room.see("invite")
    room.do("invite", person=everybody, with_agenda="on")
    send_due(clock.now())
    assert {str(mail["To"].addresses[0].addr_spec) for mail in told.mails} >= {PARENT, SCHOOL}
    for mail in told.mails:
        assert any(part.get_content_type() == "text/calendar" for part in mail.walk())
    assert "invited" in room.see("meeting")


def _hold(room: Room) -> None:
    room.do("begin", x="1")
    for role, presence, note in (
        ("client", "present", ""),
        ("parent", "present", ""),
        ("school", "missing", "ill"),
    ):
        room.do("presence", participant=str(room.person(role).pk), presence=presence, note=note)
    room.do("came", name="Ruth Engel", role_word="Teacher", id=new_id())
    room.do("notes", text="He read two lines aloud.", base="")
    for item in room.meeting.agenda.all():
        room.do("tick", item=str(item.pk), done="on")
    room.do("decide", text="The reading group goes on until June", id=new_id())
    due = (clock.now() + timedelta(days=7)).date()
    room.do(
        "act",
        text="Order the tablet",
        owner=f"participant:{room.person('school').pk}",
        due_on=due,
        id=new_id(),
    )
    room.do("end", x="1")


def _minute(room: Room, told: Told) -> None:
    page = room.see("minutes")
    for words in (
        "He read two lines aloud.",
        "until June",
        "Order the tablet",
        "Larkspur School",
        "ill",
        "Ruth Engel",
    ):
        assert words in page, words
    room.do("keep", paper=new_id())
    room.meeting.refresh_from_db()
    assert Document.objects.get(pk=room.meeting.minutes_id).case == room.case
    assert Activity.objects.filter(pk=room.meeting.activity_id, kind="meeting").exists()
    before = len(told.mails)
    room.do("send", person=[str(room.person(role).pk) for role in ("parent", "school")])
    send_due(clock.now() + timedelta(minutes=1))
    sent = told.mails[before:]
    assert {str(mail["To"].addresses[0].addr_spec) for mail in sent} == {PARENT, SCHOOL}
    assert all(any(part.get_content_type() == "application/pdf" for part in mail.walk()) for mail in sent)
    assert Message.objects.count() == 5


def _go_on(room: Room) -> None:
    """What somebody took on is followed up; the next date begins with what is still open."""
    followed = FollowUp.objects.get(text__contains="Order the tablet", state="open")
    assert followed.case == room.case and "Larkspur School" in followed.text
    assert "Order the tablet" in unescape(
        room.client.get(reverse("casefile:case", args=[room.case.pk])).content.decode()
    )
    assert MeetingDecision.objects.get().text.endswith("until June")
    room.do("plan_next", **_on(30, purpose="Whether the tablet is there"))
    following = TeamMeeting.objects.get(follows=room.meeting)
    assert "that of" in room.see("meeting", following.pk)
    agenda = room.see("agenda", following.pk)
    assert "Larkspur School: Order the tablet" in agenda and "promised at the last meeting" in agenda
    assert "Whether the tablet is there" in room.see("of_case", room.case.pk)
