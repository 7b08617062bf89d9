"""Through the pages: moving, calling off, confirming, visiting."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from caseday.schedule.actions import record_confirmation
from caseday.schedule.models import Appointment, Confirmation, VisitStep
from caseday.schedule.queries import get_appointment, sides_of
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture(autouse=True)
def monday(monkeypatch, now):
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: now)


@pytest.fixture
def one(cast, nora):
    return plan(nora, make_case(cast.nora))


def post(client, name, *args, htmx=False, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse(f"schedule:{name}", args=args), data, headers=headers)


def test_moving_keeps_the_length_and_refuses_nonsense(nora, nora_client, one):
    answer = post(nora_client, "move", one.id, day="2026-03-04", starts="11:00", minutes="45", version="1")
    assert answer.status_code == 302
    assert get_appointment(nora, one.id).starts_at.astimezone(CHICAGO).day == 4
    assert post(nora_client, "move", one.id, day="x", starts="y", minutes="z").status_code == 422
    stale = post(nora_client, "move", one.id, day="2026-03-05", starts="11:00", minutes="45", version="1")
    assert stale.status_code == 422


def test_what_is_done_is_not_moved(nora_client, one):
    Appointment.objects.update(state="done")
    answer = post(nora_client, "move", one.id, day="2026-03-04", starts="11:00", minutes="45", version="1")
    assert answer.status_code == 422


def test_a_cancellation_is_recorded_with_its_notice_and_dated_anew(nora, nora_client, one):
    answer = post(
        nora_client,
        "call_off",
        one.id,
        how="cancelled",
        party="client",
        said_by="Kim",
        told_day="2026-03-01",
        told_time="10:00",
        needs_new_date="on",
        version="1",
    )
    assert answer.status_code == 302
    assert get_appointment(nora, one.id).notice_minutes == 24 * 60
    page = nora_client.get(reverse("schedule:appointment", args=[one.id])).content.decode()
    assert "24 hours notice" in page
    answer = post(
        nora_client, "new_date", one.id, day="2026-03-09", starts="10:00", minutes="45", id=str(uuid4())
    )
    assert answer.status_code == 302
    assert get_appointment(nora, one.id).replaced_by_id


def test_put_off_and_not_wanted_any_more(nora, nora_client, one):
    post(nora_client, "call_off", one.id, how="awaiting_new_date", party="office", version="1")
    assert get_appointment(nora, one.id).state == "awaiting_new_date"
    assert post(nora_client, "drop_date", one.id).status_code == 302
    assert get_appointment(nora, one.id).state == "cancelled"


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "exploded"},
        {"party": "weather"},
        {"told_time": "10:00"},
        {"told_day": "2026-03-02", "told_time": "23:59"},
        {"told_day": "yesterday"},
        {"how": "no_show"},
        {"version": "9"},
    ],
)
def test_a_cancellation_that_makes_no_sense_keeps_what_was_typed(nora_client, one, wrong):
    data = {"how": "cancelled", "party": "client", "said_by": "Kim at the desk", "version": "1", **wrong}
    answer = post(nora_client, "call_off", one.id, **data)
    assert answer.status_code == 422
    assert "Kim at the desk" in answer.content.decode()


def test_a_no_show_is_recorded_after_the_hour(nora, nora_client, one, monkeypatch):
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: TEN + timedelta(minutes=30))
    post(nora_client, "call_off", one.id, how="no_show", party="client", needs_new_date="on", version="1")
    assert get_appointment(nora, one.id).state == "no_show"


def test_a_series_is_cancelled_from_here_on(nora, cast, nora_client):
    first = plan(nora, make_case(cast.nora), repeat="FREQ=WEEKLY;COUNT=4")
    second = Appointment.objects.order_by("starts_at")[1]
    answer = post(
        nora_client, "call_off", second.id, how="cancelled", party="worker", scope="following", version="1"
    )
    assert answer.status_code == 302
    assert list(Appointment.objects.values_list("pk", flat=True)) == [first.id]
    assert post(nora_client, "end_series", first.id).status_code == 302
    assert not Appointment.objects.exists()


def test_ending_what_does_not_repeat_says_so(nora_client, one):
    assert post(nora_client, "end_series", one.id).status_code == 302
    assert Appointment.objects.count() == 1


def test_who_covers_takes_it_over(cast, one, client, carl, nora):
    client.force_login(cast.carl)
    assert post(client, "take_over", one.id).status_code == 302
    assert get_appointment(nora, one.id).staff_id == carl.staff_id


@pytest.mark.parametrize("htmx", [True, False])
def test_the_result_of_a_call_is_one_tap(nora, nora_client, one, htmx):
    answer = post(
        nora_client,
        "confirm",
        one.id,
        htmx=htmx,
        side="client",
        result="left_word",
        said_by="sister",
        channel="text",
    )
    assert answer.status_code == (200 if htmx else 302)
    last = sides_of(get_appointment(nora, one.id))[0].last
    assert (last.result, last.said_by, last.channel) == ("left_word", "sister", "text")
    if htmx:
        assert "left word" in answer.content.decode()


def test_from_the_list_it_goes_back_to_the_list(nora_client, one):
    answer = post(nora_client, "confirm", one.id, side="client", result="confirmed", **{"from": "list"})
    assert answer.url == "/calendar/confirmations/?day=2026-03-02"


def test_a_wrong_result_is_said_and_stored_nowhere(nora_client, one):
    assert post(nora_client, "confirm", one.id, side="client", result="maybe").status_code == 302
    assert not Confirmation.objects.exists()


def test_a_visit_is_tapped_through_and_undone(nora, nora_client, one, monkeypatch):
    for minutes, kind in enumerate(["set_off", "arrived", "waiting", "with_provider", "done"]):
        monkeypatch.setattr("caseday.kernel.clock.now", lambda m=minutes: TEN + timedelta(minutes=m))
        answer = post(nora_client, "step", one.id, htmx=True, kind=kind, id=str(uuid4()))
        assert answer.status_code == 200
    assert "Done at" in answer.content.decode()
    assert VisitStep.objects.count() == 5
    answer = post(nora_client, "undo", one.id, htmx=True)
    assert "With the provider" in answer.content.decode()
    assert post(nora_client, "undo", one.id).status_code == 302


def test_a_tap_that_does_not_fit_is_said(nora_client, one):
    assert post(nora_client, "step", one.id, kind="dance").status_code == 302
    assert post(nora_client, "undo", one.id).status_code == 302
    post(nora_client, "step", one.id, kind="arrived")
    assert post(nora_client, "step", one.id, kind="arrived").status_code == 302
    assert VisitStep.objects.count() == 1


def test_the_outcome_goes_with_the_last_tap(nora, nora_client, one):
    post(nora_client, "step", one.id, kind="done", outcome="Modified duty")
    assert get_appointment(nora, one.id).outcome == "Modified duty"


def test_the_agenda_is_saved_and_a_second_tab_is_shown_the_first(nora, nora_client, one):
    assert post(nora_client, "agenda", one.id, agenda="Ask A", carry="", version="1").status_code == 302
    answer = post(nora_client, "agenda", one.id, agenda="Ask B", carry="", version="1")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask A" in text
    assert "Ask B" in text
    assert post(nora_client, "agenda", one.id, agenda="Ask B", carry="", version="2").status_code == 302


def test_confirmed_sides_are_quiet(nora, nora_client, one, now):
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="client", result="confirmed")
    text = nora_client.get(reverse("schedule:confirmations"), {"day": "2026-03-02"}).content.decode()
    assert "Something else was said" in text
