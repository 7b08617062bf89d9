"""A calendar file as Google, Outlook and Apple export it, as plain events with every occurrence written out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_KINDS = (
    ("surgery", ("surgery", "surgical", "operation", "arthroscopy", " or ", "pre-op", "preop")),
    ("home_visit", ("home visit", "hv ", "house visit", "in-home")),
    ("therapy", ("therapy", " pt ", " ot ", "rehab", "work conditioning", "fce")),
    ("imaging", ("mri", "x-ray", "xray", "imaging", " ct ", "ultrasound", "emg", "lab ")),
    ("hearing", ("hearing", "court", "deposition", "mediation", "bcrc", "brc ")),
    ("team_meeting", ("team meeting", "staffing", "case conference", "conference", "meeting", "ppd", "iep")),
    ("call", ("call ", "phone", "telephonic", "teleconference", "zoom", "teams")),
    ("worksite_visit", ("worksite", "job site", "jobsite", "job analysis", "employer visit")),
    (
        "physician_visit",
        (
            "appt",
            "appointment",
            "dr.",
            "dr ",
            "md",
            "follow-up",
            "follow up",
            "f/u",
            "visit",
            "eval",
            "ime",
            "clinic",
            "ortho",
        ),
    ),
)


@dataclass(frozen=True)
class CalendarEvent:
    """One occurrence. `key` is stable over exports: the UID, and for a recurring event its place in the series."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    is_all_day: bool = False
    location: str = ""
    description: str = ""
    is_cancelled: bool = False
    attendees: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Unread:
    """An event that cannot be taken, with the reason in words."""

    title: str
    reason: str


def read_calendar(
    data: bytes, *, since: date, until: date, zone: str
) -> tuple[list[CalendarEvent], list[Unread]]:
    """Every occurrence that begins in [since, until), in order of time. `zone` is for times without one.

    Raises ValueError with a sentence where the file is no calendar.
    """
    import icalendar
    import recurring_ical_events
    import x_wr_timezone

    try:
        calendar = x_wr_timezone.to_standard(icalendar.Calendar.from_ical(_without_bom(data)))
    except Exception as error:  # the parser raises many kinds
        raise ValueError(
            "This is no calendar file. Export your calendar as .ics and name that file."
        ) from error
    if calendar.name != "VCALENDAR":
        raise ValueError("This is no calendar file. Export your calendar as .ics and name that file.")
    unread = _put_aside_without_start(calendar)
    events: list[CalendarEvent] = []
    recurring = _recurring_uids(calendar)
    for component in recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until):
        try:
            events.append(_event(component, zone, recurring))
        except (ValueError, KeyError, AttributeError, OverflowError) as error:
            unread.append(
                Unread(_text(component, "SUMMARY"), f"Its time cannot be read ({error.__class__.__name__}).")
            )
    return sorted(events, key=lambda e: (e.starts_at, e.key)), unread


def _without_bom(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")


def _put_aside_without_start(calendar: Any) -> list[Unread]:
    broken = [c for c in calendar.walk("VEVENT") if c.get("DTSTART") is None]
    calendar.subcomponents = [c for c in calendar.subcomponents if c not in broken]
    return [Unread(_text(c, "SUMMARY"), "It has no start.") for c in broken]


def _recurring_uids(calendar: Any) -> set[str]:
    marks = ("RRULE", "RDATE", "RECURRENCE-ID")
    return {
        _text(c, "UID") for c in calendar.walk("VEVENT") if any(c.get(mark) is not None for mark in marks)
    }


def _event(component: Any, zone: str, recurring: set[str]) -> CalendarEvent:
    start = component["DTSTART"].dt
    is_all_day = not isinstance(start, datetime)
    end = (
        component["DTEND"].dt
        if component.get("DTEND")
        else start
        + (component["DURATION"].dt if component.get("DURATION") else timedelta(days=1 if is_all_day else 0))
    )
    starts_at, zone_name = _moment(start, zone)
    ends_at = max(_moment(end, zone)[0], starts_at)
    return CalendarEvent(
        key=_key(component, starts_at, recurring),
        title=_text(component, "SUMMARY")[:200] or "(no title)",
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone_name,
        is_all_day=is_all_day,
        location=_text(component, "LOCATION")[:240],
        description=_text(component, "DESCRIPTION")[:2000],
        is_cancelled=_text(component, "STATUS").upper() == "CANCELLED"
        or _text(component, "SUMMARY").lower().startswith(("canceled:", "cancelled:")),
        attendees=tuple(_attendees(component)),
    )


def _key(component: Any, starts_at: datetime, recurring: set[str]) -> str:
    """The UID; in a series with the original place of the occurrence, which a move does not change."""
    uid = _text(component, "UID") or f"{_text(component, 'SUMMARY')}@{starts_at.isoformat()}"
    original = component.get("RECURRENCE-ID") if uid in recurring else None
    return f"{uid}#{_moment(original.dt, 'UTC')[0].isoformat()}"[:255] if original is not None else uid[:255]


def _moment(value: date | datetime, zone: str) -> tuple[datetime, str]:
    """In UTC, with the name of the zone that it was given in."""
    if not isinstance(value, datetime):
        local = datetime.combine(value, time(0), ZoneInfo(zone))
        return local.astimezone(UTC), zone
    if value.tzinfo is None:
        return value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone
    return value.astimezone(UTC), _zone_name(value, zone)


def _zone_name(value: datetime, otherwise: str) -> str:
    name = getattr(value.tzinfo, "key", "") or str(value.tzinfo)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise
    return otherwise if name in ("UTC", "Etc/UTC") else name


def _text(component: Any, name: str) -> str:
    value = component.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return "".join(c for c in str(value or "") if c.isprintable() or c == "\n").strip()


def _attendees(component: Any) -> Iterator[str]:
    found = component.get("ATTENDEE") or []
    for one in found if isinstance(found, list) else [found]:
        name = str(getattr(one, "params", {}).get("CN", "")) or str(one).removeprefix("mailto:").removeprefix(
            "MAILTO:"
        )
        if name:
            yield name[:120]


def kind_of(title: str) -> str:
    """The kind of appointment that a title speaks of; "other" where it says nothing."""
    plain = f" {title.casefold()} "
    return next((kind for kind, words in _KINDS if any(word in plain for word in words)), "other")
