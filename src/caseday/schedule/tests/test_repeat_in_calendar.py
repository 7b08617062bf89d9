from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.access.viewer import system_viewer
from caseday.kernel.errors import Invalid
from caseday.schedule.actions import (
    Changed,
    Scope,
    cancel_appointment,
    change_series,
    end_series,
    extend_series,
    finish_appointment,
    record_confirmation,
    start_series,
)
from caseday.schedule.models import Appointment, Series
from caseday.schedule.rules import AttendeeDetails
from caseday.schedule.tests.plans import TEN, details, plan
from caseday.testing.make import make_activity, make_case

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
WEEKLY = "FREQ=WEEKLY;BYDAY=MO;COUNT=6"


@pytest.fixture
def first(cast, nora):
    return plan(
        nora, make_case(cast.nora), repeat=WEEKLY, kind="therapy", attendees=(AttendeeDetails("Pat"),)
    )


def occurrences():
    return list(Appointment.objects.order_by("starts_at"))


def change(actor, now, one, scope, *, repeat=None, version=1, **fields):
    return change_series(
        actor=actor,
        now=now,
        appointment_id=one.id,
        version=version,
        details=details(kind="therapy", **fields),
        scope=scope,
        repeat=repeat,
    )


def test_every_occurrence_is_an_appointment_of_its_own_at_the_same_local_time(first):
    found = occurrences()
    assert len(found) == 6
    assert found[0].id == first.id
    assert {one.starts_at.astimezone(CHICAGO).hour for one in found} == {10}
    assert {one.starts_at.hour for one in found} == {16, 15}
    assert all(one.attendees.count() == 1 for one in found)


def test_a_rule_that_gives_no_day_is_refused_and_leaves_nothing(cast, nora):
    with pytest.raises(Invalid):
        plan(nora, repeat="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert not Series.objects.exists()


def test_this_one_alone_changes(nora, now, first):
    second = occurrences()[1]
    change(nora, now, second, Scope.THIS, title="Pool", starts_at=second.starts_at + timedelta(hours=1))
    assert [one.title for one in occurrences()].count("Pool") == 1


def test_this_and_following_move_by_as_much(nora, now, first):
    third = occurrences()[2]
    change(nora, now, third, Scope.FOLLOWING, starts_at=third.starts_at + timedelta(days=1, hours=3))
    days = [one.starts_at.astimezone(CHICAGO) for one in occurrences()]
    assert [day.weekday() for day in days] == [0, 0, 1, 1, 1, 1]
    assert {day.hour for day in days[2:]} == {13}


def test_all_that_are_to_come_change_and_what_is_done_stays(nora, now, first):
    Appointment.objects.filter(pk=first.id).update(state="done")
    second = occurrences()[1]
    change(nora, now, second, Scope.ALL, title="Pool", starts_at=second.starts_at)
    assert [one.title for one in occurrences()].count("Pool") == 5


def test_a_whole_series_keeps_its_new_hour_when_nothing_has_begun(nora, now, first):
    change(nora, now, first, Scope.ALL, starts_at=TEN + timedelta(hours=1))
    assert Series.objects.get().starts_at == TEN + timedelta(hours=1)


def test_another_rule_begins_another_series_from_here(nora, now, first):
    third = occurrences()[2]
    change(
        nora,
        now,
        third,
        Scope.FOLLOWING,
        starts_at=third.starts_at,
        repeat="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=3",
    )
    days = [one.starts_at.astimezone(CHICAGO).date() for one in occurrences()]
    assert days == [
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 16),
        date(2026, 3, 30),
        date(2026, 4, 13),
    ]
    old = Series.objects.get(ended_at__isnull=False)
    assert old.rule.endswith("UNTIL=20260315")


def test_a_stale_page_changes_nothing(nora, now, first):
    with pytest.raises(Changed):
        change(nora, now, first, Scope.ALL, version=9)


def test_one_that_does_not_repeat_has_no_series(cast, nora, now):
    one = plan(nora)
    with pytest.raises(Invalid):
        change(nora, now, one, Scope.ALL)
    with pytest.raises(Invalid):
        end_series(actor=nora, now=now, appointment_id=one.id, scope=Scope.ALL)


def test_ending_takes_away_what_nobody_has_spoken_about(nora, now, first):
    found = occurrences()
    record_confirmation(actor=nora, now=now, appointment_id=found[4].id, side="client", result="confirmed")
    make_activity(first.case, appointment=found[3])
    end_series(actor=nora, now=now, appointment_id=found[2].id, scope=Scope.FOLLOWING)
    assert [one.state for one in occurrences()] == ["planned", "planned", "cancelled", "cancelled"]
    assert Series.objects.get().ended_at == now


def test_a_single_cancelled_one_stays_when_the_others_change(nora, now, first):
    second = occurrences()[1]
    cancel_appointment(actor=nora, now=now, appointment_id=second.id, party="client")
    change(nora, now, first, Scope.ALL, title="Pool")
    assert [one.title for one in occurrences()].count("Pool") == 5


def test_a_series_without_end_is_rolled_forward(cast, nora, now):
    plan(nora, make_case(cast.nora), repeat="FREQ=WEEKLY;BYDAY=MO", attendees=(AttendeeDetails("Pat"),))
    before = Appointment.objects.count()
    assert extend_series(actor=system_viewer(), now=now) == 0
    later = now + timedelta(days=70)
    assert extend_series(actor=system_viewer(), now=later) == 10
    assert Appointment.objects.count() == before + 10
    assert extend_series(actor=system_viewer(), now=later) == 0
    assert occurrences()[-1].starts_at.astimezone(CHICAGO).hour == 10
    assert occurrences()[-1].attendees.count() == 1


def test_every_outcome_rolls_its_own_series_forward(cast, nora, now):
    one = plan(nora, make_case(cast.nora), repeat="FREQ=WEEKLY;BYDAY=MO")
    other = plan(nora, make_case(cast.nora), repeat="FREQ=WEEKLY;BYDAY=MO")
    later = now + timedelta(days=70)
    before = one.series.appointments.count()
    finish_appointment(actor=nora, now=later, appointment_id=one.id)
    assert one.series.appointments.count() == before + 10
    assert other.series.appointments.count() == before
    cancel_appointment(actor=nora, now=later, appointment_id=other.id, party="client")
    assert other.series.appointments.count() == before + 10


def test_a_series_of_which_nothing_is_left_is_not_extended(cast, nora, now):
    plan(nora, repeat="FREQ=WEEKLY;BYDAY=MO")
    Appointment.objects.all().delete()
    assert extend_series(actor=system_viewer(), now=now + timedelta(days=70)) == 0


def start(actor, now, one, repeat="FREQ=WEEKLY;COUNT=3"):
    return start_series(
        actor=actor, now=now, appointment_id=one.id, version=1, details=details(), repeat=repeat
    )


def test_one_that_stood_alone_begins_to_repeat(cast, nora, now):
    start(nora, now, plan(nora, make_case(cast.nora)))
    assert len(occurrences()) == 3


def test_what_repeats_is_over_or_gives_no_day_begins_no_series(cast, nora, now, first):
    with pytest.raises(Invalid):
        start(nora, now, first)
    one = plan(nora)
    with pytest.raises(Invalid):
        start(nora, now, one, repeat="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    Appointment.objects.filter(pk=one.id).update(state="done")
    with pytest.raises(Invalid):
        start(nora, now, one)
