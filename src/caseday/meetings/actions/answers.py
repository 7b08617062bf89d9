"""Answers of calendars to our invitations, as they come in by mail: each becomes the answer of who was invited."""

from collections.abc import Sequence
from datetime import datetime

from caseday.access.record import case_chain, change
from caseday.access.viewer import system_viewer
from caseday.correspondence.models import Message
from caseday.correspondence.rules.incoming import CalendarAnswer
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.rules.answers import Answer, answer_of, chosen_of, is_later, meeting_of_uid


def hear_answers(now: datetime, message: Message, answers: Sequence[CalendarAnswer]) -> None:
    """Runs where the message is kept. Changes nothing unless the meeting is ours, the sender answers for themselves
    and was invited by that address, and nothing later was answered: then the message waits as any other."""
    one = chosen_of(answers, message.from_address)
    meeting_id = meeting_of_uid(one.uid) if one else None
    if one is None or meeting_id is None:
        return
    meeting = TeamMeeting.objects.select_for_update(of=("self",)).filter(pk=meeting_id)
    found = meeting.select_related("appointment").first()
    participant = _invited(found, one) if found else None
    if found is None or participant is None:
        return
    answer = answer_of(
        one, sequence=found.sequence, starts_at=found.appointment.starts_at, sent_at=message.at, now=now
    )
    if answer and is_later(answer, _last(participant)):
        _keep(now, message, found, participant, answer)


def _invited(meeting: TeamMeeting, one: CalendarAnswer) -> Participant | None:
    """By the address that was invited; of several who share it, by the name."""
    asked = meeting.participants.filter(email__iexact=one.attendee).exclude(told="")
    found = list(asked)
    same = [who for who in found if who.name.casefold() == one.name.casefold()] if len(found) > 1 else found
    return same[0] if len(same) == 1 else None


def _last(participant: Participant) -> tuple[int, datetime] | None:
    at = participant.answered_at
    return (participant.answer_sequence, at) if at else None


def _keep(
    now: datetime, message: Message, meeting: TeamMeeting, participant: Participant, answer: Answer
) -> None:
    word = Participant.Answer(answer.said).label.lower()
    with change(
        "meeting_answered",
        actor=system_viewer(),
        now=now,
        chain=case_chain(meeting.case_id),
        subject=meeting,
        happened_at=answer.answered_at,
        summary=f"{participant.name}, by their calendar: {word}"[:300],
    ) as record:
        record.update(
            participant, answer=answer.said, answered_at=answer.answered_at, answer_sequence=answer.sequence,
            answer_comment=answer.comment, answer_message_id=message.pk, asks_for_at=answer.starts_at,
            asks_until_at=answer.ends_at,
        )  # fmt: skip
