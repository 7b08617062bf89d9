from datetime import timedelta
from uuid import uuid4

import pytest

from caseday.kernel.errors import Invalid
from caseday.people.models import Person
from caseday.schedule.actions import move_appointment, record_confirmation
from caseday.schedule.models import Appointment, Confirmation
from caseday.schedule.queries import confirmations_of, get_appointment, sides_of, to_confirm
from caseday.schedule.rules import AttendeeDetails
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_case, make_contact_point, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(cast, nora):
    case = make_case(cast.nora)
    make_contact_point(case.person)
    office = make_office(name="Ridgeview", phone="+15125550199")
    return plan(nora, case, office_id=office.id)


def confirm(actor, now, one, side, result="confirmed", **fields):
    return record_confirmation(
        actor=actor, now=now, appointment_id=one.id, side=side, result=result, **fields
    )


def test_client_and_office_are_asked_with_the_number_at_hand(nora, one):
    client, office = sides_of(get_appointment(nora, one.id))
    assert (client.side, client.phone) == ("client", "+15125550123")
    assert (office.side, office.name, office.phone) == ("office", "Ridgeview", "+15125550199")


def test_an_interpreter_is_asked_where_the_client_needs_one(nora, one):
    Person.objects.filter(pk=one.case.person_id).update(needs_interpreter=True)
    assert [side.side for side in sides_of(get_appointment(nora, one.id))] == [
        "client",
        "office",
        "interpreter",
    ]


def test_it_is_confirmed_once_every_side_has_said_so(nora, now, one):
    confirm(nora, now, one, "office", said_by="Kim", channel="phone")
    [waiting] = to_confirm(nora, TEN.date())
    assert waiting.standing.words == "confirmed by office, not by client"
    assert get_appointment(nora, one.id).state == "planned"
    confirm(nora, now, one, "client")
    assert get_appointment(nora, one.id).state == "confirmed"


def test_what_was_said_last_counts(nora, now, one):
    for side in ("office", "client"):
        confirm(nora, now, one, side)
    confirm(nora, now + timedelta(hours=1), one, "client", "new_time", said_by="her sister", channel="text")
    stored = get_appointment(nora, one.id)
    assert stored.state == "planned"
    last = confirmations_of(stored)[0]
    assert (last.said_by, last.channel) == ("her sister", "text")


def test_a_retried_tap_is_stored_once(nora, now, one):
    key = uuid4()
    confirm(nora, now, one, "client", "no_answer", id=key)
    confirm(nora, now, one, "client", "no_answer", id=key)
    assert Confirmation.objects.count() == 1


def test_after_a_move_everybody_is_asked_again_and_the_tries_stay(nora, now, one):
    for side in ("office", "client"):
        confirm(nora, now, one, side)
    move_appointment(
        actor=nora, now=now, appointment_id=one.id, version=None, starts_at=TEN + timedelta(days=1)
    )
    stored = get_appointment(nora, one.id)
    assert [side.last for side in sides_of(stored)] == [None, None]
    assert len(confirmations_of(stored)) == 2


def test_an_attendee_who_has_to_confirm_is_a_side_of_their_own(cast, nora, now):
    one = plan(
        nora, kind="team_meeting", attendees=(AttendeeDetails("Dana", "adjuster", "+15125550111", True),)
    )
    [dana] = sides_of(get_appointment(nora, one.id))
    assert (dana.name, dana.key) == ("Dana", f"attendee:{dana.attendee_id}")
    confirm(nora, now, one, "attendee", attendee_id=dana.attendee_id)
    assert get_appointment(nora, one.id).state == "confirmed"


def test_an_attendee_of_another_appointment_is_refused(nora, now, one):
    with pytest.raises(Invalid):
        confirm(nora, now, one, "attendee", attendee_id=uuid4())


@pytest.mark.parametrize(
    "wrong",
    [{"side": "moon"}, {"side": "client", "result": "maybe"}, {"side": "client", "channel": "pigeon"}],
)
def test_unknown_words_are_refused(nora, now, one, wrong):
    with pytest.raises(Invalid):
        confirm(nora, now, one, **wrong)


def test_there_is_nothing_to_confirm_once_it_is_over(nora, now, one):
    Appointment.objects.update(state="done")
    with pytest.raises(Invalid):
        confirm(nora, now, one, "client")


def test_sides_can_be_chosen_and_nobody_is_a_choice(cast, nora):
    case = make_case(cast.nora)
    chosen = plan(nora, case, confirm_sides="client,transport")
    assert [side.name for side in sides_of(get_appointment(nora, chosen.id))][1] == "Transport"
    assert sides_of(get_appointment(nora, plan(nora, case, confirm_sides="nobody").id)) == []


def test_a_call_and_a_private_appointment_ask_nobody(cast, nora):
    assert sides_of(get_appointment(nora, plan(nora, make_case(cast.nora), kind="call").id)) == []
    assert sides_of(get_appointment(nora, plan(nora, kind="other").id)) == []


def test_tomorrows_list_holds_what_is_open_and_to_be_confirmed(
    cast, nora, now, one, django_assert_max_num_queries
):
    plan(nora, kind="other", title="Dentist")
    done = plan(nora, make_case(cast.nora))
    Appointment.objects.filter(pk=done.id).update(state="cancelled")
    for _ in range(5):
        plan(nora, make_case(cast.nora))
    with django_assert_max_num_queries(5):
        found = to_confirm(nora, TEN.date())
        assert [bool(item.sides) for item in found] == [True] * 6
    assert found[0].standing.words == "not confirmed"


def test_a_side_without_a_number_still_is_asked(cast, nora):
    case = make_case(cast.nora)
    one = plan(nora, case, office_id=make_office().id)
    assert [side.phone for side in sides_of(get_appointment(nora, one.id))] == ["", ""]
