"""In which order loose ends stand: by weight, unless a person moved or pinned one.

Weights, in words. First words that may mean harm, until somebody has read them; then what is blocked: somebody goes
without until it moves; what was stopped within a day, or is needed within one, before what waits for an answer. Then
what a clock or a promise makes late today; then a contradiction, and what blocks tomorrow (surgery, an appointment, a
paper for it, a window that closes); then what memory loses overnight (notes), and who waits for an answer since a
half day; then who wrote just now, and what is due today; then an appointment without an outcome, what is blocked
while its deadline is weeks away and which was worked on today or is not chased today, what was said and not verified
past its usual time, a report that does not come, a number or a report that stands wrong somewhere; then new dates,
people who were not told, papers not read; then what has only been quiet for long. Each late day adds, up to fifteen.
What is being chased and is not due stays in sight, last.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from caseday.looseends.rules.end import LooseEnd

SAFETY = 1500
BLOCKED_NOW = 1300
BLOCKED = 1100
LATE_CLOCK = 900
CONTRADICTED = 750
BLOCKS_SOON = 700
NOTE_OPEN = 600
UNANSWERED = 520
DUE_TODAY = 500
WITHOUT_OUTCOME = 450
BLOCKED_RESTS = 440
NOT_VERIFIED = 400
NEW_DATE = 350
NOT_TOLD = 330
NOT_READ = 300
QUIET = 250
LATER = 100
EACH_DAY = 10
MOST_DAYS = 15


def rank(base: float, days: float = 0) -> float:
    """Days count up to fifteen, so that an old small thing never hides a new large one for ever."""
    return base + EACH_DAY * min(max(days, 0), MOST_DAYS)


@dataclass(frozen=True)
class Place:
    """Where a person put one: pinned to the top, or moved to a position among the others."""

    is_pinned: bool = False
    position: float | None = None


def arranged(
    ends: Iterable[LooseEnd], places: Mapping[str, Place], *, first: Collection[str] = ()
) -> list[LooseEnd]:
    """Pinned ones first; a moved one keeps its position (0 is the top of the rest); the others by weight, then age.

    `first` are the keys of those that go before the others, whatever they weigh.
    """
    by_weight = sorted(ends, key=lambda end: (end.key not in first, -end.weight, end.since, end.key))
    pinned = [end for end in by_weight if _place(end, places).is_pinned]
    rest = [end for end in by_weight if not _place(end, places).is_pinned]
    moved = [end for end in rest if _place(end, places).position is not None]
    order = [end for end in rest if _place(end, places).position is None]
    for end in sorted(moved, key=lambda one: _place(one, places).position or 0):
        order.insert(round(_place(end, places).position or 0), end)
    pinned.sort(key=lambda end: _place(end, places).position or 0)
    return [*pinned, *order]


def _place(end: LooseEnd, places: Mapping[str, Place]) -> Place:
    return places.get(end.key, Place())
