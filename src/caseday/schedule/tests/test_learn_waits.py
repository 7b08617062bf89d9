from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseday.schedule.rules import StepKind, spans_of, usual_wait, waited_minutes

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
    assert usual_wait([10] * 20 + [200] * 50) == usual_wait([10] * 20)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_it_lies_between_the_common_wait_and_what_was_seen(minutes):
    wait = usual_wait(minutes)
    assert min([*minutes, 18]) - 1 <= wait.minutes <= max([*minutes, 18]) + 1
