"""The minutes, drawn from what stands in the meeting."""

from uuid import UUID, uuid5

from caseday.access.queries import get_agency, signature_at
from caseday.cases.queries import pack_of
from caseday.meetings.models import Disagreement
from caseday.meetings.queries.inviting import entry_of, zone_of
from caseday.meetings.queries.sheets import MeetingSheet
from caseday.meetings.rules import Action, Came, Disputed, Minutes, Point
from caseday.meetings.rules.words import dated, kind_in, role_in, state_in
from caseday.programs.rules.spanish import language_of


def minutes_of(sheet: MeetingSheet, language: str = "en") -> Minutes:
    """`language` is en or es: the fixed words, the roles and the dates; what was written stays as it is."""
    meeting, zone, own = sheet.meeting, zone_of(sheet.meeting), pack_of(sheet.case).spanish
    following = sheet.next_meeting
    next_at = following.appointment.starts_at if following else meeting.next_at
    return Minutes(
        title=kind_in(sheet.kind_word, language, own),
        agency=get_agency().name,
        client=sheet.case.person.full_name,
        case_number=sheet.case.number,
        when=dated(meeting.begun_at or meeting.appointment.starts_at, zone, language),
        where=entry_of(meeting).where,
        purpose=meeting.purpose,
        led_by=signature_at(meeting.staff_id, meeting.begun_at or meeting.appointment.starts_at),
        came=tuple(
            Came(one.name, role_in(one.role_word, language, own), one.presence, one.presence_note, language)
            for one in sheet.participants
        ),
        points=tuple(Point(one.text, one.notes, one.is_done) for one in sheet.agenda),
        notes=meeting.notes,
        disputed=tuple(_disputed(one, language) for one in sheet.disagreements),
        decisions=tuple((one.text, one.dissent) for one in sheet.decisions),
        actions=tuple(
            Action(one.text, one.owner, one.due_on, bool(one.followup and one.followup.state == "done"))
            for one in sheet.actions
        ),
        next_when=dated(next_at, zone, language) if next_at else "",
        language=language,
    )


def _disputed(one: Disagreement, language: str) -> Disputed:
    return Disputed(
        one.topic,
        tuple((said.who, said.wants, said.because) for said in one.positions.all()),
        tuple((step.text, step.result) for step in one.steps.all()),
        state_in(one.state, str(one.get_state_display()), language),
        one.outcome,
    )


def is_for_spanish(sheet: MeetingSheet) -> bool:
    """The client, or somebody who was asked to come, reads Spanish."""
    people = [sheet.case.person, *(one.person for one in sheet.participants if one.person)]
    return any(language_of(one.language) == "es" for one in people)


def spanish_paper(minutes_id: UUID) -> UUID:
    """The paper with the same minutes in Spanish: its id follows from theirs."""
    return uuid5(minutes_id, "es")
