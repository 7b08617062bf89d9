"""Scores of several cases at once, for whoever follows them over time. The caller has authorized the cases."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef

from caseday.assessments.models import Assessment

_OVER = (Assessment.State.FINISHED, Assessment.State.REVIEWED)


class Score(NamedTuple):
    case_id: UUID
    assessment_id: UUID
    instrument: str
    version: str
    at: datetime
    value: Decimal


def scores_of(case_ids: Collection[UUID], instruments: Collection[str]) -> list[Score]:
    """Oldest first; without what was amended or set aside. One query, none where no instrument is asked for."""
    if not case_ids or not instruments:
        return []
    newer = Assessment.objects.filter(amends=OuterRef("pk"), state__in=_OVER)
    rows = Assessment.objects.filter(
        ~Exists(newer), case__in=case_ids, instrument__in=instruments, state__in=_OVER, score__isnull=False
    ).order_by("finished_at", "pk")
    found = rows.values_list("case", "pk", "instrument", "version", "finished_at", "score")
    return [
        Score(case_id, pk, instrument, version, at, value)
        for case_id, pk, instrument, version, at, value in found
        if at is not None and value is not None
    ]
