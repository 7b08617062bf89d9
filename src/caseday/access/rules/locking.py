"""When an unattended screen locks (45 CFR 164.312(a)(2)(iii), automatic logoff)."""

from datetime import datetime, timedelta

# Activity is noted at most this often, so that a page costs no write; a screen locks at most this much early.
NOTE_EVERY = timedelta(seconds=45)


def is_idle(last_seen_at: datetime | None, *, now: datetime, lock_after_minutes: int) -> bool:
    """0 minutes: the agency does not lock screens by time."""
    if last_seen_at is None or lock_after_minutes == 0:
        return False
    return now - last_seen_at > timedelta(minutes=lock_after_minutes)


def may_note_activity(last_seen_at: datetime | None, *, now: datetime) -> bool:
    return last_seen_at is None or now - last_seen_at >= NOTE_EVERY
