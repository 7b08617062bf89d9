"""How long somebody waits for an answer, in the hours in which one works."""

from datetime import UTC, datetime, timedelta

from caseday.programs.rules import WorkCalendar

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=180)
"""What waits longer is as late as can be; counting stops there."""


def waiting_minutes(since: datetime, now: datetime, calendar: WorkCalendar) -> int:
    """Minutes of open time from `since` to `now`; 0 where it came after closing and nobody has opened since."""
    total = timedelta(0)
    begins = max(since, now - _LONGEST).astimezone(UTC)
    until = now.astimezone(UTC)
    day, last = begins.astimezone(calendar.zone).date(), until.astimezone(calendar.zone).date()
    while day <= last:
        if calendar.is_working_day(day):
            open_time = min(until, calendar.closing(day)) - max(begins, calendar.opening(day))
            total += max(open_time, timedelta(0))
        day += _DAY
    return int(total.total_seconds() // 60)


def waiting_words(minutes: int, hours_a_day: int = 9) -> str:
    """ "40 minutes", "3 working hours", "2 working days" """
    hours, days = minutes // 60, minutes // (60 * hours_a_day)
    if hours < 1:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    if days < 1:
        return f"{hours} working hour{'' if hours == 1 else 's'}"
    return f"{days} working day{'' if days == 1 else 's'}"
