"""To whom work can be given: who covers whom, and who is on the same team."""

from datetime import date

from django.db.models import Q

from caseday.access.models import Role, Staff
from caseday.access.viewer import Viewer


def colleagues_of(viewer: Viewer, *, today: date) -> list[Staff]:
    """Who covers the viewer today, whom they cover, and their teams, by name; who works on cases only. One query."""
    me = viewer.staff_id
    if me is None:
        return []
    given = Q(coverages_given__absent=me, **_holds("coverages_given", today))
    needed = Q(coverages_needed__covering=me, **_holds("coverages_needed", today))
    team = Q(memberships__team__memberships__staff=me)
    works = Staff.objects.filter(is_active=True, role__in=(Role.CASE_MANAGER, Role.SUPERVISOR))
    return list(works.filter(given | needed | team).exclude(pk=me).distinct().order_by("name", "pk"))


def _holds(path: str, today: date) -> dict[str, object]:
    return {f"{path}__from_on__lte": today, f"{path}__to_on__gte": today, f"{path}__ended_at": None}
