"""What a person did within a time, counted by kind; for the close of a day."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Sum

from caseday.journal.models import Activity


class KindSum(NamedTuple):
    kind: str
    times: int
    minutes: int
    miles: Decimal


def sums_by_kind(staff_id: UUID | None, start: datetime, end: datetime) -> list[KindSum]:
    """Of one's own entries within [start, end), voided ones left out; one query by index."""
    mine = Activity.objects.filter(
        staff=staff_id, started_at__gte=start, started_at__lt=end, voided_at=None
    ).order_by()
    rows = mine.values_list("kind").annotate(Count("pk"), Sum("minutes"), Sum("miles"))
    return [KindSum(kind, count, minutes or 0, miles or Decimal(0)) for kind, count, minutes, miles in rows]
