"""Minutes are kept as a paper and in the journal, and go to who may have them."""

from datetime import timedelta
from typing import Any

import pytest

from caseday.correspondence.models import Attachment, Message
from caseday.documents.models import Delivery, Document, DocumentText
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id
from caseday.meetings.actions import (
    add_action,
    add_decision,
    add_mediation_step,
    add_position,
    begin_meeting,
    call_off_meeting,
    change_meeting,
    keep_minutes,
    note_presence,
    raise_disagreement,
    send_minutes,
    settle_disagreement,
    write_notes,
)
from caseday.meetings.models import TeamMeeting
from caseday.meetings.queries import get_meeting, meeting_sheet, minutes_of
from caseday.meetings.rules import Disputed
from caseday.meetings.tests.made import AT_10, make_meeting, make_team_case, plan
from caseday.people.models import ContactPoint
from caseday.schedule.models import Appointment
from caseday.testing.make import make_activity

pytestmark = pytest.mark.django_db
AT_11 = AT_10 + timedelta(hours=1)


@pytest.fixture
def meeting(cast: Any, nora: Any, settings: Any, tmp_path: Any) -> TeamMeeting:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_meeting(nora, make_team_case(cast))


def held(actor: Any, meeting: TeamMeeting) -> None:
    """Rosa was there, Dana was not; something was said, decided and promised."""
    live: dict[str, Any] = {"actor": actor, "now": AT_10, "meeting_id": meeting.pk}
    begin_meeting(**live)
    client, adjuster = meeting.participants.all()
    note_presence(**live, participant_id=client.pk, presence="present")
    note_presence(**live, participant_id=adjuster.pk, presence="missing", note="ill")
    write_notes(**live, text="She can sit for an hour.")
    add_decision(**live, text="Desk work from April 6")
    add_action(**live, text="Send the approval", participant_id=adjuster.pk)


def keep(actor: Any, meeting: TeamMeeting, **more: Any) -> TeamMeeting:
    return keep_minutes(**{"actor": actor, "now": AT_11, "meeting_id": meeting.pk, **more})


