"""Calendars as Google, Outlook and Apple export them."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.exchange.rules.calendar import CalendarEvent, Unread, _zone_name, kind_of, read_calendar
from caseday.exchange.rules.matching import ClientFacts, OfficeFacts, match_client, match_office

FOLDER = Path(__file__).parent / "calendars"


def events_of(name: str) -> list[CalendarEvent]:
    return read_calendar(
        (FOLDER / name).read_bytes(), since=date(2026, 3, 1), until=date(2026, 5, 1), zone="America/Chicago"
    )[0]


def titled(name: str, title: str) -> list[CalendarEvent]:
    return [event for event in events_of(name) if event.title == title]


def test_google_gives_place_and_time_in_utc() -> None:
    (event,) = titled("google.ics", "Bell ortho f/u")
    assert event.starts_at == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert event.location.startswith("Ridgeview Orthopedics, 400 Falcon")
    assert event.zone == "America/Chicago"


def test_a_weekly_meeting_keeps_its_hour_over_the_clock_change_and_skips_its_exception() -> None:
    plain = titled("google.ics", "Team meeting")
    assert [event.starts_at for event in plain] == [
        datetime(2026, 3, 3, 14, 30, tzinfo=UTC),
        datetime(2026, 3, 24, 13, 30, tzinfo=UTC),
    ]


def test_a_moved_occurrence_keeps_its_key() -> None:
    (moved,) = titled("google.ics", "Team meeting (moved)")
    assert moved.key == "2team@google.com#2026-03-10T13:30:00+00:00"
    assert moved.starts_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def test_an_all_day_entry_is_a_day_of_the_persons_zone() -> None:
    (event,) = titled("google.ics", "Office closed")
    assert event.is_all_day
    assert (event.starts_at, event.ends_at) == (
        datetime(2026, 3, 6, 6, tzinfo=UTC),
        datetime(2026, 3, 7, 6, tzinfo=UTC),
    )


def test_cancelled_entries_are_marked_in_both_ways() -> None:
    assert titled("google.ics", "Home visit M. Bell")[0].is_cancelled
    assert titled("outlook.ics", "Canceled: Therapy evaluation")[0].is_cancelled


def test_outlooks_own_zone_names_are_understood() -> None:
    (event,) = titled("outlook.ics", "Spine clinic - Hughes, Darnell")
    assert event.starts_at == datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    assert event.zone == "America/Chicago"


def test_outlooks_monthly_rule_is_followed() -> None:
    assert [event.starts_at.day for event in titled("outlook.ics", "Caseload review")] == [5, 2]


def test_apple_gives_another_zone_a_floating_time_and_attendees() -> None:
    (call,) = titled("apple.ics", "Call with adjuster Dana Whitfield")
    assert (call.zone, call.attendees) == ("America/Los_Angeles", ("Dana Whitfield",))
    (lunch,) = titled("apple.ics", "Lunch")
    assert (lunch.starts_at, lunch.ends_at) == (
        datetime(2026, 3, 2, 18, tzinfo=UTC),
        datetime(2026, 3, 2, 18, 45, tzinfo=UTC),
    )


def test_an_entry_without_start_is_listed_with_the_reason() -> None:
    _, unread = read_calendar(
        (FOLDER / "apple.ics").read_bytes(), since=date(2026, 3, 1), until=date(2026, 4, 1), zone="UTC"
    )
    assert [(one.title, one.reason) for one in unread] == [("Broken", "It has no start.")]


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\xff\xfe", b"BEGIN:VCARD\nEND:VCARD\n", b"BEGIN:VCALENDAR"]
)
def test_what_is_no_calendar_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"no calendar file|\.ics"):
        read_calendar(data, since=date(2026, 3, 1), until=date(2026, 4, 1), zone="UTC")


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        read_calendar(data, since=date(2026, 3, 1), until=date(2026, 3, 8), zone="UTC")
    except ValueError as error:
        assert ".ics" in str(error)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Bell ortho f/u", "physician_visit"),
        ("Home visit M. Bell", "home_visit"),
        ("PT eval", "therapy"),
        ("MRI L knee", "imaging"),
        ("BRC hearing", "hearing"),
        ("Team meeting", "team_meeting"),
        ("Call with adjuster", "call"),
        ("Lunch", "other"),
        ("Rotator cuff surgery", "surgery"),
    ],
)
def test_the_kind_is_read_from_the_title(title: str, kind: str) -> None:
    assert kind_of(title) == kind


RIDGE = OfficeFacts(uuid4(), "Ridgeview Orthopedics", "400 Falcon Drive", "Austin", ("+15125550100",))
SPINE = OfficeFacts(uuid4(), "Colorado River Spine Clinic", "12 Pecan Lane", "Round Rock", ("+15125550101",))
TWIN = OfficeFacts(uuid4(), "Pecan Family Medicine", "12 Pecan Lane", "Round Rock")
MARCUS = ClientFacts(uuid4(), "Marcus", "Bell", numbers=("WC884417",))
MARIA = ClientFacts(uuid4(), "Maria", "Bell")
DARNELL = ClientFacts(uuid4(), "Darnell", "Hughes")


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Ridgeview Orthopedics, 400 Falcon Drive", RIDGE),
        ("ridgeview orthopedic", RIDGE),
        ("400 Falcon Drive, Austin TX", RIDGE),
        ("call (512) 555-0101", SPINE),
        ("12 Pecan Lane, Round Rock", None),
        ("Somewhere else entirely", None),
        ("", None),
    ],
)
def test_a_place_is_matched_only_when_sure(text: str, office: OfficeFacts | None) -> None:
    assert match_office(text, [RIDGE, SPINE, TWIN]) == office


@pytest.mark.parametrize(
    ("text", "client"),
    [
        ("Marcus Bell f/u", MARCUS),
        ("Bell, Maria", MARIA),
        ("claim WC-88-4417", MARCUS),
        ("Bell ortho", None),
        ("M. Bell", None),
        ("D. Hughes spine", DARNELL),
        ("Hughes", DARNELL),
        ("Bellview meeting", None),
        ("", None),
    ],
)
def test_a_client_is_matched_only_when_there_is_one(text: str, client: ClientFacts | None) -> None:
    assert match_client(text, [MARCUS, MARIA, DARNELL]) == client


def _calendar(*lines: str) -> bytes:
    inside = ("BEGIN:VEVENT", "UID:1@example.com", "DTSTART:20260302T160000Z", *lines, "END:VEVENT")
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *inside, "END:VCALENDAR", ""]).encode()


def _read(*lines: str) -> tuple[list[CalendarEvent], list[Unread]]:
    return read_calendar(
        _calendar(*lines), since=date(2026, 3, 1), until=date(2026, 5, 1), zone="America/Chicago"
    )


def test_of_two_titles_the_first_counts_and_nobody_is_no_attendee() -> None:
    ((event,), _) = _read(
        "SUMMARY:Visit", "SUMMARY:Other", "ATTENDEE:", "ATTENDEE;CN=Ana:mailto:a@example.com"
    )
    assert (event.title, event.attendees) == ("Visit", ("Ana",))


def test_a_time_that_cannot_be_read_is_told_with_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    def overflow(*given: object) -> None:
        raise OverflowError

    monkeypatch.setattr("caseday.exchange.rules.calendar._moment", overflow)
    events, unread = _read("SUMMARY:Visit")
    assert (events, [(one.title, one.reason) for one in unread]) == (
        [],
        [("Visit", "Its time cannot be read (OverflowError).")],
    )


def test_a_zone_that_only_its_calendar_knows_is_that_of_the_reader() -> None:
    odd = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=-6), "Customized Time Zone"))
    assert _zone_name(odd, "America/Chicago") == "America/Chicago"
