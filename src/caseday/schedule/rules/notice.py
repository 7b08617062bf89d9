"""In: when somebody called an appointment off, and when it was to begin. Out: how much notice that was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Payers' contracts and no-show policies commonly draw the line at one day; shown, not enforced.
SHORT_NOTICE_MINUTES = 24 * 60


@dataclass(frozen=True)
class Notice:
    minutes: int
    """Negative when the start had already passed."""

    @property
    def is_short(self) -> bool:
        return self.minutes < SHORT_NOTICE_MINUTES

    @property
    def words(self) -> str:
        if self.minutes <= 0:
            return "without notice"
        if self.minutes < 60:
            return f"{self.minutes} min notice"
        if self.minutes < 48 * 60:
            hours = self.minutes // 60
            return f"{hours} {'hour' if hours == 1 else 'hours'} notice"
        return f"{self.minutes // (24 * 60)} days notice"


def notice_given(cancelled_at: datetime, starts_at: datetime) -> Notice:
    return Notice(int((starts_at - cancelled_at).total_seconds() // 60))


def notice_words(minutes: int | None) -> str:
    """ "" where nobody knows when it was called off."""
    return "" if minutes is None else Notice(minutes).words
