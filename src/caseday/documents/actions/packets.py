"""Papers that go out together: put together, changed, handed over."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.record import ChangeRecord, case_chain, change
from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case
from caseday.documents.actions.deliveries import Receiver, by_whom, clean, find_receiver, new_delivery
from caseday.documents.models import Delivery, Packet, PacketItem
from caseday.documents.queries.packets import (
    cover_as_data,
    get_packet,
    packet_for,
    papers_by_id,
    papers_in,
)
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.kernel.words import clock_words
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment

MOST_PAPERS = 100
_ONLY_WORKERS = "Only case managers and supervisors make packets. Ask the case's case manager."


def build_packet(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    document_ids: Sequence[UUID],
    appointment_id: UUID | None = None,
    office_id: UUID | None = None,
    professional_id: UUID | None = None,
    to_name: str = "",
    title: str = "",
    ask: str = "",
    is_double_sided: bool = False,
    dated_on: date | None = None,
    id: UUID | None = None,
) -> Packet:
    """The papers in the order given. For an appointment, its office and day are taken where none are given.

    A request with the `id` of a packet is stored once. Raises Invalid without papers or receiver.
    """
    case = get_case(actor, case_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    if id and (known := Packet.objects.filter(pk=id, case=case).first()):
        return known
    appointment = _appointment_of(actor, case_id, appointment_id)
    if appointment and not (office_id or professional_id or to_name.strip()):
        office_id, to_name = appointment.office_id, "" if appointment.office_id else case.person.full_name
    receiver = _receiver(actor, office_id, professional_id, to_name)
    day = dated_on or (appointment.starts_at if appointment else now).astimezone(actor.time_zone).date()
    packet = Packet(
        id=id or new_id(), case=case, staff_id=by_whom(actor), appointment=appointment, office=receiver.office,
        professional=receiver.professional, to_name=receiver.name, title=clean(title, 200) or _title(receiver, day),
        ask=_ask(ask), is_double_sided=is_double_sided, dated_on=day,
    )  # fmt: skip
    with change(
        "packet_built", actor=actor, now=now, chain=case_chain(case_id), subject=packet, summary=packet.title
    ) as record:
        record.add(packet)
        _put_in(record, actor, packet, document_ids)
    return packet


def _appointment_of(actor: Viewer, case_id: UUID, appointment_id: UUID | None) -> Appointment | None:
    appointment = get_appointment(actor, appointment_id) if appointment_id else None
    if appointment and appointment.case_id != case_id:
        raise Invalid("This appointment is of another case.")
    return appointment


def change_packet(
    *,
    actor: Viewer,
    now: datetime,
    packet_id: UUID,
    document_ids: Sequence[UUID] | None = None,
    **values: Any,
) -> Packet:
    """Other papers or another order; `values` of title, ask, is_double_sided, dated_on, and all of office_id,
    professional_id and to_name where the receiver changes. Raises Invalid once it was handed over.
    """
    packet = _open(actor, packet_id)
    if {"office_id", "professional_id", "to_name"} & values.keys():
        receiver = _receiver(
            actor,
            values.pop("office_id", None),
            values.pop("professional_id", None),
            values.pop("to_name", ""),
        )
        values |= {"office": receiver.office, "professional": receiver.professional, "to_name": receiver.name}
    if "title" in values:
        values["title"] = clean(values["title"], 200) or packet.title
    if "ask" in values:
        values["ask"] = _ask(values["ask"])
    with change(
        "packet_changed",
        actor=actor,
        now=now,
        chain=case_chain(packet.case_id),
        subject=packet,
        summary=packet.title,
    ) as record:
        record.update(packet, **values)
        if document_ids is not None:
            _put_in(record, actor, packet, document_ids)
    return packet


def hand_over_packet(*, actor: Viewer, now: datetime, packet_id: UUID, taken_by: str = "") -> list[Delivery]:
    """At the visit, in one tap: every paper is recorded as delivered by hand now, with who took it; the packet is
    kept as it was. A second tap by the same person gives the same deliveries.
    """
    packet = get_packet(actor, packet_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    receiver = Receiver(packet.office, packet.professional, name=packet.to_name)
    proof = f"handed to {clean(taken_by, 120) or packet.to_name or packet.professional or packet.office}"
    with change(
        "packet_handed_over",
        actor=actor,
        now=now,
        chain=case_chain(packet.case_id),
        subject=packet,
        summary=f"{packet.title}: {proof}",
    ) as record:
        locked = Packet.objects.select_for_update().get(pk=packet_id)
        if locked.handed_over_at:
            return _handed_before(actor, locked)
        record.update(packet, handed_cover=json.dumps(cover_as_data(packet)), handed_over_at=now)
        return [
            record.add(_delivery(actor, packet, document, receiver, proof, now, record))
            for document in papers_in(packet)
        ]


def _delivery(
    actor: Viewer,
    packet: Packet,
    document: Any,
    receiver: Receiver,
    proof: str,
    now: datetime,
    record: ChangeRecord,
) -> Delivery:
    delivery = new_delivery(
        actor, document, receiver, case_id=packet.case_id, how="hand", sent_at=now, proof=proof
    )
    delivery.packet = packet
    if document.is_thing:
        record.update(document, whereabouts=proof)
    return delivery


def _handed_before(actor: Viewer, packet: Packet) -> list[Delivery]:
    found = list(Delivery.objects.filter(packet=packet).select_related("staff").order_by("pk"))
    if found and found[0].staff_id != actor.staff_id:
        at = found[0].sent_at.astimezone(actor.time_zone)
        raise Invalid(
            f"{found[0].staff.name} handed it over already, on {at:%b} {at.day} at {clock_words(at)}."
        )
    return found


def hand_over_papers(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    document_ids: Sequence[UUID],
    taken_by: str = "",
    id: UUID | None = None,
) -> list[Delivery]:
    """At the visit without leafing: makes the appointment's packet of these papers, or brings it in line with what
    was ticked, and hands it over.
    """
    with transaction.atomic():
        packet = packet_of_appointment(
            actor=actor, now=now, appointment_id=appointment_id, document_ids=document_ids, id=id
        )
        return hand_over_packet(actor=actor, now=now, packet_id=packet.pk, taken_by=taken_by)


def packet_of_appointment(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    document_ids: Sequence[UUID],
    id: UUID | None = None,
) -> Packet:
    """Of exactly these papers: the one that is there and not handed over yet is changed, else one is made."""
    appointment = get_appointment(actor, appointment_id)
    if appointment.case_id is None:
        raise Invalid("This appointment is of no case, so it has no papers.")
    packet = packet_for(actor, appointment_id)
    if packet and packet.pk == id:
        return packet
    if packet and packet.handed_over_at is None:
        ticked = [one for one in _order_of(packet) if one in document_ids]
        order = ticked + [one for one in document_ids if one not in ticked]
        return change_packet(actor=actor, now=now, packet_id=packet.pk, document_ids=order)
    return build_packet(
        actor=actor,
        now=now,
        case_id=appointment.case_id,
        document_ids=document_ids,
        appointment_id=appointment_id,
        id=id,
    )


def _order_of(packet: Packet) -> list[UUID]:
    return [one.pk for one in papers_in(packet)]


def _open(actor: Viewer, packet_id: UUID) -> Packet:
    packet = get_packet(actor, packet_id)
    require(can_work_on_cases(actor), _ONLY_WORKERS)
    if packet.handed_over_at:
        raise Invalid("This packet was handed over and stays as it was. Make a new one.")
    return packet


def _receiver(actor: Viewer, office_id: UUID | None, professional_id: UUID | None, to_name: str) -> Receiver:
    found = find_receiver(actor, office_id=office_id, professional_id=professional_id, name=to_name)
    if not found.is_known:
        raise Invalid({"to_name": "Say to whom the packet goes."})
    return found


def _title(receiver: Receiver, day: date) -> str:
    to = receiver.name or (receiver.office.name if receiver.office else str(receiver.professional))
    return f"For {to}, {day:%b} {day.day}"[:200]


def _ask(text: str) -> str:
    return text.replace("\r\n", "\n").strip()[:2000]


def _put_in(record: ChangeRecord, actor: Viewer, packet: Packet, document_ids: Sequence[UUID]) -> None:
    """Items are written anew where they differ; a paper is in a packet once."""
    order = list(dict.fromkeys(document_ids))
    found = papers_by_id(actor, packet.case_id, order)
    if not order:
        raise Invalid({"papers": "Choose at least one paper."})
    if len(order) > MOST_PAPERS:
        raise Invalid({"papers": f"At most {MOST_PAPERS} papers fit into one packet. Make two of it."})
    if len(found) < len(order):
        raise Invalid({"papers": "One of these papers was voided or moved to another case. Choose again."})
    kept = {item.document_id: item for item in packet.items.all()}
    for document_id, item in kept.items():
        if document_id not in order:
            record.remove(item)
    for position, document_id in enumerate(order):
        if document_id in kept:
            record.update(kept[document_id], position=position)
        else:
            record.add(PacketItem(packet=packet, document_id=document_id, position=position))
