"""What the forms of requests offer: cases, appointments, ways of saying it."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.documents.models import Document
from caseday.followups.models import Channel, Request
from caseday.kernel.words import date_in_short
from caseday.schedule.models import Appointment
from caseday.schedule.queries import cases_to_choose

__all__ = [
    "CHANNELS",
    "Document",
    "appointment_of_case",
    "appointments_to_choose",
    "cases_to_ask_for",
    "whom_label",
]

CHANNELS = list(Channel.choices)
_MOST = 30


def cases_to_ask_for(viewer: Viewer) -> list[Case]:
    """Open cases of one's caseload, by name."""
    return cases_to_choose(viewer)


def appointment_of_case(case: Case, appointment_id: UUID | None) -> Appointment | None:
    return case.appointments.filter(pk=appointment_id).first() if appointment_id else None


def appointments_to_choose(
    case: Case, viewer: Viewer, *, besides: Appointment | None = None
) -> list[tuple[str, str]]:
    """The latest of a case, past and coming; `besides` is offered in any case."""
    found = list(case.appointments.order_by("-starts_at")[:_MOST])
    if besides and besides not in found:
        found.append(besides)
    return [(str(one.pk), _label(one, viewer)) for one in found]


def _label(one: Appointment, viewer: Viewer) -> str:
    local = one.starts_at.astimezone(viewer.time_zone)
    return f"{date_in_short(local)}: {one.title}"


def whom_label(row: Request) -> str:
    """As the form names whom it is asked of, so that it is found again."""
    if row.professional:
        office = f" · {row.professional.office.name}" if row.professional.office else ""
        return f"{row.professional}{office}"
    return row.office.name if row.office else ""
