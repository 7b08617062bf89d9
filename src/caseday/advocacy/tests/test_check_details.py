"""What is written about a decision or an effort is checked, every problem at once and in words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.advocacy.rules import (
    WORDS,
    MatterDetails,
    OptionDetails,
    QuestionDetails,
    count_efforts,
    period_of,
    periods_back,
    require_sound_decision,
    require_sound_effort,
    words_in,
)
from caseday.advocacy.tests.made import asked, details
from caseday.kernel.errors import Invalid

TODAY = date(2026, 3, 2)
GROUNDS = ["law", "need"]
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def problems(**fields: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        require_sound_decision(details(**fields))
    return caught.value.problems


def test_a_whole_decision_is_sound() -> None:
    require_sound_decision(details())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "  "),
        ("options", tuple(OptionDetails(str(one)) for one in range(7))),
        ("options", (OptionDetails(" ", pros="Something"),)),
        ("matters", (MatterDetails("", "a lot"),)),
        ("matters", tuple(MatterDetails(str(one)) for one in range(9))),
        ("questions", (QuestionDetails(" ", "Dr. Farouk"),)),
    ],
)
def test_what_lacks_is_said_at_its_field(field: str, value: object) -> None:
    assert field in problems(**{field: value})


def test_an_unknown_fit_and_an_endless_text_are_refused() -> None:
    option, matter = details().options[0], details().matters[0]
    assert "matters" in problems(fits={(option.id, matter.id): "best"})
    assert "longer" in problems(options=(replace(option, pros="x" * 2001),))[""]


@pytest.mark.parametrize(
    ("field", "value"),
    [("asked", " "), ("whom", ""), ("asked_on", date(2026, 3, 3)), ("ground", "because")],
)
def test_an_effort_says_what_lacks(field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        require_sound_effort(asked(**{field: value}), today=TODAY, grounds=GROUNDS)
    assert list(caught.value.problems) == [field]


def test_a_sound_effort_passes() -> None:
    require_sound_effort(asked(), today=TODAY, grounds=GROUNDS)


def test_both_languages_say_everything() -> None:
    english, spanish = WORDS["en"], WORDS["es"]
    same = [name for name in vars(english) if getattr(english, name) == getattr(spanish, name)]
    assert same == ["against", "not_said"]
    assert words_in("es-MX") is spanish and words_in("fr") is english and words_in("") is english


def test_a_client_counts_once_a_period() -> None:
    march, february = period_of(date(2026, 3, 9)), period_of(date(2026, 2, 9))
    rows = [
        (date(2026, 3, 1), "granted", "Rosa"),
        (date(2026, 3, 31), "refused", "Rosa"),
        (date(2026, 2, 28), "open", "Luis"),
        (date(2026, 1, 31), "open", "Luis"),
    ]
    found = count_efforts(rows, [march, february])
    assert found[0].by_outcome == {"granted": 1, "refused": 1} and found[0].clients == 1
    assert found[0].granted_percent == 50 and found[1].granted_percent is None
    assert (found[1].total, found[1].clients) == (1, 1)


def test_periods_are_said_in_words() -> None:
    assert period_of(date(2026, 3, 9)).words == "March 2026"
    assert period_of(date(2026, 3, 9), 3).words == "January to March 2026"
    odd = replace(period_of(date(2026, 3, 9)), first=date(2026, 3, 5))
    assert odd.words == "Mar 5 to Mar 31, 2026"


@given(day=DAYS, months=st.sampled_from([1, 3, 12]), count=st.integers(1, 30))
def test_periods_follow_each_other_without_gap(day: date, months: int, count: int) -> None:
    found = periods_back(day, months=months, count=count)
    assert len(found) == count and found[0].holds(day)
    for later, earlier in zip(found, found[1:], strict=False):
        assert (later.first - earlier.last).days == 1
