"""The day as it is heard: hours as they are said, several calls in one sentence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.dayplan.rules.spoken import Said, clock_spoken, length_spoken, spoken

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("America/Chicago"))


def said(kind, minutes_from_nine, name, **fields):
    return Said(kind, NINE + timedelta(minutes=minutes_from_nine), fields.pop("minutes", 10), name, **fields)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (9, 0, "nine o'clock"), (9, 30, "nine thirty"), (10, 5, "ten oh five"), (12, 0, "noon"), (0, 0, "midnight"),
        (13, 12, "one twelve"), (12, 41, "twelve forty one"), (0, 20, "twelve twenty"),
    ],
)  # fmt: skip
def test_an_hour_is_said_as_people_say_it(hour, minute, words):
    assert clock_spoken(NINE.replace(hour=hour, minute=minute)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "one minute"), (0, "0 minutes"), (45, "45 minutes"), (60, "one hour"), (61, "one hour and one minute"),
        (150, "2 hours and 30 minutes"),
    ],
)  # fmt: skip
def test_a_length_is_said_in_hours_and_minutes(minutes, words):
    assert length_spoken(minutes) == words


def test_the_day_is_told_in_order_with_what_to_bring():
    lines = [
        said("drive", 20, "Ridgeview", minutes=36, miles=11.8),
        said("stop", 60, "Follow-up, Marcus Bell", place="Ridgeview", carry=("MRI report",)),
    ]
    assert spoken(lines, now=NINE) == [
        "It is nine o'clock. Still to come: 1 stop.",
        "Leave at nine twenty for Ridgeview: 36 minutes, 12 miles.",
        "At ten o'clock, Follow-up, Marcus Bell, Ridgeview. Bring MRI report.",
    ]


def test_calls_behind_each_other_are_one_sentence():
    lines = [said("call", n, f"call {n}") for n in (0, 10, 20, 30)] + [said("break", 40, "Lunch")]
    assert spoken(lines, now=NINE)[1:] == [
        "From nine o'clock, 4 calls: call 0; call 10; call 20, and 1 more.",
        "At nine forty, Lunch.",
    ]
    assert spoken(lines[3:4], now=NINE)[1] == "At nine thirty, call 30."
    assert spoken(lines[2:4], now=NINE)[1] == "From nine twenty, 2 calls: call 20; call 30."


def test_what_is_over_is_left_out_and_what_is_under_way_is_said():
    lines = [
        said("call", -30, "over"),
        said("stop", -10, "Follow-up", is_under_way=True),
        said("drive", 20, "home", miles=0.2),
        said("drive", -5, "the clinic", is_under_way=True),
    ]
    told = spoken(lines, now=NINE)
    assert told[0] == "It is nine o'clock. Still to come: 1 stop."
    assert told[1:] == [
        "Under way: Follow-up.",
        "Leave at nine twenty for home: 10 minutes.",
        "On the road to the clinic.",
    ]


def test_changes_come_first_and_what_does_not_fit_last():
    told = spoken(
        [said("todo", 5, "Read a report")],
        now=NINE,
        changes=["Lunch 20 minutes later."],
        left=["a", "b", "c", "d"],
    )
    assert told == [
        "What changed: Lunch 20 minutes later.",
        "It is nine o'clock. No stops and no calls are left.",
        "At nine oh five, Read a report.",
        "Not today: a; b; c, and 1 more.",
    ]
    assert spoken([], now=NINE, left=["a"]) == [
        "It is nine o'clock. Nothing more is planned.",
        "Not today: a.",
    ]
