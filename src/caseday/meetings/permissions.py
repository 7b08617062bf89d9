"""A meeting is seen with its case; who works on cases may plan it, write in it and send from it."""

from django.db.models import Model, Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.record import Chain, case_chain
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.meetings.models import TeamMeeting

ONLY_WORKERS = "Only case managers and supervisors write in team meetings. Ask the case's case manager."


def visible_to(viewer: Viewer) -> Q:
    return Q() if viewer.sees_every_case else Q(case__in=ids_seen_by(viewer))


def can_write(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)


def chain_of_participant(participant: Model) -> Chain:
    """Where a merge of a participant's two records is recorded."""
    return case_chain(TeamMeeting.objects.get(participants=participant.pk).case_id)
