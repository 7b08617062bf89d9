"""Who sees a person: whoever sees something that involves them. Higher apps say what that is."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.kernel import clock
from caseday.people.models import Person, SafetyNote

_sights: list[Callable[[Viewer], Q]] = []
_close_sights: list[Callable[[Viewer], Q]] = []
JUST_ENTERED = timedelta(days=1)


def register_sight(sight: Callable[[Viewer], Q]) -> None:
    """`sight(viewer)` is a condition on Person; cases registers the clients of the cases that the viewer sees."""
    _sights.append(sight)


def register_close_sight(sight: Callable[[Viewer], Q]) -> None:
    """`sight(viewer)` is a condition on Person: whose restricted safety notes the viewer reads."""
    _close_sights.append(sight)


def visible_to(viewer: Viewer) -> Q:
    """A record that was merged away is seen by whoever sees the one that was kept."""
    if viewer.sees_every_case:
        return Q()
    wanted = _seen_themselves(viewer)
    return wanted | Q(merged_into__in=Person.objects.filter(wanted, merged_into=None).values("pk"))


def _seen_themselves(viewer: Viewer) -> Q:
    wanted = Q(entered_by=viewer.staff_id, entered_at__gte=clock.now() - JUST_ENTERED)
    for sight in _sights:
        wanted |= sight(viewer)
    return wanted


def safety_notes_visible_to(viewer: Viewer) -> Q:
    """A condition on SafetyNote, among the notes of a person in sight: open ones, own ones, and as case manager."""
    if viewer.sees_every_case or viewer.is_supervisor:
        return Q()
    wanted = Q(audience=SafetyNote.Audience.CASELOAD) | Q(noted_by=viewer.staff_id)
    for sight in _close_sights:
        wanted |= Q(person__in=Person.objects.filter(sight(viewer)).values("pk"))
    return wanted


def can_keep_people(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)
