"""In: what somebody enters about an appointment. Out: the same, checked, with a sentence for each problem."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from caseday.kernel.errors import Invalid
from caseday.schedule.rules.confirming import Side

LONGEST = timedelta(days=31)
"""Also bounds how far back the calendar looks for what still runs."""
NOBODY = "nobody"
ANYBODY = "anybody"
_CHOSEN_SIDES = frozenset({Side.CLIENT, Side.OFFICE, Side.INTERPRETER, Side.TRANSPORT})


@dataclass(frozen=True)
class AttendeeDetails:
    name: str = ""
    role: str = ""
    phone: str = ""
    needs_confirming: bool = False
    person_id: UUID | None = None
    professional_id: UUID | None = None


@dataclass(frozen=True)
class AppointmentDetails:
    """Everything that planning and editing an appointment takes; moments are aware."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    is_all_day: bool = False
    office_id: UUID | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    travel_minutes: int | None = None
    """None: estimated from the map."""
    early_minutes: int = 10
    needs_worker: bool = True
    confirm_sides: str = ""
    """Sides by commas; empty: the usual ones; `nobody`: none."""
    skills: str = ""
    """By commas: what whoever goes has to bring. Empty: what the case asks for; `anybody`: nothing."""
    agenda: str = ""
    carry: str = ""
    window_from: time | None = None
    """With `window_to`: at any time between these on its day; `starts_at` is then only a suggestion."""
    window_to: time | None = None
    attendees: tuple[AttendeeDetails, ...] | None = field(default=None)
    """None: as they are."""


def require_sound(details: AppointmentDetails) -> None:
    """Raise Invalid with every problem at once."""
    problems = {
        name: problem
        for name, is_wrong, problem in (
            ("title", not details.title.strip(), "Say what it is about."),
            ("ends_at", details.ends_at < details.starts_at, "It must not end before it begins."),
            ("ends_at", details.ends_at - details.starts_at > LONGEST, "It can last 31 days at most."),
            (
                "time_zone",
                details.time_zone not in available_timezones(),
                "Choose the time zone of the place.",
            ),
            (
                "travel_minutes",
                not 0 <= (details.travel_minutes or 0) <= 1440,
                "Give minutes from 0 to 1440.",
            ),
            ("early_minutes", not 0 <= details.early_minutes <= 240, "Give minutes from 0 to 240."),
            ("window_to", *_window_problem(details)),
            ("confirm_sides", not _are_sides(details.confirm_sides), "Choose sides from the list."),
        )
        if is_wrong
    }
    if problems:
        raise Invalid(problems)


def _window_problem(details: AppointmentDetails) -> tuple[bool, str]:
    first, last = details.window_from, details.window_to
    if first is None and last is None:
        return False, ""
    if first is None or last is None or last <= first:
        return True, "Give both times, the later one second; or neither."
    room = (last.hour - first.hour) * 60 + last.minute - first.minute
    minutes = int((details.ends_at - details.starts_at).total_seconds() // 60)
    return room < minutes, f"The visit takes {minutes} minutes: leave that much room between these times."


def _are_sides(text: str) -> bool:
    return text in ("", NOBODY) or set(text.split(",")) <= _CHOSEN_SIDES


def skills_asked(own: str, of_case: str) -> str:
    """What whoever goes has to be, or speak: a visit's own words, else those of its case."""
    words = own.strip() or of_case.strip()
    return "" if words.casefold() == ANYBODY else words


def chosen_sides(text: str, usual: tuple[Side, ...]) -> tuple[Side, ...]:
    if text == NOBODY:
        return ()
    if not text:
        return usual
    return tuple(side for side in Side if side in text.split(","))


def shifted(moment: datetime, zone: ZoneInfo, *, days: int, hour: int, minute: int) -> datetime:
    """The local day moved by `days` and set to another local time: how a series is moved."""
    local = moment.astimezone(zone) + timedelta(days=days)
    return local.replace(hour=hour, minute=minute, tzinfo=None)
