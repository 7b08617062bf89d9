"""In: minutes waited at one office, newest first. Out: how long one usually waits there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# One long morning is not a habit: until an office has its own record it is pulled to what is common.
# US practices: mean waits of about 18 minutes are reported by patients' surveys.
COMMON_WAIT_MINUTES = 18
PRIOR_VISITS = 2
RECENT_VISITS = 20


@dataclass(frozen=True)
class UsualWait:
    minutes: int
    visits: int
    """How many waits it was learned from; words should say so when few."""

    @property
    def words(self) -> str:
        times = "once" if self.visits == 1 else f"{self.visits} times"
        return f"usually about {self.minutes} min (waited {times})"


def usual_wait(minutes_newest_first: Sequence[int]) -> UsualWait | None:
    """Median of recent waits, shrunk to the common wait while there are few. None: never waited there."""
    recent = minutes_newest_first[:RECENT_VISITS]
    if not recent:
        return None
    visits = len(recent)
    shrunk = (visits * median(recent) + PRIOR_VISITS * COMMON_WAIT_MINUTES) / (visits + PRIOR_VISITS)
    return UsualWait(minutes=round(shrunk), visits=visits)
