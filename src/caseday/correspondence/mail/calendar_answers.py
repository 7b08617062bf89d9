"""Answers of calendars to invitations (RFC 5546, REPLY and COUNTER), as Google, Outlook and Apple write them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseday.correspondence.mail.decoding import one_line
from caseday.correspondence.mail.invitations import MOST_EVENTS, calendar_in, end_of, moment_of_event
from caseday.correspondence.rules.incoming import CalendarAnswer

_METHODS = {"REPLY", "COUNTER"}
_MOST_ATTENDEES = 20
_MOST_SEQUENCE = 2**31 - 1


def answers_in(data: bytes, charset: str, zone: ZoneInfo) -> tuple[CalendarAnswer, ...]:
    """One for each who answers; none where it is no answer, or cannot be read."""
    try:
        method, calendar = calendar_in(data, charset)
        if calendar is None or method not in _METHODS:
            return ()
        return tuple(
            one for event in calendar.walk("VEVENT")[:MOST_EVENTS] for one in _of(event, method, zone)
        )
    except Exception:
        # The parser promises nothing about calendars of strangers.
        return ()


def _of(event: Any, method: str, zone: ZoneInfo) -> Iterator[CalendarAnswer]:
    attendees = event.get("ATTENDEE", [])
    starts_at, ends_at = _when(event, zone)
    for one in (attendees if isinstance(attendees, list) else [attendees])[:_MOST_ATTENDEES]:
        yield CalendarAnswer(
            uid=one_line(str(event.get("UID", "")), 255),
            method=method,
            attendee=one_line(str(one), 254).lower().removeprefix("mailto:").strip(),
            name=one_line(str(one.params.get("CN", "")), 160),
            said=one_line(str(one.params.get("PARTSTAT", "NEEDS-ACTION")), 20).upper(),
            sequence=_sequence(event),
            stamped_at=_stamp(event),
            starts_at=starts_at,
            ends_at=ends_at,
            comment=one_line(_text(event.get("COMMENT", "")), 300),
        )


def _text(value: Any) -> str:
    return " ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _sequence(event: Any) -> int:
    text = str(event.get("SEQUENCE", "0")).strip()
    return min(int(text), _MOST_SEQUENCE) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _stamp(event: Any) -> datetime | None:
    with suppress(ValueError, KeyError, AttributeError, OverflowError, TypeError):
        return moment_of_event(event.decoded("DTSTAMP"), ZoneInfo("UTC")).astimezone(UTC)
    return None


def _when(event: Any, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    with suppress(ValueError, KeyError, AttributeError, OverflowError, TypeError):
        start = event.decoded("DTSTART")
        starts_at = moment_of_event(start, zone)
        return starts_at, end_of(event, start, starts_at, zone)
    return None, None
