from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.access.viewer import system_viewer
from caseday.cases.models import Assignment
from caseday.kernel.errors import NotFound
from caseday.schedule.actions import make_feed, record_arrival, record_confirmation
from caseday.schedule.models import Appointment
from caseday.schedule.permissions import chain_of_attendee
from caseday.schedule.queries import (
    appointments_between,
    appointments_on,
    appointments_seen_by,
    conflicts_for,
    ended_open,
    get_appointment,
    leave_times_of,
    left_behind,
    next_appointments,
    next_working_day,
    place_of,
)
from caseday.schedule.rules import AttendeeDetails
from caseday.schedule.tests.plans import TEN, plan
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
DAY = TEN.date()


def test_who_sees_the_case_sees_its_appointments(cast):
    one = make_appointment(make_case(cast.nora))
    for name in ("nora", "carl", "susan", "audrey"):
        assert get_appointment(cast.viewer(name), one.id)
    for name in ("olive", "adam"):
        with pytest.raises(NotFound):
            get_appointment(cast.viewer(name), one.id)


def test_one_without_case_is_seen_by_its_worker_and_who_stands_in(cast):
    one = make_appointment(None, staff=cast.nora)
    assert {name for name in ("nora", "carl", "susan") if get_appointment(cast.viewer(name), one.id)}
    for name in ("olive", "adam"):
        with pytest.raises(NotFound):
            get_appointment(cast.viewer(name), one.id)


def test_an_administrator_sees_no_appointment_at_all(cast, adam):
    make_appointment(None, staff=cast.adam)
    assert not appointments_seen_by(adam).exists()


def test_jobs_see_everything(cast):
    make_appointment(make_case(cast.nora))
    assert appointments_seen_by(system_viewer()).count() == 1
    assert appointments_on(system_viewer(), DAY) == []


def test_a_day_holds_ones_own_and_those_one_covers(cast, nora, carl, susan):
    make_appointment(make_case(cast.nora))
    make_appointment(make_case(cast.carl))
    assert len(appointments_on(nora, DAY)) == 1
    assert len(appointments_on(carl, DAY)) == 2
    assert appointments_on(susan, DAY) == []
    assert len(appointments_on(susan, DAY, staff_ids=[cast.nora.id])) == 1


def test_somebody_elses_calendar_stays_empty(cast, olive):
    make_appointment(make_case(cast.nora))
    assert appointments_on(olive, DAY, staff_ids=[cast.nora.id]) == []


def test_a_day_is_that_of_the_viewers_clock(cast, nora):
    chicago = ZoneInfo("America/Chicago")
    late = datetime(2026, 3, 2, 23, 30, tzinfo=chicago)
    make_appointment(None, staff=cast.nora, starts_at=late, ends_at=late + timedelta(hours=1))
    assert len(appointments_on(nora, date(2026, 3, 2))) == 1
    assert len(appointments_on(nora, date(2026, 3, 3))) == 1
    assert appointments_on(nora, date(2026, 3, 1)) == []


def test_one_that_takes_no_time_belongs_to_its_moment(cast, nora):
    make_appointment(None, staff=cast.nora, starts_at=TEN, ends_at=TEN)
    assert len(appointments_between(nora, TEN, TEN + timedelta(minutes=5))) == 1


def test_what_lasts_for_days_shows_on_each(cast, nora):
    make_appointment(
        None, staff=cast.nora, starts_at=TEN - timedelta(days=9), ends_at=TEN + timedelta(days=2)
    )
    assert len(appointments_on(nora, DAY)) == 1


def test_over_and_nobody_said_how_it_went(cast, nora):
    case = make_case(cast.nora)
    open_one = make_appointment(case)
    make_appointment(case, state="done")
    make_appointment(case, starts_at=TEN + timedelta(days=1))
    found = ended_open(nora, TEN + timedelta(hours=2), [nora.staff_id])
    assert [(one.id, one.is_off) for one in found] == [(open_one.id, False)]


def test_the_next_of_each_case_in_one_query(cast, nora, now, django_assert_max_num_queries):
    case, other, none = (make_case(cast.nora) for _ in range(3))
    for hours in (30, 6, 54):
        make_appointment(case, starts_at=now + timedelta(hours=hours))
    make_appointment(case, starts_at=now + timedelta(hours=1), state="cancelled")
    make_appointment(other, starts_at=now + timedelta(hours=9))
    make_appointment(other, starts_at=now - timedelta(hours=9))
    with django_assert_max_num_queries(1):
        found = next_appointments(nora, [case.id, other.id, none.id], now=now)
    assert {key: one.starts_at for key, one in found.items()} == {
        case.id: now + timedelta(hours=6),
        other.id: now + timedelta(hours=9),
    }


def test_a_days_list_costs_one_query(cast, nora, django_assert_max_num_queries):
    for _ in range(4):
        make_appointment(make_case(cast.nora), office=make_office())
    with django_assert_max_num_queries(1):
        assert [(str(one.case.person), place_of(one), one.staff.name) for one in appointments_on(nora, DAY)]


