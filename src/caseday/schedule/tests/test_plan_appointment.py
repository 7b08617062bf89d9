from datetime import timedelta
from uuid import uuid4

import pytest

from caseday.access.queries import events_of_chain
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.people.models import Address
from caseday.schedule.actions import (
    Changed,
    change_appointment,
    edit_agenda,
    move_appointment,
    plan_appointment,
    record_confirmation,
    take_over_appointment,
)
from caseday.schedule.models import Appointment
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import AttendeeDetails
from caseday.schedule.tests.plans import TEN, details, plan
from caseday.testing.make import make_case, make_office

pytestmark = pytest.mark.django_db


def test_it_is_planned_in_ones_own_calendar_and_told_to_the_case(cast, nora, now):
    case = make_case(cast.nora)
    one = plan(nora, case, attendees=(AttendeeDetails("Dana Whitfield", "adjuster"),))
    assert (one.staff_id, one.state, one.version) == (nora.staff_id, "planned", 1)
    assert [str(a) for a in one.attendees.all()] == ["Dana Whitfield"]
    [event] = events_of_chain(case.id)
    assert event.verb == "appointment_planned"


def test_without_a_case_it_is_told_to_the_staff_member(cast, nora):
    plan(nora, title="Dentist", kind="other")
    assert [event.verb for event in events_of_chain(nora.staff_id)] == ["appointment_planned"]


def test_a_retried_request_is_stored_once(cast, nora):
    key = uuid4()
    assert plan(nora, id=key).id == plan(nora, id=key, title="again").id
    assert Appointment.objects.get().title == "Orthopedic follow-up"


def test_a_case_outside_sight_is_not_found(cast, olive):
    with pytest.raises(NotFound):
        plan(olive, make_case(cast.nora))


def test_a_colleague_who_covers_plans_in_the_absent_ones_calendar(cast, carl):
    assert plan(carl, staff_id=cast.nora.id).staff_id == cast.nora.id


@pytest.mark.parametrize("name", ["olive", "adam", "audrey"])
def test_nobody_else_does(cast, name):
    with pytest.raises(Refused):
        plan(cast.viewer(name), staff_id=cast.nora.id)


def test_an_administrator_keeps_no_calendar(cast, adam):
    with pytest.raises(Refused):
        plan(adam)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": "  "}, "title"),
        ({"ends_at": TEN - timedelta(minutes=1)}, "ends_at"),
        ({"ends_at": TEN + timedelta(days=40)}, "ends_at"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"travel_minutes": -1}, "travel_minutes"),
        ({"early_minutes": 999}, "early_minutes"),
        ({"confirm_sides": "moon"}, "confirm_sides"),
        ({"kind": "party"}, "kind"),
        ({"office_id": uuid4()}, "office"),
    ],
)
def test_input_that_cannot_be_taken_says_what_to_do(cast, nora, fields, name):
    with pytest.raises(Invalid) as caught:
        plan(nora, **fields)
    assert name in caught.value.problems


def test_a_home_visit_is_at_the_clients_home_unless_said_otherwise(cast, nora):
    case = make_case(cast.nora)
    Address.objects.create(person=case.person, use="mailing", line1="PO Box 1")
    Address.objects.create(
        person=case.person, line1="12 Oak St", city="Austin", latitude=30.3, longitude=-97.7
    )
    home = plan(nora, case, kind="home_visit")
    assert (home.place, home.latitude) == ("12 Oak St, Austin", 30.3)
    assert plan(nora, case, kind="home_visit", place="The library").place == "The library"
    assert plan(nora, case, kind="home_visit", office_id=make_office().id).place == ""


def test_a_home_visit_to_a_client_without_address_stays_without_place(cast, nora):
    assert plan(nora, make_case(cast.nora), kind="home_visit").place == ""
    assert plan(nora, kind="home_visit").place == ""


def test_editing_writes_what_changed_and_counts_the_version_up(cast, nora, now):
    case = make_case(cast.nora)
    one = plan(nora, case)
    change_appointment(
        actor=nora,
        now=now,
        appointment_id=one.id,
        version=1,
        details=details(title="Spine clinic", place="Suite 210"),
    )
    stored = get_appointment(nora, one.id)
    assert (stored.title, stored.place, stored.version) == ("Spine clinic", "Suite 210", 2)
    assert events_of_chain(case.id)[-1].verb == "appointment_changed"


def test_saving_without_a_change_writes_nothing(cast, nora, now):
    case = make_case(cast.nora)
    one = plan(nora, case)
    change_appointment(actor=nora, now=now, appointment_id=one.id, version=1, details=details())
    assert get_appointment(nora, one.id).version == 1
    assert len(events_of_chain(case.id)) == 1


