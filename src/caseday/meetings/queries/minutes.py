"""The minutes, drawn from what stands in the meeting."""

from caseday.access.queries import get_agency, signature_at
from caseday.meetings.models import Disagreement
from caseday.meetings.queries.inviting import entry_of, zone_of
from caseday.meetings.queries.sheets import MeetingSheet
from caseday.meetings.rules import Action, Came, Disputed, Minutes, Point
from caseday.meetings.rules.letters import dated


def minutes_of(sheet: MeetingSheet) -> Minutes:
    meeting, zone = sheet.meeting, zone_of(sheet.meeting)
    following = sheet.next_meeting
    next_at = following.appointment.starts_at if following else meeting.next_at
    return Minutes(
        title=sheet.kind_word,
        agency=get_agency().name,
        client=sheet.case.person.full_name,
        case_number=sheet.case.number,
        when=dated(meeting.begun_at or meeting.appointment.starts_at, zone),
        where=entry_of(meeting).where,
        purpose=meeting.purpose,
        led_by=signature_at(meeting.staff_id, meeting.begun_at or meeting.appointment.starts_at),
        came=tuple(
            Came(one.name, one.role_word, one.presence, one.presence_note) for one in sheet.participants
        ),
        points=tuple(Point(one.text, one.notes, one.is_done) for one in sheet.agenda),
        notes=meeting.notes,
        disputed=tuple(_disputed(one) for one in sheet.disagreements),
        decisions=tuple((one.text, one.dissent) for one in sheet.decisions),
        actions=tuple(
            Action(one.text, one.owner, one.due_on, bool(one.followup and one.followup.state == "done"))
            for one in sheet.actions
        ),
        next_when=dated(next_at, zone) if next_at else "",
    )


def _disputed(one: Disagreement) -> Disputed:
    return Disputed(
        one.topic,
        tuple((said.who, said.wants, said.because) for said in one.positions.all()),
        tuple((step.text, step.result) for step in one.steps.all()),
        str(one.get_state_display()),
        one.outcome,
    )
