"""A message is queued with everything that tells of it, in one transaction; taken back; tried again."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import agency_chain, case_chain, change, staff_chain
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Filing, Message, MessageBody, Sending, Thread
from caseday.correspondence.queries.objections import objections_to
from caseday.correspondence.rules.outgoing import Outgoing
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


def queue_message(*, actor: Viewer, now: datetime, outgoing: Outgoing, id: UUID | None = None) -> Message:
    """Exactly once for an `id`. Raises Invalid with the objections, by field, that still stand."""
    require(can_work_on_cases(actor), "Only case managers and supervisors write messages.")
    if id and (known := Message.objects.filter(pk=id).first()):
        return known
    if objections := objections_to(actor, outgoing, now):
        raise Invalid({one.field: one.words for one in objections})
    message_id = id or new_id()
    chain = (
        case_chain(outgoing.case_id)
        if outgoing.case_id
        else staff_chain(actor.staff_id)
        if actor.staff_id
        else agency_chain()
    )
    with change(
        "message_queued", actor=actor, now=now, chain=chain, subject=Message(id=message_id)
    ) as record:
        thread = Thread.objects.create(channel=outgoing.channel, key=str(message_id), last_at=now)
        message = record.add(
            Message(
                id=message_id,
                channel=outgoing.channel,
                is_incoming=False,
                staff_id=actor.staff_id,
                thread=thread,
                at=now,
                recorded_at=now,
                subject=outgoing.subject,
                preview=outgoing.text[:200],
                state=Message.State.QUEUED,
            )
        )
        MessageBody.objects.create(message=message, text=outgoing.text)
        record.add(Sending(message=message, key=new_id(), not_before=outgoing.not_before or now))
        if outgoing.case_id:
            record.add(
                Filing(message=message, case_id=outgoing.case_id, how=Filing.How.WRITTEN, filed_at=now)
            )
    return message
