"""A paper goes somewhere, and what is learned about its arrival: said by them, checked by us, denied, failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import case_chain, change
from caseday.access.viewer import Viewer
from caseday.directory.models import Office, Professional
from caseday.directory.queries import get_office
from caseday.documents.models import Delivery, Document, How
from caseday.documents.permissions import can_change
from caseday.documents.queries import get_document
from caseday.documents.queries.deliveries import get_delivery, last_move, receiver_of, sent_of
from caseday.documents.rules.deliveries import Move
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.kernel.words import clock_words
from caseday.people.models import Person
from caseday.people.queries import get_person

_ONLY_WORKERS = "Only case managers and supervisors send papers. Ask the case's case manager."
_TOO_LATE = "A failed sending stays failed. Send the paper again."
_MINUTE = timedelta(minutes=2)


class Moved(Invalid):
    """Somebody else moved the delivery since it was looked at; the sentence says who, when and to what."""


@dataclass(frozen=True)
class Receiver:
    """Whom a paper goes to; a professional brings their office along."""

    office: Office | None = None
    professional: Professional | None = None
    person: Person | None = None
    name: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.office or self.professional or self.person or self.name)


def find_receiver(
    actor: Viewer,
    *,
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    person_id: UUID | None = None,
    name: str = "",
) -> Receiver:
    """NotFound where one of them is not there, or out of sight."""
    professional = None
    if professional_id:
        professional = Professional.objects.select_related("office").filter(pk=professional_id).first()
        if professional is None:
            raise NotFound
    office = get_office(actor, office_id) if office_id else professional.office if professional else None
    person = get_person(actor, person_id) if person_id else None
    return Receiver(office, professional, person, clean(name, 160))


def send_document(
    *,
    actor: Viewer,
    now: datetime,
    document_id: UUID,
    how: str,
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    person_id: UUID | None = None,
    to_name: str = "",
    sent_at: datetime | None = None,
    proof: str = "",
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Delivery:
    """Records that a paper was sent (nothing is sent by this); a request with the `id` of one is stored once.

    Raises Invalid for a paper that was voided or is on no case, without a receiver, or sent in the future.
    """
    document = get_document(actor, document_id)
    require(can_change(actor, document), _ONLY_WORKERS)
    if id and (known := Delivery.objects.filter(pk=id, document=document).first()):
        return known
    receiver = find_receiver(
        actor, office_id=office_id, professional_id=professional_id, person_id=person_id, name=to_name
    )
    at = sent_at or now
    case_id = _check_sending(document, receiver, how, at, now)
    one = new_delivery(
        actor, document, receiver, case_id=case_id, how=how, sent_at=at, proof=proof, activity_id=activity_id, id=id
    )  # fmt: skip
    summary = f"{document.title} to {receiver_of(one)}"
    with change(
        "document_sent", actor=actor, now=now, chain=case_chain(case_id), subject=one, happened_at=at, summary=summary
    ) as record:  # fmt: skip
        record.add(one)
        if document.is_thing:
            record.update(document, whereabouts=f"with {receiver_of(one)}"[:200])
    return one


def new_delivery(
    actor: Viewer,
    document: Document,
    receiver: Receiver,
    *,
    case_id: UUID,
    how: str,
    sent_at: datetime,
    proof: str,
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> Delivery:
    return Delivery(
        id=id or new_id(),
        document=document,
        case_id=case_id,
        staff_id=by_whom(actor),
        office=receiver.office,
        professional=receiver.professional,
        person=receiver.person,
        to_name=receiver.name,
        how=how,
        proof=clean(proof, 200),
        sent_at=sent_at,
        activity_id=activity_id,
    )


def _check_sending(document: Document, receiver: Receiver, how: str, at: datetime, now: datetime) -> UUID:
    if document.voided_at:
        raise Invalid("This paper was voided. Send the one that counts.")
    problems = {}
    if how not in How.values:
        problems["how"] = "Say how it went: by hand, fax, email, portal or mail."
    if not receiver.is_known:
        problems["to_name"] = "Say to whom it went."
    if at > now + _MINUTE:
        problems["sent_at"] = "This time has not come yet. Write it down once it is sent."
    if problems:
        raise Invalid(problems)
    if document.case_id is None:
        raise Invalid("File the paper on its case first, then send it.")
    return document.case_id


def say_received(*, actor: Viewer, now: datetime, delivery_id: UUID, seen: str, by: str) -> Delivery:
    """They say that it arrived: said, not verified. `seen` is the mark that the page showed (`Sent.mark`)."""
    name = _given(by, 120, "by", "Write down who says so.")
    return _move(
        Move.RECEIVED,
        actor,
        now,
        delivery_id,
        seen,
        f"said {name}",
        state="received",
        said_by=name,
        said_at=now,
    )


def verify_in_chart(*, actor: Viewer, now: datetime, delivery_id: UUID, seen: str, how: str) -> Delivery:
    """Somebody of ours made sure; `how`: saw it in the portal, the nurse read from it."""
    words = _given(how, 200, "how", "Say how you know, e.g. the nurse read from it.")
    found = {"verified_by_id": actor.staff_id, "verified_how": words, "verified_at": now}
    return _move(Move.IN_CHART, actor, now, delivery_id, seen, words, state="in_chart", **found)


def fail_delivery(*, actor: Viewer, now: datetime, delivery_id: UUID, seen: str, reason: str) -> Delivery:
    words = _given(reason, 200, "reason", "Say what went wrong, e.g. the fax line was busy.")
    return _move(Move.FAILED, actor, now, delivery_id, seen, words, state="failed", fail_reason=words)


def deny_delivery(*, actor: Viewer, now: datetime, delivery_id: UUID, seen: str, by: str = "") -> Delivery:
    """They say that they don't have it. One tap: without a name, the receiver said it. What was said before stays."""
    name = clean(by, 120) or receiver_of(get_delivery(actor, delivery_id))[:120]
    return _move(Move.DENIED, actor, now, delivery_id, seen, f"said {name}", denied_by=name, denied_at=now)


