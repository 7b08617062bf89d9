"""In: when each effort was made and what came of it. Out: counts by outcome for each period."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from caseday.kernel.words import date_in_short


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def words(self) -> str:
        if self.first.day != 1:
            return f"{self.first:%b} {self.first.day} to {date_in_short(self.last)}"
        if (self.first.month, self.first.year) == (self.last.month, self.last.year):
            return f"{self.first:%B %Y}"
        return f"{self.first:%B} to {self.last:%B %Y}"

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Counts:
    period: Period
    by_outcome: dict[str, int]
    clients: int

    @property
    def total(self) -> int:
        return sum(self.by_outcome.values())

    @property
    def answered(self) -> int:
        return sum(self.by_outcome.get(one, 0) for one in ("granted", "partly", "refused"))

    @property
    def granted_percent(self) -> int | None:
        """Granted at least in part, of those that were answered; None where none was."""
        if not self.answered:
            return None
        granted = self.by_outcome.get("granted", 0) + self.by_outcome.get("partly", 0)
        return round(100 * granted / self.answered)


def period_of(day: date, months: int = 1) -> Period:
    """The month, quarter (3) or year (12) in which a day lies."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(first, _months_on(first, months) - timedelta(days=1))


def periods_back(day: date, *, months: int, count: int) -> list[Period]:
    """The period of `day` and those before it, the latest first."""
    found = [period_of(day, months)]
    while len(found) < count:
        found.append(period_of(found[-1].first - timedelta(days=1), months))
    return found


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def count_efforts(efforts: Iterable[tuple[date, str, object]], periods: Iterable[Period]) -> list[Counts]:
    """`efforts` as (asked on, outcome, client): each client counts once a period."""
    rows = list(efforts)
    found = []
    for period in periods:
        within = [row for row in rows if period.holds(row[0])]
        found.append(Counts(period, dict(Counter(row[1] for row in within)), len({row[2] for row in within})))
    return found
