"""Packets, what to put into one, and what an appointment still needs."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.queries import get_agency, signature_of_day
from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.queries import cases_seen_by, get_case, identifiers_of, pack_of
from caseday.documents.drawing import BadPaper, Cover, Paper, draw_packet, missing_letters
from caseday.documents.models import Delivery, Document, Packet, PacketItem
from caseday.documents.queries.deliveries import DeliveryRow, deliveries_of_papers, rows_of, sent_of
from caseday.documents.queries.files import pdf_bytes_of
from caseday.documents.queries.papers import documents_of_case, documents_seen_by, get_document, kind_word
from caseday.documents.rules.deliveries import Standing, chart_words, is_there, standing_of_all
from caseday.documents.rules.letters import missing_words
from caseday.documents.rules.packets import PaperFacts, Suggestion, suggest
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.words import date_in_short
from caseday.programs.rules import referral_fields, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment
from caseday.ui.words import phone_words

_AROUND = ("case__person", "staff", "office", "professional__office", "appointment__office")


def packets_seen_by(viewer: Viewer) -> QuerySet[Packet]:
    seen = Packet.objects.select_related(*_AROUND)
    return seen if viewer.sees_every_case else seen.filter(case__in=cases_seen_by(viewer).values("pk"))


def get_packet(viewer: Viewer, packet_id: UUID) -> Packet:
    """With everything around it, in one query; NotFound outside the viewer's sight."""
    found = packets_seen_by(viewer).filter(pk=packet_id).first()
    if found is None:
        raise NotFound
    return found


def papers_in(packet: Packet) -> list[Document]:
    """In the chosen order, of a packet that the caller has fetched. One query."""
    items = packet.items.select_related("document__case__person").order_by("position")
    return [item.document for item in items]


def packets_of_case(viewer: Viewer, case_id: UUID) -> list[Packet]:
    """Latest first; NotFound outside sight."""
    get_case(viewer, case_id)
    return list(packets_seen_by(viewer).filter(case=case_id).order_by("-pk")[:50])


def packet_for(viewer: Viewer, appointment_id: UUID) -> Packet | None:
    """The latest one that was made for the appointment."""
    return packets_seen_by(viewer).filter(appointment=appointment_id).order_by("-pk").first()


class OpenPacket(NamedTuple):
    id: UUID
    appointment_id: UUID
    title: str


_OPEN = Spelled(
    lambda appointment_ids: (
        Packet.objects.filter(appointment__in=appointment_ids, handed_over_at=None)
        .order_by("pk")
        .values_list("pk", "appointment_id", "title")
    )
)


def packets_to_hand_over(viewer: Viewer, appointment_ids: Collection[UUID]) -> dict[UUID, OpenPacket]:
    """The latest of each appointment, of those that the caller has fetched; one query."""
    rows = _OPEN.rows(appointment_ids=appointment_ids) if appointment_ids else []
    return {row[1]: OpenPacket(*row) for row in rows}


