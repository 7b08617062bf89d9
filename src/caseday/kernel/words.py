"""What every app writes alike. Rules, which know no page, take their words from here; pages by way of `ui.words`."""

from datetime import date, datetime, time
from decimal import Decimal


def clock_words(moment: datetime | time) -> str:
    """As in 9:05 and 17:00, on the clock that `moment` itself shows: give it in the reader's zone."""
    return f"{moment.hour}:{moment.minute:02}"


def dollars(amount: Decimal | int) -> str:
    return f"${amount:,.2f}"


def date_in_short(on: date) -> str:
    """As in Mar 2, 2026; of a moment the day that it shows itself: give it in the reader's zone."""
    return f"{on:%b} {on.day}, {on.year}"


def spoken_clock_words(moment: datetime | time, halves: tuple[str, str]) -> str:
    """As in 9:05 am, for clients, who may not know the other clock. `halves` are the words of morning and afternoon."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {halves[moment.hour >= 12]}"
