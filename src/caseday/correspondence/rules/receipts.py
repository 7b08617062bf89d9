"""What a gateway says of a text it took: in which order, and what a failure means in words."""

STATUSES = ("queued", "sending", "sent", "failed", "delivered")
"""Weakest first; a status never gives way to one before it. "delivered" after "failed" counts: it did arrive."""


def is_news(known: str, said: str) -> bool:
    """Whether `said` tells more than `known`: receipts come late, twice and in any order."""
    return _rank(said) > _rank(known)


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else -1
