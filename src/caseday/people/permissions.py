"""Who sees a person: whoever sees something that involves them. Higher apps say what that is."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.kernel import clock

_sights: list[Callable[[Viewer], Q]] = []
JUST_ENTERED = timedelta(days=1)


def register_sight(sight: Callable[[Viewer], Q]) -> None:
    """`sight(viewer)` is a condition on Person; cases registers the clients of the cases that the viewer sees."""
    _sights.append(sight)


def visible_to(viewer: Viewer) -> Q:
    if viewer.sees_every_case:
        return Q()
    wanted = Q(entered_by=viewer.staff_id, entered_at__gte=clock.now() - JUST_ENTERED)
    for sight in _sights:
        wanted |= sight(viewer)
    return wanted