def papers_to_hand_over(viewer: Viewer, appointment_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Titles in the order of the latest packet of each appointment that was not handed over yet; two queries."""
    packets = (
        packets_seen_by(viewer).filter(appointment__in=appointment_ids, handed_over_at=None).order_by("pk")
    )
    latest = {one.appointment_id: one for one in packets}
    items = (
        PacketItem.objects.filter(packet__in=latest.values()).select_related("document").order_by("position")
    )
    found: dict[UUID, list[str]] = {}
    for item in items:
        found.setdefault(item.packet_id, []).append(item.document.title)
    return {on: tuple(found.get(one.pk, ())) for on, one in latest.items() if on}


@dataclass(frozen=True)
class PaperThere:
    """A paper with its whole history at the office of an appointment, and elsewhere."""

    document: Document
    kind_word: str
    why: str
    is_chosen: bool
    standing: Standing
    here: tuple[DeliveryRow, ...]
    elsewhere: tuple[DeliveryRow, ...]


@dataclass(frozen=True)
class AppointmentPapers:
    """`papers`: suggested ones first, in the order in which a packet would have them."""

    appointment: Appointment
    papers: tuple[PaperThere, ...]
    packet: Packet | None

    @property
    def chosen(self) -> list[PaperThere]:
        return [one for one in self.papers if one.is_chosen]

    @property
    def needed(self) -> list[PaperThere]:
        """Suggested, and nobody has verified that the office has them."""
        return [one for one in self.papers if one.why and not one.standing.is_verified]


def papers_for_appointment(viewer: Viewer, appointment_id: UUID) -> AppointmentPapers:
    """NotFound outside sight. Seven queries at most; an appointment without a case has no papers."""
    appointment = get_appointment(viewer, appointment_id)
    if appointment.case is None:
        return AppointmentPapers(appointment, (), None)
    papers = documents_of_case(viewer, appointment.case.pk)
    sendings = deliveries_of_papers([one.pk for one in papers])
    return _for_one(appointment, papers, sendings, packet_for(viewer, appointment_id))


def _for_one(
    appointment: Appointment, papers: Sequence[Document], sendings: Sequence[Delivery], packet: Packet | None
) -> AppointmentPapers:
    by_id = {one.pk: one for one in papers}
    here: dict[UUID, list[Delivery]] = {}
    elsewhere: dict[UUID, list[Delivery]] = {}
    for one in sendings:
        is_here = appointment.office_id is not None and one.office_id == appointment.office_id
        (here if is_here else elsewhere).setdefault(one.document_id, []).append(one)
    there = {paper for paper, found in here.items() if is_there(sent_of(one) for one in found)}
    carry = [line for line in appointment.carry.splitlines() if line.strip()]
    kinds = _kind_words(appointment.case)
    facts = [facts_of(one, kinds) for one in papers]
    where = chart_words(appointment.office.kind) if appointment.office else "with them"
    rows = tuple(
        PaperThere(
            document=by_id[one.id],
            kind_word=kinds(by_id[one.id].kind),
            why=one.why,
            is_chosen=one.is_chosen,
            standing=standing_of_all([sent_of(each) for each in here.get(one.id, [])], where=where),
            here=tuple(rows_of(reversed(here.get(one.id, [])))),
            elsewhere=tuple(rows_of(reversed(elsewhere.get(one.id, [])))),
        )
        for one in _in_packet_order(suggest(carry, facts, there=there, sent_here=here.keys()), packet)
    )
    return AppointmentPapers(appointment, rows, packet)


def _in_packet_order(suggestions: list[Suggestion], packet: Packet | None) -> list[Suggestion]:
    """Where a packet was made already and not handed over, what it holds is what is chosen."""
    if packet is None or packet.handed_over_at:
        return suggestions
    places = {item.document_id: item.position for item in packet.items.all()}
    chosen = [replace(one, is_chosen=one.id in places) for one in suggestions]
    return sorted(chosen, key=lambda one: places.get(one.id, len(places)))


def facts_of(paper: Document, kinds: Any) -> PaperFacts:
    return PaperFacts(
        paper.pk, paper.kind, kinds(paper.kind), paper.title, paper.received_at, paper.service_on
    )


def _kind_words(case: Case | None) -> Any:
    known = pack_of(case).document_kinds if case else ()
    return lambda slug: word_of(known, slug) if slug else ""


def suggested_order(case: Case, papers: Sequence[Document]) -> list[tuple[Document, bool, str]]:
    """For a packet of any purpose: each paper, whether it is suggested, and why."""
    by_id = {one.pk: one for one in papers}
    kinds = _kind_words(case)
    found = suggest([], [facts_of(one, kinds) for one in papers])
    return [(by_id[one.id], one.is_chosen, one.why) for one in found]


@dataclass(frozen=True)
class Drawn:
    """A packet as a file."""

    pdf: bytes
    name: str


def draw(viewer: Viewer, packet_id: UUID) -> Drawn:
    """The same packet gives the same bytes; after it was handed over, as it was then. Raises Invalid, naming the
    paper that cannot be drawn.
    """
    packet = get_packet(viewer, packet_id)
    frozen = json.loads(packet.handed_cover) if packet.handed_cover else cover_as_data(packet)
    papers = [Paper(pdf=_pdf_of(viewer, one), **_paper_from(one)) for one in frozen["papers"]]
    try:
        pdf = draw_packet(
            _cover_from(frozen["cover"]),
            papers,
            paper_size=frozen["paper_size"],
            is_double_sided=packet.is_double_sided,
        )
    except BadPaper as problem:
        raise Invalid(str(problem)) from None
    return Drawn(pdf, f"packet-{packet.case.number}-{packet.dated_on:%Y-%m-%d}.pdf")


def unprintable_words(packet: Packet) -> str:
    """What to know before it is printed: letters that no font here has; empty where there are none."""
    frozen = json.loads(packet.handed_cover) if packet.handed_cover else cover_as_data(packet)
    return missing_words(missing_letters(_words_in(frozen)))


def unprintable_words_of(shown: AppointmentPapers) -> str:
    """The same of a packet that would be made of an appointment's papers."""
    case, office = shown.appointment.case, shown.appointment.office
    if case is None:
        return ""
    titles = [one.document.title for one in shown.chosen]
    around = [case.person.full_name, *((office.name, office.address) if office else ())]
    return missing_words(missing_letters([*around, *titles]))


def _words_in(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        data = data.values()
    return [text for one in data for text in _words_in(one)] if isinstance(data, Iterable) else []


def cover_as_data(packet: Packet) -> dict[str, Any]:
    """Everything on the cover sheet, for drawing it, and for keeping it as it was handed over."""
    agency = get_agency()
    case, staff = packet.case, packet.staff
    cover = Cover(
        agency=agency.name,
        phone=_phone(agency.phone),
        to=tuple(_to_lines(packet)),
        re=case.person.full_name,
        born_on=case.person.birth_date,
        identifiers=tuple(_numbers_of(case)),
        sender=(
            signature_of_day(staff, packet.dated_on),
            " · ".join(one for one in (_phone(staff.phone), staff.email) if one),
        ),
        dated_on=packet.dated_on,
        ask=packet.ask,
        heading=_heading(packet),
    )
    papers = [
        {"id": one.pk, "title": one.title, "kind": kind_word(one), "service_on": one.service_on}
        for one in papers_in(packet)
    ]
    plain = {"cover": asdict(cover), "papers": papers, "paper_size": agency.paper_size}
    found: dict[str, Any] = json.loads(json.dumps(plain, default=str))
    return found


def _heading(packet: Packet) -> str:
    where = chart_words(packet.office.kind) if packet.office else ""
    return {"in the chart": "Papers for your chart", "on file": "Papers for your file"}.get(
        where, "Papers for you"
    )


def _to_lines(packet: Packet) -> list[str]:
    office = packet.office
    lines = [packet.to_name, str(packet.professional or ""), office.name if office else ""]
    if office:
        lines += [office.address, f"Fax {_phone(office.fax)}" if office.fax else ""]
    return list(dict.fromkeys(line for line in lines if line))


def _numbers_of(case: Case) -> list[tuple[str, str]]:
    pack = pack_of(case)
    kinds, began = pack.identifier_kinds, referral_fields(pack).date
    found = [(word_of(kinds, one.kind), one.value) for one in identifiers_of(case) if not one.is_retired]
    if case.onset_on and began:
        found.append((began.word, date_in_short(case.onset_on)))
    return found


def _phone(number: str) -> str:
    return phone_words(number) if number else ""


def _cover_from(data: dict[str, Any]) -> Cover:
    days = {"dated_on": date.fromisoformat(data["dated_on"]), "born_on": _day(data["born_on"])}
    numbers = tuple((name, value) for name, value in data["identifiers"])
    return Cover(
        **{**data, **days, "to": tuple(data["to"]), "sender": tuple(data["sender"]), "identifiers": numbers}
    )


def _paper_from(data: dict[str, Any]) -> dict[str, Any]:
    return {"title": data["title"], "kind": data["kind"], "service_on": _day(data["service_on"])}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _pdf_of(viewer: Viewer, data: dict[str, Any]) -> bytes | None:
    document_id = UUID(data["id"])
    found = pdf_bytes_of(viewer, document_id)
    if found is None and not get_document(viewer, document_id).is_thing:
        raise Invalid(f"“{data['title']}” has no pages to print. Upload it as a PDF, or take it out.")
    return found


def papers_by_id(viewer: Viewer, case_id: UUID, document_ids: Collection[UUID]) -> dict[UUID, Document]:
    """Those of the case that may go into a packet."""
    found = documents_seen_by(viewer).filter(case=case_id, pk__in=document_ids, voided_at=None)
    return found.in_bulk()
