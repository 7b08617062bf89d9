"""What is written in the room: who came, what was said, decided and promised, on what people differed."""

from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.followups.models import FollowUp
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.meetings.actions import (
    add_action,
    add_comer,
    add_decision,
    add_mediation_step,
    add_position,
    begin_meeting,
    call_off_meeting,
    end_meeting,
    note_presence,
    propose_next,
    raise_disagreement,
    settle_disagreement,
    strike,
    tick_item,
    write_notes,
)
from caseday.meetings.models import ActionItem, Disagreement, MeetingDecision, TeamMeeting
from caseday.meetings.queries import case_of_disagreement, get_disagreement, meeting_sheet
from caseday.meetings.rules import LONGEST_NOTES, PersonAsked
from caseday.meetings.tests.made import AT_10, make_meeting, make_team_case

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def meeting(cast: Any, nora: Any) -> TeamMeeting:
    return make_meeting(nora, make_team_case(cast))


def lived(nora: Any, meeting: TeamMeeting, now: Any) -> dict[str, Any]:
    return {"actor": nora, "now": now, "meeting_id": meeting.pk}


@pytest.fixture
def live(nora: Any, meeting: TeamMeeting, now: Any) -> dict[str, Any]:
    return lived(nora, meeting, now)


def test_it_begins_and_ends_once(live: Any, meeting: TeamMeeting, now: Any) -> None:
    for later in (0, 5):
        begin_meeting(**{**live, "now": now + timedelta(minutes=later)})
        end_meeting(**{**live, "now": now + timedelta(minutes=30 + later)})
    meeting.refresh_from_db()
    assert (meeting.begun_at, meeting.ended_at) == (now, now + timedelta(minutes=30))


def test_what_was_called_off_does_not_begin(live: Any) -> None:
    call_off_meeting(**live, party="client", reason="Ill")
    with pytest.raises(Invalid, match="called off"):
        begin_meeting(**live)


def test_who_was_there_and_who_was_missing(nora: Any, live: Any, meeting: TeamMeeting) -> None:
    client, adjuster = meeting.participants.all()
    note_presence(**live, participant_id=client.pk, presence="present")
    note_presence(**live, participant_id=adjuster.pk, presence="missing", note="Stuck in traffic")
    sheet = meeting_sheet(nora, meeting.pk)
    assert sheet.is_client_there and [one.presence_note for one in sheet.missing] == ["Stuck in traffic"]
    luis = PersonAsked("Luis", role="family", role_word="Uncle")
    assert add_comer(**live, person=luis) == add_comer(**live, person=luis)
    assert [one.name for one in meeting_sheet(nora, meeting.pk).present] == ["Rosa Delgado", "Luis"]
    with pytest.raises(Invalid):
        note_presence(**live, participant_id=client.pk, presence="perhaps")
    with pytest.raises(NotFound):
        note_presence(**live, participant_id=new_id(), presence="present")


def test_a_comer_of_another_meeting_is_refused(nora: Any, live: Any, meeting: TeamMeeting, now: Any) -> None:
    luis = PersonAsked("Luis")
    add_comer(**live, person=luis)
    with pytest.raises(Invalid, match="another meeting"):
        add_comer(**lived(nora, make_meeting(nora, meeting.case), now), person=luis)


def test_notes_of_two_windows_are_both_kept(live: Any, meeting: TeamMeeting) -> None:
    duty = meeting.agenda.all()[0]
    assert write_notes(**live, text="She can sit.") == "She can sit."
    assert write_notes(**live, text="She can walk.", base="") == "She can sit.\nShe can walk."
    assert write_notes(**live, text="An hour", item_id=duty.pk) == "An hour"
    events = CaseEvent.objects.filter(verb="meeting_notes_written").count()
    write_notes(**live, text="An hour", base="An hour", item_id=duty.pk)
    assert CaseEvent.objects.filter(verb="meeting_notes_written").count() == events
    with pytest.raises(NotFound):
        write_notes(**live, text="x", item_id=new_id())
    with pytest.raises(Invalid, match="hold"):
        write_notes(**live, text="x" * (LONGEST_NOTES + 1), item_id=duty.pk)
    tick_item(**live, item_id=duty.pk, is_done=True)
    duty.refresh_from_db()
    assert duty.is_done
    with pytest.raises(NotFound):
        tick_item(**live, item_id=new_id(), is_done=True)


def test_a_decision_is_kept_once_and_can_be_struck(
    nora: Any, live: Any, meeting: TeamMeeting, now: Any
) -> None:
    id = new_id()
    for _ in range(2):
        add_decision(**live, text="Desk work from April 6", dissent="Al", id=id)
    assert MeetingDecision.objects.count() == 1
    with pytest.raises(Invalid):
        add_decision(**live, text=" ")
    with pytest.raises(Invalid, match="another meeting"):
        add_decision(**lived(nora, make_meeting(nora, meeting.case), now), text="Desk work", id=id)
    strike(**live, what="decision", row_id=id)
    assert not MeetingDecision.objects.exists()
    assert "Desk work" in CaseEvent.objects.get(verb="meeting_line_struck").summary
    for what, row in (("decision", id), ("meeting", meeting.pk)):
        with pytest.raises(NotFound):
            strike(**live, what=what, row_id=row)


