"""Planning a meeting, moving it, calling it off; who is asked, and what is spoken about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.meetings.actions.changing import changing, line, to_change
from caseday.meetings.models import AgendaItem, Participant, TeamMeeting
from caseday.meetings.permissions import ONLY_WORKERS, can_write
from caseday.meetings.queries import get_meeting, kinds_for
from caseday.meetings.rules import (
    AgendaLine,
    MeetingPlan,
    PersonAsked,
    kind_word,
    require_sound_agenda,
    require_sound_people,
    require_sound_plan,
)
from caseday.meetings.rules.kinds import CLIENT_ROLE
from caseday.schedule.actions import cancel_appointment, change_appointment, plan_appointment
from caseday.schedule.models import AppointmentKind
from caseday.schedule.rules import AppointmentDetails, AttendeeDetails

_FOREIGN = "A row of this page belongs to another meeting. Reload the page and try again."


def plan_meeting(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    plan: MeetingPlan,
    people: Sequence[PersonAsked] = (),
    agenda: Sequence[AgendaLine] = (),
    follows_id: UUID | None = None,
    id: UUID | None = None,
) -> TeamMeeting:
    """With its appointment, in one transaction. The same `id` again gives the one that is there. Nothing is sent.

    Raises Invalid by field, NotFound outside sight, Refused for who does not work on cases.
    """
    if id and TeamMeeting.objects.filter(pk=id).exists():
        return get_meeting(actor, id)
    case = get_case(actor, case_id)
    require(can_write(actor), ONLY_WORKERS)
    require_sound_plan(plan, [slug for slug, _ in kinds_for(case)])
    require_sound_people(people)
    require_sound_agenda(agenda)
    owner = _leader(actor, case)
    with transaction.atomic():
        appointment = plan_appointment(
            actor=actor, now=now, details=_details(case, plan, people), case_id=case_id, staff_id=owner
        )
        meeting = TeamMeeting(
            id=id or new_id(), case=case, staff_id=owner, appointment=appointment, kind=plan.kind,
            purpose=line(plan.purpose, 300), link=plan.link.strip(), dial_in=line(plan.dial_in, 120),
            follows_id=_followed(actor, case, follows_id), planned_at=now,
        )  # fmt: skip
        chain = case_chain(case_id)
        with change(
            "meeting_planned", actor=actor, now=now, chain=chain, subject=meeting, summary=appointment.title
        ) as record:
            record.add(meeting)
            _bring_people(record, meeting, people)
            _bring_agenda(record, meeting, agenda)
    return meeting


def _leader(actor: Viewer, case: Case) -> UUID:
    owner = actor.staff_id or case.assigned_to_id
    if owner is None:
        raise Invalid("Nobody has this case yet. Assign it first.")
    return owner


def _followed(actor: Viewer, case: Case, meeting_id: UUID | None) -> UUID | None:
    if meeting_id is None:
        return None
    before = get_meeting(actor, meeting_id)
    if before.case_id != case.pk:
        raise Invalid("The meeting before this one is of another case. Begin again from there.")
    if TeamMeeting.objects.filter(follows=before).exists():
        raise Invalid("The next meeting is planned already. Open it, and change its date there.")
    return before.pk


def _details(case: Case, plan: MeetingPlan, people: Sequence[PersonAsked]) -> AppointmentDetails:
    return AppointmentDetails(
        title=kind_word(kinds_for(case), plan.kind),
        kind=AppointmentKind.TEAM_MEETING,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        time_zone=plan.time_zone,
        office_id=plan.office_id,
        place=plan.place or ("Video or phone call" if plan.is_remote else ""),
        travel_minutes=0 if plan.is_remote else None,
        early_minutes=0 if plan.is_remote else 10,
        attendees=_attendees(people),
    )


def _attendees(people: Sequence[PersonAsked]) -> tuple[AttendeeDetails, ...]:
    """As the appointment knows them; the client is there by the case."""
    return tuple(
        AttendeeDetails(
            line(one.name, 120),
            one.role_word[:40],
            person_id=one.person_id,
            professional_id=one.professional_id,
        )
        for one in people
        if one.role != CLIENT_ROLE
    )


def change_meeting(*, actor: Viewer, now: datetime, meeting_id: UUID, plan: MeetingPlan) -> TeamMeeting:
    """Another time, place or purpose. Who was invited is told by `invite`, which sends the update."""
    with transaction.atomic():
        meeting = to_change(actor, meeting_id)
        require_sound_plan(plan, [*(slug for slug, _ in kinds_for(meeting.case)), meeting.kind])
        if meeting.minutes_id:
            raise Invalid("Its minutes are kept: its time and place stay as they were.")
        people = [_as_asked(one) for one in meeting.participants.all()]
        change_appointment(
            actor=actor, now=now, appointment_id=meeting.appointment_id, version=None,
            details=_details(meeting.case, plan, people),
        )  # fmt: skip
        with changing("meeting_changed", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
            record.update(
                meeting, kind=plan.kind, purpose=line(plan.purpose, 300), link=plan.link.strip(),
                dial_in=line(plan.dial_in, 120),
            )  # fmt: skip
    return get_meeting(actor, meeting_id)


def _as_asked(one: Participant) -> PersonAsked:
    return PersonAsked(
        one.name,
        one.role,
        one.role_word,
        one.email,
        one.person_id,
        one.office_id,
        one.professional_id,
        one.pk,
    )


def call_off_meeting(
    *,
    actor: Viewer,
    now: datetime,
    meeting_id: UUID,
    party: str,
    reason: str,
    needs_new_date: bool = True,
) -> TeamMeeting:
    """Who was invited is told by `invite`, which sends the cancellation."""
    meeting = to_change(actor, meeting_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why it does not take place."})
    cancel_appointment(
        actor=actor, now=now, appointment_id=meeting.appointment_id, party=party, reason=reason,
        needs_new_date=needs_new_date,
    )  # fmt: skip
    return get_meeting(actor, meeting_id)


def change_people(
    *, actor: Viewer, now: datetime, meeting_id: UUID, people: Sequence[PersonAsked]
) -> TeamMeeting:
    """Everybody at once. Who was invited or came stays on the list."""
    require_sound_people(people)
    with changing("meeting_people_changed", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        _bring_people(record, meeting, people)
    return meeting


def write_agenda(
    *, actor: Viewer, now: datetime, meeting_id: UUID, agenda: Sequence[AgendaLine]
) -> TeamMeeting:
    """All points in their order. A point of which something was noted stays, below the others."""
    require_sound_agenda(agenda)
    with changing("meeting_agenda_written", actor=actor, now=now, meeting_id=meeting_id) as (meeting, record):
        _bring_agenda(record, meeting, agenda)
    return meeting


def plan_next_meeting(
    *, actor: Viewer, now: datetime, meeting_id: UUID, plan: MeetingPlan, id: UUID | None = None
) -> TeamMeeting:
    """With the same people; what was not spoken about comes first on its agenda. Nothing is sent."""
    meeting = to_change(actor, meeting_id)
    people = [
        PersonAsked(
            one.name, one.role, one.role_word, one.email, one.person_id, one.office_id, one.professional_id
        )
        for one in meeting.participants.select_related("person")
    ]
    left = [one for one in meeting.agenda.all() if not one.is_done and not one.notes.strip()]
    with transaction.atomic():
        planned = plan_meeting(
            actor=actor, now=now, case_id=meeting.case_id, plan=plan, people=people, follows_id=meeting.pk,
            agenda=[AgendaLine(one.text, one.source) for one in left], id=id,
        )  # fmt: skip
        with changing("next_meeting_planned", actor=actor, now=now, meeting_id=meeting_id) as (
            meeting,
            record,
        ):
            record.update(meeting, next_at=planned.appointment.starts_at)
    return planned


def _bring_people(record: ChangeRecord, meeting: TeamMeeting, people: Sequence[PersonAsked]) -> None:
    there = {one.pk: one for one in meeting.participants.all()}
    _require_own(Participant, [one.id for one in people if one.id not in there])
    seen: set[tuple[object, ...]] = set()
    for position, one in enumerate(people):
        if one.key in seen:
            continue
        seen.add(one.key)
        values = {
            "position": position, "name": line(one.name, 160), "role": one.role[:40],
            "role_word": line(one.role_word, 120), "email": line(one.email, 254).lower(),
            "person_id": one.person_id, "office_id": one.office_id, "professional_id": one.professional_id,
        }  # fmt: skip
        known = there.pop(one.id, None)
        if known:
            record.update(known, **values)
        else:
            record.add(Participant(id=one.id, meeting=meeting, **values))
    for gone in there.values():
        if not (gone.told or gone.presence):
            record.remove(gone)


def _bring_agenda(record: ChangeRecord, meeting: TeamMeeting, agenda: Sequence[AgendaLine]) -> None:
    there = {one.pk: one for one in meeting.agenda.all()}
    written = [one for one in agenda if one.text.strip()]
    _require_own(AgendaItem, [one.id for one in written if one.id not in there])
    for position, one in enumerate(written):
        known = there.pop(one.id, None)
        text = line(one.text, 300)
        if known:
            record.update(known, position=position, text=text)
        else:
            record.add(
                AgendaItem(id=one.id, meeting=meeting, position=position, text=text, source=one.source[:80])
            )
    for place, left in enumerate(there.values(), start=len(written)):
        if left.notes.strip():
            record.update(left, position=place)
        else:
            record.remove(left)


def _require_own(model: type[Participant] | type[AgendaItem], new: list[UUID]) -> None:
    if len(set(new)) < len(new) or model._default_manager.filter(pk__in=new).exists():
        raise Invalid(_FOREIGN)
