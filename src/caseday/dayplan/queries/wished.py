"""How somebody wants their days planned; as shipped where they have not said."""

from __future__ import annotations

from uuid import UUID

from caseday.dayplan.models import PlanWishes
from caseday.dayplan.rules.wishes import Wishes
from caseday.schedule.queries import office_label


def wished_by(staff_id: UUID) -> tuple[Wishes, str]:
    """With the office of their desk as the directory's forms name it; one query."""
    kept = PlanWishes.objects.filter(staff=staff_id).select_related("office").first()
    if kept is None:
        return Wishes(), ""
    wishes = Wishes(
        chosen=tuple(kept.wishes),
        day_from=kept.day_from,
        day_to=kept.day_to,
        lunch_minutes=kept.lunch_minutes,
        lunch_from=kept.lunch_from,
        lunch_to=kept.lunch_to,
        short_breaks=kept.short_breaks,
        starts_at_office=kept.starts_from == PlanWishes.Base.OFFICE,
        ends_at_office=kept.ends_at == PlanWishes.Base.OFFICE,
    )
    return wishes, office_label(kept.office) if kept.office else ""