def test_leave_by_counts_from_the_home_base(cast, nora):
    cast.nora.home_latitude, cast.nora.home_longitude = 30.2672, -97.7431
    cast.nora.save()
    visit = make_appointment(make_case(cast.nora), office=make_office(latitude=30.4, longitude=-97.74))
    call = make_appointment(
        make_case(cast.nora), kind="call", office=make_office(latitude=31.0, longitude=-97.0)
    )
    off = make_appointment(
        make_case(cast.nora), office=make_office(latitude=31.0, longitude=-97.0), state="cancelled"
    )
    leaves = leave_times_of(appointments_on(nora, DAY), cast.nora)
    assert set(leaves) == {visit.id}
    assert leaves[visit.id].arrive_at == TEN - timedelta(minutes=10)
    assert call.id != off.id


def test_each_day_starts_at_home_again(cast, nora):
    cast.nora.home_latitude, cast.nora.home_longitude = 30.2672, -97.7431
    office = make_office(latitude=30.4, longitude=-97.74)
    days = [
        make_appointment(None, staff=cast.nora, office=office, starts_at=TEN + timedelta(days=n))
        for n in (0, 1)
    ]
    leaves = leave_times_of(days, cast.nora)
    assert [leaves[one.id].from_stop for one in days] == [None, None]


def test_conflicts_are_found_before_anything_is_saved(cast, nora):
    make_appointment(make_case(cast.nora), title="Spine clinic")
    make_appointment(make_case(cast.nora), state="cancelled")
    make_appointment(None, staff=cast.nora, is_all_day=True)
    make_appointment(make_case(cast.nora), needs_worker=False)
    draft = Appointment(
        staff=cast.nora, starts_at=TEN + timedelta(minutes=30), ends_at=TEN + timedelta(minutes=60)
    )
    [conflict] = conflicts_for(nora, draft, cast.nora)
    assert (conflict.other.label, conflict.words) == ("Spine clinic", "overlaps by 15 min")


def test_the_drive_between_two_offices_has_to_fit(cast, nora):
    near, far = make_office(latitude=30.27, longitude=-97.74), make_office(latitude=30.6, longitude=-97.7)
    first = make_appointment(make_case(cast.nora), office=near)
    second = make_appointment(make_case(cast.nora), office=far, starts_at=TEN + timedelta(minutes=60))
    [conflict] = conflicts_for(nora, get_appointment(nora, first.id), cast.nora)
    assert conflict.kind == "travel"
    assert conflict.other.id == second.id


def test_all_day_entries_conflict_with_nothing(cast, nora):
    make_appointment(make_case(cast.nora))
    day = Appointment(staff=cast.nora, starts_at=TEN, ends_at=TEN + timedelta(hours=24), is_all_day=True)
    assert conflicts_for(nora, day, cast.nora) == []


def test_a_place_is_said_with_office_and_address(cast):
    office = make_office(name="Ridgeview", line1="1 Main St", city="Austin", state="TX")
    assert (
        place_of(make_appointment(None, staff=cast.nora, office=office)) == "Ridgeview, 1 Main St, Austin, TX"
    )
    assert place_of(make_appointment(None, staff=cast.nora, place="Her kitchen")) == "Her kitchen"
    assert place_of(make_appointment(None, staff=cast.nora)) == ""


def test_what_a_hand_over_left_behind_is_found(cast, carl, now):
    case = make_case(cast.nora)
    left = make_appointment(case)
    Assignment.objects.update(to_at=now)
    Assignment.objects.create(case=case, staff=cast.carl, from_at=now)
    case.assigned_to = cast.carl
    case.save()
    own = plan(carl, case)
    assert left_behind(carl, now=now) == [left]
    assert left_behind(carl, now=now, staff_ids=[cast.susan.id]) == []
    assert own.staff_id == cast.carl.id


def test_friday_is_followed_by_monday_and_a_holiday_by_the_day_after():
    assert next_working_day(date(2026, 3, 6)) == date(2026, 3, 9)
    assert next_working_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)


def test_rows_are_named_for_people(cast, nora):
    one = plan(nora, repeat="FREQ=WEEKLY;COUNT=1", attendees=(AttendeeDetails("Dana"),))
    record_confirmation(
        actor=nora,
        now=MONDAY_8,
        appointment_id=one.id,
        side="attendee",
        result="no_answer",
        attendee_id=one.attendees.get().id,
    )
    record_arrival(actor=nora, now=TEN, appointment_id=one.id)
    feed, _ = make_feed(actor=nora, now=TEN, name="Phone")
    rows = (one, one.series, one.attendees.get(), one.confirmations.get(), one.steps.get(), feed)
    assert [str(row)[:16] for row in rows] == [
        "Orthopedic follo",
        "FREQ=WEEKLY;COUN",
        "Dana",
        "attendee: no_ans",
        "arrived 2026-03-",
        "Phone",
    ]


def test_a_merge_of_an_attendee_is_told_where_the_appointment_is(cast, nora):
    case = make_case(cast.nora)
    of_case = plan(nora, case, attendees=(AttendeeDetails("Dana"),)).attendees.get()
    of_nora = plan(nora, attendees=(AttendeeDetails("Dana"),)).attendees.get()
    assert [chain_of_attendee(one).id for one in (of_case, of_nora)] == [case.id, cast.nora.id]
