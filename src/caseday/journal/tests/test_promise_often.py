"""A line that says how often makes a chase; one that only sounds like it does not."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.viewer import Viewer
from caseday.followups.models import FollowUp
from caseday.journal.actions import capture_line
from caseday.journal.rules.capture import Candidates, understand
from caseday.journal.rules.capture.rhythms import find_rhythm
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("America/Chicago"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("over the next one to two weeks", ("window", 1, 7, 14)),
        ("over one to two weeks", ("window", 1, 7, 14)),
        ("in 1-2 wks", ("window", 1, 7, 14)),
        ("over the next two weeks", ("window", 1, 0, 14)),
        ("over the next couple of weeks", ("window", 1, 0, 14)),
        ("over the next week", ("window", 1, 0, 7)),
        ("in 10 to 14 days", ("window", 1, 10, 14)),
        ("daily", ("daily", 1, 0, 0)),
        ("every working day", ("daily", 1, 0, 0)),
        ("every day until the report is here", ("daily", 1, 0, 0)),
        ("every 1 day", ("daily", 1, 0, 0)),
        ("every 3 days", ("every_n", 3, 0, 0)),
        ("every other day", ("every_n", 2, 0, 0)),
        ("every two weeks", ("every_n", 10, 0, 0)),
        ("every 1 week", ("weekly", 1, 0, 0)),
        ("weekly", ("weekly", 1, 0, 0)),
        ("once a week", ("weekly", 1, 0, 0)),
    ],
)
def test_a_rhythm_is_read(text: str, said: tuple[str, int, int, int]) -> None:
    found = find_rhythm(f"follow up {text}")
    assert found is not None
    assert (found.cadence, found.every_days, found.from_days, found.until_days) == said


@pytest.mark.parametrize(
    "text",
    [
        "in two weeks",
        "for the next 3 days",
        "the daily report",
        "every 0 days",
        "every 90 days",
        "2 to 1 weeks",
        "in 3 to 90 weeks",
        "over 90 months",
        "over 2 to 2 weeks",
        "tomorrow",
    ],
)
def test_what_only_sounds_like_a_rhythm_is_none(text: str) -> None:
    assert find_rhythm(f"call {text}") is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = find_rhythm(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


def promise_of(line: str):
    return understand(line, now_local=NOW, candidates=Candidates()).promises[-1]


def test_the_words_that_say_how_often_leave_the_text() -> None:
    promise = promise_of("Referral was put in today, follow up with office over the next one to two weeks")
    assert (promise.text, promise.often) == ("follow up with office", "over the next one to two weeks")
    assert (promise.due_at, promise.has_time, promise.by_them) == (None, False, False)


def test_a_first_and_a_last_day_are_read_with_it() -> None:
    starting = promise_of("call pharmacy daily starting Thursday")
    assert starting.due_at.date() == date(2026, 3, 5)
    assert starting.text == "call pharmacy"
    lasting = promise_of("call pharmacy daily until Friday 3pm")
    assert (lasting.last_on, lasting.due_at) == (date(2026, 3, 6), None)
    beside = promise_of("call pharmacy every 3 days about the visit of Friday")
    assert (beside.last_on, beside.due_at, beside.rhythm.cadence) == (None, None, "every_n")


def test_what_others_do_often_is_no_chase() -> None:
    said = understand("pt takes ibuprofen daily, goes to PT weekly", now_local=NOW, candidates=Candidates())
    assert said.promises == ()


@pytest.mark.django_db
def test_a_captured_line_sets_the_chase_at_once(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    line = "met physician 20 min, transfer of care put in today, follow up over one to two weeks"
    capture_line(actor=nora, now=MONDAY_8, line=line, case_id=case.pk)
    chase = FollowUp.objects.get()
    assert (chase.cadence, chase.due_on, chase.window_until) == (
        "window", date(2026, 3, 9), date(2026, 3, 16),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "cadence", "due_on", "last_on"),
    [
        ("call pharmacy daily", "daily", date(2026, 3, 3), None),
        ("call pharmacy daily starting Thursday", "daily", date(2026, 3, 5), None),
        ("call pharmacy every 3 days until 3/20", "every_n", date(2026, 3, 5), date(2026, 3, 20)),
        ("call pharmacy daily until 3/20/2099", "daily", date(2026, 3, 3), None),
    ],
)
def test_a_captured_line_keeps_first_and_last_day(
    cast: Cast, nora: Viewer, line: str, cadence: str, due_on: date, last_on: date | None
) -> None:
    case = make_case(cast.nora)
    capture_line(actor=nora, now=MONDAY_8, line=line, case_id=case.pk)
    chase = FollowUp.objects.get()
    assert (chase.cadence, chase.due_on, chase.window_until) == (cadence, due_on, last_on)
    assert chase.promised_at - MONDAY_8 == timedelta(0)
