"""When a promise is due, in words and in order. Plain values; time is passed in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words


@dataclass(frozen=True)
class Due:
    """A day, a moment, or neither; the moment wins."""

    on: date | None = None
    at: datetime | None = None

    def day(self, zone: ZoneInfo) -> date | None:
        return self.at.astimezone(zone).date() if self.at else self.on

    def latest_moment(self, zone: ZoneInfo) -> datetime | None:
        """Until then it is not late: the moment itself, or the end of the day in `zone`."""
        if self.at:
            return self.at
        return datetime.combine(self.on + timedelta(days=1), time(0), zone) if self.on else None

    def is_late(self, now: datetime, zone: ZoneInfo) -> bool:
        latest = self.latest_moment(zone)
        return latest is not None and now >= latest


def due_words(due: Due, now: datetime, zone: ZoneInfo) -> str:
    """`overdue 2 days`, `by 14:00`, `today`, `tomorrow`, `Fri, Mar 6`, `no date`."""
    day = due.day(zone)
    if day is None:
        return "no date"
    days = (day - now.astimezone(zone).date()).days
    if days < 0:
        return f"overdue {-days} day{'s' if days < -1 else ''}"
    clock = f" by {clock_words(due.at.astimezone(zone))}" if due.at else ""
    if days == 0:
        late = (
            f"overdue since {clock_words(due.at.astimezone(zone))}"
            if due.at and due.is_late(now, zone)
            else ""
        )
        return late or (clock.strip() or "today")
    if days == 1:
        return f"tomorrow{clock}"
    return f"{day:%a}, {day:%b} {day.day}{clock}"


def group_of(due: Due, now: datetime, zone: ZoneInfo) -> str:
    """Under which heading of the list it stands."""
    day, today = due.day(zone), now.astimezone(zone).date()
    if day is None:
        return "Without a date"
    if day < today or due.is_late(now, zone):
        return "Overdue"
    if day == today:
        return "Today"
    if day == today + timedelta(days=1):
        return "Tomorrow"
    return "This week" if day < today + timedelta(days=7) else "Later"
