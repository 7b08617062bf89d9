"""Papers and sendings as the list of open work needs them: few columns, no objects, one query each.

What is missing at an office, and what counts as there, is said by the same rules as on the pages of papers. The
caller has authorized the workers and the cases, and shows no case that is out of the viewer's sight.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from caseday.access.viewer import Viewer
from caseday.documents.models import Delivery, Document
from caseday.documents.queries.deliveries import NOT_CHECKED
from caseday.documents.rules.deliveries import MEDICAL, Sent, Standing, chart_words, standing_of_all
from caseday.documents.rules.packets import PaperFacts, suggest
from caseday.programs.rules import Pack, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN

_VISIT_NEAR = timedelta(days=14)


class OpenPaper(NamedTuple):
    id: UUID
    case_id: UUID | None
    staff_id: UUID
    kind: str
    title: str
    received_at: datetime
    service_on: date | None
    looked_at: datetime | None
    is_thing: bool


def open_papers(
    viewer: Viewer, staff_ids: Collection[UUID], case_ids: Collection[UUID] = ()
) -> list[OpenPaper]:
    """Papers of these workers without a case, papers of their cases that nobody has read, and all of some cases."""
    papers = Document.objects.filter(voided_at=None).order_by()
    unread = papers.filter(case__assigned_to__in=staff_ids, looked_at=None, is_thing=False)
    parts = [unread.exclude(case__status="closed")]
    if case_ids:
        parts.append(papers.filter(case__in=case_ids))
    columns = ("pk", *OpenPaper._fields[1:])
    unfiled = papers.filter(case=None, staff__in=staff_ids).values_list(*columns)
    rows = unfiled.union(*(one.values_list(*columns) for one in parts), all=True)
    return list({row[0]: OpenPaper(*row) for row in rows}.values())


class OpenDelivery(NamedTuple):
    id: UUID
    case_id: UUID
    document_id: UUID
    title: str
    office_id: UUID | None
    office: str | None
    office_kind: str | None
    professional_id: UUID | None
    professional: str | None
    person_id: UUID | None
    to_name: str
    state: str
    sent_at: datetime
    said_at: datetime | None
    verified_at: datetime | None
    denied_at: datetime | None
    visit_at: datetime | None
    """The next appointment of the case there, within two weeks."""

    @property
    def sent(self) -> Sent:
        return Sent(self.state, self.sent_at, self.said_at, self.verified_at, self.denied_at)

    @property
    def place(self) -> tuple[object, ...]:
        """The same paper at the same place: what an office's front desk has, its physicians have."""
        if self.office_id:
            return self.document_id, self.office_id
        return self.document_id, self.professional_id, self.person_id, self.to_name.casefold()

    @property
    def receiver(self) -> str:
        return self.office or self.professional or self.to_name or "somebody"


_DELIVERY = (
    "pk",
    "case_id",
    "document_id",
    "document__title",
    "office_id",
    "office__name",
    "office__kind",
    "professional_id",
    "professional__name",
    "person_id",
    "to_name",
    "state",
    "sent_at",
    "said_at",
    "verified_at",
    "denied_at",
    "visit_at",
)


class Sendings(NamedTuple):
    """Every sending of the papers that are looked at, by place, earliest first."""

    by_place: dict[tuple[object, ...], list[OpenDelivery]]

    def standing(self, document_id: UUID, office_id: UUID, office_kind: str) -> Standing:
        """How far a paper got at an office."""
        found = self.by_place.get((document_id, office_id), [])
        return standing_of_all([one.sent for one in found], where=chart_words(office_kind))

    def not_there(self, *, before: datetime) -> list[tuple[OpenDelivery, Standing]]:
        """The last sending to each place that is not known to have the paper, where that matters: denied, failed, or
        sent before a moment to a chart that is opened soon. The longest ago first."""
        found = []
        for sendings in self.by_place.values():
            last = sendings[-1]
            standing = standing_of_all(
                [one.sent for one in sendings], where=chart_words(last.office_kind or "")
            )
            if not standing.is_verified and (standing.kind == "stop" or _matters(last, before)):
                found.append((last, standing))
        return sorted(found, key=lambda pair: (pair[0].sent_at, pair[0].id))


def _matters(one: OpenDelivery, before: datetime) -> bool:
    return one.visit_at is not None and one.office_kind in MEDICAL and one.sent_at < before


def open_sendings(
    viewer: Viewer,
    staff_ids: Collection[UUID],
    *,
    now: datetime,
    case_ids: Collection[UUID] = (),
    office_ids: Collection[UUID] = (),
) -> Sendings:
    """Of papers in open cases of these workers that somebody is not known to have, and all of some cases to some
    offices."""
    mine = Q(case__assigned_to__in=staff_ids, document__voided_at=None)
    unsure = Delivery.objects.filter(NOT_CHECKED, mine).exclude(case__status="closed")
    parts = [_columns(Delivery.objects.filter(document__in=unsure.order_by().values("document")), now)]
    if case_ids and office_ids:
        parts.append(_columns(Delivery.objects.filter(case__in=case_ids, office__in=office_ids), now))
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    by_id = {row[0]: OpenDelivery(*row) for row in rows}
    by_place: dict[tuple[object, ...], list[OpenDelivery]] = defaultdict(list)
    for one in sorted(by_id.values(), key=lambda one: (one.sent_at, one.id)):
        by_place[one.place].append(one)
    return Sendings(dict(by_place))


def _columns(sendings: QuerySet[Delivery], now: datetime) -> QuerySet[Delivery, tuple[object, ...]]:
    visits = Appointment.objects.filter(
        case=OuterRef("case"),
        office=OuterRef("office"),
        state__in=OPEN,
        starts_at__gte=now,
        starts_at__lt=now + _VISIT_NEAR,
    )
    soonest = visits.order_by("starts_at").values("starts_at")[:1]
    return sendings.order_by().annotate(visit_at=soonest).values_list(*_DELIVERY)


def needed_at(
    office_id: UUID,
    office_kind: str,
    carry: Sequence[str],
    papers: Iterable[OpenPaper],
    sendings: Sendings,
    pack: Pack,
) -> list[tuple[OpenPaper, Standing]]:
    """Papers that an appointment asks for and nobody has verified in that office's chart."""
    by_id = {one.id: one for one in papers}
    standings = {pk: sendings.standing(pk, office_id, office_kind) for pk in by_id}
    sent = [pk for pk in by_id if (pk, office_id) in sendings.by_place]
    facts = [
        PaperFacts(
            one.id,
            one.kind,
            word_of(pack.document_kinds, one.kind),
            one.title,
            one.received_at,
            one.service_on,
        )
        for one in by_id.values()
    ]
    there = [pk for pk, standing in standings.items() if standing.is_verified]
    wanted = suggest(carry, facts, there=there, sent_here=sent)
    return [(by_id[one.id], standings[one.id]) for one in wanted if one.why and one.id not in there]
