"""In: what an invitation says. Out: its calendar file (RFC 5546), read by Google, Outlook and Apple.

An update and a cancellation name the same UID and a higher SEQUENCE. No word of the client stands in it: calendars
are read over shoulders.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class CalendarEntry:
    meeting_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    dial_in: str = ""
    is_called_off: bool = False
    sequence: int = 0

    @property
    def uid(self) -> str:
        return f"{self.meeting_id}@caseday"

    @property
    def where(self) -> str:
        return "; ".join(one for one in (self.place, self.link, self.dial_in) if one)

    @property
    def method(self) -> str:
        return "CANCEL" if self.is_called_off else "REQUEST"


def digest_of(entry: CalendarEntry) -> str:
    """Of all that whoever is invited has to know: another digest is an update."""
    told = [
        entry.title, entry.starts_at.astimezone(UTC).isoformat(), entry.ends_at.astimezone(UTC).isoformat(),
        entry.where, entry.is_called_off,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def calendar_file(
    entry: CalendarEntry,
    *,
    now: datetime,
    organizer: tuple[str, str],
    attendee: tuple[str, str] | None,
    method: str = "",
) -> bytes:
    """`organizer` and `attendee` as (name, email). One attendee a file: nobody learns who else was asked."""
    from icalendar import Calendar, Event  # 20 ms that only an invitation needs

    calendar = Calendar()
    calendar.add("prodid", "-//Caseday//Team meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method or entry.method)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    if entry.where:
        event.add("location", entry.where)
    if entry.link:
        event.add("url", entry.link)
    event.add("status", "CANCELLED" if entry.is_called_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("organizer", _address(organizer))
    if attendee:
        asks = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
        event.add("attendee", _address(attendee, **asks))
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _address(whom: tuple[str, str], **parameters: str) -> Any:
    from icalendar import vCalAddress, vText

    address = vCalAddress(f"mailto:{whom[1]}")
    for name, text in {"CN": whom[0], **parameters}.items():
        address.params[name] = vText(text)
    return address