def test_they_are_a_paper_and_an_entry_of_the_journal(nora: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    kept = keep(nora, meeting)
    paper = Document.objects.get()
    assert (
        kept.minutes == paper and paper.title == "Minutes, Case conference, Mar 2, 2026" and paper.pages == 1
    )
    assert paper.appointment_id == meeting.appointment_id and "Desk work" in DocumentText.objects.get().text
    entry = Activity.objects.get()
    assert (entry.kind, entry.minutes, entry.with_role, entry.needs_note) == ("meeting", 60, "client", False)
    assert "Missing: Dana Whitfield." in entry.summary and kept.activity_id == entry.pk
    assert Appointment.objects.get().state == "done" and kept.ended_at == AT_11


def test_the_same_minutes_are_kept_once_and_others_beside_them(nora: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    id = new_id()
    keep(nora, meeting, id=id)
    assert keep(nora, meeting, id=id).minutes_id == id and Document.objects.count() == 1
    add_decision(actor=nora, now=AT_11, meeting_id=meeting.pk, text="No overtime")
    again = keep(nora, meeting)
    assert again.minutes and again.minutes.title.endswith("(amended)")
    assert Document.objects.count() == 2 and Activity.objects.count() == 1
    with pytest.raises(Invalid, match="minutes are kept"):
        change_meeting(actor=nora, now=AT_11, meeting_id=meeting.pk, plan=plan())


def test_an_entry_that_is_there_is_not_doubled(nora: Any, cast: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    make_activity(meeting.case, kind="travel", appointment=meeting.appointment)
    entry = make_activity(meeting.case, kind="meeting", appointment=meeting.appointment)
    Appointment.objects.update(state="done")
    assert keep(nora, meeting).activity_id == entry.pk


def test_what_lacks_is_said(nora: Any, audrey: Any, meeting: TeamMeeting, now: Any) -> None:
    with pytest.raises(Invalid, match="not begun"):
        keep(nora, meeting, now=now)
    with pytest.raises(Invalid, match="Nothing is written"):
        keep(nora, meeting)
    write_notes(actor=nora, now=AT_10, meeting_id=meeting.pk, text="She can sit.")
    with pytest.raises(Invalid, match="who was there"):
        keep(nora, meeting)
    with pytest.raises(Refused):
        keep(audrey, meeting)
    call_off_meeting(actor=nora, now=now, meeting_id=meeting.pk, party="office", reason="Ill")
    with pytest.raises(Invalid, match="called off"):
        keep(nora, meeting)


def test_they_go_to_each_alone_with_what_is_theirs_to_do(nora: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    everybody = list(meeting.participants.values_list("pk", flat=True))
    send: dict[str, Any] = {"actor": nora, "meeting_id": meeting.pk, "participant_ids": everybody}
    with pytest.raises(Invalid, match="Keep the minutes"):
        send_minutes(**send, now=AT_11)
    keep(nora, meeting)
    with pytest.raises(Invalid, match="Choose"):
        send_minutes(**{**send, "participant_ids": []}, now=AT_11)
    found = send_minutes(**send, now=AT_11)
    assert [one.refusal for one in found] == ["", ""]
    texts = {one.recipients[0]["name"]: one.body.text for one in Message.objects.all()}
    assert "For you to do:\n- Send the approval" in texts["Dana Whitfield"]
    assert "For you to do" not in texts["Rosa Delgado"] and "- Desk work" in texts["Rosa Delgado"]
    assert Attachment.objects.count() == 2 and Delivery.objects.count() == 2
    assert send_minutes(**send, now=AT_11) == []
    add_decision(actor=nora, now=AT_11, meeting_id=meeting.pk, text="No overtime")
    keep(nora, meeting, now=AT_11 + timedelta(hours=1))
    assert len(send_minutes(**send, now=AT_11 + timedelta(hours=2))) == 2


def test_who_declined_gets_none_and_the_reason_is_kept(nora: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    keep(nora, meeting)
    ContactPoint.objects.update(email_consent="declined")
    client = meeting.participants.get(role="client")
    found = send_minutes(actor=nora, now=AT_11, meeting_id=meeting.pk, participant_ids=[client.pk])
    client.refresh_from_db()
    assert "does not want" in found[0].refusal == client.minutes_refusal and not Message.objects.exists()


def test_minutes_name_the_next_date(nora: Any, meeting: TeamMeeting) -> None:
    TeamMeeting.objects.update(next_at=AT_10 + timedelta(days=14))
    assert "March 16, 2026, 11:00" in minutes_of(meeting_sheet(nora, meeting.pk)).next_when
    assert get_meeting(nora, meeting.pk).minutes is None


def test_minutes_tell_on_what_people_differed_and_how_it_ended(nora: Any, meeting: TeamMeeting) -> None:
    held(nora, meeting)
    one = raise_disagreement(actor=nora, now=AT_10, meeting_id=meeting.pk, topic="When she is back")
    on_it: dict[str, Any] = {"actor": nora, "now": AT_10, "disagreement_id": one.pk}
    add_position(**on_it, who="Dana", wants="Monday", because="short of hands")
    add_mediation_step(**on_it, text="Asked the physician", result="Two weeks")
    settle_disagreement(**on_it, state="agreed", outcome="April 6")
    (told,) = minutes_of(meeting_sheet(nora, meeting.pk)).disputed
    one.refresh_from_db()
    assert told == Disputed(
        "When she is back", (("Dana", "Monday", "short of hands"),), (("Asked the physician", "Two weeks"),),
        one.get_state_display(), "April 6",
    )  # fmt: skip
    keep(nora, meeting)
    text = DocumentText.objects.get().text
    assert "When she is back" in text and "April 6" in text
