"""What a message may be about and to whom it may go: the case, its people, papers, and what it answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, get_case
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.queries.ways import Receiver, Way, receivers_of
from caseday.documents.models import Document
from caseday.documents.queries import documents_of_case
from caseday.followups.models import Request
from caseday.followups.queries import get_followed
from caseday.kernel.errors import Invalid
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment, next_appointments

_MOST_PAPERS = 40


class AskedFor(Protocol):
    @property
    def case_id(self) -> UUID | None: ...
    @property
    def appointment_id(self) -> UUID | None: ...
    @property
    def request_id(self) -> UUID | None: ...
    @property
    def reply_to_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Around:
    case: Case | None = None
    appointment: Appointment | None = None
    request: Request | None = None
    reply_to: Message | None = None
    receivers: tuple[Receiver, ...] = ()
    papers: tuple[Document, ...] = ()
    reply_key: str = ""
    next_appointment: Appointment | None = None

    @property
    def request_id(self) -> UUID | None:
        return self.request.pk if self.request else None

    @property
    def reply_subject(self) -> str:
        if self.reply_to is None or not self.reply_to.subject:
            return ""
        subject = self.reply_to.subject
        return subject if subject.casefold().startswith("re:") else f"Re: {subject}"[:300]

    @property
    def reply_address(self) -> str:
        if self.reply_to is None:
            return ""
        if self.reply_to.is_incoming:
            return self.reply_to.from_address
        return str(self.reply_to.recipients[0]["address"]) if self.reply_to.recipients else ""

    @property
    def reply_channel(self) -> str:
        if self.reply_to is None:
            return ""
        return {"voicemail": "", "portal": ""}.get(self.reply_to.channel, self.reply_to.channel)


def around_of(viewer: Viewer, asked: AskedFor, now: datetime) -> Around:
    """NotFound where anything of it is out of sight; Invalid where it belongs to different cases."""
    appointment = get_appointment(viewer, asked.appointment_id) if asked.appointment_id else None
    request = get_followed(viewer, asked.request_id).row if asked.request_id else None
    reply_to = get_message(viewer, asked.reply_to_id) if asked.reply_to_id else None
    case_id = asked.case_id or _case_of(viewer, appointment, request, reply_to)
    case = get_case(viewer, case_id) if case_id else None
    if any(one is not None and one.case_id not in (None, case_id) for one in (appointment, request)):
        raise Invalid("This belongs to another case. Begin again from there.")
    on = now.astimezone(viewer.time_zone).date()
    receivers = receivers_of(viewer, case, on=on, appointment=appointment, request=request) if case else []
    found = Around(case, appointment, request, reply_to, tuple(receivers))
    if reply_to is not None:
        found = _with_writer(found, reply_to)
    coming = next_appointments(viewer, [case.pk], now=now) if case else {}
    papers = documents_of_case(viewer, case.pk)[:_MOST_PAPERS] if case else []
    sendable = tuple(one for one in papers if not one.is_thing)
    return replace(found, papers=sendable, next_appointment=coming.get(case.pk) if case else None)


def _case_of(
    viewer: Viewer, appointment: Appointment | None, request: Request | None, reply_to: Message | None
) -> UUID | None:
    for one in (appointment, request):
        if one is not None and one.case_id:
            return one.case_id
    if reply_to is None:
        return None
    filed = Filing.objects.filter(message=reply_to, undone_at=None, case__in=cases_seen_by(viewer))
    return filed.order_by("filed_at", "pk").values_list("case_id", flat=True).first()


def _with_writer(around: Around, reply_to: Message) -> Around:
    """Whoever wrote, at the address they wrote from: among the people of the case, else on their own."""
    address = around.reply_address
    channel = around.reply_channel or "email"
    for one in around.receivers:
        if any(way.address.casefold() == address.casefold() for way in one.ways):
            return replace(around, reply_key=one.key)
    writer = Receiver(
        f"message:{reply_to.pk}",
        reply_to.from_name or address,
        reply_to.role,
        "Who wrote",
        (Way(channel, address),),
        person_id=reply_to.person_id,
        office_id=reply_to.office_id,
        professional_id=reply_to.professional_id,
    )
    return replace(around, receivers=(writer, *around.receivers), reply_key=writer.key)
