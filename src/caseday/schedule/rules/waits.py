"""In: minutes waited at one office, newest first, and at offices of its kind. Out: how long one usually waits there.

The median is what to expect, the long wait what eight visits of ten do not exceed. Figures are tuned and reported by
`bench/waits.py`.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LONG_WAIT = 0.8
RECENT_VISITS = 40
# A visit counts half as much as one that was so many visits later: offices change.
_HALF_LIFE_VISITS = 8.0
_GROWTH = 2 ** (1 / _HALF_LIFE_VISITS)
# One long morning is not a habit: until an office has its own record it is pulled to what its kind is like,
# and until the kind has one, to what is common.
_PRIOR_VISITS = 1.5
_PRIOR_WAITS_OF_KIND = 20
# US practices: mean waits of about 18 minutes are reported by patients' surveys; the tail is that of a log-normal
# distribution whose spread is 0.7.
_COMMON_WAITS = (4, 6, 7, 9, 10, 12, 13, 15, 17, 19, 22, 25, 30, 37, 54)
_POINTS = len(_COMMON_WAITS)
# How much the share that is asked for moves with each wait that was longer, or was not: where waits grow or shrink
# the record lags behind, and is caught up with (adaptive conformal inference, Gibbs and Candes 2021).
_CATCH_UP = 0.06
_LEAST_SHARE, _MOST_SHARE = 0.5, 0.95
_FIRST_JUDGED = 3

Sample = tuple[tuple[float, float], ...]
"""Minutes with their weights, by minutes; the weights add up to 1."""


@dataclass(frozen=True)
class UsualWait:
    minutes: int
    visits: int
    """How many waits it was learned from; words should say so when few."""
    long_minutes: int = 0
    """What eight waits of ten do not exceed."""

    @property
    def words(self) -> str:
        if not self.visits:
            return f"about {self.minutes} min, as at such offices (never waited there)"
        times = "once" if self.visits == 1 else f"{self.visits} times"
        return f"usually about {self.minutes} min (waited {times})"

    @property
    def long_words(self) -> str:
        return f"8 times of 10 no more than {self.long_minutes} min"


def usual_wait(minutes_newest_first: Sequence[int], of_kind: Sequence[int] = ()) -> UsualWait | None:
    """None: never waited there. `of_kind`: waits at offices of its kind, in any order."""
    return expected_wait(minutes_newest_first, of_kind) if minutes_newest_first else None


def expected_wait(minutes_newest_first: Sequence[int], of_kind: Sequence[int] = ()) -> UsualWait:
    """Also for an office where nobody has waited yet."""
    recent = minutes_newest_first[:RECENT_VISITS]
    record = _Record(prior_of(tuple(of_kind)))
    share = LONG_WAIT
    for count, minutes in enumerate(reversed(recent)):
        if count >= _FIRST_JUDGED:
            was_within = minutes <= record.quantile(share)
            share += _CATCH_UP * (LONG_WAIT - was_within)
            share = min(_MOST_SHARE, max(_LEAST_SHARE, share))
        record.add(minutes)
    median = round(record.quantile(0.5))
    return UsualWait(median, len(recent), max(median, round(record.quantile(share))))


@lru_cache(maxsize=64)
def prior_of(waits: tuple[int, ...]) -> Sample:
    """What waits are like before there are own ones: some points of the kind's, and of the common waits while few."""
    own_share = len(waits) / (len(waits) + _PRIOR_WAITS_OF_KIND)
    ordered = sorted(waits)
    points = [(float(one), (1 - own_share) / _POINTS) for one in _COMMON_WAITS]
    if ordered:
        at = (int(len(ordered) * (n + 0.5) / _POINTS) for n in range(_POINTS))
        points += [(float(ordered[n]), own_share / _POINTS) for n in at]
    return tuple(sorted(points))


class _Record:
    """Waits by length, each weighing more than the one before; the prior weighs as some of the latest."""

    def __init__(self, prior: Sample) -> None:
        # Minutes, own weight, share of the prior's weight.
        self._points = [(minutes, 0.0, share) for minutes, share in prior]
        self._own, self._latest = 0.0, 1.0

    def add(self, minutes: float) -> None:
        self._latest *= _GROWTH
        self._own += self._latest
        insort(self._points, (float(minutes), self._latest, 0.0))

    def quantile(self, share: float) -> float:
        """Between the middles of neighbouring weights, evenly."""
        of_prior = self._latest * _PRIOR_VISITS
        target = share * (self._own + of_prior)
        before, middle_before, passed = self._points[0][0], 0.0, 0.0
        for minutes, own, of_share in self._points:
            half = (own + of_share * of_prior) / 2
            middle = passed + half
            if middle >= target:
                return before + (minutes - before) * (target - middle_before) / (middle - middle_before)
            before, middle_before, passed = minutes, middle, middle + half
        return before