def test_what_somebody_outside_does_is_asked_about(live: Any, cast: Any, meeting: TeamMeeting) -> None:
    adjuster = meeting.participants.get(role="adjuster")
    item = add_action(**live, text="Send the approval", participant_id=adjuster.pk, due_on=FRIDAY)
    todo = FollowUp.objects.get()
    assert (todo.text, todo.staff, todo.due_on) == (
        "Ask Dana Whitfield: Send the approval",
        cast.nora,
        FRIDAY,
    )
    assert todo.reach_role == "adjuster" and item.followup == todo and item.owner == "Dana Whitfield"
    id = new_id()
    for _ in range(2):
        add_action(**live, text="Rest", owner="Her sister", id=id)
    assert ActionItem.objects.count() == 2
    strike(**live, what="action", row_id=item.pk)
    todo.refresh_from_db()
    assert todo.state == "dropped"


def test_what_a_colleague_does_is_theirs_where_one_leads_them(
    susan: Any, live: Any, cast: Any, meeting: TeamMeeting, now: Any
) -> None:
    add_action(**live, text="Order the chair", staff_id=cast.nora.pk)
    add_action(**live, text="Ask payroll", staff_id=cast.olive.pk)
    add_action(**lived(susan, meeting, now), text="Call", staff_id=cast.nora.pk)
    found = list(FollowUp.objects.order_by("pk").values_list("text", "staff__name"))
    assert found == [
        ("Order the chair", "Nora Field"),
        ("Ask Olive Other: Ask payroll", "Nora Field"),
        ("Call", "Nora Field"),
    ]
    with pytest.raises(Invalid) as caught:
        add_action(**live, text="Call", owner=" ")
    assert "owner" in caught.value.problems
    with pytest.raises(Invalid):
        add_action(**live, text="", owner="Dana")


def test_a_disagreement_is_mediated_and_ends(nora: Any, live: Any, meeting: TeamMeeting, now: Any) -> None:
    id, said, tried = new_id(), new_id(), new_id()
    for _ in range(2):
        one = raise_disagreement(**live, topic="When she is back", id=id)
        add_position(actor=nora, now=now, disagreement_id=id, who="Rosa", wants="April", id=said)
        add_mediation_step(actor=nora, now=now, disagreement_id=id, text="Asked the physician", id=tried)
    sheet = meeting_sheet(nora, meeting.pk)
    kept = sheet.disagreements[0]
    assert (kept.positions.count(), kept.steps.count()) == (1, 1) and case_of_disagreement(id) == [
        meeting.case_id
    ]
    with pytest.raises(Invalid) as caught:
        settle_disagreement(actor=nora, now=now, disagreement_id=id, state="agreed")
    assert "outcome" in caught.value.problems
    with pytest.raises(Invalid):
        settle_disagreement(actor=nora, now=now, disagreement_id=id, state="won", outcome="x")
    settle_disagreement(actor=nora, now=now, disagreement_id=id, state="agreed", outcome="April 6")
    assert get_disagreement(nora, id).state == "agreed"
    for fields in ({"who": " ", "wants": "x"}, {"who": "Al", "wants": ""}):
        with pytest.raises(Invalid):
            add_position(actor=nora, now=now, disagreement_id=id, **fields)
    with pytest.raises(Invalid):
        add_mediation_step(actor=nora, now=now, disagreement_id=id, text="")
    with pytest.raises(Invalid):
        raise_disagreement(**live, topic="")
    strike(**live, what="disagreement", row_id=one.pk)
    assert not Disagreement.objects.exists()


def test_the_next_date_is_ahead(live: Any, meeting: TeamMeeting, now: Any) -> None:
    with pytest.raises(Invalid):
        propose_next(**live, next_at=now)
    propose_next(**live, next_at=AT_10)
    propose_next(**live, next_at=None)
    meeting.refresh_from_db()
    assert meeting.next_at is None


def test_auditors_and_outsiders_write_nothing(
    audrey: Any, olive: Any, nora: Any, meeting: TeamMeeting, live: Any, now: Any
) -> None:
    one = raise_disagreement(**live, topic="When")
    for actor, error in ((audrey, Refused), (olive, NotFound)):
        with pytest.raises(error):
            write_notes(**lived(actor, meeting, now), text="x")
        with pytest.raises(error):
            add_action(**lived(actor, meeting, now), text="x", owner="y")
        with pytest.raises(error):
            settle_disagreement(actor=actor, now=now, disagreement_id=one.pk, state="open")
    with pytest.raises(NotFound):
        get_disagreement(nora, new_id())
