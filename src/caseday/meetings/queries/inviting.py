"""What would go to whom, and what speaks against it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from caseday.access.queries import signature_for
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.queries.objections import every_objection, facts_of
from caseday.correspondence.queries.senders import sender_for
from caseday.correspondence.queries.ways import receivers_of
from caseday.correspondence.rules.checks import still_standing
from caseday.correspondence.rules.outgoing import Addressee, Objection, Outgoing, OwnFile
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.queries.people import word_of_kind
from caseday.meetings.queries.sheets import MeetingSheet
from caseday.meetings.rules import (
    CalendarEntry,
    Invitation,
    calendar_file,
    called_off_text,
    digest_of,
    invitation_text,
)
from caseday.schedule.queries import place_of

_OFF = ("cancelled", "awaiting_new_date")


@dataclass(frozen=True)
class Asked:
    """One participant, and what would be sent to them. `standing` are the objections that still forbid it."""

    participant: Participant
    outgoing: Outgoing | None
    every: tuple[Objection, ...] = ()
    standing: tuple[Objection, ...] = ()
    is_current: bool = False
    """What they were told last is what holds."""
    is_due: bool = False
    """They were told something else, and have to be told."""

    @property
    def may_go(self) -> bool:
        return self.outgoing is not None and not self.standing

    @property
    def refusal(self) -> str:
        """Why nothing goes to them, with what to do."""
        return " ".join(one.words for one in self.standing)[:600]


def zone_of(meeting: TeamMeeting) -> ZoneInfo:
    return ZoneInfo(meeting.appointment.time_zone)


def entry_of(meeting: TeamMeeting) -> CalendarEntry:
    """As it stands now. Its sequence is the one that sending it would use."""
    appointment = meeting.appointment
    entry = CalendarEntry(
        meeting_id=meeting.pk,
        title=word_of_kind(meeting),
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        place=place_of(appointment),
        link=meeting.link,
        dial_in=meeting.dial_in,
        is_called_off=appointment.state in _OFF,
        sequence=meeting.sequence,
    )
    is_news = bool(meeting.told) and meeting.told != digest_of(entry)
    return replace(entry, sequence=meeting.sequence + 1) if is_news else entry


def invitation_of(
    sheet: MeetingSheet, participant: Participant, *, sender: str, with_agenda: bool = False
) -> Invitation:
    entry, meeting = entry_of(sheet.meeting), sheet.meeting
    return Invitation(
        name=participant.name,
        what=entry.title,
        starts_at=entry.starts_at,
        zone=zone_of(meeting),
        sender=sender,
        place=entry.place,
        link=entry.link,
        dial_in=entry.dial_in,
        purpose=meeting.purpose,
        agenda=[one.text for one in sheet.agenda] if with_agenda else (),
        language=participant.person.language if participant.person else "en",
        is_update=bool(participant.told),
    )


def outgoing_of(
    viewer: Viewer,
    sheet: MeetingSheet,
    participant: Participant,
    *,
    now: datetime,
    with_agenda: bool = False,
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> Outgoing:
    """The invitation, its update, or what calls it off, with the calendar file."""
    words = invitation_of(sheet, participant, sender=signature_for(viewer, now), with_agenda=with_agenda)
    entry = entry_of(sheet.meeting)
    if entry.is_called_off:
        subject, text = called_off_text(words)
    else:
        subject, text = words.subject, invitation_text(words)
    sender = sender_for(viewer, "email")
    organizer = (viewer.name, sender.address if sender else "nobody@invalid")
    data = calendar_file(entry, now=now, organizer=organizer, attendee=(participant.name, participant.email))
    file = OwnFile("meeting.ics", f"text/calendar; method={entry.method}; charset=utf-8", data)
    return with_copies(viewer, sheet.case, now, Outgoing(
        channel="email", to=(addressee_of(participant),), text=text, subject=subject, case_id=sheet.case.pk,
        language=words.language[:2], own_files=(file,), confirmed=confirmed, reason=reason,
        appointment_id=sheet.meeting.appointment_id,
    ))  # fmt: skip


def addressee_of(participant: Participant) -> Addressee:
    return Addressee(
        participant.email,
        participant.name,
        role=participant.role,
        person_id=participant.person_id,
        office_id=participant.office_id,
        professional_id=participant.professional_id,
    )


def with_copies(viewer: Viewer, case: Case, now: datetime, outgoing: Outgoing) -> Outgoing:
    """Who must get the same at the same time gets it as a copy, where the file has their address."""
    wanted = {one.address.casefold() for one in facts_of(viewer, outgoing, case, now).copies if one.address}
    if not wanted:
        return outgoing
    around = receivers_of(viewer, case, on=now.astimezone(viewer.time_zone).date())
    copies = [
        one.addressee(way.address, "cc")
        for one in around
        for way in one.by("email")
        if way.address.casefold() in wanted
    ]
    return replace(outgoing, to=(*outgoing.to, *copies))


def asked_of(
    viewer: Viewer,
    sheet: MeetingSheet,
    *,
    now: datetime,
    with_agenda: bool = False,
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> list[Asked]:
    """Everybody who is to be told. Some twenty queries for each: they are few."""
    entry = entry_of(sheet.meeting)
    digest, found = digest_of(entry), []
    for one in sheet.participants:
        if entry.is_called_off and not one.told:
            continue
        outgoing = outgoing_of(
            viewer, sheet, one, now=now, with_agenda=with_agenda, confirmed=confirmed, reason=reason
        )
        every = every_objection(viewer, outgoing, now)
        found.append(
            Asked(
                one, outgoing, tuple(every), tuple(still_standing(outgoing, every)),
                is_current=one.told == digest, is_due=bool(one.told) and one.told != digest,
            )
        )  # fmt: skip
    return found
