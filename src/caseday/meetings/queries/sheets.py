"""Meetings of a case and of a worker, and one of them with everything written in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import NotFound
from caseday.meetings.models import (
    ActionItem,
    AgendaItem,
    Disagreement,
    MeetingDecision,
    Participant,
    TeamMeeting,
)
from caseday.meetings.permissions import visible_to
from caseday.meetings.queries.people import word_of_kind
from caseday.meetings.rules.kinds import CLIENT_ROLE
from caseday.schedule.rules import CALLED_OFF

_AROUND = (
    "case__person",
    "case__assigned_to",
    "appointment__office",
    "staff",
    "minutes",
    "follows__appointment",
)
_MOST = 100


@dataclass(frozen=True)
class MeetingSheet:
    """A meeting, in the order in which it is lived."""

    meeting: TeamMeeting
    participants: list[Participant]
    agenda: list[AgendaItem]
    disagreements: list[Disagreement]
    decisions: list[MeetingDecision]
    actions: list[ActionItem]

    @property
    def case(self) -> Case:
        return self.meeting.case

    @property
    def kind_word(self) -> str:
        return word_of_kind(self.meeting)

    @property
    def present(self) -> list[Participant]:
        return [one for one in self.participants if one.presence in ("present", "remote")]

    @property
    def missing(self) -> list[Participant]:
        return [one for one in self.participants if one.presence == "missing"]

    @property
    def not_noted(self) -> list[Participant]:
        return [one for one in self.participants if not one.presence]

    @property
    def is_client_there(self) -> bool:
        return any(one.role == CLIENT_ROLE for one in self.present)

    @property
    def is_called_off(self) -> bool:
        return self.meeting.appointment.state in CALLED_OFF

    @property
    def next_meeting(self) -> TeamMeeting | None:
        return TeamMeeting.objects.filter(follows=self.meeting).select_related("appointment").first()


def _seen_by(viewer: Viewer) -> QuerySet[TeamMeeting]:
    return TeamMeeting.objects.filter(visible_to(viewer)).select_related(*_AROUND)


def get_meeting(viewer: Viewer, meeting_id: UUID) -> TeamMeeting:
    found = _seen_by(viewer).filter(pk=meeting_id).first()
    if found is None:
        raise NotFound
    return found


def meeting_sheet(viewer: Viewer, meeting_id: UUID) -> MeetingSheet:
    """Eight queries, however much was written."""
    meeting = get_meeting(viewer, meeting_id)
    return MeetingSheet(
        meeting,
        list(meeting.participants.select_related("message", "minutes_message", "person")),
        list(meeting.agenda.all()),
        list(meeting.disagreements.prefetch_related("positions", "steps")),
        list(meeting.decisions.all()),
        list(meeting.actions.select_related("followup", "owner_staff")),
    )


def meetings_of_case(viewer: Viewer, case_id: UUID) -> list[TeamMeeting]:
    """The latest first."""
    case = get_case(viewer, case_id)
    return list(_seen_by(viewer).filter(case=case).order_by("-appointment__starts_at", "-pk"))


def meetings_seen_by(viewer: Viewer, *, now: datetime) -> tuple[list[TeamMeeting], list[TeamMeeting]]:
    """Those to come, the next first, and those that were, the latest first. Two queries."""
    own = _seen_by(viewer)
    if not viewer.sees_every_case:
        own = own.filter(case__assigned_to__in=viewer.caseload_staff_ids)
    coming = own.filter(appointment__ends_at__gte=now).order_by("appointment__starts_at", "pk")
    were = own.filter(appointment__ends_at__lt=now).order_by("-appointment__starts_at", "-pk")
    return list(coming[:_MOST]), list(were[:_MOST])


def meeting_of_appointment(viewer: Viewer, appointment_id: UUID) -> TeamMeeting | None:
    return _seen_by(viewer).filter(appointment=appointment_id).first()


def get_disagreement(viewer: Viewer, disagreement_id: UUID) -> Disagreement:
    found = Disagreement.objects.filter(pk=disagreement_id).select_related("meeting").first()
    if found is None:
        raise NotFound
    found.meeting = get_meeting(viewer, found.meeting_id)
    return found


def case_of_meeting(meeting_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(TeamMeeting.objects.filter(pk=meeting_id).values_list("case_id", flat=True))


def case_of_disagreement(disagreement_id: UUID) -> list[UUID]:
    return list(TeamMeeting.objects.filter(disagreements=disagreement_id).values_list("case_id", flat=True))
