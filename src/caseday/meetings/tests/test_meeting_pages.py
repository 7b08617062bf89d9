"""A meeting through its pages: what is tapped and typed is kept, or comes back with what lacks."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from caseday.correspondence.models import Message
from caseday.documents.models import Document
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.meetings.actions import begin_meeting, note_presence, raise_disagreement, write_notes
from caseday.meetings.models import ActionItem, Disagreement, MeetingDecision, Participant, TeamMeeting
from caseday.meetings.queries import get_meeting, meeting_sheet
from caseday.meetings.tests.made import AT_10, make_meeting, make_team_case
from caseday.people.models import ContactPoint
from caseday.testing.make import MONDAY_8, make_followup, make_office

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _on_monday(monkeypatch: Any) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT_10 + timedelta(minutes=30))


@pytest.fixture
def case(cast: Any, settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_team_case(cast)


@pytest.fixture
def meeting(nora: Any, case: Any) -> TeamMeeting:
    return make_meeting(nora, case)


@pytest.fixture
def to(nora_client: Any, meeting: TeamMeeting) -> Any:
    """`to("decide", text="...")` posts; `to("live")` asks."""

    def send(name: str, /, *, of: Any = None, htmx: bool = False, **said: Any) -> Any:
        url = reverse(f"meetings:{name}", args=[of or meeting.pk])
        more = HTMX if htmx else {}
        return nora_client.post(url, said, **more) if said else nora_client.get(url, **more)

    return send


def planned(**more: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()), "kind": "case_conference", "purpose": "Back to work", "day": "2026-03-09",
        "starts": "10:00", "minutes": "45", "where": "12 Elm Street, Austin", **more,
    }  # fmt: skip


def test_it_is_planned_from_what_is_open(nora_client: Any, case: Any, nora: Any) -> None:
    todo, url = make_followup(case, text="Bring the brace"), reverse("meetings:plan", args=[case.pk])
    page = nora_client.get(url).content.decode()
    assert "Bring the brace" in page and "Dana Whitfield" in page and "rosa@example.org" in page
    said = planned(
        person=[f"person:{case.person_id}", "name:dana whitfield"], offer=[f"todo:{todo.pk}"],
        own="Wages\n\n", others="Luis, uncle, luis@example.org",
    )  # fmt: skip
    answer = nora_client.post(url, {**said, "where": ""})
    assert answer.status_code == 422 and "Say where it is" in answer.content.decode()
    assert "Luis, uncle" in answer.content.decode()
    assert nora_client.post(url, {**said, "day": "1700-01-01"}).status_code == 422
    assert nora_client.post(url, said).status_code == 302
    sheet = meeting_sheet(nora, TeamMeeting.objects.get().pk)
    assert [(one.name, one.role) for one in sheet.participants] == [
        (case.person.full_name, "client"),
        ("Dana Whitfield", "adjuster"),
        ("Luis", "family"),
    ]
    assert [one.text for one in sheet.agenda] == ["Bring the brace", "Wages"]
    page = nora_client.get(reverse("meetings:of_case", args=[case.pk])).content.decode()
    assert "nobody invited yet" in page
    assert "Back to work" in nora_client.get(reverse("meetings:list")).content.decode()


def test_an_office_of_the_directory_brings_its_clock(nora_client: Any, case: Any) -> None:
    make_office(name="Denver Ortho", time_zone="America/Denver")
    nora_client.post(reverse("meetings:plan", args=[case.pk]), planned(where="Denver Ortho"))
    appointment = TeamMeeting.objects.get().appointment
    assert appointment.office and appointment.starts_at.hour == 16


def test_time_people_and_agenda_are_changed(to: Any, nora: Any, meeting: TeamMeeting) -> None:
    assert "12 Elm Street" in to("change").content.decode()
    assert to("change", **planned(minutes="0")).status_code == 422
    assert to("change", **planned(link="ftp://x")).status_code == 422
    assert to("change", **planned()).url == reverse("meetings:meeting", args=[meeting.pk])
    client, adjuster = meeting.participants.all()
    assert "Dana Whitfield" in to("people").content.decode()
    to("people", person=[str(client.pk), str(adjuster.pk)], **{f"email-{adjuster.pk}": "dw@example.org"})
    adjuster.refresh_from_db()
    assert adjuster.email == "dw@example.org"
    assert to("people", others="\n".join(f"P{n}" for n in range(60))).status_code == 422
    duty, therapy = meeting.agenda.all()
    items = {
        "item": [str(duty.pk), str(therapy.pk)],
        f"text-{duty.pk}": "Duty",
        f"text-{therapy.pk}": "Therapy",
    }
    assert "Light duty" in to("agenda").content.decode()
    answer = to("agenda", **items, own="Wages", do=f"down:{duty.pk}")
    assert answer.url == reverse("meetings:agenda", args=[meeting.pk])
    assert [one.text for one in meeting.agenda.all()] == ["Therapy", "Duty", "Wages"]
    to("agenda", **items, do=f"up:{duty.pk}")
    assert [one.text for one in meeting.agenda.all()] == ["Duty", "Therapy"]
    answer = to("agenda", **items, own="\n".join(f"Line {n}" for n in range(60)))
    assert answer.status_code == 422 and "Line 59" in answer.content.decode()
    assert get_meeting(nora, meeting.pk).appointment.ends_at - AT_10 == timedelta(
        days=6, hours=23, minutes=45
    )


def test_it_is_called_off_and_those_invited_are_told(to: Any, meeting: TeamMeeting) -> None:
    everybody = [str(one.pk) for one in meeting.participants.all()]
    assert "As it goes out" in to("invite").content.decode()
    assert to("invite", with_agenda="on").status_code == 422
    assert to("invite", person=everybody, with_agenda="on").status_code == 302
    assert Message.objects.count() == 2
    assert to("call_off").status_code == 200 and to("call_off", party="client", reason="").status_code == 422
    answer = to("call_off", party="client", reason="Ill", needs_new_date="on")
    assert answer.url == reverse("meetings:invite", args=[meeting.pk])
    assert "told something else" in to("meeting").content.decode()
    to("invite", person=everybody)
    assert Message.objects.latest("pk").subject.startswith("Called off")
    assert "told that it is off" in to("meeting").content.decode()


def test_who_declined_is_shown_with_the_reason(to: Any, meeting: TeamMeeting) -> None:
    ContactPoint.objects.update(email_consent="declined")
    client = meeting.participants.get(role="client")
    assert "does not want to be reached" in to("invite").content.decode()
    answer = to("invite", person=[str(client.pk)])
    assert answer.url == reverse("meetings:invite", args=[meeting.pk])
    assert "not sent" in to("meeting").content.decode()


def test_the_calendar_file_is_ones_own(to: Any, meeting: TeamMeeting) -> None:
    event = icalendar.Calendar.from_ical(to("calendar").content).walk("VEVENT")[0]
    assert str(event["UID"]) == f"{meeting.pk}@caseday" and "ATTENDEE" not in event


def test_every_tap_in_the_room_answers_with_its_part(to: Any, meeting: TeamMeeting) -> None:
    client, adjuster = meeting.participants.all()
    assert to("begin", x="1").url == reverse("meetings:live", args=[meeting.pk])
    assert "Who is there" in to("live").content.decode()
    part = to("presence", htmx=True, participant=str(client.pk), presence="present").content.decode()
    assert part.lstrip().startswith("<section") and "1 of 2" in part
    to("presence", participant=str(adjuster.pk), presence="missing", note="ill")
    assert Participant.objects.get(role="adjuster").presence_note == "ill"
    assert to("presence", presence="present").status_code == 422
    assert to("came", htmx=True, name="").status_code == 422
    assert "Luis" in to("came", htmx=True, name="Luis", role_word="uncle", id=str(new_id())).content.decode()
    duty = meeting.agenda.all()[0]
    assert "is-done" in to("tick", htmx=True, item=str(duty.pk), done="on").content.decode()
    assert to("tick", done="on").status_code == 422
    id = str(new_id())
    assert "Desk work" in to("decide", htmx=True, text="Desk work", id=id).content.decode()
    assert to("decide", htmx=True, text="").status_code == 422
    assert to("decide", text="", dissent="Al").status_code == 422
    to(
        "act",
        text="Send the approval",
        owner=f"participant:{adjuster.pk}",
        due_on="2026-03-06",
        id=str(new_id()),
    )
    assert ActionItem.objects.get().owner == "Dana Whitfield"
    wrong = to("act", htmx=True, text="Send it", owner="", due_on="x")
    assert wrong.status_code == 422 and "Send it" in wrong.content.decode()
    assert to("act", htmx=True, text="Send it", owner="other", other="").status_code == 422
    assert to("differ", htmx=True, topic="").status_code == 422
    assert "When" in to("differ", htmx=True, topic="When", id=str(new_id())).content.decode()
    to("strike", htmx=True, what="decision", row=id)
    assert not MeetingDecision.objects.exists()
    assert to("strike", what="chair", row=id).status_code == 422
    assert to("propose", htmx=True, next_at="x").status_code == 422
    assert to("propose", htmx=True, next_at="2026-03-01T10:00").status_code == 422
    assert "Plan it" in to("propose", htmx=True, next_at="2026-03-16T10:00").content.decode()


def test_notes_save_themselves_and_two_windows_are_joined(to: Any, meeting: TeamMeeting) -> None:
    saved = to("notes", htmx=True, text="She can sit.", base="").content.decode()
    assert "Saved" in saved and 'value="She can sit."' in saved and "<textarea" not in saved
    joined = to("notes", htmx=True, text="She can walk.", base="").content.decode()
    assert "Both are kept" in joined and "She can sit.\nShe can walk." in joined
    assert to("notes", text="Without script", base="She can sit.\nShe can walk.").status_code == 302
    too_long = "x" * 20_001
    assert to("notes", htmx=True, text=too_long, base="").status_code == 422
    assert to("notes", text=too_long, base="").status_code == 302
    meeting.refresh_from_db()
    assert meeting.notes == "Without script"


def test_a_disagreement_has_a_page_of_its_own(to: Any, nora: Any, meeting: TeamMeeting) -> None:
    one = raise_disagreement(actor=nora, now=AT_10, meeting_id=meeting.pk, topic="When")
    assert "What each wants" in to("disagreement", of=one.pk).content.decode()
    assert to("position", of=one.pk, who="Rosa", wants="").status_code == 422
    assert to("mediate", of=one.pk, text="").status_code == 422
    assert to("settle", of=one.pk, state="agreed", outcome="").status_code == 422
    to("position", of=one.pk, who="Rosa", wants="April", because="The brace", id=str(new_id()))
    to("mediate", of=one.pk, text="Asked the physician", result="Two weeks", id=str(new_id()))
    page = to("disagreement", of=one.pk).content.decode()
    assert "The brace" in page and "Two weeks" in page
    to("settle", of=one.pk, state="agreed", outcome="April 6")
    assert Disagreement.objects.get().outcome == "April 6"


def test_minutes_are_looked_at_kept_and_sent(to: Any, nora: Any, meeting: TeamMeeting) -> None:
    assert "not kept yet" in to("minutes").content.decode()
    assert to("send").url == reverse("meetings:minutes", args=[meeting.pk])
    answer = to("keep", paper=str(new_id()))
    assert answer.status_code == 422 and "Nothing is written" in answer.content.decode()
    live: dict[str, Any] = {"actor": nora, "now": AT_10, "meeting_id": meeting.pk}
    begin_meeting(**live)
    adjuster = meeting.participants.get(role="adjuster")
    note_presence(**live, participant_id=adjuster.pk, presence="present")
    write_notes(**live, text="She can sit for an hour.")
    assert to("end", x="1").url == reverse("meetings:minutes", args=[meeting.pk])
    page = to("minutes").content.decode()
    assert "She can sit for an hour." in page and "The client was not there" in page
    assert to("minutes_pdf").content.startswith(b"%PDF")
    paper = new_id()
    for _ in range(2):
        assert to("keep", paper=str(paper)).url == reverse("meetings:send", args=[meeting.pk])
    assert Document.objects.get().pk == paper
    assert "As it goes out" in to("send").content.decode()
    assert to("send", reason="x").status_code == 422
    assert to("send", person=[str(adjuster.pk)]).status_code == 302
    assert "has minutes" in to("meeting").content.decode()
    write_notes(**live, text="She can sit for two hours.", base="She can sit for an hour.")
    assert "changed since the minutes were kept" in to("meeting").content.decode()
    answer = to("plan_next", **planned(day="2026-03-23"))
    following = TeamMeeting.objects.get(follows=meeting)
    assert answer.url == reverse("meetings:meeting", args=[following.pk])
    assert to("plan_next", **planned(day="2026-03-23")).status_code == 422
    assert to("plan_next").status_code == 200
    assert "that of" in to("meeting", of=following.pk).content.decode()


def test_an_auditor_reads_and_an_outsider_finds_nothing(cast: Any, meeting: TeamMeeting) -> None:
    names = ("meeting", "minutes", "minutes_pdf")
    for staff, status in ((cast.audrey, 200), (cast.olive, 404)):
        client = Client()
        client.force_login(staff)
        found = [client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code for name in names]
        assert found == [status] * 3, (staff, MONDAY_8)
