"""What waits to be filed."""

from django.db.models import QuerySet

from caseday.access.permissions import can_work_on_cases
from caseday.access.viewer import Viewer
from caseday.correspondence.models import Message

_COUNTED = 100


def waiting_for(viewer: Viewer) -> QuerySet[Message]:
    """In the inbox of the agency and of the viewer's own people, the newest first; nothing for who works on no case."""
    if not can_work_on_cases(viewer):
        return Message.objects.none()
    waiting = Message.objects.filter(state="waiting")
    own = waiting.filter(staff__in=viewer.caseload_staff_ids)
    return (waiting.filter(staff=None) | own).order_by("-at", "-pk")


def waiting_count(viewer: Viewer) -> int:
    """At most a hundred are counted; one query on the index of waiting ones."""
    return waiting_for(viewer).order_by()[:_COUNTED].count()
