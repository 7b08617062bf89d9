"""Who waits for an answer, for how long, and what answers them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence import actions
from caseday.correspondence.models import Filing, Message
from caseday.correspondence.queries.unanswered import unanswered_for, unanswered_on_case
from caseday.correspondence.rules.unanswered import waiting_minutes, waiting_words
from caseday.correspondence.tests.made import file_on, make_message
from caseday.kernel.errors import Refused
from caseday.programs.rules import WorkCalendar
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_activity, make_case, make_office

AUSTIN = WorkCalendar(zone=ZoneInfo("America/Chicago"))
FRIDAY_16 = datetime(2026, 2, 27, 22, 0, tzinfo=UTC)


def filed(case: Case, at: datetime, **fields: object) -> Message:
    message = make_message(at=at, **fields)
    file_on(message, case)
    return message


def test_only_open_hours_count() -> None:
    assert waiting_minutes(FRIDAY_16, datetime(2026, 3, 2, 15, 0, tzinfo=UTC), AUSTIN) == 120
    assert (
        waiting_minutes(
            datetime(2026, 2, 28, 18, 0, tzinfo=UTC), datetime(2026, 3, 1, 18, 0, tzinfo=UTC), AUSTIN
        )
        == 0
    )
    assert waiting_minutes(FRIDAY_16, FRIDAY_16 - timedelta(hours=1), AUSTIN) == 0


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_waiting_never_gets_shorter_and_never_exceeds_the_clock(first: int, more: int) -> None:
    early = waiting_minutes(FRIDAY_16, FRIDAY_16 + timedelta(minutes=first), AUSTIN)
    late = waiting_minutes(FRIDAY_16, FRIDAY_16 + timedelta(minutes=first + more), AUSTIN)
    assert early <= late <= first + more


def test_what_waits_for_years_is_counted_only_so_far() -> None:
    assert waiting_minutes(datetime(1990, 1, 1, tzinfo=UTC), FRIDAY_16, AUSTIN) < 130 * 9 * 60


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (59, "59 minutes"), (60, "1 working hour"), (300, "5 working hours"),
     (540, "1 working day"), (1200, "2 working days")],
)  # fmt: skip
def test_waiting_is_said_in_words(minutes: int, words: str) -> None:
    assert waiting_words(minutes) == words


@pytest.mark.django_db
class TestWaiting:
    def test_a_thread_waits_from_its_first_unanswered_message(
        self, cast: Cast, nora: Viewer, now: datetime
    ) -> None:
        case = make_case(cast.nora)
        first = filed(case, FRIDAY_16)
        filed(case, now, thread=first.thread, safety_words="chest pain")
        (one,) = unanswered_for(nora, [cast.nora.pk], now + timedelta(hours=1))
        assert (one.message_id, one.count, one.minutes) == (first.pk, 2, 120)
        assert one.safety_words == "chest pain" and one.case_number == case.number
        assert unanswered_on_case(nora, case.pk, now) and not unanswered_for(nora, [cast.carl.pk], now)

    def test_cases_outside_sight_wait_for_others(
        self, cast: Cast, olive: Viewer, audrey: Viewer, now: datetime
    ) -> None:
        case = make_case(cast.nora)
        filed(case, FRIDAY_16)
        assert unanswered_for(olive, [cast.nora.pk], now) == []
        assert len(unanswered_for(audrey, [cast.nora.pk], now)) == 1

    def test_automatic_and_waiting_and_outgoing_ones_ask_for_nothing(
        self, cast: Cast, nora: Viewer, now: datetime
    ) -> None:
        case = make_case(cast.nora)
        filed(case, now, is_automatic=True)
        filed(case, now, is_incoming=False)
        make_message()
        assert unanswered_for(nora, [cast.nora.pk], now) == []

    def test_the_cost_does_not_grow_with_what_was_answered(
        self, cast: Cast, nora: Viewer, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        case = make_case(cast.nora)
        for hours in range(8):
            filed(case, now - timedelta(hours=hours), answered_at=now if hours % 2 else None)
        with django_assert_num_queries(1):
            assert len(unanswered_for(nora, [cast.nora.pk], now)) == 4

    def test_a_call_that_reached_the_sender_later_answers(
        self, cast: Cast, nora: Viewer, now: datetime
    ) -> None:
        case, office = make_case(cast.nora), make_office()
        filed(case, now - timedelta(hours=2), office=office)
        make_activity(case, started_at=now - timedelta(hours=1), office=office, result="no_answer")
        make_activity(case, started_at=now - timedelta(hours=3), office=office)
        make_activity(case, started_at=now - timedelta(hours=1))
        assert len(unanswered_for(nora, [cast.nora.pk], now)) == 1
        make_activity(case, started_at=now - timedelta(hours=1), office=office)
        assert unanswered_for(nora, [cast.nora.pk], now) == []


@pytest.mark.django_db
class TestAnswering:
    def test_a_reply_answers_what_came_before_it(self, cast: Cast, nora: Viewer, now: datetime) -> None:
        case = make_case(cast.nora)
        first = filed(case, now - timedelta(hours=2))
        filed(case, now - timedelta(hours=1), thread=first.thread)
        later = filed(case, now + timedelta(hours=1), thread=first.thread)
        count = actions.answered_by_reply(actor=nora, now=now, thread_id=first.thread_id, before=now)
        first.refresh_from_db()
        later.refresh_from_db()
        assert count == 2 and first.answered_how == "message" and first.answered_by == cast.nora
        assert later.answered_at is None
        assert actions.answered_by_reply(actor=nora, now=now, thread_id=first.thread_id, before=now) == 0

    def test_a_call_answers_on_its_case_only(self, cast: Cast, nora: Viewer, now: datetime) -> None:
        case, other, office = make_case(cast.nora), make_case(cast.nora), make_office()
        here, there = filed(case, now, office=office), filed(other, now, office=office)
        count = actions.answered_by_call(actor=nora, now=now, case_id=case.pk, at=now, office_id=office.pk)
        here.refresh_from_db()
        there.refresh_from_db()
        assert (count, here.answered_how, there.answered_at) == (1, "call", None)
        assert actions.answered_by_call(actor=nora, now=now, case_id=case.pk, at=now) == 0

    def test_no_answer_needed_with_one_tap_and_back(self, cast: Cast, nora: Viewer, now: datetime) -> None:
        case = make_case(cast.nora)
        first = filed(case, now - timedelta(hours=1))
        second = filed(case, now, thread=first.thread)
        assert actions.say_no_answer_needed(actor=nora, now=now, message_id=second.pk) == 2
        assert unanswered_for(nora, [cast.nora.pk], now) == []
        assert actions.take_back_answer(actor=nora, now=now, message_id=first.pk) == 2
        assert actions.take_back_answer(actor=nora, now=now, message_id=first.pk) == 0
        assert unanswered_for(nora, [cast.nora.pk], now)[0].count == 2

    def test_each_case_has_an_event_and_unfiled_ones_the_agency(
        self, cast: Cast, nora: Viewer, now: datetime
    ) -> None:
        from caseday.access.models import CaseEvent

        one = filed(make_case(cast.nora), now)
        make_message(thread=one.thread)
        actions.say_no_answer_needed(actor=nora, now=now, message_id=one.pk)
        assert set(CaseEvent.objects.values_list("chain_kind", flat=True)) == {"case", "agency"}

    def test_an_auditor_says_nothing(self, cast: Cast, audrey: Viewer, now: datetime) -> None:
        message = filed(make_case(cast.nora), now)
        with pytest.raises(Refused):
            actions.say_no_answer_needed(actor=audrey, now=now, message_id=message.pk)
        with pytest.raises(Refused):
            actions.take_back_answer(actor=audrey, now=now, message_id=message.pk)
        assert Filing.objects.count() == 1
