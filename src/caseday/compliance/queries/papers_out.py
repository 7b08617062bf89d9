"""Papers of a report that were sent like any other, beside its receipts: who has one that an amendment superseded."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from caseday.cases.models import Status
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.amendments import amendments_of
from caseday.compliance.queries.open_work import later_amendments
from caseday.documents.models import Delivery
from caseday.documents.queries import deliveries_of_papers, receiver_of

SUPERSEDED_KIND = "report_paper_superseded"


@dataclass(frozen=True)
class Holder:
    """Somebody outside the case's roles who has the report as it was before it was amended, and not as it is."""

    name: str
    role_word: str
    at: datetime
    is_by_paper: bool = False
    """Its paper was sent like any other; so they get the amended one, too."""


def superseded_rows(staff_ids: Collection[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of open cases of these workers, what was amended last, where an earlier paper of it went out beside its receipts:
    kind, case, amendment, when it was signed, nothing, what the report is called. Whether they have the present paper,
    `paper_holders` says."""
    amended = ProgramReport.objects.filter(
        amends__isnull=False,
        state=ProgramReport.State.SIGNED,
        case__assigned_to__in=staff_ids,
        case__status=Status.OPEN,
    )
    named = amended.order_by().annotate(
        row_kind=Cast(Value(SUPERSEDED_KIND), CharField()),
        row_until=Cast(Value(None), DateTimeField()),
    )
    found = named.filter(~Exists(later_amendments()), Exists(_papers_out()))
    return found.values_list("row_kind", "case_id", "pk", "signed_at", "row_until", "word")


def _papers_out() -> QuerySet[Delivery]:
    earlier = ProgramReport.objects.filter(
        Q(pk=OuterRef(OuterRef("amends"))) | Q(amends=OuterRef(OuterRef("amends"))),
        ~Q(pk=OuterRef(OuterRef("pk"))),
        document=OuterRef("document"),
    )
    noted = Q(delivery=OuterRef("pk")) | Q(message__activity_id=OuterRef("activity_id"))
    receipts = ReportReceipt.objects.filter(noted).order_by()
    went = Delivery.objects.exclude(state=Delivery.State.FAILED).order_by()
    return went.filter(Exists(earlier.order_by()), ~Exists(receipts))


def holders_of_papers(report: ProgramReport, receipts: Iterable[ReportReceipt]) -> list[Holder]:
    """Who was sent an earlier paper of it beside these receipts, and not the present one. At most two queries."""
    if report.amends_id is None:
        return []
    family = [report.original, *amendments_of(report.original)]
    return _holders(report, receipts, deliveries_of_papers(_papers(family)))


def paper_holders(amendment_ids: Collection[UUID]) -> dict[UUID, list[Holder]]:
    """The same by amendment, of those that were amended last, without whoever has a receipt of it as it was: they are
    owed it by that. Three queries, whatever their number."""
    asked = ProgramReport.objects.filter(pk__in=amendment_ids).values("amends")
    signed = ProgramReport.objects.filter(state=ProgramReport.State.SIGNED)
    family = list(signed.filter(Q(pk__in=asked) | Q(amends__in=asked)))
    receipts, sent = defaultdict(list), defaultdict(list)
    root = {one.pk: one.amends_id or one.pk for one in family}
    for receipt in ReportReceipt.objects.filter(report__in=root).select_related("message"):
        receipts[root[receipt.report_id]].append(receipt)
    root_of_paper = {one.document_id: root[one.pk] for one in family}
    for delivery in deliveries_of_papers(_papers(family)):
        sent[root_of_paper[delivery.document_id]].append(delivery)
    return {
        one.pk: _without_receipt(
            _holders(one, receipts[root[one.pk]], sent[root[one.pk]]), receipts[root[one.pk]]
        )
        for one in family
        if one.pk in amendment_ids
    }


def _papers(family: Iterable[ProgramReport]) -> list[UUID]:
    return [one.document_id for one in family if one.document_id]


def _holders(
    report: ProgramReport, receipts: Iterable[ReportReceipt], deliveries: Iterable[Delivery]
) -> list[Holder]:
    receipts = list(receipts)
    messages = {one.message.activity_id for one in receipts if one.message and one.message.activity_id}
    own = {one.delivery_id for one in receipts if one.delivery_id}
    sent = [
        one
        for one in deliveries
        if one.state != Delivery.State.FAILED and one.pk not in own and one.activity_id not in messages
    ]
    got = {plain(receiver_of(one)) for one in sent if one.document_id == report.document_id}
    got |= {plain(one.name) for one in receipts if one.report_id == report.pk}
    last = {plain(receiver_of(one)): one for one in sent}
    return [
        Holder(receiver_of(one), "", one.sent_at, is_by_paper=True)
        for name, one in last.items()
        if name not in got
    ]


def _without_receipt(found: Iterable[Holder], receipts: Iterable[ReportReceipt]) -> list[Holder]:
    known = {plain(one.name) for one in receipts}
    return [one for one in found if plain(one.name) not in known]


def plain(name: str) -> str:
    return " ".join(name.split()).casefold()
