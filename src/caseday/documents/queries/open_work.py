"""Papers and sendings as the list of open work needs them: few columns, no objects, one query each.

What is missing at an office, and what counts as there, is said by the same rules as on the pages of papers. The
caller has authorized the workers and the cases, and shows no case that is out of the viewer's sight.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.documents.models import Delivery, Document
from caseday.documents.queries.deliveries import NOT_CHECKED
from caseday.documents.rules.deliveries import MEDICAL, Sent, Standing, chart_words, standing_of_all
from caseday.documents.rules.packets import PaperFacts, suggest
from caseday.programs.queries import known_packs
from caseday.programs.rules import FollowUpPractice, Pack, word_of
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN


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


_PAPER = ("pk", *OpenPaper._fields[1:])


def _unfiled_or_unread(staff_ids: Collection[UUID]) -> QuerySet[Document, tuple[Any, ...]]:
    papers = Document.objects.filter(voided_at=None).order_by()
    unfiled = papers.filter(case=None, staff__in=staff_ids).values_list(*_PAPER)
    unread = papers.filter(case__assigned_to__in=staff_ids, looked_at=None, is_thing=False)
    return unfiled.union(unread.exclude(case__status="closed").values_list(*_PAPER), all=True)


def _with_those_of(
    staff_ids: Collection[UUID], case_ids: Collection[UUID]
) -> QuerySet[Document, tuple[Any, ...]]:
    of_cases = Document.objects.filter(voided_at=None, case__in=case_ids).order_by().values_list(*_PAPER)
    return _unfiled_or_unread(staff_ids).union(of_cases, all=True)


_OWN_PAPERS, _ALSO_PAPERS = Spelled(_unfiled_or_unread), Spelled(_with_those_of)


def open_papers(
    viewer: Viewer, staff_ids: Collection[UUID], case_ids: Collection[UUID] = ()
) -> list[OpenPaper]:
    """Papers of these workers without a case, papers of their cases that nobody has read, and all of some cases."""
    rows = (
        _ALSO_PAPERS.rows(staff_ids=staff_ids, case_ids=case_ids)
        if case_ids
        else _OWN_PAPERS.rows(staff_ids=staff_ids)
    )
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
    """The next appointment of the case there, as near as any program asks."""

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
        """The last sending to each place that is not known to have the paper: denied, failed, or sent before a moment
        to a chart that is opened soon (how soon, `matters` says). The longest ago first."""
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
    return one.sent_at < before and one.visit_at is not None and one.office_kind in MEDICAL


def matters(
    one: OpenDelivery, standing: Standing, practice: FollowUpPractice, *, midnight: datetime, now: datetime
) -> bool:
    """By the practice of the case's program; what is known to be missing always does."""
    if standing.kind == "stop" or one.visit_at is None:
        return standing.kind == "stop"
    is_near = one.visit_at < now + timedelta(days=practice.chart_visit_days.count)
    return is_near and one.sent_at >= midnight - timedelta(days=practice.chart_sent_days.count)


def _longest_visit() -> timedelta:
    """So widely the database is asked, before the practice of each case's program says what stands out."""
    return timedelta(days=max(one.followup_practice.chart_visit_days.count for one in known_packs()))


def _columns(
    sendings: QuerySet[Delivery], now: datetime, until: datetime
) -> QuerySet[Delivery, tuple[Any, ...]]:
    visits = Appointment.objects.filter(
        case=OuterRef("case"),
        office=OuterRef("office"),
        state__in=OPEN,
        starts_at__gte=now,
        starts_at__lt=until,
    )
    soonest = visits.order_by("starts_at").values("starts_at")[:1]
    return sendings.order_by().annotate(visit_at=soonest).values_list(*_DELIVERY)


def _unsure(
    staff_ids: Collection[UUID], now: datetime, until: datetime
) -> QuerySet[Delivery, tuple[Any, ...]]:
    mine = Q(case__assigned_to__in=staff_ids, document__voided_at=None)
    unsure = Delivery.objects.filter(NOT_CHECKED, mine).exclude(case__status="closed")
    papers = unsure.order_by().values("document")
    return _columns(Delivery.objects.filter(document__in=papers), now, until)


def _with_those_to(
    staff_ids: Collection[UUID],
    now: datetime,
    until: datetime,
    case_ids: Collection[UUID],
    office_ids: Collection[UUID],
) -> QuerySet[Delivery, tuple[Any, ...]]:
    there = Delivery.objects.filter(case__in=case_ids, office__in=office_ids)
    return _unsure(staff_ids, now, until).union(_columns(there, now, until), all=True)


_OWN_SENT, _ALSO_SENT = Spelled(_unsure), Spelled(_with_those_to)


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
    moments = {"now": now, "until": now + _longest_visit()}
    rows = (
        _ALSO_SENT.rows(staff_ids=staff_ids, **moments, case_ids=case_ids, office_ids=office_ids)
        if case_ids and office_ids
        else _OWN_SENT.rows(staff_ids=staff_ids, **moments)
    )
    by_id = {row[0]: OpenDelivery(*row) for row in rows}
    by_place: dict[tuple[object, ...], list[OpenDelivery]] = defaultdict(list)
    for one in sorted(by_id.values(), key=lambda one: (one.sent_at, one.id)):
        by_place[one.place].append(one)
    return Sendings(dict(by_place))


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
