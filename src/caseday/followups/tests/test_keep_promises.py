"""A to-do is promised, moved, done, dropped, opened again; nothing is lost and nothing is stored twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.queries import events_of_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups import actions, queries
from caseday.followups.models import FollowUp
from caseday.followups.rules import Due, due_words, group_of
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_followup

AUSTIN = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("due", "words", "group"),
    [
        (Due(), "no date", "Without a date"),
        (Due(on=date(2026, 3, 2)), "today", "Today"),
        (Due(at=MONDAY_8 + timedelta(hours=6)), "by 14:00", "Today"),
        (Due(at=MONDAY_8 - timedelta(hours=1)), "overdue since 7:00", "Overdue"),
        (Due(on=date(2026, 3, 1)), "overdue 1 day", "Overdue"),
        (Due(on=date(2026, 2, 27)), "overdue 3 days", "Overdue"),
        (Due(on=date(2026, 3, 3)), "tomorrow", "Tomorrow"),
        (Due(at=MONDAY_8 + timedelta(hours=28)), "tomorrow by 12:00", "Tomorrow"),
        (Due(on=date(2026, 3, 6)), "Fri, Mar 6", "This week"),
        (Due(at=datetime(2026, 3, 20, 15, 30, tzinfo=UTC)), "Fri, Mar 20 by 10:30", "Later"),
    ],
)
def test_due_is_said_in_words_and_grouped(due: Due, words: str, group: str) -> None:
    assert (due_words(due, MONDAY_8, AUSTIN), group_of(due, MONDAY_8, AUSTIN)) == (words, group)


def test_a_day_is_not_late_before_it_ends_in_the_workers_zone() -> None:
    due = Due(on=date(2026, 3, 2))
    assert not due.is_late(datetime(2026, 3, 3, 5, 59, tzinfo=UTC), AUSTIN)
    assert due.is_late(datetime(2026, 3, 3, 6, 0, tzinfo=UTC), AUSTIN)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
)
def test_overdue_words_and_group_agree(on: date, at: datetime) -> None:
    due, now = Due(on=on), at.replace(tzinfo=UTC)
    assert (
        ("overdue" in due_words(due, now, AUSTIN))
        == (group_of(due, now, AUSTIN) == "Overdue")
        == due.is_late(now, AUSTIN)
    )


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def promise(actor: Viewer, **fields: object) -> FollowUp:
    return actions.promise_followup(actor=actor, now=MONDAY_8, **{"text": "Call the pharmacy", **fields})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_promise_with_an_hour_is_due_that_day(case: Case, nora: Viewer) -> None:
    one = promise(nora, case_id=case.id, due_at=datetime(2026, 3, 3, 1, 0, tzinfo=UTC))
    assert one.due_on == date(2026, 3, 2)
    assert queries.open_todos(nora) == [one]


@pytest.mark.django_db
def test_the_same_promise_sent_twice_is_stored_once(case: Case, nora: Viewer) -> None:
    wanted = new_id()
    assert promise(nora, id=wanted).pk == promise(nora, id=wanted, text="Changed").pk == wanted
    assert FollowUp.objects.get().text == "Call the pharmacy"


@pytest.mark.django_db
def test_it_is_on_the_cases_record(case: Case, nora: Viewer) -> None:
    one = promise(nora, case_id=case.id, due_on=date(2026, 3, 2))
    actions.move_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, due_on=date(2026, 3, 4))
    actions.finish_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, result="Ready")
    verbs = [event.verb for event in events_of_chain(case.id)]
    assert verbs == ["followup_promised", "followup_moved", "followup_done"]


@pytest.mark.django_db
def test_moving_to_another_day_gives_up_the_hour(case: Case, nora: Viewer) -> None:
    one = promise(nora, due_at=MONDAY_8 + timedelta(hours=2))
    same = actions.move_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, due_on=date(2026, 3, 2))
    assert same.due_at == MONDAY_8 + timedelta(hours=2)
    moved = actions.move_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, due_on=date(2026, 3, 4))
    assert (moved.due_on, moved.due_at) == (date(2026, 3, 4), None)


@pytest.mark.django_db
def test_done_twice_is_done_once_and_can_be_undone(case: Case, nora: Viewer) -> None:
    one = promise(nora)
    actions.finish_followup(actor=nora, now=MONDAY_8, followup_id=one.pk)
    again = actions.finish_followup(actor=nora, now=MONDAY_8 + timedelta(hours=1), followup_id=one.pk)
    assert again.ended_at == MONDAY_8
    assert queries.recently_ended(nora) == [one]
    assert actions.reopen_followup(actor=nora, now=MONDAY_8, followup_id=one.pk).state == "open"


@pytest.mark.django_db
def test_dropping_needs_a_reason(case: Case, nora: Viewer) -> None:
    one = promise(nora)
    with pytest.raises(Invalid, match="Say why"):
        actions.drop_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, reason=" ")
    assert (
        actions.drop_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, reason="Not needed").state
        == "dropped"
    )
    with pytest.raises(Invalid, match="ended already"):
        actions.move_followup(actor=nora, now=MONDAY_8, followup_id=one.pk, due_on=date(2026, 3, 4))


@pytest.mark.django_db
def test_bad_input_says_what_to_do(case: Case, nora: Viewer) -> None:
    with pytest.raises(Invalid, match="what is to be done"):
        promise(nora, text=" \0 ")
    for name in ("office_id", "professional_id", "person_id"):
        with pytest.raises(Invalid, match="Choose again"):
            promise(nora, **{name: new_id()})


@pytest.mark.django_db
def test_changing_keeps_what_is_not_named(case: Case, nora: Viewer) -> None:
    one = promise(nora, case_id=case.id)
    changed = actions.change_followup(
        actor=nora, now=MONDAY_8, followup_id=one.pk, text="Call twice", due_on=date(2026, 3, 5), due_at=None
    )
    assert (changed.text, changed.due_on, changed.case_id) == ("Call twice", date(2026, 3, 5), case.id)


@pytest.mark.django_db
def test_sight_follows_the_case_and_the_caseload(
    case: Case,
    cast: Cast,
    nora: Viewer,
    carl: Viewer,
    susan: Viewer,
    olive: Viewer,
    adam: Viewer,
    audrey: Viewer,
) -> None:
    in_case, own = make_followup(case), make_followup(None, staff=cast.nora)
    for viewer in (nora, carl, susan, audrey):
        assert {queries.get_todo(viewer, one.pk) for one in (in_case, own)} == {in_case, own}
    for viewer in (olive, adam):
        for one in (in_case, own):
            with pytest.raises(NotFound):
                queries.get_todo(viewer, one.pk)
    assert queries.open_todos(carl, until=date(2026, 3, 1)) == []
    assert set(queries.open_todos(carl)) == {in_case, own}
    assert queries.open_todos(susan, staff_ids=[cast.nora.pk], until=date(2026, 3, 2)) == queries.open_todos(
        nora
    )


@pytest.mark.django_db
def test_an_auditor_and_a_stranger_change_nothing(
    case: Case, cast: Cast, audrey: Viewer, olive: Viewer
) -> None:
    one = make_followup(case)
    with pytest.raises(Refused):
        actions.finish_followup(actor=audrey, now=MONDAY_8, followup_id=one.pk)
    with pytest.raises(Refused):
        promise(audrey)
    with pytest.raises(Refused, match="yourself"):
        promise(olive, staff_id=cast.nora.pk)


@pytest.mark.django_db
def test_the_list_costs_the_same_for_one_and_for_many(
    case: Case, cast: Cast, nora: Viewer, django_assert_num_queries
) -> None:
    for _ in range(12):
        make_followup(make_case(cast.nora))
    with django_assert_num_queries(1):
        assert [one.case.person.called for one in queries.open_todos(nora)]


@pytest.mark.django_db
def test_the_pages_work_without_scripts(case: Case, nora_client: Client) -> None:
    wrong = nora_client.post("/to-dos/new", {"text": "Call", "due_time": "14:00"})
    assert wrong.status_code == 422 and b"Name the day too." in wrong.content
    nora_client.post(
        "/to-dos/new",
        {"text": "Call the pharmacy", "due_on": "2026-03-02", "due_time": "14:00", "case": str(case.pk)},
    )
    one = FollowUp.objects.get()
    assert (one.case_id, one.due_at) == (case.pk, datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    assert nora_client.get("/to-dos/").status_code == 200
    page = f"/to-dos/{one.pk}"
    assert nora_client.get(page).status_code == 200
    assert nora_client.post(page, {"text": "", "due_on": "2026-03-02"}).status_code == 422
    nora_client.post(page, {"text": "Call again", "due_on": "2026-03-03"})
    nora_client.post(f"{page}/move", {"due_on": "2026-03-04"})
    assert nora_client.post(f"{page}/move", {"due_on": "never"}).status_code == 422
    assert nora_client.post(f"{page}/drop", {"reason": ""}).status_code == 422
    nora_client.post(f"{page}/done")
    one.refresh_from_db()
    assert (one.text, one.due_on, one.state) == ("Call again", date(2026, 3, 4), "done")
    assert nora_client.get(page).status_code == 200
    nora_client.post(f"{page}/reopen", {"next": "//evil.example/"})
    one.refresh_from_db()
    assert one.state == "open"
