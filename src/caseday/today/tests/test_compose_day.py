"""The day as a line, what to do now, the call list: plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.kernel.ids import new_id
from caseday.today.rules import (
    Button,
    Call,
    Callee,
    Event,
    Happened,
    NowCard,
    Row,
    Situation,
    Stop,
    TimedTodo,
    call_list,
    came_in,
    counted_words,
    day_line,
    what_now,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
OPENS, CLOSES = NOON - 4 * HOUR, NOON + 5 * HOUR


def make_stop(at: datetime = NOON + HOUR, **fields: object) -> Stop:
    stop = Stop(new_id(), "Orthopedic follow-up", at, at + HOUR)
    return replace(stop, **fields)  # type: ignore[arg-type]


def driven(at: datetime = NOON + HOUR, minutes: int = 24, **fields: object) -> Stop:
    leave, arrive = at - (minutes + 10) * MINUTE, at - 10 * MINUTE
    return make_stop(at, leave_at=leave, arrive_at=arrive, drive_minutes=minutes, **fields)


def line(*stops: Stop, now: datetime = NOON, **given_: object) -> list[Row]:
    return day_line(stops, now=now, opens=OPENS, closes=CLOSES, **given_)  # type: ignore[arg-type]


def kinds(rows: list[Row]) -> list[str]:
    return [row.kind for row in rows]


def test_the_line_shows_free_time_the_drive_and_the_visit() -> None:
    rows = line(driven(NOON + 2 * HOUR))
    assert kinds(rows) == ["now", "gap", "drive", "stop", "gap"]
    assert (rows[1].minutes, rows[2].minutes, rows[4].minutes) == (86, 24, 120)


def test_a_visit_that_has_begun_is_not_left_for() -> None:
    assert "drive" not in kinds(line(driven(NOON - 10 * MINUTE)))
    assert [row.is_late for row in line(driven(NOON + 20 * MINUTE)) if row.kind == "drive"] == [True]


def test_what_is_over_stands_above_the_present_and_is_grey() -> None:
    rows = line(make_stop(NOON - 2 * HOUR, state="done"), make_stop(NOON - 3 * HOUR, state="no_show"))
    assert kinds(rows) == ["stop", "stop", "now", "gap"]
    assert all(row.is_past for row in rows[:2])


def test_one_that_nobody_ended_is_past_once_its_time_is_over() -> None:
    assert [row.is_past for row in line(make_stop(NOON - 2 * HOUR)) if row.kind == "stop"] == [True]


def test_what_takes_none_of_the_workers_time_leaves_it_free() -> None:
    rows = line(make_stop(needs_worker=False), make_stop(NOON + 2 * HOUR, state="cancelled"))
    assert [row.minutes for row in rows if row.kind == "gap"] == [300]


def test_a_visit_that_lasts_on_leaves_no_gap_inside_it() -> None:
    now = NOON + 90 * MINUTE
    rows = line(make_stop(state="with_provider"), make_stop(now + 10 * MINUTE), now=now)
    assert [row.minutes for row in rows if row.kind == "gap"] == [140]


def test_all_day_entries_do_not_stand_on_the_line() -> None:
    assert kinds(line(make_stop(is_all_day=True))) == ["now", "gap"]


def test_another_day_has_no_present_moment() -> None:
    assert kinds(line(now=NOON - 24 * HOUR)) == ["gap"]
    assert kinds(line(now=NOON + 24 * HOUR)) == []


def test_calls_between_two_appointments_stand_in_one_row() -> None:
    stop = make_stop(NOON - HOUR, state="done")
    happened = [
        Happened(new_id(), NOON - 3 * HOUR, "Call", "Lakeside Imaging", is_open=True),
        Happened(new_id(), NOON - 2 * HOUR, "Call"),
        Happened(new_id(), NOON - 2 * HOUR, "Paperwork"),
        Happened(new_id(), NOON - HOUR, "Visit", appointment_id=stop.id),
        Happened(new_id(), NOON - 20 * MINUTE, "Message", "Rosa"),
        ]  # fmt: skip
    rows = [row for row in line(stop, happened=happened) if row.kind == "happened"]
    assert [(row.words, row.open_notes) for row in rows] == [("2 × call, Paperwork", 1), ("Message, Rosa", 0)]


def test_a_to_do_with_an_hour_stands_at_it_and_turns_late() -> None:
    todos = [TimedTodo(new_id(), "Call back", NOON - MINUTE), TimedTodo(new_id(), "Send", NOON + HOUR)]
    rows = [row for row in line(todos=todos) if row.kind == "todo"]
    assert [row.is_late for row in rows] == [True, False]
    assert rows[0].minutes == 0


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 300), st.booleans()), max_size=12))
def test_the_line_is_in_order_and_gaps_never_overlap_a_stop(planned: list[tuple[int, int, bool]]) -> None:
    midnight = NOON - 12 * HOUR
    stops = [
        replace(
            make_stop(midnight + start * MINUTE, needs_worker=needed),
            ends_at=midnight + (start + long) * MINUTE,
        )
        for start, long, needed in planned
    ]
    rows = line(*stops)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    for gap in (row for row in rows if row.kind == "gap"):
        assert gap.until and gap.minutes >= 20
        mine = [one for one in stops if one.needs_worker]
        assert not any(one.starts_at < gap.until and one.ends_at > gap.at for one in mine)


def now_card(*stops: Stop, now: datetime = NOON, **fields: object) -> NowCard:
    return what_now(Situation(stops, **fields), now=now)  # type: ignore[arg-type]


def test_who_is_in_the_waiting_room_is_shown_the_calls_that_fit() -> None:
    stop = make_stop(state="waiting", waiting_since=NOON - 5 * MINUTE, usual_wait_minutes=35)
    card = now_card(stop, open_calls=2, top_title="Late", top_is_late=True)
    assert (card.headline, card.since) == ("Waiting", NOON - 5 * MINUTE)
    assert card.why == "They usually keep you 35 min. 2 calls can be made meanwhile."
    assert [one.label for one in card.buttons] == ["Go on with the visit", "Calls meanwhile"]


@pytest.mark.parametrize(
    ("state", "headline"), [("arrived", "Arrived"), ("with_provider", "With the provider")]
)
def test_a_visit_under_way_comes_before_everything(state: str, headline: str) -> None:
    assert now_card(make_stop(state=state)).headline == headline


def test_within_ten_minutes_of_leaving_nothing_else_comes_first() -> None:
    stop = driven(NOON + 40 * MINUTE)
    card = now_card(
        stop, top_title="Late", top_is_late=True, unwritten_earlier=2, oldest_unwritten_id=new_id()
    )
    assert (card.headline, card.leave_at, card.tone) == ("Leave by", stop.leave_at, "next")
    assert card.buttons[0].post == (("kind", "set_off"),)


def test_who_should_have_left_is_told_to_leave_now() -> None:
    card = now_card(driven(NOON + 30 * MINUTE))
    assert (card.headline, card.tone, card.leave_at) == ("Leave now", "stop", None)


def test_after_its_beginning_nobody_is_told_to_leave_for_it() -> None:
    card = now_card(driven(NOON - 20 * MINUTE))
    assert (card.headline, card.buttons[0].label, card.tone) == ("Begun, not arrived", "Arrived", "stop")


def test_on_the_way_the_next_tap_is_having_arrived() -> None:
    card = now_card(driven(NOON + 30 * MINUTE, has_set_off=True))
    assert (card.headline, card.buttons[0].post) == ("On the way", (("kind", "arrived"),))


def test_leaving_is_announced_in_time_with_the_calls_that_fit_before() -> None:
    card = now_card(driven(NOON + 75 * MINUTE, usual_wait_minutes=35), open_calls=9)
    assert card.why == "About 24 min drive. They usually keep you waiting 35 min. 4 calls fit before."
    assert "1 call fits" in now_card(driven(NOON + 75 * MINUTE), open_calls=1).why
    assert "fit" not in now_card(driven(NOON + 75 * MINUTE, is_estimate=False)).why


@pytest.mark.parametrize(
    ("minutes", "headline", "tone"),
    [(10, "Call at", "next"), (-5, "Call now", "stop"), (40, "Call at", "next")],
)
def test_a_call_at_a_set_time_is_announced(minutes: int, headline: str, tone: str) -> None:
    card = now_card(make_stop(NOON + minutes * MINUTE, is_call=True, client="Rosa"))
    assert (card.headline, card.tone) == (headline, tone)


def test_in_the_morning_notes_of_earlier_days_come_before_what_is_late() -> None:
    day = {"unwritten_earlier": 2, "oldest_unwritten_id": new_id(), "top_title": "Late", "top_is_late": True}
    assert now_card(is_morning=True, **day).what == "2 notes of earlier days"
    assert now_card(**day).what == "Late"
    one = {**day, "unwritten_earlier": 1, "oldest_unwritten": "Note: visit, Rosa"}
    assert now_card(is_morning=True, **one).what == "Note: visit, Rosa"
    assert now_card(is_morning=True, top_title="Late", top_is_late=True).what == "Late"


def test_the_top_of_the_list_is_what_to_do_and_says_whom_to_call() -> None:
    done = Button("Done", "followups:done")
    card = now_card(top_title="Ask for the CD", top_why="by 9:30", top_button=done)
    assert (card.headline, card.buttons, card.tone) == ("Now", (done,), "next")
    call = now_card(top_title="Ask", top_callee="Lakeside", top_number="+15125550140")
    assert (call.headline, call.number, call.buttons) == ("Call Lakeside", "+15125550140", ())


def test_the_next_stop_is_shown_when_nothing_else_is_to_do() -> None:
    assert now_card(driven(NOON + 4 * HOUR)).headline == "Leave by"
    assert now_card(make_stop(NOON + 4 * HOUR)).headline == "Next"


def test_what_the_worker_does_not_attend_is_nothing_to_leave_for() -> None:
    ones = (driven(needs_worker=False), make_stop(is_all_day=True), driven(state="cancelled"))
    assert now_card(*ones).headline == "All clear"


def test_the_evening_asks_to_close_the_day_once() -> None:
    evening = {"now": CLOSES - 20 * MINUTE, "closes_at": CLOSES, "top_title": "To do"}
    assert now_card(**evening).headline == "Close the day"  # type: ignore[arg-type]
    assert now_card(make_stop(CLOSES + 2 * HOUR), **evening).headline == "Now"  # type: ignore[arg-type]
    late = {"top_title": "Late", "top_is_late": True, "closes_at": CLOSES}
    assert now_card(now=CLOSES - 20 * MINUTE, **late).headline == "Now"
    assert now_card(now=CLOSES, **late).headline == "Close the day"
    closed = now_card(now=CLOSES, closes_at=CLOSES, is_closed=True)
    assert (closed.headline, closed.tone) == ("Closed", "done")


def test_a_day_without_work_says_so_and_looks_ahead() -> None:
    card = now_card(open_calls=1, closes_at=CLOSES)
    assert (card.headline, [one.label for one in card.buttons]) == ("All clear", ["Calls", "Close the day"])


def make_call(name: str, weight: float = 500, **callee: object) -> Call:
    return Call(name, "Ask", replace(Callee(name), **callee), weight)  # type: ignore[arg-type]


def test_an_office_is_called_once_about_a_case_with_every_reason() -> None:
    case_id, office_id, other_id = new_id(), new_id(), new_id()
    office = Callee("Ridgeview", office_id=office_id)
    calls = [
        Call("a", "Ask for the report", office, 300, case_id=case_id),
        Call("b", "New date", replace(office, name="Dr. Lee, physician"), 500, "late", case_id=case_id),
        Call("c", "Of another client", office, 400, case_id=new_id()),
        Call("d", "Elsewhere", replace(office, office_id=other_id), 200, case_id=case_id),
        Call("e", "Call back", Callee("Rosa", "+15125550123", role="client"), 150, case_id=case_id),
        Call("f", "Quiet for long", Callee("Rosa", "+15125550123", role="client"), 100, case_id=case_id),
    ]
    rows = call_list(calls, now=NOON)
    assert [(one.keys, one.callee.name) for one in rows] == [
        (["b", "a"], "Dr. Lee, physician"),
        (["c"], "Ridgeview"),
        (["d"], "Ridgeview"),
        (["e", "f"], "Rosa"),
    ]
    assert counted_words(rows) == "4 open now"


def test_who_is_open_comes_first_and_the_closed_by_when_they_open() -> None:
    calls = [
        make_call("closed for good", status="closed"),
        make_call("tomorrow", status="closed", opens_at=NOON + 20 * HOUR),
        make_call("in 8 min", status="closed", opens_at=NOON + 7.5 * MINUTE),
        make_call("no hours", status="unknown"),
        make_call("open"),
        make_call("open, weighty", 900),
        make_call("closes soon", 100, closes_at=NOON + 30 * MINUTE),
        make_call("unknown till one", status="unknown", opens_at=NOON + HOUR),
    ]
    found = call_list(calls, now=NOON)
    assert [call.key for call in found] == [
        "closes soon", "open, weighty", "open", "in 8 min", "unknown till one", "no hours", "tomorrow", "closed for good",
    ]  # fmt: skip
    assert [call.minutes_until_open for call in found if call.group == "soon"] == [8, 60]
    assert counted_words(found) == "3 open now, 2 open soon, 1 without hours, 2 closed"


def test_what_came_in_stands_case_by_case_the_latest_first() -> None:
    rosa, ines = new_id(), new_id()
    events = [
        Event(rosa, "Rosa", "Called", "Carl", NOON - HOUR),
        Event(ines, "Ines", "Moved", "Susan", NOON),
        Event(rosa, "Rosa", "Called", "Carl", NOON - 2 * HOUR),
        Event(rosa, "Rosa", "Signed", "Susan", NOON - 3 * HOUR),
    ]
    first, second = came_in(events)
    assert (first.client, first.more) == ("Ines", 0)
    assert (second.lines, second.by, second.more) == (("Called", "Signed"), ("Carl", "Susan"), 1)
    assert came_in([]) == []
