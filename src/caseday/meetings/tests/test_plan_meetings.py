"""A meeting is planned with its appointment; its people and agenda follow their ids; its date moves, or is called off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import system_viewer
from caseday.advocacy.tests.made import make_decision, make_effort
from caseday.followups.models import FollowUp, Request
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.meetings.actions import (
    add_action,
    call_off_meeting,
    change_meeting,
    change_people,
    note_presence,
    plan_next_meeting,
    write_agenda,
    write_notes,
)
from caseday.meetings.models import AgendaItem, Participant, TeamMeeting
from caseday.meetings.queries import (
    Offer,
    case_of_meeting,
    get_meeting,
    meeting_of_appointment,
    meeting_sheet,
    meetings_of_case,
    meetings_seen_by,
    offers_for,
    people_to_ask,
    register_source,
)
from caseday.meetings.queries import offers as offers_module
from caseday.meetings.rules import AgendaLine, PersonAsked
from caseday.meetings.tests.made import AT_10, BY_VIDEO, dana, make_meeting, make_team_case, plan, rosa
from caseday.people.actions import merge_people
from caseday.schedule.actions import set_new_date
from caseday.schedule.models import Appointment, Attendee
from caseday.testing.make import (
    MONDAY_8,
    make_case,
    make_followup,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Any) -> Any:
    return make_team_case(cast)


@pytest.fixture
def meeting(nora: Any, case: Any) -> TeamMeeting:
    return make_meeting(nora, case)


def test_it_stands_in_the_day_with_its_people(nora: Any, case: Any, meeting: TeamMeeting) -> None:
    appointment = meeting.appointment
    assert (appointment.kind, appointment.title, appointment.starts_at) == (
        "team_meeting",
        "Case conference",
        AT_10,
    )
    assert [one.name for one in Attendee.objects.all()] == ["Dana Whitfield"]
    sheet = meeting_sheet(nora, meeting.pk)
    assert [one.role for one in sheet.participants] == ["client", "adjuster"]
    assert [one.text for one in sheet.agenda] == ["Light duty", "Therapy"]
    assert len(sheet.not_noted) == 2 and not sheet.is_client_there and not sheet.is_called_off
    verbs = list(CaseEvent.objects.filter(chain_id=case.pk).values_list("verb", flat=True))
    assert verbs == ["appointment_planned", "meeting_planned"]
    assert meetings_of_case(nora, case.pk) == [meeting] and case_of_meeting(meeting.pk) == [case.pk]
    assert meeting_of_appointment(nora, appointment.pk) == meeting


def test_the_same_id_again_is_the_same_meeting(nora: Any, case: Any) -> None:
    id = new_id()
    for _ in range(2):
        make_meeting(nora, case, id=id)
    assert (TeamMeeting.objects.count(), Appointment.objects.count()) == (1, 1)


def test_a_call_has_no_drive(nora: Any, case: Any) -> None:
    call = make_meeting(nora, case, plan=plan(place="", link=BY_VIDEO))
    assert (call.appointment.travel_minutes, call.appointment.place) == (0, "Video or phone call")


def test_outsiders_find_nothing_and_auditors_only_read(
    olive: Any, audrey: Any, carl: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    with pytest.raises(NotFound):
        get_meeting(olive, meeting.pk)
    with pytest.raises(NotFound):
        make_meeting(olive, case)
    assert get_meeting(audrey, meeting.pk) == meeting
    with pytest.raises(Refused):
        make_meeting(audrey, case)
    with pytest.raises(Refused):
        change_people(actor=audrey, now=now, meeting_id=meeting.pk, people=())
    coming, were = meetings_seen_by(carl, now=now)
    assert coming == [meeting] and were == []
    assert meetings_seen_by(audrey, now=AT_10 + timedelta(days=1)) == ([], [meeting])


def test_another_time_is_the_appointments_too(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    later = plan(AT_10 + timedelta(days=1), purpose="New duties", link=BY_VIDEO)
    changed = change_meeting(actor=nora, now=now, meeting_id=meeting.pk, plan=later)
    assert changed.appointment.starts_at == AT_10 + timedelta(days=1)
    assert (changed.purpose, changed.link) == ("New duties", BY_VIDEO)
    assert [one.name for one in Attendee.objects.all()] == ["Dana Whitfield"]


def test_it_is_called_off_with_a_reason_and_set_anew(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    with pytest.raises(Invalid):
        call_off_meeting(actor=nora, now=now, meeting_id=meeting.pk, party="office", reason=" ")
    off = call_off_meeting(actor=nora, now=now, meeting_id=meeting.pk, party="office", reason="Dana is ill")
    assert off.appointment.state == "cancelled" and off.appointment.needs_new_date
    new = set_new_date(
        actor=nora, now=now, appointment_id=off.appointment_id, starts_at=AT_10 + timedelta(days=7)
    )
    assert get_meeting(nora, meeting.pk).appointment == new


def test_people_follow_their_ids_and_who_came_stays(
    nora: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    client, adjuster = meeting.participants.all()
    note_presence(
        actor=nora, now=now, meeting_id=meeting.pk, participant_id=client.pk, presence="present", note=""
    )
    uncle = PersonAsked("Luis", role="family", role_word="Uncle")
    people = (dana(id=adjuster.pk, email="DANA@example.com"), uncle, replace(uncle, id=new_id()))
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=people)
    kept = {one.name: one.email for one in meeting.participants.all()}
    assert kept == {"Rosa Delgado": "rosa@example.org", "Dana Whitfield": "dana@example.com", "Luis": ""}
    other = make_meeting(nora, case)
    with pytest.raises(Invalid, match="another meeting"):
        change_people(actor=nora, now=now, meeting_id=other.pk, people=people)


def test_people_without_trace_are_taken_off(nora: Any, case: Any, meeting: TeamMeeting, now: Any) -> None:
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=(rosa(case),))
    assert Participant.objects.count() == 1


def test_points_follow_their_ids_and_what_was_said_stays(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    duty, therapy = meeting.agenda.all()
    write_notes(actor=nora, now=now, meeting_id=meeting.pk, text="An hour", item_id=duty.pk)
    lines = (AgendaLine("Wages"), AgendaLine(" "), AgendaLine("Light duty?", id=duty.pk))
    write_agenda(actor=nora, now=now, meeting_id=meeting.pk, agenda=lines)
    assert [one.text for one in meeting.agenda.all()] == ["Wages", "Light duty?"]
    write_agenda(actor=nora, now=now, meeting_id=meeting.pk, agenda=())
    assert [one.text for one in meeting.agenda.all()] == ["Light duty?"]


def test_the_next_meeting_takes_along_what_was_left(nora: Any, meeting: TeamMeeting, now: Any) -> None:
    duty, _ = meeting.agenda.all()
    AgendaItem.objects.filter(pk=duty.pk).update(is_done=True)
    following = plan_next_meeting(
        actor=nora, now=now, meeting_id=meeting.pk, plan=plan(AT_10 + timedelta(days=14))
    )
    assert [one.text for one in following.agenda.all()] == ["Therapy"] and following.follows == meeting
    assert {one.name for one in following.participants.all()} == {"Rosa Delgado", "Dana Whitfield"}
    assert get_meeting(nora, meeting.pk).next_at == AT_10 + timedelta(days=14)
    assert meeting_sheet(nora, meeting.pk).next_meeting == following
    with pytest.raises(Invalid, match="planned already"):
        plan_next_meeting(actor=nora, now=now, meeting_id=meeting.pk, plan=plan())


def test_it_follows_a_meeting_of_its_own_case(nora: Any, cast: Any, meeting: TeamMeeting) -> None:
    with pytest.raises(Invalid, match="another case"):
        make_meeting(nora, make_case(cast.nora), follows_id=meeting.pk)


def test_everything_open_is_offered_once(
    nora: Any, case: Any, meeting: TeamMeeting, now: Any, monkeypatch: Any
) -> None:
    asked = Request.objects.create(
        case=case, staff=case.assigned_to, kind="therapy", title="Therapy", opened_at=MONDAY_8, state="blocked",
        blocked_reason="no order",
    )  # fmt: skip
    todo = make_followup(case, text="Ask about therapy", request=asked)
    make_followup(case, text="Bring the brace", due_on=None)
    make_decision(nora, case)
    make_effort(nora, case, ask_again_on=AT_10.date())
    add_action(actor=nora, now=now, meeting_id=meeting.pk, text="Send the note", owner="Dana")
    monkeypatch.setattr(offers_module, "_sources", [])
    register_source(lambda viewer, case, now: [Offer("loose:1", "Unsigned note", about=frozenset({todo.pk}))])
    found = offers_for(nora, case, now=now)
    assert [(one.source.partition(":")[0], one.text) for one in found] == [
        ("action", "Dana: Send the note"),
        ("request", "Therapy"),
        ("decision", "Surgery or injections?"),
        ("question", "How long until I can drive?"),
        ("effort", "Six more visits of therapy (asked Dana Whitfield)"),
        ("todo", "Bring the brace"),
        ("loose", "Unsigned note"),
    ]
    assert found[1].why == "blocked: no order"
    write_agenda(
        actor=nora, now=now, meeting_id=meeting.pk, agenda=[AgendaLine(found[1].text, found[1].source)]
    )
    kinds = [one.source.partition(":")[0] for one in offers_for(nora, case, now=now, besides=meeting)]
    assert "action" not in kinds and kinds.count("request") == 0 and FollowUp.objects.count() == 4


def test_requests_that_ended_are_not_offered(nora: Any, case: Any, now: Any) -> None:
    for state in ("done", "dropped", "open"):
        Request.objects.create(
            case=case, staff=case.assigned_to, kind="therapy", title=f"Therapy, {state}", opened_at=MONDAY_8,
            state=state,
        )  # fmt: skip
    offered = [one.text for one in offers_for(nora, case, now=now) if one.source.startswith("request:")]
    assert offered == ["Therapy, open"]


def test_the_client_is_asked_first_and_an_office_only_without_its_people(
    nora: Any, case: Any, now: Any
) -> None:
    office = make_office(email="front@example.org")
    doctor = make_professional(office=office, email="doctor@example.org")
    make_party(case, "treating_physician", name="", professional=doctor, office=office)
    lone = make_office(email="lone@example.org")
    make_party(case, "employer", name="", office=lone)
    found = people_to_ask(nora, case, now=now)
    assert found[0].role == "client" and found[0].email == "rosa@example.org"
    assert {one.email for one in found[1:]} == {
        "dana@example.org",
        "doctor@example.org",
        "lone@example.org",
    }


def test_a_merge_of_two_records_takes_participants_along(
    nora: Any, susan: Any, case: Any, meeting: TeamMeeting, now: Any
) -> None:
    double = make_person(given_name="Luis", family_name="Delgado")
    uncle = PersonAsked("Luis", role="family", person_id=double.pk)
    change_people(actor=nora, now=now, meeting_id=meeting.pk, people=(rosa(case), uncle))
    kept = make_person(given_name="Luis", family_name="Delgado")
    merge_people(actor=system_viewer(), now=now, keep_id=kept.pk, merge_id=double.pk)
    assert Participant.objects.get(name="Luis").person == kept


def test_a_case_of_nobody_is_assigned_first(case: Any) -> None:
    type(case).objects.filter(pk=case.pk).update(assigned_to=None)
    with pytest.raises(Invalid, match="Assign"):
        make_meeting(system_viewer(), case)


def test_a_meeting_costs_eight_queries(
    nora: Any, meeting: TeamMeeting, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        meeting_sheet(nora, meeting.pk)
