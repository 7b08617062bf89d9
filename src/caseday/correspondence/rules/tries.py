"""When a sending is tried again, and when it is given up."""

from datetime import timedelta

WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60, 240))
"""Before the second try, the third and so on; five hours together (RFC 5321 4.5.4.1 asks for such patience)."""
CLAIM_LASTS = timedelta(minutes=10)
"""A claim older than that belongs to a process that is gone."""


def wait_after(tries: int) -> timedelta | None:
    """None: it is given up."""
    return WAITS[tries - 1] if 0 < tries <= len(WAITS) else None
