from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from caseday.schedule.models import Appointment
from caseday.schedule.rules import skills_asked
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_appointment, make_case, make_contact_point, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch, now):
    monkeypatch.setattr("caseday.kernel.clock.now", lambda: now)


@pytest.fixture
def one(cast, nora):
    case = make_case(cast.nora)
    make_contact_point(case.person)
    office = make_office(name="Ridgeview", phone="+15125550199", line1="1 Main St", city="Austin")
    return plan(nora, case, office_id=office.id, agenda="Ask about pain", carry="MRI report")


def client_of(staff):
    client = Client()
    client.force_login(staff)
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(f"schedule:{name}", args=args), query)
    return SimpleNamespace(status=answer.status_code, text=answer.content.decode(), answer=answer)


@pytest.mark.parametrize("view", ["day", "week", "agenda", "nonsense", ""])
def test_the_calendar_shows_the_day_in_every_view(nora_client, one, view):
    shown = page(nora_client, "calendar", view=view, day="2026-03-02")
    assert shown.status == 200
    assert "Orthopedic follow-up" in shown.text


@pytest.mark.parametrize("day", ["", "yesterday", "0001-01-01", "9999-12-31", "2026-02-30"])
@pytest.mark.parametrize("view", ["day", "week", "agenda"])
def test_no_day_breaks_the_calendar(nora_client, day, view):
    assert page(nora_client, "calendar", view=view, day=day, who="not-an-id").status == 200


def test_the_week_places_overlapping_ones_side_by_side(cast, nora_client):
    case = make_case(cast.nora)
    for minutes in (0, 15, 20, 25):
        make_appointment(case, starts_at=TEN + timedelta(minutes=minutes))
    make_appointment(case, starts_at=TEN + timedelta(minutes=70))
    make_appointment(
        None, staff=cast.nora, starts_at=TEN - timedelta(hours=7), ends_at=TEN - timedelta(hours=6)
    )
    make_appointment(
        None, staff=cast.nora, starts_at=TEN + timedelta(hours=13), ends_at=TEN + timedelta(hours=16)
    )
    make_appointment(None, staff=cast.nora, is_all_day=True, title="Training")
    text = page(nora_client, "calendar", day="2026-03-02").text
    assert all(lane in text for lane in ("l0of3", "l1of3", "l2of3", "Training", "now-rule"))


def test_who_covers_sees_the_covered_calendar_and_can_choose_it(cast, one):
    carl = client_of(cast.carl)
    assert "Orthopedic follow-up" in page(carl, "calendar", day="2026-03-02").text
    assert "Orthopedic follow-up" in page(carl, "calendar", day="2026-03-02", who=str(cast.nora.id)).text
    assert "Orthopedic follow-up" not in page(carl, "calendar", day="2026-03-02", who=str(cast.carl.id)).text


def test_nobody_else_sees_anything(cast, one):
    for staff in (cast.olive, cast.adam):
        client = client_of(staff)
        assert "Orthopedic" not in page(client, "calendar", day="2026-03-02", who=str(cast.nora.id)).text
        for name in ("appointment", "visit", "edit", "move", "call_off", "agenda", "new_date"):
            assert page(client, name, one.id).status == 404


@pytest.mark.parametrize(
    "state",
    [
        "planned",
        "confirmed",
        "arrived",
        "waiting",
        "with_provider",
        "done",
        "cancelled",
        "no_show",
        "awaiting_new_date",
    ],
)
@pytest.mark.parametrize("name", ["appointment", "visit"])
def test_an_appointment_opens_in_every_state(nora_client, one, state, name):
    Appointment.objects.update(
        state=state,
        arrived_at=TEN,
        waiting_since=TEN,
        with_provider_at=TEN,
        done_at=TEN,
        cancelled_at=TEN,
        cancelled_party="client",
        notice_minutes=90,
    )
    assert page(nora_client, name, one.id).status == 200


def test_an_auditor_reads_and_is_offered_nothing_to_change(cast, one):
    text = page(client_of(cast.audrey), "appointment", one.id).text
    assert "Orthopedic follow-up" in text
    assert "Does not take place" not in text


def test_the_visit_shows_agenda_and_what_to_hand_over(nora_client, one):
    text = page(nora_client, "visit", one.id).text
    assert "Ask about pain" in text
    assert "MRI report" in text
    assert "I am here" in text


def test_confirmations_default_to_the_next_working_day(nora_client, nora, cast):
    friday_after = TEN + timedelta(days=1)
    plan(nora, make_case(cast.nora), starts_at=friday_after, title="Spine clinic")
    text = page(nora_client, "confirmations").text
    assert "Spine clinic" in text
    assert "Tuesday, March 3" in text
    assert page(nora_client, "confirmations", day="x").status == 200


def test_an_empty_list_says_what_to_do(nora_client, cast):
    assert "Nothing to confirm on this day" in page(nora_client, "confirmations").text
    assert "Nothing planned" in page(nora_client, "calendar", view="agenda").text
    assert "A free day" in page(nora_client, "calendar", view="day").text


def test_a_hand_over_is_pointed_out(cast, one):
    case = one.case
    case.assignments.update(staff=cast.olive)
    case.assigned_to = cast.olive
    case.save()
    assert "Handed over with the case" in page(client_of(cast.olive), "calendar").text


@pytest.mark.parametrize(("name", "most"), [("calendar", 7), ("confirmations", 9)])
def test_a_page_costs_the_same_with_many(cast, nora, nora_client, django_assert_max_num_queries, name, most):
    for hours in range(8):
        plan(
            nora,
            make_case(cast.nora),
            office_id=make_office().id,
            starts_at=TEN + timedelta(days=1, minutes=30 * hours),
        )
    page(nora_client, name)
    with django_assert_max_num_queries(most):
        assert page(nora_client, name, day="2026-03-03").status == 200


@pytest.mark.parametrize(("name", "most"), [("appointment", 15), ("visit", 14)])
def test_one_appointment_costs_a_bounded_number(nora_client, one, django_assert_max_num_queries, name, most):
    page(nora_client, name, one.id)
    with django_assert_max_num_queries(most):
        assert page(nora_client, name, one.id).status == 200


@pytest.mark.parametrize("view", ["day", "agenda"])
def test_the_day_and_the_list_cost_a_bounded_number(nora_client, one, django_assert_max_num_queries, view):
    page(nora_client, "calendar", view=view)
    with django_assert_max_num_queries(12):
        assert page(nora_client, "calendar", view=view, day="2026-03-02").status == 200


@pytest.mark.parametrize(
    ("own", "of_case", "asked"),
    [("", "", ""), ("", " RN ", "RN"), ("LCSW", "RN", "LCSW"), ("Anybody", "RN", ""), ("", "anybody", "")],
)
def test_a_visit_asks_for_what_its_case_asks_for_unless_it_says_otherwise(own, of_case, asked):
    assert skills_asked(own, of_case) == asked


def test_visit_and_form_say_what_the_case_asks_for(nora_client, one):
    one.case.visit_skills = "RN, Spanish"
    one.case.save()
    assert "RN, Spanish <span" in page(nora_client, "appointment", one.pk).text
    for shown in (page(nora_client, "edit", one.pk), page(nora_client, "new", case=str(one.case_id))):
        assert "Left empty: RN, Spanish, as the case asks for (anybody: nothing)." in shown.text
    assert "Left empty: what the case asks for." in page(nora_client, "new").text
    one.skills = "anybody"
    one.save()
    assert "Who goes<" not in page(nora_client, "appointment", one.pk).text
