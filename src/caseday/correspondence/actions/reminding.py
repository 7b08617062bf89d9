"""Clients are asked whether they can come, and reminded; their short answers are taken down."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import IntegrityError, transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.queries import viewer_for
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence.actions.answering import say_no_answer_needed
from caseday.correspondence.actions.queueing import ONLY_WORKERS, queue_message
from caseday.correspondence.models import Message, Reminder
from caseday.correspondence.queries.drawing import About, values_for
from caseday.correspondence.queries.reminders import NO_WAY, ToRemind, questions_to, to_remind, way_of
from caseday.correspondence.queries.wordings import get_wording
from caseday.correspondence.rules.outgoing import Addressee, Outgoing
from caseday.correspondence.rules.reminders import TEMPLATES, Kind
from caseday.correspondence.rules.replies import Answer, understood
from caseday.correspondence.rules.shipped_words import answer_words
from caseday.correspondence.rules.templates import fill
from caseday.followups.actions import promise_followup
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.schedule.actions import record_confirmation
from caseday.schedule.models import Appointment, Confirmation
from caseday.schedule.queries import get_appointment

_THANKS = {Answer.CONFIRMED: "reply_confirmed", Answer.NEW_TIME: "reply_new_time"}


def remind(*, now: datetime) -> int:
    """Whatever is due, each in a transaction of its own; how many went out. What could not is kept with the reason."""
    sent = 0
    for one in to_remind(now):
        actor = viewer_for(one.appointment.staff, now=now)
        try:
            sent += _remind(actor, now, one).message_id is not None
        except IntegrityError:
            continue  # another process was first
    return sent


def send_reminder(
    *, actor: Viewer, now: datetime, appointment_id: UUID, kind: str = Kind.CONFIRM
) -> Reminder:
    """By one tap, before its time. Raises Invalid with why none can go out."""
    appointment = get_appointment(actor, appointment_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    channel, address = way_of(appointment)
    if not channel:
        raise Invalid(NO_WAY)
    if kind not in set(Kind):
        raise Invalid("Choose what to send.")
    there = Reminder.objects.filter(
        appointment=appointment, kind=kind, for_starts_at=appointment.starts_at, address=address
    )
    known = there.select_related("message").first()
    if known is not None and known.message_id:
        return known
    reminder = _remind(actor, now, ToRemind(appointment, Kind(kind), channel, address), known)
    if reminder.message_id is None:
        raise Invalid(reminder.refusal)
    return reminder


def _remind(actor: Viewer, now: datetime, one: ToRemind, refused: Reminder | None = None) -> Reminder:
    """The row and its message together: a time of an appointment is never asked about twice. What was `refused`
    before, for a reason that may have gone, is tried anew."""
    message, refusal = None, NO_WAY
    appointment = one.appointment
    assert appointment.case_id is not None
    with transaction.atomic():
        if one.channel:
            message, refusal = _queued(actor, now, appointment, TEMPLATES[one.kind], one.channel, one.address)
        came = {"message": message, "refusal": refusal[:300], "asked_by_id": actor.staff_id, "at": now}
        reminder = refused or Reminder(
            appointment=appointment, kind=one.kind, for_starts_at=appointment.starts_at, address=one.address,
            **came,
        )  # fmt: skip
        with change(
            "reminder_sent" if message else "reminder_not_sent", actor=actor, now=now,
            chain=case_chain(appointment.case_id), subject=appointment,
        ) as record:  # fmt: skip
            if refused:
                record.update(reminder, **came)
            else:
                record.add(reminder)
    return reminder


def _queued(
    actor: Viewer,
    now: datetime,
    appointment: Appointment,
    slug: str,
    channel: str,
    address: str,
    reply_to: Message | None = None,
) -> tuple[Message | None, str]:
    """The message, or why there is none. The same slug for the same time of it has the same id."""
    assert appointment.case is not None
    person = appointment.case.person
    language = (person.language or "en").split("-")[0]
    try:
        wording = get_wording(slug, channel, language)
    except NotFound:
        wording = get_wording(slug, channel, "en")
    values = values_for(
        actor, About(case=appointment.case, appointment=appointment), now=now, language=wording.language
    )
    outgoing = Outgoing(
        channel=channel,
        to=(Addressee(address, person.full_name, role="client", person_id=person.pk),),
        text=fill(wording.body, values).text,
        subject=fill(wording.subject, values).text,
        case_id=appointment.case_id,
        template=wording.key,
        language=wording.language,
        is_reminder=True,
        appointment_id=appointment.pk,
        reply_to_id=reply_to.pk if reply_to else None,
    )
    about = reply_to.pk if reply_to else appointment.pk
    message_id = uuid5(NAMESPACE_OID, f"{about}:{slug}:{appointment.starts_at.isoformat()}:{address}")
    try:
        with transaction.atomic():
            return queue_message(actor=actor, now=now, outgoing=outgoing, id=message_id), ""
    except (Invalid, Refused) as problem:
        return None, str(problem)


def hear_reply(*, now: datetime, message: Message) -> Answer | None:
    """An incoming message may answer a question to confirm: then the answer is taken down as theirs, and thanked for.

    None where none was asked at its address. A yes is meant for all that was asked together; which of several needs
    a new time is not plain. What is not plain stays unanswered, for a person to read.
    """
    asked = questions_to(message.from_address, now=now)
    if not asked:
        return None
    answer = understood(message.body.text, answer_words())
    if answer is Answer.UNCLEAR or (answer is Answer.NEW_TIME and len(asked) > 1):
        return Answer.UNCLEAR
    appointment = asked[0].appointment
    worker = viewer_for(appointment.staff, now=now)
    with transaction.atomic():
        for one in asked:
            _take_down(now, message, one, answer)
        if answer is Answer.NEW_TIME:
            _promise(worker, now, message, appointment)
        thanked, _ = _queued(
            worker, now, appointment, _THANKS[answer], message.channel, message.from_address, reply_to=message
        )
        if thanked is None:
            say_no_answer_needed(actor=system_viewer(), now=now, message_id=message.pk)
    return answer


def _take_down(now: datetime, message: Message, asked: Reminder, answer: Answer) -> None:
    appointment = asked.appointment
    assert appointment.case is not None
    results = {Answer.CONFIRMED: Confirmation.Result.CONFIRMED, Answer.NEW_TIME: Confirmation.Result.NEW_TIME}
    record_confirmation(
        actor=system_viewer(),
        now=now,
        appointment_id=appointment.pk,
        side=Confirmation.Side.CLIENT,
        result=results[answer],
        said_by=appointment.case.person.called,
        channel=message.channel,
        happened_at=message.at,
        activity_id=message.activity_id,
        id=uuid5(NAMESPACE_OID, f"{message.pk}:{appointment.pk}:answer"),
    )
    with change(
        "reminder_answered", actor=system_viewer(), now=now, chain=case_chain(appointment.case.pk),
        subject=appointment, happened_at=message.at,
    ) as record:  # fmt: skip
        record.update(asked, answer=answer, answered_at=message.at)


def _promise(worker: Viewer, now: datetime, message: Message, appointment: Appointment) -> None:
    assert appointment.case is not None
    promise_followup(
        actor=worker,
        now=now,
        text=f"Find a new time: {appointment.title}",
        case_id=appointment.case_id,
        due_on=now.astimezone(worker.time_zone).date(),
        promised_to=appointment.case.person.called,
        reach_role="client",
        person_id=appointment.case.person_id,
        id=uuid5(NAMESPACE_OID, f"{message.pk}:new_time"),
    )
