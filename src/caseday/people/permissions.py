"""Who sees a person: whoever sees something that involves them. Higher apps say what that is."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

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
    """A record that was merged away is seen by whoever sees the one that was kept.

    A union of small selections, each answered by an index alone; an OR of them scans every person.
    """
    if viewer.sees_every_case:
        return Q()
    wanted = [_just_entered(viewer), *(sight(viewer) for sight in _sights)]
    seen = [_ids(one) for one in wanted]
    merged = [_ids(Q(merged_into__in=_ids(one))) for one in wanted]
    return Q(pk__in=seen[0].union(*seen[1:], *merged))


def _just_entered(viewer: Viewer) -> Q:
    return Q(entered_by=viewer.staff_id, entered_at__gte=clock.now() - JUST_ENTERED)


def _ids(wanted: Q) -> QuerySet[Person, UUID]:
    return Person.objects.filter(wanted).order_by().values_list("pk", flat=True)


def safety_notes_visible_to(viewer: Viewer) -> Q:
    """A condition on SafetyNote, among the notes of a person in sight: open ones, own ones, and as case manager."""
    if viewer.sees_every_case or viewer.is_supervisor:
        return Q()
    wanted = Q(audience=SafetyNote.Audience.CASELOAD) | Q(noted_by=viewer.staff_id)
    for sight in _close_sights:
        wanted |= Q(person__in=Person.objects.filter(sight(viewer)).values("pk"))
    return wanted


def reads_closely(viewer: Viewer, person_id: UUID) -> bool:
    """Of a person in sight: whether the viewer reads restricted notes of others, and a Social Security number whole."""
    if viewer.sees_every_case or viewer.is_supervisor:
        return True
    return any(Person.objects.filter(sight(viewer), pk=person_id).exists() for sight in _close_sights)


_asking: list[Callable[[Viewer, UUID], bool]] = []


def register_asks_ssn(asks: Callable[[Viewer, UUID], bool]) -> None:
    """`asks(viewer, person id)`: whether something that involves the person needs their Social Security number."""
    _asking.append(asks)


def asks_ssn(viewer: Viewer, person: Person) -> bool:
    """One that is kept is shown whatever is asked for now."""
    return bool(person.ssn) or any(asks(viewer, person.pk) for asks in _asking)


def can_keep_people(viewer: Viewer) -> bool:
    return can_work_on_cases(viewer)
