"""Calendar invitations: what they propose, once each, within limits. Repetitions are not written out.

Time zones are looked up by name: the rules that a file brings along for them may be written to take forever.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from caseday.correspondence.mail.decoding import one_line, text_of
from caseday.correspondence.rules.incoming import Invitation

MOST_BYTES = 512 * 1024
MOST_LINES = 5_000
MOST_EVENTS = 20
LONGEST = timedelta(days=31)
METHODS = {"REQUEST", "CANCEL", "REPLY", "COUNTER"}

_ZONES = re.compile(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r?\n?", re.IGNORECASE | re.DOTALL)
_REPEATS = re.compile(r"^(RRULE|RDATE|EXDATE|EXRULE|ATTACH|VALARM|X-ALT-DESC)[;:]", re.IGNORECASE)


def invitations_in(data: bytes, charset: str, zone: ZoneInfo) -> tuple[Invitation, ...]:
    """In order of time; none where the file cannot be read. `zone` is for times of zones that nobody knows."""
    try:
        method, calendar = calendar_in(data, charset)
        if calendar is None:
            return ()
        found = list(_read(calendar, method if method in METHODS else "REQUEST", zone))
    except Exception:
        # The parser promises nothing about calendars of strangers.
        return ()
    return tuple(sorted(found, key=lambda one: one.starts_at))


def calendar_in(data: bytes, charset: str) -> tuple[str, Any]:
    """Its method, and the calendar itself; None where it is too large. May raise whatever its parser raises."""
    import icalendar

    if len(data) > MOST_BYTES:
        return "", None
    calendar = icalendar.Calendar.from_ical(_without_traps(text_of(data, charset)))
    return one_line(str(calendar.get("METHOD", "REQUEST")), 20).upper(), calendar


def _without_traps(text: str) -> str:
    unfolded = re.sub(r"\n[ \t]", "", text.lstrip("\ufeff"))
    lines = _ZONES.sub("", unfolded).split("\n")[:MOST_LINES]
    return "\r\n".join(line[:8_000] for line in lines if not _REPEATS.match(line))


def _read(calendar: Any, method: str, zone: ZoneInfo) -> Iterator[Invitation]:
    for event in calendar.walk("VEVENT")[:MOST_EVENTS]:
        try:
            yield _invitation(event, method, zone)
        except (ValueError, KeyError, AttributeError, OverflowError, TypeError):
            continue


def _invitation(event: Any, method: str, zone: ZoneInfo) -> Invitation:
    start = event.decoded("DTSTART")
    is_all_day = not isinstance(start, datetime)
    starts_at = moment_of_event(start, zone)
    ends_at = end_of(event, start, starts_at, zone)
    cancelled = one_line(str(event.get("STATUS", "")), 20).upper() == "CANCELLED"
    return Invitation(
        uid=one_line(str(event["UID"]), 255),
        method="CANCEL" if cancelled else method,
        title=one_line(str(event.get("SUMMARY", "")), 200) or "Appointment",
        starts_at=starts_at,
        ends_at=ends_at,
        place=one_line(str(event.get("LOCATION", "")), 200),
        organizer=one_line(str(event.get("ORGANIZER", "")), 254).lower().removeprefix("mailto:"),
        is_all_day=is_all_day,
    )


def end_of(event: Any, start: date, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """By its end or duration, else an hour, or the day; never before its start, never later than a month."""
    if event.get("DTEND") is not None:
        ends_at = moment_of_event(event.decoded("DTEND"), zone)
    elif event.get("DURATION") is not None:
        ends_at = starts_at + min(event.decoded("DURATION"), LONGEST)
    else:
        ends_at = starts_at + timedelta(hours=1 if isinstance(start, datetime) else 24)
    return min(max(ends_at, starts_at), starts_at + LONGEST)


def moment_of_event(value: date | datetime, zone: ZoneInfo) -> datetime:
    """In UTC. Raises ValueError for years that no calendar has."""
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    if not 1990 <= moment.year <= 2200:
        raise ValueError("out of range")
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
