"""Money that waits for a supervisor's word, for the list of open work: rows for its union of several apps."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from caseday.funding.models import Spending

WAITING_KIND = "spending_waits"


def waiting_rows(staff_ids: Collection[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    """Of cases of these workers: kind, case, spending, when it was written down, nothing, "dollars|who wrote it down|
    the fund"; who is empty where the computer did."""
    waiting = Spending.objects.filter(
        needs_approval=True, approved_at=None, voided_at=None, case__assigned_to__in=staff_ids
    )
    named = waiting.order_by().annotate(
        row_kind=Cast(Value(WAITING_KIND), CharField()),
        row_until=Cast(Value(None), DateTimeField()),
        row_text=_text(),
    )
    return named.values_list("row_kind", "case_id", "pk", "recorded_at", "row_until", "row_text")


def _text() -> Any:
    who = Coalesce(Cast("staff_id", CharField()), Value(""), output_field=CharField())
    return Concat(
        Cast("amount", CharField()), Value("|"), who, Value("|"), F("fund__name"), output_field=CharField()
    )
