"""In: appointments. Out: what the calendar pages show of them: words, chips, leave-by, places in the grid."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.schedule.queries import Appointment, Staff, ToConfirm, leave_times_of, place_of, slot_of
from caseday.schedule.rules import (
    CALLED_OFF,
    OPEN,
    Conflict,
    LeaveBy,
    Notice,
    ShownTime,
    Standing,
    conflicts_between,
    shown_time,
)

QUARTER = 15
_FIRST_HOUR, _LAST_HOUR = 7, 18


@dataclass
class Entry:
    appointment: Appointment
    shown: ShownTime
    standing: Standing | None = None
    leave_by: LeaveBy | None = None
    conflicts: list[Conflict] = field(default_factory=list)
    is_own: bool = True
    position: str = ""
    """CSS classes that put it into the week's grid."""

    @property
    def place(self) -> str:
        return place_of(self.appointment)

    @property
    def is_called_off(self) -> bool:
        return self.appointment.state in CALLED_OFF

    @property
    def is_over(self) -> bool:
        return self.is_called_off or self.appointment.state == "done"

    @property
    def chip(self) -> tuple[str, str]:
        """Kind and words; empty words: nothing to say."""
        return chip_of(self.appointment, self.standing)


def chip_of(appointment: Appointment, standing: Standing | None) -> tuple[str, str]:
    state = appointment.state
    if state in OPEN:
        if standing is not None:
            return standing.chip, standing.words
        return ("verified", "confirmed") if state == "confirmed" else ("muted", "")
    if state == "cancelled" and appointment.notice_minutes is not None:
        return "stop", f"cancelled, {Notice(appointment.notice_minutes).words}"
    kind = {"done": "muted", "cancelled": "stop", "no_show": "stop", "awaiting_new_date": "said"}.get(
        state, "next"
    )
    return kind, appointment.get_state_display().lower()


def entries_of(
    viewer: Viewer,
    appointments: Sequence[Appointment],
    owners: Sequence[Staff] = (),
    asked: Sequence[ToConfirm] = (),
) -> list[Entry]:
    """`owners`: whose drives and conflicts are reckoned; `asked`: standings, where the page shows them."""
    leaves: dict[UUID, LeaveBy] = {}
    conflicts: dict[UUID, list[Conflict]] = {}
    for owner in owners:
        leaves |= leave_times_of(appointments, owner)
        slots = [
            slot_of(one, leaves.get(one.id))
            for one in appointments
            if one.staff_id == owner.pk and (one.state in OPEN) and one.needs_worker and not one.is_all_day
        ]
        conflicts |= conflicts_between(slots)
    standings = {one.appointment.id: one.standing for one in asked if one.sides}
    return [
        Entry(
            appointment=one,
            shown=shown_time(one.starts_at, one.ends_at, zone_of(one), viewer.time_zone),
            standing=standings.get(one.id),
            leave_by=leaves.get(one.id) if one.state in OPEN else None,
            conflicts=conflicts.get(one.id, []),
            is_own=one.staff_id == viewer.staff_id,
        )
        for one in appointments
    ]


def zone_of(appointment: Appointment) -> ZoneInfo:
    return ZoneInfo(appointment.time_zone)


