"""In: what a fund allows, what is used, what would be added. Out: why it must not be, or what to be warned of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from caseday.kernel.words import dollars

_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` in units (or dollars) of which `used` are; None where there is no limit. `what` names it in a sentence."""

    what: str
    most: Decimal | int | None
    used: Decimal | int
    is_money: bool = False

    def refusal(self, more: Decimal | int, what: str = "this entry") -> str:
        """Why `more` of `what` does not go on top, or ""."""
        if self.most is None or self.used + more <= self.most or more <= 0:
            return ""
        return f"{self._of(self.left)} left, {what} needs {self._amount(more)}."

    def warning(self, percent: int) -> str:
        """From so many percent on, how much is left, or ""."""
        if not self.most or self.used * _HUNDRED < self.most * percent:
            return ""
        return f"{self._of(self.left)} left."

    def _of(self, left: Decimal | int) -> str:
        return f"{self.what}: {self._amount(left)} of {self._amount(self.most or 0)}"

    def _amount(self, value: Decimal | int) -> str:
        return dollars(value) if self.is_money else f"{value:,}"

    @property
    def left(self) -> Decimal | int:
        return max((self.most or 0) - self.used, 0)

    @property
    def percent(self) -> int | None:
        return min(_HUNDRED, int(self.used * _HUNDRED / self.most)) if self.most else None


def refusal_of(limits: list[tuple[Limit, Decimal | int]], what: str = "this entry") -> str:
    """Every limit that would be passed, in one text; "" where none is."""
    return " ".join(found for limit, more in limits if (found := limit.refusal(more, what)))


def stretch_of(per: str, on: date, period: tuple[date, date | None]) -> tuple[date, date | None]:
    """First and last day of the day, week (from Monday), month, year or period in which a limit counts."""
    if per == "day":
        return on, on
    if per == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    if per == "month":
        following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
        return on.replace(day=1), date.fromordinal(following.toordinal() - 1)
    if per == "year":
        return date(on.year, 1, 1), date(on.year, 12, 31)
    return period
