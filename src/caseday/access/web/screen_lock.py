"""The lock of the screen, kept in the session: a flag, and when the person was last active."""

from datetime import UTC, datetime

from django.http import HttpRequest

from caseday.access.rules import is_idle, may_note_activity

LOCKED = "locked"
SEEN = "seen_at"
# Sent by pages that ask by themselves (a poll): no sign of a person.
BACKGROUND_HEADER = "X-Caseday-Background"


def is_locked(request: HttpRequest, *, now: datetime, lock_after_minutes: int) -> bool:
    if request.session.get(LOCKED):
        return True
    return is_idle(_last_seen(request), now=now, lock_after_minutes=lock_after_minutes)


def lock(request: HttpRequest) -> None:
    request.session[LOCKED] = True


def open_screen(request: HttpRequest, *, now: datetime | None = None) -> None:
    request.session.pop(LOCKED, None)
    request.session.pop(SEEN, None)
    if now is not None:
        request.session[SEEN] = int(now.timestamp())


def note_activity(request: HttpRequest, *, now: datetime) -> None:
    """Writes the session at most every NOTE_EVERY, so that pages stay free of writes."""
    if BACKGROUND_HEADER in request.headers:
        return
    if may_note_activity(_last_seen(request), now=now):
        request.session[SEEN] = int(now.timestamp())


def _last_seen(request: HttpRequest) -> datetime | None:
    seen = request.session.get(SEEN)
    return datetime.fromtimestamp(seen, UTC) if seen else None
