"""When an appointment is asked about and reminded of, on the clock of its place. Plain values; time is passed in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Kind(StrEnum):
    CONFIRM = "confirm"
    EVENING = "evening"
    MORNING = "morning"


@dataclass(frozen=True)
class ReminderTimes:
    confirm_at: time
    early_before: time
    evening_at: time
    morning_minutes_before: int
    morning_not_before: time
    late_by_minutes: int


@dataclass(frozen=True)
class Planned:
    kind: Kind
    at: datetime


def planned(
    starts_at: datetime, zone: ZoneInfo, times: ReminderTimes, working_day_before: Callable[[date], date]
) -> list[Planned]:
    """In the order of their moments. One that begins early is reminded of the evening before, else that morning."""
    local = starts_at.astimezone(zone)
    asked_on = working_day_before(local.date())
    found = [Planned(Kind.CONFIRM, datetime.combine(asked_on, times.confirm_at, zone))]
    if local.time() < times.early_before:
        evening = datetime.combine(local.date() - timedelta(days=1), times.evening_at, zone)
        found.append(Planned(Kind.EVENING, evening))
    else:
        earliest = datetime.combine(local.date(), times.morning_not_before, zone)
        before = starts_at - timedelta(minutes=times.morning_minutes_before)
        found.append(Planned(Kind.MORNING, max(earliest, before)))
    return sorted(found, key=lambda one: one.at)


def due(
    plan: list[Planned], *, starts_at: datetime, now: datetime, is_confirmed: bool, times: ReminderTimes
) -> Iterator[Kind]:
    """Those whose moment has come and is not long past. Who has confirmed is not asked again."""
    for one in plan:
        is_time = one.at <= now <= one.at + timedelta(minutes=times.late_by_minutes)
        if is_time and now < starts_at and not (one.kind is Kind.CONFIRM and is_confirmed):
            yield one.kind


TEMPLATES = {
    Kind.CONFIRM: "confirm_question",
    Kind.EVENING: "early_appointment",
    Kind.MORNING: "appointment_reminder",
}
