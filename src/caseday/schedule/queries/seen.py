"""For the access log: the case of an appointment, whoever asks."""

from uuid import UUID

from caseday.schedule.models import Appointment


def case_of_appointment(appointment_id: UUID) -> list[UUID]:
    found = Appointment.objects.filter(pk=appointment_id, case__isnull=False)
    return list(found.values_list("case_id", flat=True))
