"""In: nothing; how somebody wants their days planned."""

from dataclasses import dataclass
from datetime import time

MOST_BREAKS = 4
BREAK_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Wishes:
    """`chosen` are keys of the choices in `shipped/weights.toml`; no lunch: 0 minutes."""

    chosen: tuple[str, ...] = ()
    day_from: time = time(8)
    day_to: time = time(17)
    lunch_minutes: int = 30
    lunch_from: time = time(12)
    lunch_to: time = time(13, 30)
    short_breaks: int = 0
    starts_at_office: bool = False
    ends_at_office: bool = False

    def problems(self) -> dict[str, str]:
        """Field to a sentence that says what to do."""
        window = _minutes(self.lunch_to) - _minutes(self.lunch_from)
        checks = (
            ("day_to", self.day_from >= self.day_to, "The day ends after it begins."),
            ("lunch_minutes", not 0 <= self.lunch_minutes <= 120, "Give minutes from 0 to 120."),
            (
                "lunch_to",
                window < self.lunch_minutes,
                f"Between these hours there must be room for {self.lunch_minutes} minutes.",
            ),
            (
                "short_breaks",
                not 0 <= self.short_breaks <= MOST_BREAKS,
                f"Give a number from 0 to {MOST_BREAKS}.",
            ),
        )
        return {name: words for name, is_wrong, words in checks if is_wrong}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
