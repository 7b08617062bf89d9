"""Where papers went, and who has seen them there. Lists come with all that a row shows: no query per row."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.cases.queries import cases_seen_by
from caseday.directory.queries import get_office
from caseday.documents.models import Delivery, Packet
from caseday.documents.queries.papers import get_document
from caseday.documents.rules.deliveries import Sent, Standing, chart_words, standing_of
from caseday.kernel.errors import NotFound
from caseday.kernel.words import clock_words
from caseday.ui.words import phone_words

MOST_OF_AN_OFFICE = 60
_AROUND = ("document", "case__person", "staff", "office", "professional", "person", "verified_by", "packet")
NOT_CHECKED = Q(state__in=("sent", "received", "failed")) | Q(denied_at__gte=F("verified_at"))


def deliveries_seen_by(viewer: Viewer) -> QuerySet[Delivery]:
    seen = Delivery.objects.select_related(*_AROUND)
    return seen if viewer.sees_every_case else seen.filter(case__in=cases_seen_by(viewer).values("pk"))


def get_delivery(viewer: Viewer, delivery_id: UUID) -> Delivery:
    """With everything around it, in one query; NotFound outside the viewer's sight."""
    found = deliveries_seen_by(viewer).filter(pk=delivery_id).first()
    if found is None:
        raise NotFound
    return found


def deliveries_of_document(viewer: Viewer, document_id: UUID) -> list[Delivery]:
    """Latest first; NotFound outside sight. Two queries."""
    get_document(viewer, document_id)
    return list(deliveries_seen_by(viewer).filter(document=document_id).order_by("-sent_at", "-pk"))


def deliveries_of_office(viewer: Viewer, office_id: UUID) -> list[Delivery]:
    """The latest sixty that went there, of cases in sight."""
    get_office(viewer, office_id)
    found = deliveries_seen_by(viewer).filter(office=office_id).order_by("-sent_at", "-pk")
    return list(found[:MOST_OF_AN_OFFICE])


def deliveries_of_papers(document_ids: Collection[UUID]) -> list[Delivery]:
    """Of papers that the caller has found by the viewer's sight; earliest first. One query."""
    found = Delivery.objects.filter(document__in=document_ids).select_related(*_AROUND)
    return list(found.order_by("sent_at", "pk"))


def deliveries_of_packet(packet: Packet) -> list[Delivery]:
    """Of a packet that the caller has fetched, in its order."""
    return list(packet.deliveries.select_related(*_AROUND).order_by("pk"))


def sent_of(one: Delivery) -> Sent:
    return Sent(one.state, one.sent_at, one.said_at, one.verified_at, one.denied_at)


def where_of(one: Delivery) -> str:
    return chart_words(one.office.kind if one.office else "")


def last_move(delivery: Delivery) -> CaseEvent | None:
    """Who moved it last, and when."""
    found = CaseEvent.objects.filter(chain_id=delivery.case_id, subject_id=delivery.pk)
    return found.order_by("-sequence").first()


@dataclass(frozen=True)
class DeliveryRow:
    """A sending as pages show it."""

    delivery: Delivery
    sent: Sent
    standing: Standing

    @property
    def receiver(self) -> str:
        return receiver_of(self.delivery)

    @property
    def can_be(self) -> frozenset[str]:
        return frozenset(self.sent.moves)

    @property
    def is_again_due(self) -> bool:
        """It is not there, and only another sending helps."""
        return self.standing.kind == "stop"


def rows_of(deliveries: Iterable[Delivery]) -> list[DeliveryRow]:
    return [
        DeliveryRow(one, sent_of(one), standing_of(sent_of(one), where=where_of(one))) for one in deliveries
    ]


def receiver_of(one: Delivery) -> str:
    """A person at an office, an office, somebody of the directory, or a name."""
    names = [str(who) for who in (one.professional or one.person, one.office) if who]
    if one.to_name and one.to_name not in names:
        names.insert(0, one.to_name)
    return ", ".join(names)


def proof_words(one: Delivery, sent_at: datetime) -> str:
    """To read out: how, when, to whom, and what proves it; `sent_at` in the zone of whoever reads."""
    how = {
        "hand": "handed over", "fax": "faxed", "email": "emailed", "portal": "put into the portal", "mail": "mailed",
    }[one.how]  # fmt: skip
    on = f"{sent_at:%A, %B} {sent_at.day}, {sent_at.year} at {clock_words(sent_at)}"
    said = f"{one.staff.name} {how} “{one.document.title}” on {on}"
    to = receiver_of(one)
    number = f", {phone_words(one.office.fax)}" if one.how == "fax" and one.office and one.office.fax else ""
    proof = f" Proof: {one.proof}." if one.proof else " There is no proof on record."
    return f"{said}{f' to {to}' if to else ''}{number}.{proof}"
