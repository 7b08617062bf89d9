"""Calendar feeds: found by the hash of their secret, and what they tell."""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment, CalendarFeed
from caseday.schedule.queries.calendar import appointments_seen_by

_PAST = timedelta(days=92)
_AHEAD = timedelta(days=400)


def hash_of_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def feed_by_token(token: str) -> CalendarFeed:
    """The feed of a secret, with its owner; NotFound for unknown and revoked ones and those of inactive staff.

    The secret has 256 random bits, so that a plain hash is as good as a slow one; the index finds the hash, and
    the comparison in constant time gives nothing away.
    """
    wanted = hash_of_token(token)
    feed = CalendarFeed.objects.select_related("staff").filter(token_hash=wanted, revoked_at=None).first()
    if feed is None or not compare_digest(feed.token_hash, wanted) or not feed.staff.is_active:
        raise NotFound
    return feed


def _own(viewer: Viewer) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(staff__in=[viewer.staff_id], revoked_at=None)


def feeds_of(viewer: Viewer) -> list[CalendarFeed]:
    """One's own, revoked ones left out."""
    return list(_own(viewer).order_by("made_at"))


def get_feed(viewer: Viewer, feed_id: UUID) -> CalendarFeed:
    feed = _own(viewer).filter(pk=feed_id).first()
    if feed is None:
        raise NotFound
    return feed


def feed_events(viewer: Viewer, feed: CalendarFeed, *, now: datetime) -> list[Appointment]:
    """The owner's own calendar, as far as they see it, from three months back to thirteen ahead; one query.

    Cancelled ones stay in it, so that calendars that have them strike them out.
    """
    return list(
        appointments_seen_by(viewer)
        .filter(staff_id=feed.staff_id, starts_at__gte=now - _PAST, starts_at__lte=now + _AHEAD)
        .order_by("starts_at", "id")
    )
