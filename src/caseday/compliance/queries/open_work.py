"""Amended reports that somebody holds as they were, for the list of open work: rows for its union of several apps."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Lower

from caseday.cases.models import Status
from caseday.compliance.models import ProgramReport, ReportReceipt

AMENDED_KIND = "report_amended"


def amended_rows(staff_ids: Collection[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of open cases of these workers, what was amended last and is not sent to everybody, where who got the report
    before has not got it: kind, case, amendment, when it was signed, nothing, "how many have it as it was|what the
    report is called|who had it first"."""
    waiting = ProgramReport.objects.filter(
        amends__isnull=False,
        sent_at=None,
        state=ProgramReport.State.SIGNED,
        case__assigned_to__in=staff_ids,
        case__status=Status.OPEN,
    )
    named = waiting.order_by().annotate(
        row_kind=Cast(Value(AMENDED_KIND), CharField()),
        row_until=Cast(Value(None), DateTimeField()),
        row_text=_text(),
    )
    owed = named.filter(~Exists(later_amendments()), Exists(_had_before()))
    return owed.values_list("row_kind", "case_id", "pk", "signed_at", "row_until", "row_text")


def _text() -> Any:
    counted = _had_before().values("report__case").annotate(many=Count("plain", distinct=True)).values("many")
    first = _had_before().order_by("at", "pk").values("name")[:1]
    return Concat(
        Cast(Subquery(counted), CharField()), Value("|"), "word", Value("|"), Subquery(first),
        output_field=CharField(),
    )  # fmt: skip


def later_amendments() -> QuerySet[ProgramReport]:
    """What was signed after it to correct the same report: that is what is owed, then."""
    after = Q(signed_at__gt=OuterRef("signed_at")) | Q(signed_at=OuterRef("signed_at"), pk__gt=OuterRef("pk"))
    return ProgramReport.objects.filter(
        after, amends=OuterRef("amends"), state=ProgramReport.State.SIGNED
    ).order_by()


def _had_before() -> QuerySet[ReportReceipt]:
    """Receipts of the report, and of its amendments before, of whoever was not sent this one: the same of the file, or
    somebody of the same name."""
    of_it = Q(report=OuterRef("amends")) | Q(report__amends=OuterRef("amends"))
    same = Q(plain=Lower(OuterRef("name"))) | ~Q(receiver="") & Q(receiver=OuterRef("receiver"))
    again = ReportReceipt.objects.annotate(plain=Lower("name")).filter(same, report=OuterRef(OuterRef("pk")))
    return (
        ReportReceipt.objects.annotate(plain=Lower("name"))
        .filter(of_it, ~Q(report=OuterRef("pk")), ~Exists(again.order_by()))
        .order_by()
    )
