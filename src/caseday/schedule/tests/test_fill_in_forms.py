"""Through the pages: what is typed, taken, refused and kept."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseday.schedule.actions import change_appointment
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import AttendeeDetails
from caseday.schedule.tests.plans import details, plan
from caseday.testing.make import make_case, make_office, make_party

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


def typed(cast, **fields):
    return {
        "kind": "physician_visit",
        "title": "Orthopedic follow-up",
        "staff": str(cast.nora.id),
        "day": "2026-03-03",
        "starts": "10:00",
        "needs_worker": "on",
        "id": str(uuid4()),
        **fields,
    }


def test_a_visit_is_planned_at_an_office_on_its_own_clock(cast, nora_client):
    case = make_case(cast.nora)
    office = make_office(name="Desert Spine", line1="9 Cactus Rd", city="Mesa", time_zone="America/Phoenix")
    answer = post(
        nora_client,
        "new",
        **typed(
            cast,
            case=str(case.id),
            where="Desert Spine (9 Cactus Rd, Mesa)",
            attendees="Dana Whitfield, adjuster, 512-555-0111\n\nEd",
            attendees_confirm="on",
        ),
    )
    assert answer.status_code == 302
    stored = Appointment.objects.get()
    assert (stored.office_id, stored.place, stored.time_zone) == (office.id, "", "America/Phoenix")
    assert stored.starts_at.astimezone(ZoneInfo("America/Phoenix")).hour == 10
    assert stored.ends_at - stored.starts_at == timedelta(minutes=45)
    assert sorted((a.name, a.role, a.phone) for a in stored.attendees.all()) == [
        ("Dana Whitfield", "adjuster", "512-555-0111"),
        ("Ed", "", ""),
    ]


def test_a_place_that_is_no_office_is_an_address_with_its_postal_code_on_the_map(cast, nora_client):
    post(nora_client, "new", **typed(cast, where="400 Palm Dr, Phoenix, AZ 85004", title=""))
    stored = Appointment.objects.get()
    assert stored.place == "400 Palm Dr, Phoenix, AZ 85004"
    assert (stored.title, stored.time_zone) == ("Physician visit", "America/Phoenix")
    assert stored.latitude == pytest.approx(33.45, abs=0.2)


def test_two_offices_of_one_name_are_told_apart_by_their_address(cast, nora_client):
    make_office(name="CityMed", line1="1 A St", city="Austin")
    second = make_office(name="CityMed", line1="2 B St", city="Austin")
    post(nora_client, "new", **typed(cast, where="CityMed (2 B St, Austin)"))
    assert Appointment.objects.get().office_id == second.id
    post(nora_client, "new", **typed(cast, where="CityMed"))
    assert Appointment.objects.filter(place="CityMed", office=None).count() == 1


def test_a_home_visit_is_on_the_clients_clock(cast, nora_client):
    case = make_case(cast.nora)
    case.person.time_zone = "America/Denver"
    case.person.save()
    post(nora_client, "new", **typed(cast, case=str(case.id), kind="home_visit"))
    assert Appointment.objects.get().time_zone == "America/Denver"


def test_sent_twice_it_is_stored_once(cast, nora_client):
    data = typed(cast)
    for _ in range(2):
        assert post(nora_client, "new", **data).status_code == 302
    assert Appointment.objects.count() == 1


def test_an_all_day_entry_needs_no_time(cast, nora_client):
    post(nora_client, "new", **typed(cast, starts="", is_all_day="on", last_day="2026-03-04"))
    stored = Appointment.objects.get()
    assert stored.is_all_day
    assert stored.ends_at - stored.starts_at == timedelta(days=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "tomorrow"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"starts": ""},
        {"starts": "25:99"},
        {"minutes": "-5"},
        {"minutes": "soon"},
        {"kind": "party"},
        {"case": "not-a-case"},
        {"staff": str(uuid4())},
        {"confirm_sides": ["nobody", "client"]},
        {"time_zone": "Mars/Base"},
        {"repeat": "week", "repeat_until": "2026-04-01", "repeat_count": "3"},
        {"repeat": "week", "repeat_until": "2026-01-01"},
        {"is_all_day": "on", "last_day": "2027-12-31"},
        {"id": "not-an-id"},
    ],
)
def test_bad_input_keeps_what_was_typed(cast, nora_client, wrong):
    answer = post(nora_client, "new", **typed(cast, **wrong))
    assert answer.status_code == 422
    assert "Orthopedic follow-up" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_links_bring_what_they_know_into_the_form(cast, nora_client):
    case = make_case(cast.nora)
    text = nora_client.get(
        reverse("schedule:new"),
        {"case": str(case.id), "day": "2026-03-05", "at": "09:30", "kind": "call", "title": "Ring back"},
    ).content.decode()
    assert all(piece in text for piece in (f'value="{case.id}" selected', "2026-03-05", "09:30", "Ring back"))
    assert nora_client.get(reverse("schedule:new"), {"case": "x", "day": "y", "at": "z"}).status_code == 200


def test_a_weekly_therapy_is_planned_and_one_of_them_edited(cast, nora_client):
    post(nora_client, "new", **typed(cast, kind="therapy", repeat="week", repeat_count="4"))
    first = Appointment.objects.order_by("starts_at").first()
    assert Appointment.objects.count() == 4
    page = nora_client.get(reverse("schedule:edit", args=[first.id])).content.decode()
    assert "As it is: every week on Tuesday, 4 times" in page
    base = typed(cast, kind="therapy", title="Pool", repeat="keep", version="1")
    assert post(nora_client, "edit", first.id, **base, scope="this").status_code == 302
    assert list(Appointment.objects.order_by("starts_at").values_list("title", flat=True)).count("Pool") == 1
    assert (
        post(
            nora_client, "edit", first.id, **{**base, "version": "2", "title": "Gym"}, scope="all"
        ).status_code
        == 302
    )
    assert Appointment.objects.filter(title="Gym").count() == 4
    third = Appointment.objects.order_by("starts_at")[2]
    change = {
        **base,
        "version": str(third.version),
        "repeat": "two_weeks",
        "repeat_count": "2",
        "day": "2026-03-17",
    }
    assert post(nora_client, "edit", third.id, **change, scope="following").status_code == 302
    assert Appointment.objects.count() == 4


def test_a_single_one_can_begin_to_repeat(cast, nora_client, one):
    answer = post(
        nora_client,
        "edit",
        one.id,
        **typed(cast, repeat="week", repeat_count="3", version="1", day="2026-03-02"),
    )
    assert answer.status_code == 302
    assert Appointment.objects.count() == 3


def test_a_second_tab_is_shown_what_was_stored_and_may_then_save(cast, nora, nora_client, one, now):
    change_appointment(
        actor=nora, now=now, appointment_id=one.id, version=1, details=details(title="From the other tab")
    )
    mine = typed(cast, title="Mine", version="1", day="2026-03-02")
    answer = post(nora_client, "edit", one.id, **mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "From the other tab" in text
    assert 'value="Mine"' in text
    assert 'name="version" value="2"' in text
    assert post(nora_client, "edit", one.id, **{**mine, "version": "2"}).status_code == 302
    assert get_appointment(nora, one.id).title == "Mine"


def test_bad_input_while_editing_keeps_what_was_typed(cast, nora_client, one):
    answer = post(nora_client, "edit", one.id, **typed(cast, day="never", title="Typed by me"))
    assert answer.status_code == 422
    assert "Typed by me" in answer.content.decode()


def test_what_is_done_keeps_its_time(cast, nora_client, one):
    Appointment.objects.update(state="done")
    answer = post(
        nora_client, "edit", one.id, **typed(cast, day="2026-03-09", version="1", title="Typed by me")
    )
    assert answer.status_code == 422
    assert "Typed by me" in answer.content.decode()


def test_a_supervisors_form_offers_the_colleagues_calendar_of_the_appointment(cast, client, one, nora):
    client.force_login(cast.olive)
    case = one.case
    case.assignments.update(staff=cast.olive)
    case.assigned_to = cast.olive
    case.save()
    data = typed(cast, day="2026-03-02", version="1", title="Seen by Olive")
    assert post(client, "edit", one.id, **data).status_code == 302
    assert Appointment.objects.get().staff_id == cast.nora.id


@pytest.mark.parametrize(
    ("fields", "query"),
    [
        ({"place": "1 Main St"}, "1%20Main%20St"),
        ({"latitude": 30.5, "longitude": -97.5}, "30.5,-97.5"),
    ],
)
def test_the_map_is_asked_for_the_place(cast, nora, nora_client, fields, query):
    one = plan(nora, **fields)
    assert (
        f"destination={query}" in nora_client.get(reverse("schedule:visit", args=[one.id])).content.decode()
    )


@pytest.mark.parametrize(
    ("office", "query"),
    [
        ({"line1": "1 Main St", "city": "Austin", "state": ""}, "1%20Main%20St,%20Austin"),
        ({"latitude": 30.5, "longitude": -97.5}, "30.5,-97.5"),
    ],
)
def test_the_map_is_asked_for_the_office(cast, nora, nora_client, office, query):
    one = plan(nora, office_id=make_office(**office).id)
    assert (
        f"destination={query}" in nora_client.get(reverse("schedule:visit", args=[one.id])).content.decode()
    )


def test_who_covers_chooses_whose_calendar(cast, client):
    client.force_login(cast.carl)
    assert "In whose calendar" in client.get(reverse("schedule:new")).content.decode()
    assert post(client, "new", **typed(cast)).status_code == 302
    assert Appointment.objects.get().staff_id == cast.nora.id


def test_an_address_left_as_it_is_keeps_its_pin(cast, nora, nora_client):
    one = plan(nora, place="Her kitchen", latitude=30.5, longitude=-97.5)
    post(nora_client, "edit", one.id, **typed(cast, where="Her kitchen", day="2026-03-02", version="1"))
    assert get_appointment(nora, one.id).latitude == 30.5


def test_the_agenda_opens_with_what_is_stored(nora, nora_client):
    one = plan(nora, agenda="Ask about sleep")
    assert "Ask about sleep" in nora_client.get(reverse("schedule:agenda", args=[one.id])).content.decode()


def test_attendees_who_are_linked_stay_linked_when_edited(cast, nora, nora_client):
    case = make_case(cast.nora)
    one = plan(nora, case, attendees=(AttendeeDetails("Rosa", "client", person_id=case.person_id),))
    post(nora_client, "edit", one.id, **typed(cast, attendees="Rosa, client", day="2026-03-02", version="1"))
    assert one.attendees.get().person_id == case.person_id


def test_conflicts_show_while_typing_and_forbid_nothing(cast, nora_client, one):
    data = typed(cast, day="2026-03-02", starts="10:15")
    text = post(nora_client, "conflicts", **data).content.decode()
    assert "Overlaps by 30 min" in text
    assert post(nora_client, "new", **data).status_code == 302


def test_conflicts_of_a_known_one_leave_itself_out(cast, nora_client, one):
    data = typed(cast, day="2026-03-02", starts="10:15", appointment=str(one.id))
    assert "Nothing in the way" in post(nora_client, "conflicts", **data).content.decode()


def test_half_typed_input_shows_no_conflict_and_no_error(cast, nora_client):
    assert post(nora_client, "conflicts").status_code == 200
    assert post(nora_client, "conflicts", **typed(cast, staff=str(uuid4()))).status_code == 200


def test_offices_are_offered_by_name_and_before_that_those_of_the_case(cast, nora_client):
    case = make_case(cast.nora)
    make_party(case, office=make_office(name="Known Clinic"))
    make_office(name="Ridgeview Orthopedics", line1="1 Main St", city="Austin")

    def offered(**query):
        return nora_client.get(reverse("schedule:offices"), query).content.decode()

    assert "Ridgeview Orthopedics (1 Main St, Austin)" in offered(where="ridge")
    assert "Known Clinic" in offered(case=str(case.id))
    assert "option" not in offered()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "kind",
                "title",
                "case",
                "staff",
                "day",
                "starts",
                "minutes",
                "is_all_day",
                "last_day",
                "where",
                "time_zone",
                "travel_minutes",
                "early_minutes",
                "confirm_sides",
                "attendees",
                "agenda",
                "repeat",
                "repeat_until",
                "repeat_count",
                "id",
                "version",
            ]
        ),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                ["week", "keep", "99999999999", "-1", "2026-03-03", "10:00", "\x00", "on", "1e9"]
            ),
        ),
        max_size=8,
    )
)
def test_nothing_typed_gives_an_error_of_the_server(cast, nora_client, fields):
    for name in ("new", "conflicts"):
        answer = nora_client.post(reverse(f"schedule:{name}"), {**typed(cast), **fields})
        assert answer.status_code in (200, 302, 422)
