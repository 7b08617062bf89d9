"""When someone stands in for a colleague who is away."""

from datetime import date


def counts_on(day: date, *, from_on: date, to_on: date, was_ended: bool) -> bool:
    """Both days are included; an ended coverage counts no more at all."""
    return not was_ended and from_on <= day <= to_on


def state_on(day: date, *, from_on: date, to_on: date, was_ended: bool) -> str:
    if was_ended:
        return "ended"
    if day < from_on:
        return "planned"
    return "now" if day <= to_on else "over"
