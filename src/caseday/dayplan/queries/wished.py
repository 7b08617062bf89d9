"""How somebody wants their days planned; as shipped where they have not said."""

from __future__ import annotations

from uuid import UUID

from caseday.dayplan.models import PlanWishes
from caseday.dayplan.queries.gathering import wishes_of
from caseday.dayplan.rules.wishes import Wishes
from caseday.schedule.queries import office_label


def wished_by(staff_id: UUID) -> tuple[Wishes, str]:
    """With the office of their desk as the directory's forms name it; one query."""
    kept = PlanWishes.objects.filter(staff=staff_id).select_related("office").first()
    if kept is None:
        return Wishes(), ""
    return wishes_of(kept), office_label(kept.office) if kept.office else ""
