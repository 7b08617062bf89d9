"""What is open of plans, as the list of open work needs it: rows for one union with those of other apps."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as Where
from django.db.models import CharField, DateTimeField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from caseday.careplans.models import CarePlan, PlanGoal, PlanVersion, State
from caseday.cases.models import KeyDate, Status

PLAN, GOAL, DATE = "care_plan", "care_goal", "care_date"
KINDS = (PLAN, GOAL, DATE)
Row = tuple[str, UUID, UUID, datetime | None, datetime | None, str]
"""kind, case, what it is about, since, until, text"""


def loose_rows(staff_ids: Collection[UUID]) -> tuple[QuerySet[Any, Row], ...]:
    """Of open cases of these workers; whoever asks shows nothing of a case that is not in sight.

    `care_plan` of each present plan, since its content last changed: text is "1 or 0 for a version|next review as a
    date|roles that did not sign". `care_goal` of each open goal, since somebody last worked on it: text is the goal.
    `care_date`, a key date of the case from which a rule's time may run: text is "kind|date".
    """
    mine = {"case__assigned_to__in": staff_ids, "case__status": Status.OPEN}
    plans = CarePlan.objects.filter(ended_at=None, **mine)
    goals = PlanGoal.objects.filter(state=State.OPEN, plan__ended_at=None, **mine)
    return (
        _rows(plans, PLAN, F("changed_at"), _plan_text()),
        _rows(goals, GOAL, Coalesce("worked_at", "added_at"), F("text")),
        _rows(KeyDate.objects.filter(**mine), DATE, _nothing(), _joined(F("kind"), Cast("on", CharField()))),
    )


def _plan_text() -> Any:
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
    has_version = Where(When(Exists(versions), then=Value("1")), default=Value("0"), output_field=CharField())
    review = Coalesce(Cast("review_due_on", CharField()), Value(""), output_field=CharField())
    return _joined(has_version, review, F("missing_signatures"))


def _joined(*parts: Any) -> Any:
    texts = [text for part in parts for text in (Value("|"), part)][1:]
    return Concat(*texts, output_field=CharField())


def _nothing() -> Cast:
    return Cast(Value(None), DateTimeField())


def _rows(rows: QuerySet[Any, Any], kind: str, since: Any, text: Any) -> QuerySet[Any, Row]:
    named = rows.order_by().annotate(
        row_kind=Cast(Value(kind), CharField()), row_since=since, row_until=_nothing(), row_text=text
    )
    columns: QuerySet[Any, Row] = named.values_list(
        "row_kind", "case_id", "pk", "row_since", "row_until", "row_text"
    )
    return columns
