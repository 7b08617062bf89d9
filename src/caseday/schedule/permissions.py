"""Who sees an appointment, and who may change it."""

from django.db.models import Model, Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.record import Chain, case_chain, staff_chain
from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.schedule.models import Appointment


def visible_to(viewer: Viewer) -> Q:
    """With a case: who sees the case. Without: its staff member, who covers or leads them, and auditors."""
    if viewer.sees_every_case:
        return Q()
    seen = Q(case__in=ids_seen_by(viewer))
    if can_work_on_cases(viewer):
        seen |= Q(case=None, staff__in=viewer.caseload_staff_ids)
    return seen


def can_change(viewer: Viewer, appointment: Appointment) -> bool:
    """Whether the viewer, who sees the appointment, may change it."""
    return can_work_on_cases(viewer)


def can_plan_for(viewer: Viewer, staff_id: object) -> bool:
    return viewer.is_system or (can_work_on_cases(viewer) and staff_id in viewer.caseload_staff_ids)


def chain_of_attendee(attendee: Model) -> Chain:
    """Where a merge of an attendee's two records is recorded: with the appointment's other changes."""
    appointment = Appointment.objects.get(attendees=attendee.pk)
    return case_chain(appointment.case_id) if appointment.case_id else staff_chain(appointment.staff_id)
