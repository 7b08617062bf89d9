"""The close of a day: what it asks about, what can be done with each, the day in sums, and tomorrow's first look."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups.actions import finish_followup, promise_followup
from caseday.followups.models import FollowUp
from caseday.journal.models import Draft
from caseday.kernel import clock
from caseday.looseends.models import DayClose
from caseday.looseends.rules import LooseEnd
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_appointment,
    make_case,
    make_followup,
    make_office,
    make_staff,
)
from caseday.today.queries import closing_of
from caseday.today.rules.closing import Done, Sums, is_of_the_day, sums_of
from caseday.today.web import views

EVENING = MONDAY_8 + timedelta(hours=9)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def at_five() -> Iterator[None]:
    before = clock._offset
    clock.shift_to(EVENING)
    yield
    clock.shift_by(before)


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, last_contact_at=MONDAY_8)


def end(**fields: object) -> LooseEnd:
    values = {
        "rule": "r", "subject_id": None, "title": "t", "why": "", "since": EVENING - 9 * DAY, "next_actor": "you",
        "weight": 1, "chip": "next", "chip_words": "",
    }  # fmt: skip
    return LooseEnd(**{**values, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({}, False),
        ({"due_at": EVENING + DAY}, False),
        ({"due_at": EVENING}, True),
        ({"due_at": EVENING - DAY}, False),
        ({"due_at": EVENING - DAY, "weight": 860}, True),
        ({"since": EVENING}, True),
        ({"weight": 900}, True),
        ({"rule": "carried"}, True),
    ],
)
def test_it_asks_about_what_is_of_the_day(nora: Viewer, fields: dict[str, object], is_asked: bool) -> None:
    asked = is_of_the_day(
        end(**fields), today=date(2026, 3, 2), zone=nora.time_zone, carried=["carried:None"]
    )
    assert asked is is_asked


def test_the_day_in_sums() -> None:
    done = [Done("call", 3, 25, Decimal(0)), Done("visit", 1, 60, Decimal("12.5"))]
    sums = sums_of(
        done, {"note_signed": 2, "followup_done": 1, "followup_promised": 1, "followup_given": 1, "x": 9}
    )
    assert sums == Sums(3, 1, 85, Decimal("12.5"), signed=2, closed=3, opened=1, given=1)
    assert sums.words == [
        "3 calls", "1 visit", "2 notes signed", "3 loose ends closed", "1 opened", "1 given to a colleague",
    ]  # fmt: skip
    assert Sums().words == []


@pytest.mark.django_db
def test_calls_without_a_note_come_first_filled_in(
    nora: Viewer, nora_client: Client, case: Case, at_five: None
) -> None:
    known = make_activity(
        case, started_at=MONDAY_8, with_name="Dana Whitfield", summary="Asked for the report."
    )
    begun = make_activity(case, started_at=MONDAY_8 + HOUR)
    Draft.objects.create(activity=begun, author=case.assigned_to, started_at=MONDAY_8, saved_at=MONDAY_8)
    make_activity(None, staff=case.assigned_to, started_at=MONDAY_8 + 2 * HOUR)
    closing = closing_of(nora, now=EVENING)
    assert [(one.known.activity.pk == known.pk, one.can_sign) for one in closing.to_write] == [
        (True, True), (False, False), (False, False),
    ]  # fmt: skip
    page = nora_client.get("/close/").content.decode()
    first = page.index("Call with Dana Whitfield")
    assert first < page.index(
        "Open from today" if "Open from today" in page else "Nothing is open from today"
    )
    assert "Asked for the report." in page and "10 min" in page and "Choose the case" in page
    answer = nora_client.post(f"/journal/{known.pk}/sign-as-is", {"next": "close"})
    assert answer.url == "/close/"  # type: ignore[attr-defined]
    known.refresh_from_db()
    assert known.noted_at


@pytest.mark.django_db
def test_what_is_not_of_today_stays_without_being_asked(nora: Viewer, case: Case, cast: Cast) -> None:
    make_followup(case, text="Due")
    make_case(cast.nora, referred_at=MONDAY_8 - 90 * DAY, last_contact_at=None)
    closing = closing_of(nora, now=EVENING)
    assert [one.title for one in closing.asked] == ["Due"]
    assert [one.rule for one in closing.stays] == ["no_contact"]
    assert closing.closed_at is None


@pytest.mark.django_db
def test_each_is_carried_or_given_or_left(nora_client: Client, cast: Cast, case: Case, at_five: None) -> None:
    given, carried, left = (make_followup(case, text=text) for text in ("Given", "Carried", "Left"))
    assert b'<optgroup label="Give to"><option value="to:' in nora_client.get("/close/").content
    typed = {
        f"todo_due:{given.pk}": f"to:{cast.carl.pk}", f"todo_due:{carried.pk}": "2026-03-04", f"todo_due:{left.pk}": "",
    }  # fmt: skip
    nora_client.post("/close/", typed)
    assert FollowUp.objects.get(pk=given.pk).staff == cast.carl
    assert FollowUp.objects.get(pk=carried.pk).due_on == date(2026, 3, 4)
    page = nora_client.get("/close/").content.decode()
    assert "The day is closed, 1 carried on, 1 given to colleagues." in page
    assert "Left" in page and "closed 17:0" in page and "1 given to a colleague" in page
    assert DayClose.objects.count() == 1


def test_each_day_to_carry_to_is_offered_once_over_a_holiday() -> None:
    assert [one.day for one in views._days_ahead(date(2026, 11, 24))] == [24, 25, 27, 30, 1, 8]


@pytest.mark.django_db
@pytest.mark.parametrize("choice", ["to:nobody", "someday"])
def test_nobody_and_no_day_close_nothing(nora_client: Client, case: Case, at_five: None, choice: str) -> None:
    todo = make_followup(case)
    answer = nora_client.post("/close/", {f"todo_due:{todo.pk}": choice})
    assert answer.status_code == 422 and b"Choose a day." in answer.content


@pytest.mark.django_db
def test_somebody_who_may_not_have_it_gets_nothing(
    nora_client: Client, cast: Cast, case: Case, at_five: None
) -> None:
    todo = make_followup(case, text="Ask")
    answer = nora_client.post("/close/", {f"todo_due:{todo.pk}": f"to:{cast.olive.pk}"})
    assert answer.status_code == 422
    assert b"Ask: choose a colleague who sees the case, or a day." in answer.content
    assert not DayClose.objects.exists()


@pytest.mark.django_db
def test_a_colleague_who_lost_sight_meanwhile_is_told(
    nora_client: Client, cast: Cast, case: Case, at_five: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    todo = make_followup(case)
    monkeypatch.setattr(
        "caseday.looseends.actions.colleagues_for", lambda *_, **__: {f"todo_due:{todo.pk}": [cast.olive]}
    )
    answer = nora_client.post("/close/", {f"todo_due:{todo.pk}": f"to:{cast.olive.pk}"})
    assert answer.status_code == 422 and b"does not see this case" in answer.content


@pytest.mark.django_db
def test_the_sums_are_of_this_day_and_person(nora: Viewer, cast: Cast, case: Case) -> None:
    make_activity(case, started_at=MONDAY_8, minutes=12)
    make_activity(case, kind="visit", started_at=MONDAY_8 + HOUR, minutes=45, miles=Decimal("12.5"))
    make_activity(case, started_at=MONDAY_8 - DAY, minutes=99)
    make_activity(case, staff=make_staff("Else"), started_at=MONDAY_8)
    todo = promise_followup(actor=nora, now=MONDAY_8, text="Call", case_id=case.pk)
    finish_followup(actor=nora, now=MONDAY_8, followup_id=todo.pk)
    sums = closing_of(nora, now=clock.now()).sums
    assert sums.calls == 0
    sums = closing_of(nora, now=EVENING).sums
    assert (sums.calls, sums.visits, sums.minutes, sums.miles) == (1, 1, 57, Decimal("12.5"))


@pytest.mark.django_db
def test_tomorrows_first_look(
    nora: Viewer, nora_client: Client, cast: Cast, case: Case, at_five: None
) -> None:
    office = make_office(name="Spine Clinic", kind="physician_practice")
    tomorrow = MONDAY_8 + DAY
    make_appointment(case, starts_at=tomorrow + 2 * HOUR, title="Second", office=office)
    make_appointment(case, starts_at=tomorrow, title="First stop", office=office, carry="MRI disc")
    make_appointment(case, starts_at=tomorrow - HOUR, title="Without me", needs_worker=False)
    look = closing_of(nora, now=EVENING).tomorrow
    assert (look.on, look.first and look.first.title, look.stops) == (date(2026, 3, 3), "First stop", 2)
    assert len(look.to_confirm) == 3
    assert [line for _, line in look.carry] == ["MRI disc"]
    page = nora_client.get("/close/").content.decode()
    assert "First stop" in page and "2 appointments in all" in page and "MRI disc" in page


@pytest.mark.django_db
def test_what_was_not_closed_is_first_in_the_morning(nora: Viewer, nora_client: Client, case: Case) -> None:
    make_activity(case, started_at=MONDAY_8, with_name="Dana Whitfield")
    before = clock._offset
    clock.shift_to(MONDAY_8 + DAY)
    page = nora_client.get("/").content.decode()
    clock.shift_by(before)
    assert "Write first" in page and "Note: call with Dana Whitfield" in page


@pytest.mark.django_db
def test_a_full_evening_costs_a_bounded_number_of_queries(
    nora: Viewer, nora_client: Client, cast: Cast, at_five: None, django_assert_max_num_queries: object
) -> None:
    for place in range(8):
        one = make_case(cast.nora)
        make_activity(one, started_at=MONDAY_8 + place * HOUR)
        make_followup(one, cadence="daily")
        make_appointment(one, starts_at=MONDAY_8 + DAY + place * HOUR, office=make_office())
    nora_client.get("/close/")
    with django_assert_max_num_queries(32):  # type: ignore[operator]
        assert nora_client.get("/close/").status_code == 200
