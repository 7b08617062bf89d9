"""One tap on a to-do: the journal knows of the call, the to-do counts the try."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.followups.models import Attempt, Request
from caseday.journal.actions import log_attempt, take_back_attempt
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import (
    MONDAY_8,
    make_activity,
    make_case,
    make_followup,
    make_office,
    make_professional,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


def test_the_call_is_in_the_journal_and_the_try_is_counted(case: Case, nora: Viewer) -> None:
    office = make_office(name="Cedar Park Pharmacy")
    one = make_followup(case, office=office, reach_role="pharmacy", cadence="daily", text="Ask for the fill")
    call = log_attempt(
        actor=nora,
        now=MONDAY_8,
        followup_id=one.pk,
        result="on_hold",
        minutes=1,
        hold_minutes=12,
        said=" gave up ",
    )
    assert (call.kind, call.result, call.minutes, call.hold_minutes) == ("call", "on_hold", 1, 12)
    assert (call.case, call.office, call.with_name, call.with_role) == (
        case, office, "Cedar Park Pharmacy", "pharmacy",
    )  # fmt: skip
    assert call.summary == "Ask for the fill: gave up"
    tried = Attempt.objects.get()
    assert (tried.activity_id, tried.at, tried.hold_minutes, tried.said) == (
        call.pk, MONDAY_8 - timedelta(minutes=13), 12, "gave up",
    )  # fmt: skip
    one.refresh_from_db()
    assert (one.attempts, one.due_on) == (1, date(2026, 3, 3))


def test_it_names_whom_the_to_do_names(case: Case, nora: Viewer) -> None:
    surgeon = make_professional(name="Amina Farouk", office=make_office())
    asked = (
        (make_followup(case, professional=surgeon), "Amina Farouk", surgeon.office_id),
        (make_followup(case, person=case.person), case.person.called, None),
        (make_followup(case, reach_role="adjuster"), "", None),
    )
    for one, name, office_id in asked:
        call = log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="reached")
        assert (call.with_name, call.office_id, call.summary) == (name, office_id, one.text)


def test_the_same_tap_sent_twice_is_one_call(case: Case, nora: Viewer) -> None:
    one, wanted = make_followup(case), new_id()
    for _ in range(2):
        log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="closed", id=wanted)
    assert (Activity.objects.count(), Attempt.objects.count()) == (1, 1)


def test_a_try_that_is_refused_leaves_no_entry(
    case: Case, nora: Viewer, audrey: Viewer, olive: Viewer
) -> None:
    ended, one = make_followup(case, state="done"), make_followup(case)
    with pytest.raises(Invalid):
        log_attempt(actor=nora, now=MONDAY_8, followup_id=ended.pk, result="closed")
    with pytest.raises(Invalid):
        log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="shouted")
    with pytest.raises(Refused):
        log_attempt(actor=audrey, now=MONDAY_8, followup_id=one.pk, result="closed")
    with pytest.raises(NotFound):
        log_attempt(actor=olive, now=MONDAY_8, followup_id=one.pk, result="closed")
    assert not Activity.objects.exists()


def test_a_button_on_a_row_logs_it_in_one_tap(case: Case, nora_client: Client) -> None:
    one = make_followup(case, cadence="daily")
    url = reverse("journal:attempt", args=[one.pk])
    answer = nora_client.post(url, {"result": "left_word", "next": reverse("followups:list")}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("followups:list")
    assert "left word" in answer.content.decode()
    assert Attempt.objects.get().result == "left_word"


def test_a_tap_by_mistake_is_taken_back(case: Case, nora: Viewer) -> None:
    one = make_followup(case, cadence="weekly")
    first = log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="no_answer")
    second = log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="reached")
    assert take_back_attempt(actor=nora, now=MONDAY_8, activity_id=second.pk).voided_at == MONDAY_8
    one.refresh_from_db()
    assert (one.attempts, one.last_attempt_at, one.due_on) == (1, MONDAY_8, date(2026, 3, 2))
    take_back_attempt(actor=nora, now=MONDAY_8, activity_id=first.pk)
    one.refresh_from_db()
    assert (one.attempts, one.last_attempt_at) == (0, None)
    with pytest.raises(Invalid):
        take_back_attempt(actor=nora, now=MONDAY_8, activity_id=first.pk)


def test_taking_back_leaves_the_day_of_a_plain_to_do(case: Case, nora: Viewer) -> None:
    one = make_followup(case, due_on=date(2026, 3, 9))
    tried = log_attempt(actor=nora, now=MONDAY_8, followup_id=one.pk, result="no_answer")
    take_back_attempt(actor=nora, now=MONDAY_8, activity_id=tried.pk)
    one.refresh_from_db()
    assert one.due_on == date(2026, 3, 9)
    plain = make_activity(case)
    assert take_back_attempt(actor=nora, now=MONDAY_8, activity_id=plain.pk).voided_at


def test_the_toast_takes_it_back(case: Case, nora_client: Client) -> None:
    one = make_followup(case)
    nora_client.post(reverse("journal:attempt", args=[one.pk]), {"result": "closed"})
    url = reverse("journal:take_back_attempt", args=[Activity.objects.get().pk])
    for said in ("Taken back", "void"):
        assert said in nora_client.post(url, follow=True).content.decode()
    assert not Attempt.objects.exists()


def test_minutes_on_hold_come_with_the_tap(case: Case, nora_client: Client) -> None:
    one = make_followup(case, cadence="daily")
    url = reverse("journal:attempt", args=[one.pk])
    nora_client.post(url, {"result": "on_hold", "hold_minutes": "12"})
    assert Attempt.objects.get().hold_minutes == 12


def test_a_chase_of_a_request_that_reached_them_asks_what_they_said(case: Case, nora_client: Client) -> None:
    request = Request.objects.create(
        case=case, staff=case.assigned_to, kind="prescription", title="Pills", opened_at=MONDAY_8
    )
    one = make_followup(case, cadence="daily", request=request)
    answer = nora_client.post(reverse("journal:attempt", args=[one.pk]), {"result": "reached"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("followups:request", args=[request.pk])


@pytest.mark.parametrize("posted", [{}, {"result": "shouted"}, {"result": "on_hold", "hold_minutes": "lots"}])
def test_a_tap_that_says_nothing_is_told_so(case: Case, nora_client: Client, posted: dict[str, str]) -> None:
    one = make_followup(case)
    answer = nora_client.post(reverse("journal:attempt", args=[one.pk]), posted, follow=True)
    assert answer.status_code == 200
    assert not Attempt.objects.exists()
