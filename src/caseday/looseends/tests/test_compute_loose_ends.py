"""A loose end exists because the facts make it so, and goes when they change; only snoozes and order are stored."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, FirstContact
from caseday.followups.actions import finish_followup
from caseday.journal.models import Draft, Note
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.looseends import actions
from caseday.looseends.models import DayClose, Placement, Snooze
from caseday.looseends.queries import LooseEnds, find_loose_end, loose_ends_for, rows_of
from caseday.looseends.rules import LooseEnd
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_followup,
    make_office,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, last_contact_at=MONDAY_8 - DAY)


def open_for(viewer: Viewer, now: datetime = MONDAY_8) -> LooseEnds:
    return loose_ends_for(viewer, now=now)


def only(viewer: Viewer, rule: str, now: datetime = MONDAY_8) -> LooseEnd:
    (end,) = open_for(viewer, now).of(rule)
    return end


def test_nothing_is_open_on_a_quiet_case(case: Case, nora: Viewer) -> None:
    assert open_for(nora).ends == []


def test_an_activity_without_note_stays_until_it_is_noted(case: Case, nora: Viewer) -> None:
    activity = make_activity(case, started_at=MONDAY_8 - DAY, with_name="Dana Whitfield")
    end = only(nora, "activity_without_note")
    assert (end.title, end.why, end.taps[0].label) == (
        "Note: call with Dana Whitfield",
        "happened yesterday",
        "Write",
    )
    activity.note_begun_at = MONDAY_8
    activity.save()
    assert only(nora, "activity_without_note").why == "happened yesterday; begun, not signed"
    activity.noted_at = MONDAY_8
    activity.save()
    assert open_for(nora).ends == []


def test_a_draft_of_an_addition_waits_for_its_signature(case: Case, nora: Viewer, cast: Cast) -> None:
    activity = make_activity(case, noted_at=MONDAY_8)
    note = Note.objects.create(
        activity=activity, case=case, text="x", author=cast.nora, signed_by="Nora", signed_at=MONDAY_8
    )
    Draft.objects.create(
        activity=activity,
        author=cast.nora,
        kind="addendum",
        amends=note,
        started_at=MONDAY_8 - 3 * DAY,
        saved_at=MONDAY_8 - 3 * DAY,
    )
    end = only(nora, "unsigned_draft")
    assert end.why == "a draft, untouched for 3 days"
    assert end.taps[0].url_name == "journal:activity"


def test_a_draft_of_what_needs_no_note_leads_to_its_editor(case: Case, nora: Viewer, cast: Cast) -> None:
    activity = make_activity(case, needs_note=False)
    Draft.objects.create(activity=activity, author=cast.nora, started_at=MONDAY_8, saved_at=MONDAY_8)
    assert only(nora, "unsigned_draft").taps[0].query_text == f"?activity={activity.pk}"


def test_tomorrows_appointment_waits_for_each_side(case: Case, nora: Viewer) -> None:
    visit = make_appointment(case, starts_at=MONDAY_8 + DAY, office=make_office())
    end = only(nora, "appointment_unconfirmed")
    assert (end.title, end.chip_words) == (
        "Confirm Orthopedic follow-up, tomorrow 8:00",
        "tomorrow, not confirmed",
    )
    for side in ("client", "office"):
        visit.confirmations.create(side=side, result="confirmed", at=MONDAY_8, for_starts_at=visit.starts_at)
    assert open_for(nora).ends == []


def test_surgery_tomorrow_outranks_other_confirmations(case: Case, nora: Viewer) -> None:
    make_appointment(case, starts_at=MONDAY_8 + DAY, title="Check")
    make_appointment(case, starts_at=MONDAY_8 + DAY, title="Repair", kind="surgery")
    assert [end.title.split()[1] for end in open_for(nora).ends] == ["Repair,", "Check,"]


def test_an_appointment_that_is_over_asks_how_it_went(case: Case, nora: Viewer) -> None:
    make_appointment(case, starts_at=MONDAY_8 - 2 * DAY)
    make_appointment(case, starts_at=MONDAY_8 - 2 * HOUR, needs_worker=False)
    ends = open_for(nora).of("appointment_without_outcome")
    assert [end.why for end in ends] == ["over for 1 day, no outcome", "over, no outcome"]
    assert [end.next_actor for end in ends] == ["you", "client or office, asked by you"]


def test_a_called_off_appointment_waits_for_a_new_date(case: Case, nora: Viewer) -> None:
    make_appointment(
        case,
        starts_at=MONDAY_8 - DAY,
        state="awaiting_new_date",
        needs_new_date=True,
        cancelled_at=MONDAY_8 - 8 * DAY,
        cancelled_by="Front desk",
        office=make_office(name="Spine Clinic"),
    )
    end = only(nora, "appointment_awaiting_new_date")
    assert (end.why, end.chip, end.next_actor) == (
        "none for 8 days; called off by Front desk",
        "stop",
        "Spine Clinic",
    )


@pytest.mark.parametrize(
    ("due", "chip", "words"),
    [
        (MONDAY_8 - 2 * DAY, "stop", "2 days late"),
        (MONDAY_8 - HOUR, "stop", "late today"),
        (MONDAY_8 + 2 * HOUR, "next", "by 10:00"),
        (MONDAY_8 + DAY, "next", "by Tue"),
        (MONDAY_8 + 3 * DAY, "next", "by Thu"),
    ],
)
def test_a_first_contact_presses_by_its_clock(
    case: Case, nora: Viewer, due: datetime, chip: str, words: str
) -> None:
    FirstContact.objects.create(
        case=case, role="adjuster", due_at=due, rule="within 4 working hours of receipt (contract)"
    )
    end = only(nora, "first_contact_due")
    assert (end.title, end.chip, end.chip_words) == ("First contact: Adjuster", chip, words)
    assert "within 4 working hours of receipt" in end.why


def test_a_case_is_quiet_after_the_interval_of_its_acuity(case: Case, nora: Viewer) -> None:
    Case.objects.filter(pk=case.pk).update(acuity=3, last_contact_at=MONDAY_8 - 8 * DAY)
    assert only(nora, "no_contact").why == "nobody reached for 8 days; every 7 days at high acuity"
    Case.objects.filter(pk=case.pk).update(acuity=2)
    assert open_for(nora).ends == []
    Case.objects.filter(pk=case.pk).update(last_contact_at=None)
    assert only(nora, "no_contact").why.startswith("nobody reached since the referral")
    Case.objects.filter(pk=case.pk).update(acuity=9)
    assert open_for(nora).ends == []


def test_todos_are_there_when_due_and_go_when_done(case: Case, nora: Viewer) -> None:
    office = make_office(name="Barton Springs Pharmacy")
    late = make_followup(case, due_on=date(2026, 2, 27), text="Late", office=office, reach_role="pharmacy")
    make_followup(case, due_on=date(2026, 3, 3), text="Tomorrow")
    make_followup(case, due_on=None, text="Some day")
    soon = make_followup(case, due_on=date(2026, 3, 2), due_at=MONDAY_8 + HOUR, text="Soon")
    ends = open_for(nora).of("todo_due")
    assert [(end.title, end.chip) for end in ends] == [("Late", "stop"), ("Soon", "next")]
    assert ends[0].why == "Barton Springs Pharmacy"
    assert [tap.label for tap in ends[0].taps] == ["Call", "No answer", "Done"]
    for one in (late, soon):
        finish_followup(actor=nora, now=MONDAY_8, followup_id=one.pk)
    assert open_for(nora).ends == []


def test_it_costs_the_same_for_one_case_and_for_many(
    cast: Cast, nora: Viewer, django_assert_max_num_queries: Callable
) -> None:
    for place in range(12):
        one = make_case(cast.nora)
        make_followup(one, due_on=date(2026, 3, 1), office=make_office())
        make_activity(one, started_at=MONDAY_8 - DAY)
        make_appointment(one, starts_at=MONDAY_8 + DAY + place * HOUR / 4, office=make_office())
    with django_assert_max_num_queries(20):
        assert len(open_for(nora)) == 48


def test_colleagues_who_cover_see_the_same_and_outsiders_nothing(
    case: Case, cast: Cast, nora: Viewer, carl: Viewer, olive: Viewer, susan: Viewer
) -> None:
    make_followup(case, due_on=date(2026, 3, 1))
    assert [end.key for end in open_for(carl).ends] == [end.key for end in open_for(nora).ends]
    assert open_for(olive).ends == []
    assert len(loose_ends_for(susan, now=MONDAY_8, staff_id=cast.nora.pk)) == 1
    with pytest.raises(NotFound):
        loose_ends_for(olive, now=MONDAY_8, staff_id=cast.nora.pk)


@pytest.fixture
def three(case: Case, nora: Viewer) -> list[LooseEnd]:
    for days, text in ((3, "First"), (2, "Second"), (1, "Third")):
        make_followup(case, due_on=date(2026, 3, 2) - days * DAY, text=text)
    return open_for(nora).ends


def titles(viewer: Viewer, now: datetime = MONDAY_8) -> list[str]:
    return [end.title for end in open_for(viewer, now).ends]


def act(do: Callable, viewer: Viewer, end: LooseEnd, now: datetime = MONDAY_8, **more: object) -> object:
    return do(actor=viewer, now=now, rule=end.rule, subject_id=end.subject_id, **more)


def test_a_snoozed_one_comes_back_by_itself(three: list[LooseEnd], nora: Viewer) -> None:
    act(actions.snooze, nora, three[0], until=MONDAY_8 + 2 * HOUR)
    assert titles(nora) == ["Second", "Third"]
    assert [end.title for end, _ in open_for(nora).snoozed] == ["First"]
    assert titles(nora, MONDAY_8 + 2 * HOUR)[0] == "First"


def test_snoozing_again_counts_anew_and_waking_brings_back(three: list[LooseEnd], nora: Viewer) -> None:
    act(actions.snooze, nora, three[0], until=MONDAY_8 + HOUR)
    act(actions.snooze, nora, three[0], until=MONDAY_8 + DAY, reason="Office closed")
    assert Snooze.objects.get().until == MONDAY_8 + DAY
    act(actions.wake, nora, three[0])
    act(actions.wake, nora, three[0])
    assert titles(nora) == ["First", "Second", "Third"]


@pytest.mark.parametrize("until", [MONDAY_8, MONDAY_8 - HOUR, MONDAY_8 + 91 * DAY])
def test_snoozing_needs_a_moment_ahead(three: list[LooseEnd], nora: Viewer, until: datetime) -> None:
    with pytest.raises(Invalid, match="90 days"):
        act(actions.snooze, nora, three[0], until=until)


def test_what_is_not_open_cannot_be_snoozed(three: list[LooseEnd], nora: Viewer, olive: Viewer) -> None:
    with pytest.raises(NotFound):
        act(actions.snooze, olive, three[0], until=MONDAY_8 + HOUR)
    with pytest.raises(NotFound):
        find_loose_end(nora, "no_such_rule", new_id(), now=MONDAY_8)


def test_a_pinned_one_stays_on_top_until_unpinned(three: list[LooseEnd], nora: Viewer) -> None:
    act(actions.pin, nora, three[2], is_pinned=True)
    assert titles(nora) == ["Third", "First", "Second"]
    found = open_for(nora)
    rows = rows_of(found, found.ends)
    assert [(row.place, row.is_pinned, row.up, row.down) for row in rows] == [
        (0, True, None, None),
        (0, False, None, 1),
        (1, False, 0, None),
    ]
    assert [row.end.title for row in rows_of(found, found.ends[1:])] == ["First", "Second"]
    act(actions.pin, nora, three[2], is_pinned=False)
    act(actions.pin, nora, three[1], is_pinned=False)
    assert titles(nora) == ["First", "Second", "Third"]
    assert not Placement.objects.exists()


def test_a_moved_one_keeps_its_place_when_others_come(
    three: list[LooseEnd], nora: Viewer, case: Case
) -> None:
    act(actions.move, nora, three[2], to=0)
    assert titles(nora) == ["Third", "First", "Second"]
    make_followup(case, due_on=date(2026, 2, 20), text="Oldest")
    assert titles(nora) == ["Third", "Oldest", "First", "Second"]
    act(actions.move, nora, three[2], to=99)
    assert titles(nora)[-1] == "Third"
    assert actions.reset_order(actor=nora, now=MONDAY_8) == 1
    assert actions.reset_order(actor=nora, now=MONDAY_8) == 0
    assert titles(nora) == ["Oldest", "First", "Second", "Third"]


def test_moving_what_is_gone_is_not_found(three: list[LooseEnd], nora: Viewer) -> None:
    with pytest.raises(NotFound):
        actions.move(actor=nora, now=MONDAY_8, rule="todo_due", subject_id=new_id(), to=0)


def test_order_by_hand_is_each_persons_own(
    three: list[LooseEnd], nora: Viewer, carl: Viewer, audrey: Viewer
) -> None:
    act(actions.pin, nora, three[2], is_pinned=True)
    assert titles(carl) == ["First", "Second", "Third"]
    with pytest.raises(Refused):
        act(actions.pin, audrey, three[2], is_pinned=True)


def test_closing_the_day_carries_on_and_loses_nothing(
    three: list[LooseEnd], nora: Viewer, case: Case
) -> None:
    make_activity(case, started_at=MONDAY_8 - 2 * HOUR)
    evening, tomorrow = MONDAY_8 + 9 * HOUR, date(2026, 3, 3)
    note = only(nora, "activity_without_note")
    actions.close_day(
        actor=nora,
        now=evening,
        on=date(2026, 3, 2),
        carried={three[0].key: tomorrow, note.key: tomorrow, "todo_due:gone": tomorrow},
    )
    assert titles(nora, evening) == ["Second", "Third"]
    assert "First" in titles(nora, MONDAY_8 + DAY)
    assert note.key in {end.key for end in open_for(nora, MONDAY_8 + DAY).ends}
    closed = open_for(nora, MONDAY_8 + DAY).closing
    assert closed is not None
    assert [one["key"] for one in closed.carried] == [three[0].key, note.key]


def test_closing_twice_is_one_close_with_both(three: list[LooseEnd], nora: Viewer) -> None:
    for place, end in enumerate(three[:2]):
        actions.close_day(
            actor=nora, now=MONDAY_8 + place * HOUR, on=date(2026, 3, 2), carried={end.key: date(2026, 3, 4)}
        )
    closed = DayClose.objects.get()
    assert (closed.closed_at, len(closed.carried)) == (MONDAY_8 + HOUR, 2)


def test_nothing_is_carried_to_the_past(three: list[LooseEnd], nora: Viewer) -> None:
    with pytest.raises(Invalid, match="after this one"):
        actions.close_day(
            actor=nora, now=MONDAY_8, on=date(2026, 3, 2), carried={three[0].key: date(2026, 3, 2)}
        )
    assert not DayClose.objects.exists()


def test_the_page_takes_every_tap_with_and_without_scripts(
    three: list[LooseEnd], nora_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: MONDAY_8)
    base = f"/loose-ends/todo_due/{three[0].subject_id}"
    assert b"First" in nora_client.get("/loose-ends/").content
    assert b"First" not in nora_client.get("/loose-ends/?rule=no_contact").content
    htmx = {"HX-Request": "true"}
    for words in ("hour", "afternoon", "tomorrow", "workday", "week", "2026-03-20"):
        answer = nora_client.post(f"{base}/snooze", {"until": words}, headers=htmx)
        assert answer.status_code == 200 and b"<html" not in answer.content
    assert nora_client.post(f"{base}/snooze", {"until": "2026-02-31"}).status_code == 422
    assert nora_client.post(f"{base}/snooze", {"until": ""}).status_code == 422
    assert b"asleep" in nora_client.get("/loose-ends/").content
    assert nora_client.post(f"{base}/wake").status_code == 302
    assert (
        b"pinned"
        in nora_client.post(f"{base}/pin", {"pinned": "yes", "surface": "today"}, headers=htmx).content
    )
    assert nora_client.post(f"{base}/move", {"to": "1"}, headers=htmx).status_code == 200
    for wrong in ("", "-1", "one", "9" * 40, "²"):
        assert nora_client.post(f"{base}/move", {"to": wrong}).status_code == 422
    nora_client.post("/loose-ends/reset")
    assert not Placement.objects.exists()


def test_two_oclock_is_the_afternoon_and_later_it_is_in_an_hour(
    three: list[LooseEnd], nora_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: late)
    nora_client.post(f"/loose-ends/todo_due/{three[0].subject_id}/snooze", {"until": "afternoon"})
    assert Snooze.objects.get().until == late + HOUR
