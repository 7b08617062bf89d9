"""Calendar feeds: found by the hash of their secret, and what they tell."""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from caseday.access.viewer import Viewer
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment, CalendarFeed
from caseday.schedule.queries.calendar import appointments_seen_by
from caseday.schedule.queries.planning import place_of
from caseday.schedule.rules import CALLED_OFF, OPEN
from caseday.schedule.rules.feed import BUSY, FeedEvent, calendar_document, initials

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


def feed_document(viewer: Viewer, feed: CalendarFeed, *, agency_shows_details: bool, now: datetime) -> bytes:
    """What the feed's address answers. Full titles only while the agency allows them."""
    shows_titles = feed.titles == CalendarFeed.Titles.FULL and agency_shows_details
    events = [_event(one, feed, shows_titles=shows_titles) for one in feed_events(viewer, feed, now=now)]
    return calendar_document(f"Caseday {feed.name}".strip(), events)


def _event(appointment: Appointment, feed: CalendarFeed, *, shows_titles: bool) -> FeedEvent:
    return FeedEvent(
        id=appointment.id,
        title=_title(appointment, feed, shows_titles=shows_titles),
        place=_place(appointment, shows_names=shows_titles) if feed.shows_place else "",
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        zone=ZoneInfo(appointment.time_zone),
        is_all_day=appointment.is_all_day,
        is_called_off=appointment.state in CALLED_OFF,
        is_confirmed=appointment.state not in OPEN or appointment.state == "confirmed",
        takes_time=appointment.needs_worker and not appointment.is_all_day,
        sequence=appointment.version - 1,
        changed_at=appointment.updated_at or feed.made_at,
    )


def _title(appointment: Appointment, feed: CalendarFeed, *, shows_titles: bool) -> str:
    if shows_titles:
        return appointment.title
    if feed.titles == CalendarFeed.Titles.BUSY or not appointment.case:
        return BUSY
    return f"{BUSY} {initials(appointment.case.person.called)}"


def _place(appointment: Appointment, *, shows_names: bool) -> str:
    """Without names, an office is its address alone: 'Lakeside Oncology' would say more than the title hides."""
    if appointment.office and not appointment.place and not shows_names:
        return appointment.office.address
    return place_of(appointment)
