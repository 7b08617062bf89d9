"""What is written during a meeting: who came, what was said, the next date."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid, NotFound
from caseday.meetings.actions.changing import changing, line, text_of
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.rules import LONGEST_NOTES, PersonAsked, joined, require_sound_people
from caseday.schedule.rules import CALLED_OFF

_TOO_LONG = f"Notes hold {LONGEST_NOTES:,} characters. Shorten them; nothing of them was lost."


def begin_meeting(*, actor: Viewer, now: datetime, meeting_id: UUID) -> TeamMeeting:
    """The first tap counts; a second one changes nothing."""
    with changing("meeting_begun", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        if meeting.appointment.state in CALLED_OFF:
            raise Invalid("It was called off. Set a new date first.")
        if meeting.begun_at is None:
            record.update(meeting, begun_at=now)
    return meeting


def end_meeting(*, actor: Viewer, now: datetime, meeting_id: UUID) -> TeamMeeting:
    with changing("meeting_ended", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        if meeting.ended_at is None:
            record.update(meeting, begun_at=meeting.begun_at or now, ended_at=now)
    return meeting


def note_presence(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    participant_id: UUID,
    presence: str,
    note: str = "",
) -> Participant:
    """There, by phone, or missing; the same tap again takes it back where `presence` is empty."""
    if presence not in Participant.Presence.values:
        raise Invalid({"presence": "Tap there, by phone, or missing."})
    with changing("presence_noted", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        one = meeting.participants.filter(pk=participant_id).first()
        if one is None:
            raise NotFound
        record.summary = f"{one.name}: {Participant.Presence(presence).label}"
        record.update(one, presence=presence, presence_note=line(note, 200))
    return one


def add_comer(*, actor: Viewer, now: datetime, meeting_id: UUID, person: PersonAsked) -> Participant:
    """Somebody came whom nobody had on the list; there at once."""
    require_sound_people([person])
    if known := Participant.objects.filter(pk=person.id, meeting=meeting_id).first():
        return known
    if Participant.objects.filter(pk=person.id).exists():
        raise Invalid("This belongs to another meeting. Reload the page and try again.")
    with changing("presence_noted", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        record.summary = f"{person.name}: there"[:300]
        one = Participant(
            id=person.id, meeting=meeting, position=meeting.participants.count(), name=line(person.name, 160),
            role=person.role[:40], role_word=line(person.role_word, 120), email=line(person.email, 254).lower(),
            presence=Participant.Presence.PRESENT,
        )  # fmt: skip
        record.add(one)
    return one


def write_notes(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    text: str,
    base: str = "",
    item_id: UUID | None = None,
) -> str:
    """What was said, of one point or of the whole. `base` is what the page had; where another window wrote meanwhile,
    both are kept. Returns what is stored now."""
    with changing("meeting_notes_written", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        row = meeting.agenda.filter(pk=item_id).first() if item_id else meeting
        if row is None:
            raise NotFound
        kept = joined(text_of(base, LONGEST_NOTES * 2), row.notes, text_of(text, LONGEST_NOTES * 2))
        if len(kept) > LONGEST_NOTES:
            raise Invalid({"text": _TOO_LONG})
        record.update(row, notes=kept)
    return kept


def tick_item(*, actor: Viewer, now: datetime, meeting_id: UUID, item_id: UUID, is_done: bool) -> TeamMeeting:
    with changing("agenda_item_ticked", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        item = meeting.agenda.filter(pk=item_id).first()
        if item is None:
            raise NotFound
        record.summary = item.text
        record.update(item, is_done=is_done)
    return meeting


def propose_next(*, actor: Viewer, now: datetime, meeting_id: UUID, next_at: datetime | None) -> TeamMeeting:
    """The date agreed on in the room; it is made by `plan_next_meeting`."""
    if next_at is not None and next_at <= now:
        raise Invalid({"next_at": "Choose a time that is still to come."})
    with changing("next_date_proposed", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        record.update(meeting, next_at=next_at)
    return meeting
