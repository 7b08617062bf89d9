"""What an activity counts as, and what it is called in a line."""

from datetime import datetime, timedelta

# Not answered by anybody; everything else that a call came to is in its result.
_MISSED = frozenset(("no_show", "cancelled", "no_answer", "closed", "on_hold", "left_word"))
MAX_MINUTES = 24 * 60
MAX_MILES = 2000


def reached_somebody(kind: str, result: str, *, is_incoming: bool) -> bool:
    """Whether the other side was there: a call that reached them, a visit that took place, word from them."""
    if kind == "call":
        return result in ("reached", "done")
    if kind in ("visit", "meeting"):
        return result not in _MISSED
    return kind == "message" and is_incoming


def is_contact(kind: str, result: str, *, is_incoming: bool, contact_kinds: frozenset[str]) -> bool:
    """Whether it counts as contact by the program's rule; a message sent counts, a call unanswered does not."""
    if kind not in contact_kinds:
        return False
    return kind == "message" or reached_somebody(kind, result, is_incoming=is_incoming)


def started_before(now: datetime, *, minutes: int | None, hold_minutes: int | None) -> datetime:
    """When something must have begun that ended now and lasted so long."""
    return now - timedelta(minutes=(minutes or 0) + (hold_minutes or 0))


def problems_of(
    *, started_at: datetime, now: datetime, minutes: int | None, hold_minutes: int | None, miles: float | None
) -> dict[str, str]:
    """Why these figures cannot be, by field; empty where they can."""
    problems: dict[str, str] = {}
    if started_at > now + timedelta(minutes=5):
        problems["started_at"] = "This is in the future. Plan it in the calendar, or correct the time."
    if started_at.year < 1990:
        problems["started_at"] = "Check the year."
    if not 0 <= (minutes or 0) <= MAX_MINUTES:
        problems["minutes"] = f"Give the length in minutes, at most {MAX_MINUTES}."
    if not 0 <= (hold_minutes or 0) <= MAX_MINUTES:
        problems["hold_minutes"] = f"Give the time on hold in minutes, at most {MAX_MINUTES}."
    if not 0 <= (miles or 0) <= MAX_MILES:
        problems["miles"] = f"Give the miles of one trip, at most {MAX_MILES}."
    return problems
