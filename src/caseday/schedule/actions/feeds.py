"""Calendar feeds: made, changed, revoked. The secret is returned once, and never stored."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import change, staff_chain
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.schedule.models import CalendarFeed
from caseday.schedule.queries import get_feed
from caseday.schedule.queries.feeds import hash_of_token

_READ_NOTED_EVERY = timedelta(minutes=15)


def make_feed(
    *,
    actor: Viewer,
    now: datetime,
    name: str,
    titles: str = CalendarFeed.Titles.BUSY,
    shows_place: bool = False,
    id: UUID | None = None,
) -> tuple[CalendarFeed, str]:
    """The feed and its secret. A retried request makes a new secret for the same feed: the first was never seen."""
    require(actor.staff_id is not None and actor.can_write, "Only staff who keep a calendar can publish it.")
    assert actor.staff_id is not None
    _require_titles(titles)
    token = secrets.token_urlsafe(32)
    known = CalendarFeed.objects.filter(pk=id, staff_id=actor.staff_id).first() if id else None
    feed = known or CalendarFeed(
        id=id or new_id(),
        staff_id=actor.staff_id,
        name=name.strip()[:60] or "Calendar",
        token_hash=hash_of_token(token),
        titles=titles,
        shows_place=shows_place,
        made_at=now,
    )
    chain = staff_chain(actor.staff_id)
    with change("feed_made", actor=actor, now=now, chain=chain, subject=feed, summary=feed.name) as record:
        if known:
            record.update(known, token_hash=hash_of_token(token))
        else:
            record.add(feed)
    return feed, token


def _require_titles(titles: str) -> None:
    if titles not in CalendarFeed.Titles.values:
        raise Invalid({"titles": "Choose what the calendar may show."})


def change_feed(
    *, actor: Viewer, now: datetime, feed_id: UUID, name: str, titles: str, shows_place: bool
) -> CalendarFeed:
    _require_titles(titles)
    feed = get_feed(actor, feed_id)
    with change(
        "feed_changed",
        actor=actor,
        now=now,
        chain=staff_chain(feed.staff_id),
        subject=feed,
        summary=feed.name,
    ) as record:
        record.update(feed, name=name.strip()[:60] or feed.name, titles=titles, shows_place=shows_place)
    return feed


def revoke_feed(*, actor: Viewer, now: datetime, feed_id: UUID) -> CalendarFeed:
    """Its address answers nobody any more, at once and for good."""
    feed = get_feed(actor, feed_id)
    with change(
        "feed_revoked",
        actor=actor,
        now=now,
        chain=staff_chain(feed.staff_id),
        subject=feed,
        summary=feed.name,
    ) as record:
        record.update(feed, revoked_at=now)
    return feed


def note_feed_read(feed: CalendarFeed, *, now: datetime) -> None:
    """So that its owner sees whether anybody reads it; no event, at most every quarter of an hour."""
    if feed.last_read_at is None or now - feed.last_read_at >= _READ_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