@dataclass
class Day:
    on: date
    is_today: bool
    all_day: list[Entry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    now_class: str = ""


@dataclass
class Week:
    days: list[Day]
    hours: list[tuple[str, str]]
    """Class and label of each hour shown."""
    rows: str


def days_of(entries: Sequence[Entry], first: date, count: int, zone: ZoneInfo, now: datetime) -> list[Day]:
    """Each entry on every day that it touches, on the viewer's clock."""
    today = now.astimezone(zone).date()
    days = [Day(first + timedelta(days=n), first + timedelta(days=n) == today) for n in range(count)]
    for entry in entries:
        starts, ends = _local_days(entry.appointment, zone)
        for day in days:
            if starts <= day.on <= ends:
                (day.all_day if entry.appointment.is_all_day else day.entries).append(entry)
    return days


def _local_days(appointment: Appointment, zone: ZoneInfo) -> tuple[date, date]:
    """An all-day entry belongs to its place's days, whatever the viewer's clock says of them."""
    shown = zone_of(appointment) if appointment.is_all_day else zone
    last = max(appointment.starts_at, appointment.ends_at - timedelta(microseconds=1))
    return appointment.starts_at.astimezone(shown).date(), last.astimezone(shown).date()


def week_of(entries: Sequence[Entry], first: date, zone: ZoneInfo, now: datetime) -> Week:
    days = days_of(entries, first, 7, zone, now)
    timed = [(day, entry) for day in days for entry in day.entries]
    starts = [_minutes_on(entry.appointment.starts_at, day.on, zone) for day, entry in timed]
    ends = [_minutes_on(entry.appointment.ends_at, day.on, zone) for day, entry in timed]
    first_hour = min([_FIRST_HOUR, *(minute // 60 for minute in starts)])
    last_hour = max([_LAST_HOUR, *(-(-minute // 60) for minute in ends)])
    for day in days:
        day.entries = [_placed(entry, day, zone, first_hour) for entry in day.entries]
        _give_lanes(day.entries)
        minute = _minutes_on(now, day.on, zone)
        if day.is_today and first_hour * 60 <= minute < last_hour * 60:
            day.now_class = f"s{_row(minute, first_hour)}"
    hours = [(f"s{_row(hour * 60, first_hour)}", f"{hour}:00") for hour in range(first_hour, last_hour)]
    return Week(days, hours, f"h{last_hour - first_hour}")


def _minutes_on(moment: datetime, on: date, zone: ZoneInfo) -> int:
    """Wall-clock minutes since midnight, clipped to the day."""
    local = moment.astimezone(zone)
    if local.date() < on:
        return 0
    return 24 * 60 if local.date() > on else local.hour * 60 + local.minute


def _row(minute: int, first_hour: int) -> int:
    return (minute - first_hour * 60) // QUARTER + 1


def _placed(entry: Entry, day: Day, zone: ZoneInfo, first_hour: int) -> Entry:
    """A copy for this day: one that lasts over midnight stands on both."""
    start = _minutes_on(entry.appointment.starts_at, day.on, zone)
    end = max(start + 2 * QUARTER, _minutes_on(entry.appointment.ends_at, day.on, zone))
    first = min(_row(start, first_hour), (24 - first_hour) * 4 - 1)
    span = max(2, -(-(end - start) // QUARTER))
    return Entry(**{**vars(entry), "position": f"s{first} n{min(span, 96)}"})


def _give_lanes(entries: list[Entry]) -> None:
    """Side by side where they overlap: up to three, the rest shares the last lane."""
    group: list[tuple[int, int, Entry]] = []
    group_end = 0
    for entry in sorted(entries, key=_rows_of):
        first, last = _rows_of(entry)
        if group and first >= group_end:
            _spread(group)
            group = []
        group.append((first, last, entry))
        group_end = max(group_end, last) if len(group) > 1 else last
    _spread(group)


def _rows_of(entry: Entry) -> tuple[int, int]:
    start, span = entry.position.split()[:2]
    return int(start[1:]), int(start[1:]) + int(span[1:])


def _spread(group: list[tuple[int, int, Entry]]) -> None:
    lanes: list[int] = []
    placed: list[tuple[int, Entry]] = []
    for first, last, entry in group:
        free = next((n for n, end in enumerate(lanes) if end <= first), None)
        if free is None:
            free = len(lanes)
            lanes.append(last)
        else:
            lanes[free] = last
        placed.append((free, entry))
    count = min(len(lanes), 3)
    for lane, entry in placed:
        if count > 1:
            entry.position += f" l{min(lane, 2)}of{count}"
