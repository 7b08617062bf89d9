"""Minutes are kept as a paper and as the meeting's entry of the journal, and go to who may have them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from caseday.access.queries import signature_for
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.correspondence.actions import try_to_queue
from caseday.correspondence.rules.outgoing import Outgoing
from caseday.documents.actions import Arrival, Facts, put_in_document
from caseday.documents.keeping import the_store
from caseday.documents.models import Document
from caseday.documents.queries import kinds_for as kinds_of_papers
from caseday.journal.actions import Happened, record_activity
from caseday.journal.queries import activities_of_appointment
from caseday.kernel.errors import Invalid
from caseday.kernel.words import date_in_short
from caseday.meetings.actions.changing import changing, line, to_change
from caseday.meetings.actions.inviting import Told
from caseday.meetings.drawing.sheet import draw_minutes
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.queries import MeetingSheet, invitation_of, meeting_sheet, minutes_of, zone_of
from caseday.meetings.queries.inviting import addressee_of, with_copies
from caseday.meetings.queries.minutes import is_for_spanish, spanish_paper
from caseday.meetings.rules import Minutes, digest_of_minutes, minutes_text, summary_of
from caseday.programs.rules.spanish import language_of
from caseday.schedule.actions import finish_appointment
from caseday.schedule.rules import CALLED_OFF, ENDED

_KINDS = ("minutes", "meeting_minutes")
_LONGEST = timedelta(hours=24)


def keep_minutes(*, actor: Viewer, now: datetime, meeting_id: UUID, id: UUID | None = None) -> TeamMeeting:
    """Draws them and keeps them as a paper of the case, as they are now. The first time the meeting is ended, its
    appointment is done, and the journal has it. Kept again only where something changed; earlier ones stay papers.

    `id` is that of the paper, so that a retried request keeps one. Raises Invalid where there is nothing to keep.
    """
    to_change(actor, meeting_id)
    sheet = meeting_sheet(actor, meeting_id)
    minutes = minutes_of(sheet)
    digest = digest_of_minutes(minutes)
    if sheet.meeting.minutes_digest == digest:
        return sheet.meeting
    _require_something(sheet, minutes, now)
    paper = _put_in(actor, now, sheet, minutes, id)
    if is_for_spanish(sheet):
        _put_in(actor, now, sheet, minutes_of(sheet, "es"), spanish_paper(paper.pk))
    with transaction.atomic():
        meeting = sheet.meeting
        activity_id = meeting.activity_id or _into_journal(actor, now, sheet, minutes)
        _finish(actor, now, meeting)
        with changing("minutes_kept", actor=actor, now=now, meeting_id=meeting_id, summary=paper.title) as (
            meeting,
            record,
        ):
            _keep(record, meeting, paper, digest, activity_id, now)
    return meeting


def _require_something(sheet: MeetingSheet, minutes: Minutes, now: datetime) -> None:
    if sheet.meeting.appointment.state in CALLED_OFF:
        raise Invalid("It was called off, so there are no minutes. Set a new date.")
    if not sheet.meeting.begun_at and sheet.meeting.appointment.starts_at > now:
        raise Invalid("It has not begun yet. Tap “Begin” when it does.")
    if minutes.is_empty:
        raise Invalid("Nothing is written down yet: a note, a decision or who does what.")
    if not minutes.present:
        raise Invalid("Say first who was there.")


def _put_in(actor: Viewer, now: datetime, sheet: MeetingSheet, minutes: Minutes, id: UUID | None) -> Document:
    arrival = the_store().new_arrival()
    arrival.write_bytes(draw_minutes(minutes))
    held_at = sheet.meeting.begun_at or sheet.meeting.appointment.starts_at
    held_on = held_at.astimezone(zone_of(sheet.meeting)).date()
    known = {one.slug for one in kinds_of_papers(sheet.case)}
    again = " (amended)" if sheet.meeting.minutes_id else ""
    spanish = ", in Spanish" if minutes.language == "es" else ""
    facts = Facts(
        kind=next((one for one in _KINDS if one in known), ""),
        title=f"Minutes, {sheet.kind_word}, {date_in_short(held_on)}{again}{spanish}"[:160],
        service_on=min(held_on, now.astimezone(actor.time_zone).date()),
        appointment_id=sheet.meeting.appointment_id,
    )
    return put_in_document(
        actor=actor, now=now, files=[Arrival(arrival, "minutes.pdf")], case_id=sheet.case.pk, facts=facts,
        allows_same=True, id=id,
    )  # fmt: skip


def _into_journal(actor: Viewer, now: datetime, sheet: MeetingSheet, minutes: Minutes) -> UUID:
    """Its entry; where somebody wrote one from the appointment already, that one."""
    meeting = sheet.meeting
    for one in activities_of_appointment(meeting.appointment_id):
        if one.kind == "meeting":
            return one.pk
    begun = min(meeting.begun_at or meeting.appointment.starts_at, now)
    ended = meeting.ended_at or min(now, max(begun, meeting.appointment.ends_at))
    minutes_long = int(min(ended - begun, _LONGEST).total_seconds() // 60)
    activity = record_activity(
        actor=actor, now=now, appointment_id=meeting.appointment_id,
        happened=Happened(
            kind="meeting", case_id=meeting.case_id,
            with_role="client" if sheet.is_client_there else "",
            with_name=line(", ".join(one.name for one in sheet.present), 120),
            office_id=meeting.appointment.office_id, started_at=begun, minutes=minutes_long,
            place=line(minutes.where, 160), result="done", summary=summary_of(minutes),
        ),
    )  # fmt: skip
    with change(
        "minutes_are_its_note", actor=actor, now=now, chain=case_chain(meeting.case_id), subject=activity
    ) as record:
        record.update(activity, needs_note=False)
    return activity.pk


def _finish(actor: Viewer, now: datetime, meeting: TeamMeeting) -> None:
    if meeting.appointment.state not in ENDED:
        finish_appointment(
            actor=actor, now=now, appointment_id=meeting.appointment_id, outcome="Minutes are kept"
        )


def _keep(
    record: ChangeRecord, meeting: TeamMeeting, paper: Document, digest: str, activity_id: UUID, now: datetime
) -> None:
    record.update(
        meeting, minutes_id=paper.pk, minutes_at=now, minutes_digest=digest, activity_id=activity_id,
        begun_at=meeting.begun_at or meeting.appointment.starts_at, ended_at=meeting.ended_at or now,
    )  # fmt: skip


def send_minutes(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    participant_ids: Collection[UUID],
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> list[Told]:
    """To each of these alone, with what is theirs to do. Who has these minutes already gets them once.

    Raises Invalid where none are kept or nobody is chosen; what speaks against a single one stands in their `Told`.
    """
    meeting = to_change(actor, meeting_id)
    if meeting.minutes_id is None:
        raise Invalid("Keep the minutes first: then they can be sent.")
    sheet = meeting_sheet(actor, meeting_id)
    chosen = [one for one in sheet.participants if one.pk in participant_ids]
    if not chosen:
        raise Invalid({"people": "Choose who gets them."})
    found = []
    with transaction.atomic():
        for one in chosen:
            if has_minutes(one, meeting):
                continue
            outgoing = minutes_outgoing(actor, sheet, one, now=now, confirmed=confirmed, reason=reason)
            found.append(Told(one, *try_to_queue(actor=actor, now=now, outgoing=outgoing)))
        went = ", ".join(one.participant.name for one in found if one.message) or "nobody"
        with changing(
            "minutes_sent", actor=actor, now=now, meeting_id=meeting_id, summary=f"Minutes to: {went}"
        ) as (_, record):
            for told in found:
                record.update(
                    told.participant,
                    minutes_message=told.message or told.participant.minutes_message,
                    minutes_refusal=told.refusal,
                )
    return found


def has_minutes(participant: Participant, meeting: TeamMeeting) -> bool:
    """Those that are kept now, not earlier ones."""
    sent = participant.minutes_message
    return sent is not None and meeting.minutes_at is not None and sent.recorded_at >= meeting.minutes_at


def _paper_for(meeting: TeamMeeting, language: str) -> UUID | None:
    """In the language of whoever gets it, where it was kept in it."""
    if meeting.minutes_id and language_of(language) == "es":
        spanish = spanish_paper(meeting.minutes_id)
        return spanish if Document.objects.filter(pk=spanish).exists() else meeting.minutes_id
    return meeting.minutes_id


def minutes_outgoing(
    actor: Viewer,
    sheet: MeetingSheet,
    participant: Participant,
    *,
    now: datetime,
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> Outgoing:
    held_at = sheet.meeting.begun_at or sheet.meeting.appointment.starts_at
    words = replace(invitation_of(sheet, participant, sender=signature_for(actor, now)), starts_at=held_at)
    own = [one.text for one in sheet.actions if one.owner == participant.name]
    subject, text = minutes_text(words, [one.text for one in sheet.decisions], own)
    minutes_id = _paper_for(sheet.meeting, words.language)
    return with_copies(actor, sheet.case, now, Outgoing(
        channel="email", to=(addressee_of(participant),), text=text, subject=subject, case_id=sheet.case.pk,
        language=words.language[:2], document_ids=(minutes_id,) if minutes_id else (), confirmed=confirmed,
        reason=reason, appointment_id=sheet.meeting.appointment_id,
    ))  # fmt: skip
