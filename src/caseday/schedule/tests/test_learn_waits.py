from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.waits import DRIFTS, covered
from caseday.schedule.rules import StepKind, expected_wait, spans_of, usual_wait, waited_minutes

TEN = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def taps(*pairs):
    return [(kind, TEN + timedelta(minutes=minutes)) for kind, minutes in pairs]


DAY = taps(
    (StepKind.SET_OFF, -34),
    (StepKind.ARRIVED, -10),
    (StepKind.WAITING, 30),
    (StepKind.WITH_PROVIDER, 35),
    (StepKind.WAITING, 40),
    (StepKind.WITH_PROVIDER, 60),
    (StepKind.DONE, 90),
)


def test_taps_become_travel_waits_and_the_visit():
    assert [(span.kind, span.minutes) for span in spans_of(DAY)] == [
        ("travel", 24),
        ("visit", 40),
        ("wait", 5),
        ("visit", 5),
        ("wait", 20),
        ("visit", 30),
    ]


def test_going_straight_in_is_one_span_of_the_visit():
    spans = spans_of(taps((StepKind.ARRIVED, 0), (StepKind.WITH_PROVIDER, 5), (StepKind.DONE, 30)))
    assert [(span.kind, span.minutes) for span in spans] == [("visit", 30)]


def test_two_taps_at_one_moment_make_no_span():
    assert spans_of(taps((StepKind.ARRIVED, 0), (StepKind.WAITING, 0))) == []


def test_nothing_follows_from_being_done():
    assert spans_of(taps((StepKind.DONE, 0), (StepKind.DONE, 5))) == []


def test_all_waits_of_a_visit_add_up():
    assert waited_minutes(DAY) == 25
    assert waited_minutes(taps((StepKind.ARRIVED, 0), (StepKind.WITH_PROVIDER, 5))) == 0


def test_nobody_seen_teaches_nothing():
    assert waited_minutes(taps((StepKind.ARRIVED, 0), (StepKind.WAITING, 5))) is None


def test_an_office_never_waited_at_has_no_usual_wait():
    assert usual_wait([]) is None


def test_one_long_morning_is_not_a_habit():
    wait = usual_wait([120])
    assert wait.minutes < 60
    assert wait.words == f"usually about {wait.minutes} min (waited once)"


def test_many_waits_speak_for_themselves():
    wait = usual_wait([35, 30, 40] * 6)
    assert 32 <= wait.minutes <= 36
    assert wait.words.endswith("(waited 18 times)")


def test_only_recent_waits_count():
    assert usual_wait([10] * 40 + [200] * 50) == usual_wait([10] * 40)


def test_where_waits_grow_the_latest_weigh_more():
    grown = usual_wait([40] * 10 + [10] * 20)
    assert grown.minutes >= 35
    assert usual_wait([10] * 10 + [40] * 20).minutes <= 15


def test_eight_waits_of_ten_are_within_the_long_wait():
    wait = usual_wait([25, 5, 45, 15, 50, 10, 35, 20, 40, 30] * 4)
    assert 35 <= wait.long_minutes <= 50
    assert wait.long_minutes >= wait.minutes
    assert wait.long_words == f"8 times of 10 no more than {wait.long_minutes} min"


def test_waits_that_were_too_long_lately_are_caught_up_with():
    calm, lately = [10, 12, 8, 11] * 8, [30, 28, 33, 31, 29]
    assert usual_wait([*lately, *calm]).long_minutes >= 28


def test_a_new_office_is_expected_to_be_like_its_kind():
    surgeons = [50, 60, 70, 80] * 20
    first = expected_wait([], surgeons)
    assert 45 <= first.minutes <= 70
    assert first.long_minutes > first.minutes
    assert first.words == f"about {first.minutes} min, as at such offices (never waited there)"
    assert expected_wait([]).minutes == 15
    assert usual_wait([15], surgeons).minutes > usual_wait([15]).minutes


def test_a_kind_with_a_single_wait_is_like_any():
    assert abs(expected_wait([], [120]).minutes - expected_wait([]).minutes) <= 2


@pytest.mark.parametrize("drift", DRIFTS)
def test_the_long_wait_covers_eight_waits_of_ten_whatever_drifts(drift):
    """The target on the larger sets of `python -m bench.waits` is 75 to 85 %; this small one varies more."""
    assert 0.73 <= covered([7], drift, offices=25).share <= 0.87


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60), st.lists(st.integers(0, 300), max_size=60))
def test_it_lies_between_what_is_common_and_what_was_seen(minutes, of_kind):
    wait = usual_wait(minutes, of_kind)
    seen = [*minutes, *of_kind, 4, 54]
    assert min(seen) <= wait.minutes <= wait.long_minutes <= max(seen)
    assert wait.visits == min(len(minutes), 40)