def test_a_second_tab_does_not_overwrite_the_first(cast, nora, now):
    one = plan(nora)
    change_appointment(
        actor=nora, now=now, appointment_id=one.id, version=1, details=details(title="First tab")
    )
    with pytest.raises(Changed) as caught:
        change_appointment(
            actor=nora, now=now, appointment_id=one.id, version=1, details=details(title="Second tab")
        )
    assert caught.value.stored.title == "First tab"
    assert get_appointment(nora, one.id).title == "First tab"


def test_attendees_who_stay_keep_what_they_confirmed(cast, nora, now):
    dana, ed = AttendeeDetails("Dana", needs_confirming=True), AttendeeDetails("Ed")
    one = plan(nora, make_case(cast.nora), attendees=(dana, ed))
    attendee = one.attendees.get(name="Dana")
    record_confirmation(
        actor=nora,
        now=now,
        appointment_id=one.id,
        side="attendee",
        result="confirmed",
        attendee_id=attendee.id,
    )
    change_appointment(
        actor=nora,
        now=now,
        appointment_id=one.id,
        version=None,
        details=details(attendees=(AttendeeDetails("Dana", "adjuster"), AttendeeDetails("Fay"))),
    )
    assert sorted(str(a) for a in one.attendees.all()) == ["Dana", "Fay"]
    assert attendee.confirmations.count() == 1


def test_moving_keeps_the_length_and_asks_everybody_again(cast, nora, now):
    one = plan(nora, make_case(cast.nora), confirm_sides="client")
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="client", result="confirmed")
    assert get_appointment(nora, one.id).state == "confirmed"
    move_appointment(actor=nora, now=now, appointment_id=one.id, version=2, starts_at=TEN + timedelta(days=1))
    stored = get_appointment(nora, one.id)
    assert stored.state == "planned"
    assert stored.ends_at - stored.starts_at == timedelta(minutes=45)


def test_moving_to_the_same_time_keeps_the_confirmation(cast, nora, now):
    one = plan(nora, make_case(cast.nora), confirm_sides="client")
    record_confirmation(actor=nora, now=now, appointment_id=one.id, side="client", result="confirmed")
    move_appointment(
        actor=nora,
        now=now,
        appointment_id=one.id,
        version=None,
        starts_at=TEN,
        ends_at=TEN + timedelta(hours=2),
    )
    assert get_appointment(nora, one.id).state == "confirmed"


def test_an_appointment_cannot_be_moved_to_end_before_it_begins(cast, nora, now):
    one = plan(nora)
    with pytest.raises(Invalid):
        move_appointment(
            actor=nora,
            now=now,
            appointment_id=one.id,
            version=1,
            starts_at=TEN,
            ends_at=TEN - timedelta(hours=1),
        )


def test_what_is_done_is_neither_moved_nor_given_another_time(cast, nora, now):
    one = plan(nora)
    Appointment.objects.filter(pk=one.id).update(state="done")
    with pytest.raises(Invalid):
        move_appointment(
            actor=nora, now=now, appointment_id=one.id, version=1, starts_at=TEN + timedelta(hours=1)
        )
    with pytest.raises(Invalid):
        change_appointment(
            actor=nora,
            now=now,
            appointment_id=one.id,
            version=1,
            details=details(starts_at=TEN + timedelta(hours=1)),
        )


def test_the_agenda_is_edited_by_itself(cast, nora, now):
    one = plan(nora)
    edit_agenda(
        actor=nora, now=now, appointment_id=one.id, version=1, agenda="Ask about pain", carry="MRI report"
    )
    assert get_appointment(nora, one.id).agenda == "Ask about pain"


def test_an_auditor_sees_and_does_not_write(cast, nora, audrey, now):
    one = plan(nora, make_case(cast.nora))
    assert get_appointment(audrey, one.id)
    with pytest.raises(Refused):
        edit_agenda(actor=audrey, now=now, appointment_id=one.id, version=1, agenda="x", carry="")


def test_who_covers_takes_it_into_their_own_calendar(cast, nora, carl, now):
    one = plan(nora, make_case(cast.nora))
    take_over_appointment(actor=carl, now=now, appointment_id=one.id, staff_id=carl.staff_id)
    assert get_appointment(nora, one.id).staff_id == carl.staff_id
    with pytest.raises(Refused):
        take_over_appointment(actor=nora, now=now, appointment_id=one.id, staff_id=cast.olive.id)


def test_an_import_keeps_where_it_came_from(cast, nora, now):
    one = plan_appointment(
        actor=nora, now=now, details=details(), source_uid="abc@google.com", source_fingerprint="f"
    )
    assert (one.source_uid, one.source_fingerprint) == ("abc@google.com", "f")
    change_appointment(
        actor=nora, now=now, appointment_id=one.id, version=None, details=details(), source_fingerprint="g"
    )
    assert get_appointment(nora, one.id).source_fingerprint == "g"
