from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.directory.rules.compiled import check_hours
from caseday.directory.rules.heard import hear
from caseday.directory.rules.heard_clauses import span_of
from caseday.directory.rules.heard_words import Clock
from caseday.directory.rules.week import from_text, to_text

SUNDAY = dt.date(2026, 11, 22)
PIECES = st.sampled_from(
    [
        "8-5",
        "mon",
        "tue-fri",
        "closed",
        "lunch",
        "noon",
        "to",
        "1",
        "till",
        "3",
        "only",
        "except",
        "and",
        ",",
        ";",
        "24/7",
        "dec",
        "24",
        "12/25",
        "today",
        "am",
        "open",
        "at",
        "9",
        "back",
        "holidays",
        "mornings",
        "otherwise",
        "99",
        "13:75",
        "0",
        "-",
        "the",
        "2/30",
        "feb",
        "31",
        "25",
        "through",
        "lunch",
        "after",
        "not",
    ]
)


@given(
    st.lists(PIECES, max_size=12), st.sampled_from(["", "Mo-Fr 08:00-17:00", "24/7", "Mo unknown; Tu-Su off"])
)
@settings(max_examples=300, deadline=None)
def test_no_line_breaks_it_and_what_it_understands_is_valid(pieces: list[str], known: str) -> None:
    heard = hear(" ".join(pieces), from_text(known), SUNDAY)
    if heard.week:
        check_hours(to_text(heard.week))
    assert heard.week or heard.problems or heard.changes or not pieces or heard.week is None


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_it(line: str) -> None:
    hear(line, None, SUNDAY)


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (Clock(8, 0), Clock(5, 0), (480, 1020)),
        (Clock(1, 0), Clock(5, 0), (780, 1020)),
        (Clock(12, 0), Clock(1, 0), (720, 780)),
        (Clock(10, 0, "p"), Clock(6, 0, "a"), (1320, 1800)),
        (Clock(9, 0), Clock(5, 0, "p"), (540, 1020)),
        (Clock(22, 0, "24"), Clock(6, 0, "24"), (1320, 1800)),
        (Clock(7, 0, "a"), Clock(7, 0, "a"), (420, 1860)),
        (Clock(9, 0, "p"), Clock(8, 0, "p"), (1260, 2640)),
        (Clock(5, 0), Clock(2, 0, "p"), (300, 840)),
    ],
)
def test_morning_and_afternoon_are_told_apart(start: Clock, end: Clock, span: tuple[int, int]) -> None:
    assert span_of(start, end) == span


def test_dates_fall_in_the_year_to_come() -> None:
    heard = hear("closed Jan 2", from_text("Mo-Fr 08:00-17:00"), SUNDAY)
    assert heard.week and heard.week.special[0].first_on == dt.date(2027, 1, 2)
    heard = hear("closed 12/24/27", from_text("Mo-Fr 08:00-17:00"), SUNDAY)
    assert heard.week and heard.week.special[0].first_on == dt.date(2027, 12, 24)


def test_a_date_said_again_replaces_the_earlier_word() -> None:
    once = hear("closed Dec 24", from_text("Mo-Fr 08:00-17:00"), SUNDAY).week
    again = hear("Dec 24 till noon", once, SUNDAY).week
    assert again and [one.spans for one in again.special] == [((480, 720),)]


@pytest.mark.parametrize(
    ("known", "line", "hours"),
    [
        ("", "Mon-Fri 8-5 12-1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
        ("Mo-Fr 08:00-17:00", "close at noon, back at 1", "Mo-Fr 08:00-12:00,13:00-17:00; Sa-Su off"),
        ("Mo-Su off", "lunch 12-1", ""),
    ],
)
def test_lunch_is_said_in_many_ways(known: str, line: str, hours: str) -> None:
    heard = hear(line, from_text(known), SUNDAY)
    assert (to_text(heard.week) if heard.week else "") in (hours, known)


@pytest.mark.parametrize(
    ("known", "line", "hours"),
    [
        ("Mo-Fr 13:00-17:00", "Wed mornings closed", "Mo-Fr 13:00-17:00"),
        (
            "Mo-Fr 08:00-12:00,13:00-17:00",
            "Wed afternoons closed",
            "Mo-Tu,Th-Fr 08:00-12:00,13:00-17:00; We 08:00-12:00; Sa-Su off",
        ),
        ("Mo-Fr 08:00-17:00", "closed", ""),
        ("", "M-F 8-5 closed", "Mo-Fr 08:00-17:00; Sa-Su off"),
        ("Mo-Fr 08:00-17:00", "closed Feb 28 and 30", "Mo-Fr 08:00-17:00; Sa-Su off; 2027 Feb 28 off"),
        (
            "Mo-Fr 08:00-17:00",
            "open at 9 Mon open at 10 Tue",
            "Mo 09:00-17:00; Tu 10:00-17:00; We-Fr 08:00-17:00; Sa-Su off",
        ),
    ],
)
def test_half_days_impossible_days_and_openings_one_by_one(known: str, line: str, hours: str) -> None:
    heard = hear(line, from_text(known), SUNDAY)
    assert (to_text(heard.week) if heard.week else "") == hours or heard.changes == ("as noted before",)
