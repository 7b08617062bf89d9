from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseday.directory.rules.compiled import UnreadableHours, check_hours
from caseday.directory.rules.week import (
    ALWAYS,
    CLOSED,
    SpecialDay,
    WeekHours,
    checked_spans,
    from_text,
    say_week,
    to_text,
)

QUARTERS = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def spans(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    first, second, third, fourth = sorted(draw(st.lists(QUARTERS, min_size=4, max_size=4, unique=True)))
    return draw(
        st.sampled_from(
            [
                CLOSED,
                ALWAYS,
                ((first, fourth),),
                ((first, second), (third, fourth)),
                ((fourth, first + 1440),),
            ]
        )
    )


@st.composite
def specials(draw: st.DrawFn) -> SpecialDay:
    first = draw(st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31)))
    last = first + dt.timedelta(days=draw(st.integers(0, 20)))
    return SpecialDay(
        first, last, draw(spans()), draw(st.sampled_from(["", "early closing", "moved; new door"]))
    )


@given(
    st.tuples(*[st.none() | spans()] * 7),
    st.none() | spans(),
    st.lists(specials(), max_size=3).map(tuple),
)
@settings(max_examples=200, deadline=None)
def test_what_the_form_shows_comes_back_the_same(days: tuple, holidays: tuple | None, special: tuple) -> None:
    week = WeekHours(days, holidays, special)
    text = check_hours(to_text(week))
    back = from_text(text)
    assert back is not None
    if any(day is not None for day in days) or not (special or holidays is not None):
        assert back == week
    else:
        assert (back.on_holidays, back.special) == (holidays, special)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [("Mon–Sun", "not known")]),
        ("24/7", [("Mon–Sun", "all day")]),
        (
            "Mo-Fr 08:00-17:00; PH off",
            [("Mon–Fri", "8:00–17:00"), ("Sat–Sun", "closed"), ("Holidays", "closed")],
        ),
        ("08:00-18:00", [("Mon–Sun", "8:00–18:00")]),
        ("Fr-Mo 10:00-24:00", [("Mon", "10:00–24:00"), ("Tue–Thu", "closed"), ("Fri–Sun", "10:00–24:00")]),
        (
            'Mo-Su 08:00-12:00; 2026 Dec 24-2026 Dec 26 off "staff party"; 2026 Dec 31 08:00-10:00',
            [
                ("Mon–Sun", "8:00–12:00"),
                ("Dec 24, 2026 – Dec 26, 2026", "closed (staff party)"),
                ("Dec 31, 2026", "8:00–10:00"),
            ],
        ),
    ],
)
def test_hours_in_words(text: str, rows: list[tuple[str, str]]) -> None:
    week = from_text(text)
    assert week and say_week(week) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Mo[1] 08:00-12:00",
        "PH off; Mo-Fr 08:00-17:00",
        "2026 Dec 24 off; Mo-Fr 08:00-17:00",
        "Mo-Fr 08:00-09:00,10:00-11:00,12:00-13:00",
        "sunrise-sunset",
        "week 1-10 Mo 08:00-12:00",
        "Mo-Fr 08:00-17:00; 2026 Dec 24 unknown",
        "Mo-Fr 08:00-17:00; 2026 Feb 30 off",
        "Mo-Fr 08:00-17:00; 2026 Dec 24-2026 Dec 20 off",
        "Mo-Fr 10:00-12:00,09:00-11:00",
        "PH unknown",
        "Mo 08:75-09:00",
    ],
)
def test_what_the_form_cannot_show_is_left_as_text(text: str) -> None:
    assert from_text(text) is None


def test_impossible_times_are_refused() -> None:
    for wrong in (((600, 500),), ((0, 10), (20, 30), (40, 50)), ((100, 300), (200, 400)), ((-5, 10),)):
        with pytest.raises(ValueError):
            checked_spans(wrong)


def test_hours_that_are_no_hours_are_refused() -> None:
    for wrong in ("whenever", "Mo 25:99", "Mo-Fr 08:00-17:00; " * 80):
        with pytest.raises(UnreadableHours):
            check_hours(wrong)
    assert check_hours(" Mo-Fr 08:00-17:00 ;; ") == "Mo-Fr 08:00-17:00"
    assert check_hours('Mo 08:00-12:00 "a; b"; ') == 'Mo 08:00-12:00 "a; b"'