def _move(
    move: Move, actor: Viewer, now: datetime, delivery_id: UUID, seen: str, words: str, **values: Any
) -> Delivery:
    """From the state that the page showed, or Moved is raised; the same tap twice by one person changes nothing."""
    one = get_delivery(actor, delivery_id)
    require(can_change(actor, one.document), _ONLY_WORKERS)
    verb, summary = f"delivery_{move}", f"{one.document.title}: {words}"
    with change(
        verb, actor=actor, now=now, chain=case_chain(one.case_id), subject=one, summary=summary
    ) as record:
        Delivery.objects.select_for_update().get(pk=delivery_id)
        one = get_delivery(actor, delivery_id)
        sent = sent_of(one)
        if sent.mark != seen:
            _require_own(one, actor, verb)
        elif move in sent.moves:
            record.update(one, **values)
        else:
            raise Invalid(_TOO_LATE if one.state == "failed" else "That is on record already.")
    return one


def _require_own(one: Delivery, actor: Viewer, verb: str) -> None:
    last = last_move(one)
    if last is None:
        raise Moved("Somebody changed this. Look at it before you go on.")
    if last.verb == verb and last.actor_id == actor.staff_id:
        return
    at = last.recorded_at.astimezone(actor.time_zone)
    when = f"on {at:%b} {at.day} at {clock_words(at)}"
    words = last.summary.rpartition(": ")[2]
    raise Moved(
        f"{last.actor_name} changed this {when}: {_words_of(one)} ({words}). Look at it before you go on."
    )


def _words_of(one: Delivery) -> str:
    if sent_of(one).is_denied:
        return "they say they don't have it"
    return one.get_state_display().lower()


def by_whom(actor: Viewer) -> UUID:
    """Papers go out by a person's hand; a job has none."""
    if actor.staff_id is None:
        raise Refused("Papers are sent and packed by people. Sign in as one.")
    return actor.staff_id


def clean(text: str, most: int) -> str:
    return " ".join(text.replace("\0", "").split())[:most]


def _given(text: str, most: int, field: str, otherwise: str) -> str:
    if not (words := clean(text, most)):
        raise Invalid({field: otherwise})
    return words
