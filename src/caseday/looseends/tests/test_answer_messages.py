"""Who wrote and waits for an answer, words that may mean harm, what did not leave, and what is not filed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.actions import say_no_answer_needed, see_safety_flag
from caseday.correspondence.models import Message, Sending
from caseday.correspondence.tests.made import file_on, make_account, make_message
from caseday.kernel.ids import new_id
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.rules import inbox_waiting, message_unanswered
from caseday.looseends.rules.raising import RAISED_BY
from caseday.looseends.rules.ranking import LATE_CLOCK, SAFETY
from caseday.looseends.tests.seen import DAY, HOUR, ends_of, labels, only
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_followup

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Chicago")


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def wrote(case: Case, **fields: object) -> Message:
    """They wrote on this case, at eight unless said otherwise."""
    message = make_message(make_account(address=f"{new_id()}@example.com"), **fields)  # type: ignore[arg-type]
    file_on(message, case)
    return message


def test_who_wrote_waits_for_an_answer(case: Case, nora: Viewer) -> None:
    message = wrote(case, from_name="Rosa Alvarez", subject="", preview="Is the ride set?", channel="text")
    end = only(nora, "message_unanswered", MONDAY_8 + HOUR)
    assert (end.title, end.subject_id, end.chip) == ("Answer Rosa Alvarez", message.pk, "next")
    assert "“Is the ride set?”" in end.why
    assert labels(end) == ["Answer", "Call", "No answer needed"]


def test_it_ages_and_goes_when_it_is_said_that_none_is_needed(case: Case, nora: Viewer) -> None:
    message = wrote(case)
    young, old = (
        only(nora, "message_unanswered", MONDAY_8 + HOUR),
        only(nora, "message_unanswered", MONDAY_8 + 3 * DAY),
    )
    assert young.weight < LATE_CLOCK <= old.weight
    assert old.chip == "stop"
    say_no_answer_needed(actor=nora, now=MONDAY_8, message_id=message.pk)
    assert ends_of(nora, "message_unanswered") == []


def test_what_an_auto_reply_says_asks_for_nothing(case: Case, nora: Viewer) -> None:
    wrote(case, is_automatic=True)
    assert ends_of(nora, "message_unanswered", MONDAY_8 + HOUR) == []


def test_several_messages_of_a_conversation_are_one_end(case: Case, nora: Viewer) -> None:
    first = wrote(case)
    file_on(make_message(first.account, thread=first.thread, at=MONDAY_8 + HOUR), case)
    end = only(nora, "message_unanswered", MONDAY_8 + 2 * HOUR)
    assert end.why.startswith("2 messages, first ")
    assert end.subject_id == first.pk


@pytest.mark.parametrize(("minutes", "chip"), [(30, "next"), (5 * 60, "next"), (9 * 60, "stop")])
def test_the_longer_it_waits_the_more_it_weighs(minutes: int, chip: str) -> None:
    def end_of(minutes: int, *, words: str = "", is_client: bool = False) -> message_unanswered.LooseEnd:
        facts = message_unanswered.Facts(
            new_id(), "Rosa", "text", words, 1, minutes, "a while", MONDAY_8, new_id(), "Rosa A.", is_client
        )
        return message_unanswered.loose_ends([facts], now=MONDAY_8, zone=ZONE)[0]

    assert end_of(minutes).chip == chip
    assert end_of(minutes - 30).weight <= end_of(minutes).weight < end_of(minutes, is_client=True).weight
    assert end_of(minutes).why == "text"
    assert len(end_of(minutes, words="word " * 40).why) <= 72


def test_who_wrote_raises_what_is_open_on_their_case(case: Case, cast: Cast, nora: Viewer) -> None:
    other = make_case(cast.nora)
    mine, theirs = (
        make_activity(case, started_at=MONDAY_8 - DAY),
        make_activity(other, started_at=MONDAY_8 - DAY),
    )
    wrote(case)
    now = MONDAY_8 + timedelta(minutes=25)
    weights = {end.subject_id: end for end in ends_of(nora, "activity_without_note", now)}
    assert weights[mine.pk].weight == weights[theirs.pk].weight + RAISED_BY
    assert "they wrote 25 min ago" in weights[mine.pk].why
    later = {end.subject_id: end for end in ends_of(nora, "activity_without_note", MONDAY_8 + 3 * HOUR)}
    assert "they wrote 3 h ago" in later[mine.pk].why
    next_day = {end.subject_id: end for end in ends_of(nora, "activity_without_note", MONDAY_8 + DAY)}
    assert "wrote" not in next_day[mine.pk].why


def test_words_that_may_mean_harm_stand_on_top_until_somebody_read_them(case: Case, nora: Viewer) -> None:
    make_followup(case, due_on=(MONDAY_8 - 9 * DAY).date())
    message = wrote(case, safety_words="chest pain")
    top = loose_ends_for(nora, now=MONDAY_8 + HOUR).ends[0]
    assert (top.rule, top.subject_id, top.weight, top.chip) == ("message_flagged", message.pk, SAFETY, "stop")
    see_safety_flag(actor=nora, now=MONDAY_8, message_id=message.pk)
    seen = see_safety_flag(actor=nora, now=MONDAY_8 + HOUR, message_id=message.pk)
    assert (seen.safety_seen_at, seen.safety_seen_by_id) == (MONDAY_8, nora.staff_id)
    assert ends_of(nora, "message_flagged") == []


def test_a_flagged_message_in_the_inbox_is_read_by_whoever_works_on_cases(
    case: Case, nora: Viewer, olive: Viewer, adam: Viewer
) -> None:
    message = make_message(make_account(), safety_words="hurt myself")
    assert only(nora, "message_flagged").subject_id == only(olive, "message_flagged").subject_id == message.pk
    assert ends_of(adam, "message_flagged") == []
    see_safety_flag(actor=olive, now=MONDAY_8, message_id=message.pk)
    assert ends_of(nora, "message_flagged") == []


def test_a_flagged_message_on_two_cases_is_read_once(case: Case, cast: Cast, nora: Viewer) -> None:
    message = wrote(case, safety_words="chest pain")
    file_on(message, make_case(cast.nora))
    assert only(nora, "message_flagged").subject_id == message.pk


@pytest.mark.parametrize(
    ("state", "words"), [("failed", "not sent"), ("unsure", "not known whether it left")]
)
def test_what_did_not_leave_says_so(case: Case, cast: Cast, nora: Viewer, state: str, words: str) -> None:
    to = [{"address": "dana@example.org", "name": "Dana Whitfield", "as": "to"}]
    message = wrote(case, is_incoming=False, staff=cast.nora, recipients=to)
    Message.objects.filter(pk=message.pk).update(state="failed")
    trouble = "The address does not exist. Ask for another."
    Sending.objects.create(message=message, key=new_id(), not_before=MONDAY_8, state=state, trouble=trouble)
    end = only(nora, "message_not_sent")
    assert (end.title, end.why, end.chip_words) == ("Email to Dana Whitfield", trouble, words)
    assert end.case_id == case.pk


def test_what_is_not_filed_for_a_working_day_is_one_end(nora: Viewer) -> None:
    account = make_account()
    make_message(account, at=MONDAY_8 - timedelta(hours=2))
    assert ends_of(nora, "inbox_waiting") == []
    for hours in (80, 90):
        make_message(account, at=MONDAY_8 - timedelta(hours=hours))
    end = only(nora, "inbox_waiting")
    assert (end.subject_id, end.why) == (nora.staff_id, "3 messages, the oldest for 3 days")


def test_a_working_day_before_monday_is_friday() -> None:
    monday = datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert inbox_waiting.a_working_day_before(monday, ZONE) == monday - timedelta(days=3)
    one = inbox_waiting.Facts(new_id(), 1, monday - 4 * DAY)
    assert inbox_waiting.loose_ends([one], now=monday, zone=ZONE)[0].why == "1 message, the oldest for 4 days"


def test_all_of_it_costs_two_queries(
    case: Case, nora: Viewer, django_assert_max_num_queries: Callable
) -> None:
    for number in range(20):
        wrote(case, at=MONDAY_8 - number * HOUR, safety_words="chest pain" if number % 3 else "")
        make_message(make_account(address=f"{number}@example.com"), at=MONDAY_8 - 9 * DAY)
    loose_ends_for(nora, now=MONDAY_8)
    with django_assert_max_num_queries(20):
        assert loose_ends_for(nora, now=MONDAY_8).of("message_unanswered")
