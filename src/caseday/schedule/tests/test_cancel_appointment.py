from datetime import timedelta
from uuid import uuid4

import pytest

from caseday.kernel.errors import Invalid
from caseday.schedule.actions import (
    Changed,
    await_new_date,
    cancel_appointment,
    drop_new_date,
    record_no_show,
    set_new_date,
)
from caseday.schedule.models import Appointment
from caseday.schedule.queries import ended_open, get_appointment
from caseday.schedule.rules import AttendeeDetails, Notice
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


def without_date(nora):
    found = ended_open(nora, TEN - timedelta(days=30), [nora.staff_id])
    return [one for one in found if one.is_off]


@pytest.fixture
def one(cast, nora):
    return plan(nora, make_case(cast.nora), carry="MRI report", attendees=(AttendeeDetails("Dana"),))


def cancel(actor, now, one, **fields):
    return cancel_appointment(actor=actor, now=now, appointment_id=one.id, **{"party": "client", **fields})


def test_a_cancellation_keeps_who_said_so_when_and_with_how_much_notice(nora, one):
    told_at = TEN - timedelta(hours=3)
    off = cancel(nora, TEN, one, said_by="Kim, front desk", reason="sick child", happened_at=told_at)
    assert (off.state, off.cancelled_by, off.cancelled_at) == ("cancelled", "Kim, front desk", told_at)
    assert Notice(off.notice_minutes).words == "3 hours notice"


def test_it_awaits_a_new_date_until_one_is_set(nora, one):
    cancel(nora, TEN, one)
    assert [a.id for a in without_date(nora)] == [one.id]
    new = set_new_date(actor=nora, now=TEN, appointment_id=one.id, starts_at=TEN + timedelta(days=7))
    assert without_date(nora) == []
    old = get_appointment(nora, one.id)
    assert (old.state, old.replaced_by_id) == ("cancelled", new.id)
    assert (new.carry, [str(a) for a in new.attendees.all()]) == ("MRI report", ["Dana"])
    assert new.ends_at - new.starts_at == timedelta(minutes=45)


def test_a_new_date_is_set_once_and_a_retry_finds_it(nora, one):
    cancel(nora, TEN, one)
    key = uuid4()
    for _ in range(2):
        set_new_date(actor=nora, now=TEN, appointment_id=one.id, starts_at=TEN + timedelta(days=7), id=key)
    assert Appointment.objects.count() == 2
    with pytest.raises(Invalid):
        set_new_date(actor=nora, now=TEN, appointment_id=one.id, starts_at=TEN + timedelta(days=8))


def test_what_still_stands_is_moved_not_dated_anew(nora, one):
    with pytest.raises(Invalid):
        set_new_date(actor=nora, now=TEN, appointment_id=one.id, starts_at=TEN + timedelta(days=7))


def test_no_new_date_may_be_wanted(nora, one):
    cancel(nora, TEN, one, needs_new_date=False)
    assert without_date(nora) == []


def test_awaiting_keeps_the_notice_of_the_cancellation(nora, one):
    cancel(nora, TEN - timedelta(hours=5), one, said_by="Kim", reason="sick")
    later = await_new_date(actor=nora, now=TEN, appointment_id=one.id, party="office")
    assert (later.state, later.notice_minutes, later.cancelled_party) == ("awaiting_new_date", 300, "office")
    assert (later.cancelled_by, later.cancel_reason) == ("Kim", "sick")


def test_a_new_date_can_be_given_up(nora, one):
    await_new_date(actor=nora, now=TEN, appointment_id=one.id, party="office", said_by="Kim")
    gone = drop_new_date(actor=nora, now=TEN, appointment_id=one.id, reason="Case closes")
    assert (gone.state, gone.needs_new_date, gone.cancel_reason) == ("cancelled", False, "Case closes")


def test_giving_up_the_new_date_of_a_no_show_keeps_it_a_no_show(nora, one):
    record_no_show(
        actor=nora, now=TEN + timedelta(minutes=20), appointment_id=one.id, reason="did not answer"
    )
    gone = drop_new_date(actor=nora, now=TEN + timedelta(hours=1), appointment_id=one.id)
    assert (gone.state, gone.cancel_reason) == ("no_show", "did not answer")


def test_nobody_misses_what_has_not_begun(nora, one, now):
    with pytest.raises(Invalid):
        record_no_show(actor=nora, now=now, appointment_id=one.id)


def test_whose_doing_it_was_must_be_known(nora, one):
    with pytest.raises(Invalid):
        cancel(nora, TEN, one, party="weather")


def test_nobody_cancels_in_the_future(nora, one):
    with pytest.raises(Invalid):
        cancel(nora, TEN, one, happened_at=TEN + timedelta(minutes=1))


def test_what_is_done_cannot_be_cancelled(nora, one):
    Appointment.objects.update(state="done")
    with pytest.raises(Invalid):
        cancel(nora, TEN, one)


def test_a_stale_page_cancels_nothing(nora, one):
    with pytest.raises(Changed):
        cancel(nora, TEN, one, version=7)
    assert get_appointment(nora, one.id).state == "planned"
