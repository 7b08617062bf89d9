"""Answers of calendars: heard from who was invited and answers for themselves, the later one holds, the rest waits."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer, system_viewer
from caseday.correspondence.actions import take_in
from caseday.correspondence.mail.calendar_answers import answers_in
from caseday.correspondence.mail.parsing import Where, parse
from caseday.correspondence.models import Message
from caseday.correspondence.queries.invitations import proposed_in
from caseday.correspondence.rules.incoming import CalendarAnswer
from caseday.kernel.ids import new_id
from caseday.meetings.actions import change_meeting, invite
from caseday.meetings.models import Participant, TeamMeeting
from caseday.meetings.rules.answers import answer_of, chosen_of, is_later, meeting_of_uid
from caseday.meetings.tests import replies
from caseday.meetings.tests.made import AT_10, DANA, dana, make_meeting, make_team_case, plan, rosa
from caseday.testing.make import MONDAY_8

SYSTEM = system_viewer("Mail")
AT = MONDAY_8 + timedelta(minutes=30)
_numbers = itertools.count(1)
Come = Callable[..., Message]


@pytest.fixture
def case(cast: Any, settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_team_case(cast)


@pytest.fixture
def meeting(nora: Viewer, case: Any) -> TeamMeeting:
    meeting = make_meeting(nora, case)
    told(nora, meeting)
    return meeting


def told(nora: Viewer, meeting: TeamMeeting) -> None:
    everybody = list(meeting.participants.values_list("pk", flat=True))
    invite(actor=nora, now=MONDAY_8, meeting_id=meeting.pk, participant_ids=everybody)


@pytest.fixture
def come(tmp_path: Path) -> Come:
    def coming(shape: str, uid: object, *, now: datetime = AT, **values: Any) -> Message:
        number = next(_numbers)
        raw = tmp_path / f"raw{number}"
        raw.write_bytes(replies.mail(shape, uid=f"{uid}", number=number, **values))
        where = Where(now, ZoneInfo("America/Chicago"))
        incoming = parse(raw, where, lambda: tmp_path / f"file{next(_numbers)}")
        return take_in(actor=SYSTEM, now=now, incoming=incoming)

    return coming


def of_dana(meeting: TeamMeeting) -> Participant:
    return meeting.participants.get(email=DANA)


def uid(meeting: TeamMeeting) -> str:
    return f"{meeting.pk}@caseday"


@pytest.mark.django_db
@pytest.mark.parametrize("shape", replies.SHAPES.values(), ids=list(replies.SHAPES))
@pytest.mark.parametrize(("said", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")])  # fmt: skip
def test_an_answer_is_that_of_who_was_invited(
    meeting: TeamMeeting, come: Come, shape: str, said: str, answer: str
) -> None:
    message = come(shape, uid(meeting), said=said)
    one = of_dana(meeting)
    assert (one.answer, one.answer_message_id, one.answer_sequence) == (answer, message.pk, 0)
    assert one.answered_at == datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
    assert one.answer_comment == ("Will be ten minutes late" if shape is replies.OUTLOOK else "")
    assert meeting.participants.get(role="client").answer == ""
    event = next(e for e in events_of_chain(meeting.case_id) if e.verb == "meeting_answered")
    assert "Dana Whitfield" in event.summary and event.happened_at == one.answered_at


@pytest.mark.django_db
def test_another_time_is_asked_for_and_an_answer_after_it_takes_it_back(
    meeting: TeamMeeting, come: Come, nora: Viewer, nora_client: Client
) -> None:
    message = come(replies.OUTLOOK_COUNTER, uid(meeting), said="TENTATIVE")
    one = of_dana(meeting)
    assert one.answer == "another_time" and one.asks_for_at == datetime(2026, 3, 3, 20, tzinfo=UTC)
    assert proposed_in(SYSTEM, message.pk) == []
    page = nora_client.get(f"/meetings/{meeting.pk}").content.decode()
    assert "asks for another time" in page and f"/meetings/{meeting.pk}/change" in page
    come(replies.APPLE, uid(meeting), stamp="20260302T142000Z")
    one = of_dana(meeting)
    assert (one.answer, one.asks_for_at, one.asks_until_at) == ("accepted", None, None)
    assert "comes" in nora_client.get(f"/meetings/{meeting.pk}").content.decode()


@pytest.mark.django_db
def test_the_later_answer_holds_in_whatever_order_they_come(meeting: TeamMeeting, come: Come) -> None:
    come(replies.GMAIL, uid(meeting), said="DECLINED", stamp="20260302T141800Z")
    come(replies.GMAIL, uid(meeting), said="ACCEPTED", stamp="20260302T141500Z")
    assert of_dana(meeting).answer == "declined"
    again = come(replies.GMAIL, uid(meeting), said="DECLINED", stamp="20260302T141800Z")
    assert of_dana(meeting).answer_message_id != again.pk


@pytest.mark.django_db
def test_an_answer_to_the_earlier_invitation_says_so_and_gives_way(
    meeting: TeamMeeting, come: Come, nora: Viewer, nora_client: Client
) -> None:
    come(replies.GMAIL, uid(meeting), sequence=0)
    change_meeting(actor=nora, now=MONDAY_8, meeting_id=meeting.pk, plan=plan(AT_10 + timedelta(days=1)))
    told(nora, meeting)
    assert "to the earlier invitation" in nora_client.get(f"/meetings/{meeting.pk}").content.decode()
    come(replies.OUTLOOK, uid(meeting), said="DECLINED", sequence=1, stamp="20260302T141000Z")
    come(replies.GMAIL, uid(meeting), said="TENTATIVE", sequence=0, stamp="20260302T141900Z")
    assert of_dana(meeting).answer == "declined"


@pytest.mark.django_db
def test_an_answer_to_what_was_never_sent_keeps_no_later_one_out(meeting: TeamMeeting, come: Come) -> None:
    come(replies.GMAIL, uid(meeting), sequence=99_999, stamp="20990101T000000Z")
    one = of_dana(meeting)
    assert (one.answer_sequence, one.answered_at) == (0, AT)
    hour_later = AT + timedelta(hours=1)
    come(replies.APPLE, uid(meeting), said="DECLINED", stamp="20260302T150000Z", now=hour_later)
    assert of_dana(meeting).answer == "declined"
    come(replies.BARE, uid(meeting), said="ACCEPTED", now=hour_later)
    assert of_dana(meeting).answer == "declined"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forged",
    [
        {"uid": f"{new_id()}@caseday"},
        {"uid": "040000008200E00074C5B7101A82E008@outlook"},
        {"uid": "x@caseday"},
        {"who": "mallory@example.org"},
        {"sender": "mallory@example.org"},
        {"said": "NEEDS-ACTION"},
        {"said": "DELEGATED"},
        {"shape": replies.GMAIL.replace("METHOD:REPLY", "METHOD:REQUEST")},
        {"shape": "no calendar {uid}{who}{said}{sequence}{stamp}"},
    ],
)
def test_what_is_forged_changes_nothing_and_waits_in_the_inbox(
    meeting: TeamMeeting, come: Come, forged: dict[str, Any]
) -> None:
    given = {"shape": replies.GMAIL, "uid": uid(meeting), **forged}
    before = list(meeting.participants.values())
    message = come(given.pop("shape"), given.pop("uid"), **given)
    assert list(meeting.participants.values()) == before and message.pk
    assert not [e for e in events_of_chain(meeting.case_id) if e.verb == "meeting_answered"]


@pytest.mark.django_db
def test_who_was_not_told_yet_cannot_have_answered(nora: Viewer, case: Any, come: Come) -> None:
    meeting = make_meeting(nora, case)
    come(replies.GMAIL, uid(meeting))
    assert of_dana(meeting).answer == ""


@pytest.mark.django_db
def test_of_two_at_one_address_the_name_says_who(nora: Viewer, case: Any, come: Come) -> None:
    people = (rosa(case), dana(), replace(dana(), name="Lee Whitfield"))
    meeting = make_meeting(nora, case, people=people)
    told(nora, meeting)
    come(replies.GMAIL, uid(meeting))
    come(replies.BARE, uid(meeting), said="DECLINED")
    said = dict(meeting.participants.values_list("name", "answer"))
    assert (said["Dana Whitfield"], said["Lee Whitfield"]) == ("accepted", "")


def test_calendars_made_to_do_harm_are_read_as_nothing() -> None:
    zone = ZoneInfo("UTC")
    for data in (
        b"",
        b"x" * 600_000,
        b"BEGIN:VCALENDAR",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
    ):
        assert answers_in(data, "", zone) == ()
    odd = replies.BARE.format(uid="u", who="a@x.org", said="ACCEPTED").replace(
        "UID:u", "UID:u\nSEQUENCE:minus\nDTSTAMP:99990101T000000Z\nDTSTART:soon\nCOMMENT:a\nCOMMENT:b"
    )
    for one in answers_in(odd.encode(), "", zone):
        assert (one.sequence, one.stamped_at, one.starts_at) == (0, None, None)
    nobody = odd.replace("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.org\n", "")
    assert answers_in(nobody.encode(), "", zone) == ()


@given(st.binary(max_size=300), st.sampled_from(list(replies.SHAPES.values())))
def test_no_bytes_make_it_raise(noise: bytes, shape: str) -> None:
    whole = shape.format(
        uid="u", who="a@x.org", said="ACCEPTED", sequence=1, stamp="20260302T141500Z"
    ).encode()
    place = len(noise) * 7 % len(whole)
    for data in (noise, whole[:place] + noise + whole[place:]):
        assert isinstance(answers_in(data, "utf-8", ZoneInfo("UTC")), tuple)


_answers = st.builds(
    CalendarAnswer,
    uid=st.just("u"),
    method=st.sampled_from(["REPLY", "COUNTER"]),
    attendee=st.just("a@x.org"),
    said=st.sampled_from(["ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION", "X"]),
    sequence=st.integers(0, 5),
    stamped_at=st.none() | st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 3), timezones=st.just(UTC)),
    starts_at=st.none() | st.just(AT_10) | st.just(AT_10 + timedelta(days=1)),
)


@given(st.lists(_answers, max_size=6), st.integers(0, 3), st.randoms())
def test_what_holds_does_not_depend_on_the_order(
    given_answers: list[CalendarAnswer], sequence: int, random: Any
) -> None:
    def held(answers: list[CalendarAnswer]) -> tuple[int, datetime] | None:
        last = None
        for one in answers:
            answer = answer_of(one, sequence=sequence, starts_at=AT_10, sent_at=AT, now=AT)
            if answer and is_later(answer, last):
                assert answer.sequence <= sequence and answer.answered_at <= AT
                last = (answer.sequence, answer.answered_at)
        return last

    mixed = list(given_answers)
    random.shuffle(mixed)
    assert held(given_answers) == held(mixed)


def test_nobody_answers_for_somebody_else() -> None:
    one = CalendarAnswer("u", "REPLY", "a@x.org")
    assert chosen_of([CalendarAnswer("u", "REPLY", ""), one], "A@x.org") is one
    assert chosen_of([one], "b@x.org") is None and chosen_of([], "") is None
    assert meeting_of_uid("nothing@caseday") is None and meeting_of_uid(f"{new_id()}") is None
