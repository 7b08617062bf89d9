"""Stops, places, hours and breaks of a day become a problem whose keys lead back to them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.dayplan.models import PlanWishes
from caseday.dayplan.queries.gathering import problem_for
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Kind, Wait, Window
from caseday.dayplan.tests.ends import CLINIC, at, end, found, gather, only, reach
from caseday.documents.models import Packet
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
)

pytestmark = pytest.mark.django_db


def test_a_stop_has_its_place_its_hour_and_the_office_s_usual_wait(nora, case):
    office = make_office(**CLINIC)
    for n in range(30):
        make_appointment(
            case, office=office, starts_at=MONDAY_8 - timedelta(days=n + 1), state="done", waited_minutes=20
        )
    one = make_appointment(case, office=office, starts_at=at(10), carry="MRI report\n\nCD")
    gathered = gather(nora)
    item = only(gathered, Kind.STOP)
    assert (item.key, item.at, item.place) == (f"stop:{one.pk}", 600, f"office:{office.pk}")
    assert (item.early_minutes, item.parking_minutes) == (10, 5)
    assert 15 <= item.wait.median <= item.wait.p80 <= 30
    thing = gathered.things[item.key]
    assert thing.appointment_id == one.pk and thing.carry == ("MRI report", "CD")
    assert gathered.problem.travel.drive("home", item.place, 540).is_known


def test_a_note_is_planned_behind_a_visit_that_has_a_case(nora, case):
    with_case = make_appointment(case, office=make_office(**CLINIC), starts_at=at(10))
    make_appointment(
        None, staff=case.assigned_to, office=make_office(), starts_at=at(14), title="Staff meeting"
    )
    gathered = gather(nora)
    note = only(gathered, Kind.NOTE)
    assert note.key == f"note:stop:{with_case.pk}"
    assert note.fresh_after == f"stop:{with_case.pk}"
    assert gathered.things[note.key].is_made_up


def test_what_is_over_called_off_or_not_attended_takes_no_time(nora, case):
    for fields in (
        {"state": "done", "arrived_at": at(8), "done_at": at(9)},
        {"state": "cancelled"},
        {"needs_worker": False},
        {"is_all_day": True},
    ):
        make_appointment(case, office=make_office(**CLINIC), starts_at=at(9), **fields)
    gathered = gather(nora)
    assert [item.key for item in gathered.problem.items] == ["lunch"]
    assert len(gathered.called_off) == 1


def test_an_appointment_nobody_tapped_is_presumed_to_be_over_at_its_end(nora, case):
    office = make_office(**CLINIC)
    make_appointment(case, office=office, starts_at=at(9))
    assert only(gather(nora, now=at(9.25)), Kind.STOP).started_at == 540
    gathered = gather(nora, now=at(10))
    assert [item.kind for item in gathered.problem.items] == [Kind.BREAK]
    assert gathered.problem.start_place == f"office:{office.pk}"


def test_a_call_at_a_set_time_needs_no_drive(nora, case):
    make_appointment(case, kind="call", starts_at=at(9), title="Team call")
    item = only(gather(nora), Kind.CALL)
    assert (item.at, item.place, item.early_minutes) == (540, None, 0)


def test_a_visit_within_hours_is_planned_where_the_client_likes_it(nora, case):
    make_contact_point(case.person, best_from=time(14), best_to=time(16))
    make_appointment(
        case, kind="home_visit", place="7 Cedar Lane, Austin", starts_at=at(13), window_from=time(13), window_to=time(17)
    )  # fmt: skip
    item = only(gather(nora), Kind.VISIT)
    assert item.windows == (Window(780, 1020),) and item.preferred == (Window(840, 960),)


def test_a_packet_is_printed_before_one_leaves_for_its_stop(nora, case):
    one = make_appointment(case, office=make_office(**CLINIC), starts_at=at(10))
    packet = Packet.objects.create(
        case=case, staff=case.assigned_to, appointment=one, title="For the clinic", dated_on=MONDAY_8.date()
    )
    gathered = gather(nora)
    papers = only(gathered, Kind.PAPERS)
    assert papers.before_leaving_for == (f"stop:{one.pk}",)
    assert gathered.things[papers.key].packet_id == packet.pk
    Appointment.objects.update(set_off_at=at(9.3))
    assert Kind.PAPERS not in {item.kind for item in gather(nora, now=at(9.5)).problem.items}


def test_papers_that_a_stop_of_today_needs_are_printed_before_one_leaves(nora, case):
    today = make_appointment(case, office=make_office(), starts_at=at(10))
    gathered = gather(
        nora, end("paper_needed", case=case, subject_id=today.pk), end("paper_needed", case=case)
    )
    before = [item.before_leaving_for for item in gathered.problem.items if item.kind is Kind.PAPERS]
    assert before == [(f"stop:{today.pk}",), ()]


def test_who_has_set_off_is_on_the_road(nora, case):
    office = make_office(**CLINIC)
    make_appointment(case, office=office, starts_at=at(10), set_off_at=at(9.5))
    problem = gather(nora, now=at(9.6)).problem
    assert problem.start_place == f"office:{office.pk}"
    drive = problem.travel.drive("home", problem.start_place, 570)
    assert problem.day_start == max(576, 570 + drive.minutes + 5)


def test_a_visit_under_way_is_where_one_is(nora, case):
    office = make_office(**CLINIC)
    make_appointment(
        case,
        office=office,
        starts_at=at(10),
        state="with_provider",
        arrived_at=at(9.8),
        with_provider_at=at(10),
    )
    gathered = gather(nora, now=at(10.25))
    item = only(gathered, Kind.STOP)
    assert (item.started_at, item.wait) == (588, Wait())
    assert gathered.problem.start_place == item.place and gathered.problem.day_start == 615


def test_a_visit_without_a_tap_of_arriving_began_at_its_hour(nora, case):
    make_appointment(case, office=make_office(**CLINIC), starts_at=at(10), state="waiting")
    assert only(gather(nora, now=at(10.25)), Kind.STOP).started_at == 600


def test_who_was_told_at_the_door_that_it_is_off_is_still_there(nora, case):
    office = make_office(**CLINIC)
    make_appointment(
        case,
        office=office,
        starts_at=at(13.5),
        state="cancelled",
        arrived_at=at(13.4),
        cancelled_at=at(13.55),
    )
    gathered = gather(nora, now=at(13.6))
    assert gathered.problem.start_place == f"office:{office.pk}"
    assert len(gathered.called_off) == 1


def test_after_a_stop_that_is_done_one_is_there(nora, case):
    office = make_office(**CLINIC)
    make_appointment(case, office=office, starts_at=at(9), state="done", arrived_at=at(8.9), done_at=at(9.75))
    assert gather(nora, now=at(10)).problem.start_place == f"office:{office.pk}"


def test_a_drive_entered_by_hand_counts_from_everywhere(nora, case):
    make_appointment(case, office=make_office(), starts_at=at(10), travel_minutes=47)
    item = only(gather(nora), Kind.STOP)
    problem = gather(nora).problem
    assert problem.travel.drive("home", item.place, 500).minutes == 47


def test_a_place_that_is_on_no_map_gets_a_plan_that_says_so(nora, case):
    make_appointment(case, place="Somewhere in the hills", starts_at=at(10))
    gathered = gather(nora)
    plan = constructive_plan(gathered.problem)
    assert objections_to(gathered.problem, plan) == ()
    assert any("not known" in sentence for sentence in plan.sentences)


def test_an_address_with_a_pin_is_a_place_of_its_own(nora, case):
    make_appointment(case, place="7 Cedar Lane", starts_at=at(10), **CLINIC)
    assert only(gather(nora), Kind.STOP).place == "at:30.3000,-97.7000"


def test_without_a_home_the_day_still_begins_somewhere(nora, cast):
    make_appointment(make_case(cast.nora), office=make_office(**CLINIC), starts_at=at(10))
    gathered = gather(nora)
    plan = constructive_plan(gathered.problem)
    assert gathered.problem.start_place == "home" and objections_to(gathered.problem, plan) == ()


def test_an_early_stop_begins_the_day_earlier(nora, case):
    make_appointment(case, office=make_office(**CLINIC), starts_at=at(7), early_minutes=15)
    gathered = gather(nora, now=at(5))
    drive = gathered.problem.travel.drive("home", only(gathered, Kind.STOP).place, 360).minutes
    assert gathered.problem.day_start == 420 - 15 - drive - 5


def test_the_day_may_begin_and_end_at_one_s_desk_in_an_office(nora, at_home):
    desk = make_office(name="Our office", **CLINIC)
    wishes = PlanWishes.objects.create(staff=at_home, starts_from="office", office=desk)
    problem = gather(nora).problem
    assert (problem.start_place, problem.end_place) == (f"office:{desk.pk}", "home")
    assert all(place.has_desk and place.has_printer for place in problem.places)
    PlanWishes.objects.filter(pk=wishes.pk).update(ends_at="office")
    problem = gather(nora).problem
    assert [place.key for place in problem.places] == [f"office:{desk.pk}"]


def test_wishes_shape_the_day(nora, at_home):
    PlanWishes.objects.create(
        staff=at_home,
        wishes=["drive_less"],
        day_from=time(7),
        day_to=time(15),
        lunch_minutes=0,
        short_breaks=2,
    )
    problem = gather(nora, now=at(6)).problem
    assert problem.weights.mile == 3 and (problem.day_start, problem.day_end) == (420, 900)
    assert [item.key for item in problem.items] == ["break:1", "break:2"]


def test_lunch_that_is_late_is_better_than_none_but_not_in_the_evening(nora, at_home):
    lunch = only(gather(nora, now=at(11)), Kind.BREAK)
    assert lunch.windows == lunch.preferred == (Window(720, 810),)
    late = only(gather(nora, now=at(13.5)), Kind.BREAK)
    assert late.windows == (Window(720, 960),) and late.due >= 810
    assert gather(nora, now=at(18)).problem.items == ()


def test_the_next_days_have_room_beside_their_appointments_and_lunch(nora, case):
    make_appointment(case, office=make_office(**CLINIC), starts_at=at(24 + 10))
    make_appointment(case, kind="call", starts_at=at(24 + 15), ends_at=at(24 + 15.5))
    make_appointment(case, starts_at=at(24 + 16), state="cancelled")
    free = gather(nora).problem.later_free
    day = 1440
    assert free[:4] == (
        Window(day + 480, day + 570), Window(day + 675, day + 720), Window(day + 810, day + 900),
        Window(day + 930, day + 1020),
    )  # fmt: skip
    assert free[-1].end == 4 * day + 1020


def test_on_the_day_the_clocks_change_an_hour_stays_an_hour(nora, case):
    spring = datetime(2026, 3, 8, 10, 0, tzinfo=ZoneInfo("America/Chicago"))
    make_appointment(case, office=make_office(**CLINIC), starts_at=spring)
    gathered = gather(nora, now=spring.replace(hour=7))
    item = only(gathered, Kind.STOP)
    assert item.at == 540
    assert gathered.problem.moment(item.at) == spring
    plan = constructive_plan(gathered.problem)
    assert objections_to(gathered.problem, plan) == ()


def test_of_another_day_there_is_what_has_its_hour_then(nora, case):
    make_appointment(case, office=make_office(**CLINIC), starts_at=at(24 + 10))
    gathered = gather(
        nora,
        end(case=case, due_at=at(24 + 12)),
        end(case=case, due_at=at(12)),
        end(case=case),
        day=date(2026, 3, 3),
    )
    kinds = sorted(item.kind.value for item in gathered.problem.items)
    assert kinds == ["break", "note", "stop", "todo"]
    assert gathered.problem.day_start == 480 and gathered.problem.start_place == "home"
    assert only(gathered, Kind.TODO).due == 720


def test_a_supervisor_sees_the_day_of_who_works_for_them_and_a_stranger_does_not(susan, olive, audrey, case):
    make_appointment(case, office=make_office(**CLINIC), starts_at=at(10))
    gathered = problem_for(susan, staff_id=case.assigned_to_id, now=MONDAY_8)
    assert only(gathered, Kind.STOP) and not gathered.is_own
    with pytest.raises(NotFound):
        problem_for(olive, staff_id=case.assigned_to_id, now=MONDAY_8)


def test_who_is_nobody_s_colleague_is_not_found(audrey):
    with pytest.raises(NotFound):
        problem_for(audrey, staff_id=make_case_id(), now=MONDAY_8)


def make_case_id():
    return end().subject_id


def test_it_costs_thirteen_queries_beside_what_the_caller_has_read(nora, case, django_assert_max_num_queries):
    office = make_office(**CLINIC)
    make_appointment(case, office=office, starts_at=at(10))
    first = make_followup(case)
    ends = found(
        end(case=case, reach=reach("", office), followup_id=first.pk),
        end(case=case, reach=reach("adjuster")),
        end(case=case, reach=reach("client")),
    )
    here = list(Appointment.objects.select_related("case__person", "office", "staff"))
    with django_assert_max_num_queries(13):
        problem_for(nora, now=MONDAY_8, found=ends, appointments=here)
