"""The calendar file of an invitation, read by a library that others use."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from caseday.kernel.ids import new_id
from caseday.meetings.rules import CalendarEntry, calendar_file, digest_of
from caseday.meetings.tests.made import AT_10, BY_VIDEO
from caseday.testing.make import MONDAY_8

ENTRY = CalendarEntry(
    new_id(), "Team meeting", AT_10, AT_10 + timedelta(hours=1), place="12 Elm Street, Austin", link=BY_VIDEO
)
NORA = ("Nora Field", "nora@example.com")
ROSA = ("Rosa Delgado", "rosa@example.org")


def read(entry: CalendarEntry, **more: Any) -> tuple[Any, Any]:
    made = calendar_file(entry, now=MONDAY_8, organizer=NORA, **{"attendee": ROSA, **more})
    calendar = icalendar.Calendar.from_ical(made)
    return calendar, calendar.walk("VEVENT")[0]


def test_it_asks_one_person_to_come() -> None:
    calendar, event = read(ENTRY)
    assert str(calendar["METHOD"]) == "REQUEST" and str(event["UID"]) == f"{ENTRY.meeting_id}@caseday"
    assert event.decoded("DTSTART") == AT_10 and event["SEQUENCE"] == 0
    assert str(event["ORGANIZER"]) == "mailto:nora@example.com" and event["ORGANIZER"].params["CN"] == NORA[0]
    assert str(event["ATTENDEE"]) == "mailto:rosa@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE" and str(event["STATUS"]) == "CONFIRMED"
    assert BY_VIDEO in str(event["LOCATION"]) and str(event["URL"]) == BY_VIDEO


def test_calling_it_off_names_the_same_and_counts_on() -> None:
    calendar, event = read(replace(ENTRY, is_called_off=True, sequence=2, link=""))
    assert str(calendar["METHOD"]) == "CANCEL" and str(event["STATUS"]) == "CANCELLED"
    assert str(event["UID"]) == ENTRY.uid and event["SEQUENCE"] == 2 and "URL" not in event


def test_a_copy_for_ones_own_calendar_invites_nobody() -> None:
    calendar, event = read(replace(ENTRY, place="", link=""), attendee=None, method="PUBLISH")
    assert str(calendar["METHOD"]) == "PUBLISH" and "ATTENDEE" not in event and "LOCATION" not in event


def test_only_what_one_has_to_know_makes_an_update() -> None:
    assert digest_of(ENTRY) == digest_of(replace(ENTRY, sequence=7))
    later = replace(ENTRY, starts_at=AT_10 + timedelta(minutes=5))
    others = (
        later,
        replace(ENTRY, link=""),
        replace(ENTRY, is_called_off=True),
        replace(ENTRY, title="Other"),
    )
    assert len({digest_of(one) for one in (ENTRY, *others)}) == 5


@given(text=st.text(max_size=80), name=st.text(max_size=40))
def test_no_text_breaks_out_of_its_line(text: str, name: str) -> None:
    clean = text.replace("\0", "")
    _, event = read(replace(ENTRY, place=clean), attendee=(name.replace("\0", ""), ROSA[1]))
    assert len(event.walk()) == 1 and str(event["UID"]) == ENTRY.uid
