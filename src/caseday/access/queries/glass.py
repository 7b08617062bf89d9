"""Who broke the glass, and which of it nobody has reviewed."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from caseday.access.models import GlassBreak, TeamMembership
from caseday.access.permissions import can_review_access
from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound


def _reviewable_by(viewer: Viewer) -> QuerySet[GlassBreak]:
    """A supervisor reviews those of the teams they lead, never their own; administrators and auditors see all."""
    breaks = GlassBreak.objects.select_related("staff", "reviewed_by")
    if not can_review_access(viewer):
        return breaks.none()
    if viewer.is_supervisor:
        led = TeamMembership.objects.filter(staff=viewer.staff_id, is_lead=True).values("team_id")
        members = TeamMembership.objects.filter(team_id__in=led).values("staff_id")
        return breaks.filter(staff__in=members).exclude(staff=viewer.staff_id)
    return breaks


def glass_breaks_to_review(viewer: Viewer, *, limit: int = 100) -> list[GlassBreak]:
    """Not yet reviewed ones first, then the latest."""
    return list(_reviewable_by(viewer).order_by(F("reviewed_at").asc(nulls_first=True), "-opened_at")[:limit])


def get_glass_break(viewer: Viewer, glass_id: UUID) -> GlassBreak:
    found = _reviewable_by(viewer).filter(pk=glass_id).first()
    if found is None:
        raise NotFound
    return found


def open_glass_breaks(viewer: Viewer, *, now: datetime) -> list[GlassBreak]:
    """The viewer's own that are still open, for the banner; no query where there is none."""
    if not viewer.opened_case_ids:
        return []
    return list(GlassBreak.objects.filter(staff=viewer.staff_id, expires_at__gt=now).order_by("expires_at"))
