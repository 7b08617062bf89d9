"""What was learned of senders."""

from uuid import UUID

from django.db.models import Q

from caseday.access.viewer import Viewer
from caseday.cases.permissions import ids_seen_by
from caseday.correspondence.models import KnownSender
from caseday.kernel.errors import NotFound


def get_known_sender(viewer: Viewer, known_sender_id: UUID) -> KnownSender:
    """NotFound where it is of a case outside the viewer's sight."""
    seen = Q() if viewer.sees_every_case else Q(case=None) | Q(case__in=ids_seen_by(viewer))
    found = KnownSender.objects.filter(seen, pk=known_sender_id).first()
    if found is None:
        raise NotFound
    return found
