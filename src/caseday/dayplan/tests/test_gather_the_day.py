"""The facts of a day become a problem whose keys lead back to them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.dayplan.models import PlanWishes
from caseday.dayplan.queries.gathering import problem_for
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Kind, Wait, Window
from caseday.dayplan.tests.ends import at, end, found, reach
from caseday.documents.models import Packet
from caseday.kernel.errors import NotFound
from caseday.looseends.rules import LooseEnd
from caseday.schedule.models import Appointment
from caseday.testing.make import (
    MONDAY_8,
    make_appointment,
    make_case,
    make_contact_point,
    make_followup,
    make_office,
    make_party,
    make_person,
    make_professional,
)

pytestmark = pytest.mark.django_db
HOME = {"home_latitude": 30.25, "home_longitude": -97.75}
CLINIC = {"latitude": 30.30, "longitude": -97.70}


@pytest.fixture
def at_home(cast):
    for name, value in HOME.items():
        setattr(cast.nora, name, value)
    cast.nora.save()
    return cast.nora


@pytest.fixture
def case(at_home):
    return make_case(at_home, person=make_person(given_name="Elena", family_name="Vasquez"))


def gather(viewer, *ends: LooseEnd, now: datetime = MONDAY_8, **asked):
    return problem_for(viewer, now=now, found=found(*ends), **asked)


def only(gathered, kind):
    items = [item for item in gathered.problem.items if item.kind is kind]
    assert len(items) == 1, [item.key for item in gathered.problem.items]
    return items[0]


def call_of(gathered):
    item = only(gathered, Kind.CALL)
    return item, gathered.things[item.key]


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


def test_a_lunch_closing_makes_two_windows(nora, case):
    office = make_office(phone="+15125550177")
    gathered = gather(nora, end(case=case, reach=reach("", office)))
    item, thing = call_of(gathered)
    assert item.windows == (Window(480, 720), Window(780, 1020))
    assert (
        thing.callee.number == "+15125550177" and thing.callee.hours_words == "8:00 to 12:00, 13:00 to 17:00"
    )
    assert item.later_windows[0] == Window(1440 + 480, 1440 + 720) and len(item.later_windows) == 8


def test_an_office_in_another_time_zone_is_open_by_its_own_clock(nora, case):
    west = make_office(time_zone="America/Los_Angeles", opening_hours="Mo-Fr 08:00-17:00")
    item, _ = call_of(gather(nora, end(case=case, reach=reach("", west))))
    assert item.windows == (Window(600, 1140),)


def test_a_closed_office_is_not_called_today_but_later(nora, case):
    office = make_office(opening_hours="Tu-Fr 09:00-12:00")
    gathered = gather(nora, end(case=case, reach=reach("", office), weight=1310.0))
    item, thing = call_of(gathered)
    assert thing.callee.hours_words == "closed today"
    plan = constructive_plan(gathered.problem)
    left = next(one for one in plan.left_out if one.key == item.key)
    assert "not open" in left.reason and left.instead_at == 1440 + 540


def test_hours_that_are_not_noted_are_taken_for_granted_and_that_is_said(nora, case):
    office = make_office(name="Oak Pharmacy", opening_hours="")
    gathered = gather(nora, end(case=case, reach=reach("", office)))
    item, _ = call_of(gathered)
    assert item.windows == (Window(480, 1020),)
    assert any("Oak Pharmacy" in sentence for sentence in gathered.sentences)


def test_a_client_is_called_by_their_own_clock_at_their_best_time(nora, at_home):
    person = make_person(time_zone="America/New_York")
    make_contact_point(person, best_from=time(17))
    case = make_case(at_home, person=person)
    item, thing = call_of(gather(nora, end(case=case, reach=reach("client"))))
    assert item.windows == (Window(420, 1200),)
    assert item.preferred == (Window(960, 1200),)
    assert thing.callee.number == "+15125550123" and thing.callee.role == "client"


def test_a_client_without_a_phone_can_still_be_meant(nora, case):
    item, thing = call_of(gather(nora, end(case=case, reach=reach("client", is_role_first=True))))
    assert thing.callee.number == "" and item.preferred == ()


def test_whoever_has_the_role_in_the_case_is_called(nora, case):
    make_party(case, role="adjuster", phone="+15125550111")
    item, thing = call_of(gather(nora, end(case=case, reach=reach("adjuster"))))
    assert (thing.callee.name, thing.callee.number) == ("Dana Whitfield", "+15125550111")
    assert item.windows == (Window(480, 1020),)


def test_a_party_at_an_office_has_the_office_s_hours_and_desk(nora, case):
    office = make_office(name="Granite Mutual", phone="+15125550155")
    make_party(case, role="physician", name="", professional=make_professional(office=office))
    make_party(case, role="employer", office=office, name="")
    gathered = gather(
        nora,
        end(case=case, reach=reach("physician")),
        end(case=case, reach=reach("employer", office, is_role_first=True)),
    )
    item, thing = call_of(gathered)
    assert thing.callee.name == "Amina Farouk, Granite Mutual"
    assert thing.callee.office_id == office.pk and len(thing.ends) == 2
    assert item.minutes == 14


def test_a_role_that_nobody_has_is_still_named(nora, case):
    _, thing = call_of(gather(nora, end(case=case, reach=reach("claims_adjuster"))))
    assert thing.callee.name == "Claims adjuster"


def test_nobody_to_reach_is_something_to_do_at_any_place(nora):
    gathered = gather(nora, end(reach=reach()), end("inbox_waiting", title="File it"))
    kinds = [(item.kind, item.minutes) for item in gathered.problem.items]
    assert kinds == [(Kind.TODO, 10), (Kind.TODO, 5), (Kind.BREAK, 30)]


def test_calls_about_one_case_at_one_office_are_one_call_and_other_cases_another(nora, case, at_home):
    office, other = make_office(), make_case(at_home)
    ends = [end(case=one, reach=reach("", office)) for one in (case, case, other)]
    calls = [i for i in gather(nora, *ends).problem.items if i.kind is Kind.CALL]
    assert [item.minutes for item in calls] == [14, 10]


def test_tomorrow_s_confirmation_is_a_call_to_its_office_else_to_the_client(nora, case):
    office = make_office()
    with_office = make_appointment(case, office=office, starts_at=at(8 + 26))
    at_the_client_s = make_appointment(case, place="7 Cedar Lane", starts_at=at(8 + 30))
    ends = [
        end("appointment_unconfirmed", case=case, subject_id=one.pk) for one in (with_office, at_the_client_s)
    ]
    gathered = gather(nora, *ends, end("appointment_unconfirmed", case=case))
    roles = [(t.callee.office_id, t.callee.role, len(t.ends)) for t in gathered.things.values() if t.callee]
    assert roles == [(office.pk, "", 1), (None, "client", 2)]
    calls = [item for item in gathered.problem.items if item.kind is Kind.CALL]
    assert all(item.must_today and item.later_windows == () for item in calls)


def test_the_pharmacy_comes_before_the_patient(nora, case):
    pharmacy, request = make_office(kind="pharmacy"), make_case(case.assigned_to).pk
    ends = [
        end("party_not_told", case=case, reach=reach("client"), request_id=request, weight=600.0),
        end("request_blocked", case=case, reach=reach("", pharmacy), request_id=request, weight=1310.0),
        end(case=case, reach=reach("adjuster"), request_id=request),
    ]
    items = {item.key: item for item in gather(nora, *ends).problem.items}
    client = next(item for key, item in items.items() if key.endswith(":client"))
    assert client.after == (f"call:{case.pk}:{pharmacy.pk}",)


def test_a_to_do_that_waits_for_another_stands_behind_it(nora, case):
    office = make_office(name="Oak Pharmacy", opening_hours="")
    first = make_followup(case, text="Ask the pharmacy")
    second = make_followup(case, text="Call her back", waits_for=first, reach_role="client")
    third = make_followup(case, text="Write it down", waits_for=first)
    make_followup(case, text="Tell the surgeon", waits_for=first, office=office)
    gathered = gather(nora, end(case=case, reach=reach("", make_office()), followup_id=first.pk))
    items = {item.key: item for item in gathered.problem.items}
    before = next(key for key in items if key.startswith("call:"))
    assert items[f"todo:{second.pk}"].after == (before,) and items[f"todo:{second.pk}"].kind is Kind.CALL
    assert items[f"todo:{third.pk}"].kind is Kind.TODO
    assert any("Oak Pharmacy" in one for one in gathered.sentences)


def test_what_waits_for_something_that_is_not_planned_is_not_planned(nora, case):
    first = make_followup(case)
    make_followup(case, waits_for=first)
    gathered = gather(nora, end(case=case, followup_id=first.pk, weight=100.0))
    assert [item.key for item in gathered.problem.items] == ["lunch"]
    assert "1 open thing that can wait is not in the plan." in gathered.sentences


def test_what_is_pinned_to_the_list_is_planned_however_little_it_weighs(nora, case):
    one = end(case=case, weight=100.0)
    gathered = problem_for(
        nora, now=MONDAY_8, found=found(one, end(weight=1.0), end(weight=2.0), pinned=(one.key,))
    )
    assert only(gathered, Kind.TODO).not_today_cost == 300
    assert "2 open things that can wait are not in the plan." in gathered.sentences


def test_a_written_up_visit_asks_for_its_note_within_the_hour(nora, case):
    gathered = gather(nora, end("activity_without_note", case=case, since=at(10), weight=600.0), now=at(10.5))
    note = only(gathered, Kind.NOTE)
    assert note.due == 660
    assert gathered.things[note.key].activity_id is not None


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


def test_late_in_the_evening_what_is_open_is_left_for_another_day(nora, case):
    gathered = gather(nora, end(case=case, reach=reach("", make_office())), now=at(22.5))
    assert gathered.problem.latest_end >= 22.5 * 60
    plan = constructive_plan(gathered.problem)
    assert [one.instead_at for one in plan.left_out] == [1440 + 480]


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


def test_what_nobody_answers_tomorrow_before_it_is_due_is_done_today(nora, case):
    early, late = at(24 + 8.1), at(24 + 12)
    offices = [make_office(name=name) for name in ("A", "B")]
    gathered = gather(
        nora,
        *(
            end(case=case, reach=reach("", office), due_at=due)
            for office, due in zip(offices, (early, late), strict=True)
        ),
        now=at(9),
    )
    first, second = [item for item in gathered.problem.items if item.kind is Kind.CALL]
    assert first.must_today and first.later_windows == ()
    assert not second.must_today and second.later_windows == (Window(1920, 2160),)


def test_what_waits_for_the_pressing_is_done_today_as_well(nora, case):
    first = make_followup(case)
    second = make_followup(case, waits_for=first)
    items = gather(nora, end(case=case, followup_id=first.pk, weight=1310.0)).problem.items
    assert next(item for item in items if item.key == f"todo:{second.pk}").must_today


def test_what_waits_in_another_case_is_not_shown(nora, case, cast):
    first = make_followup(case)
    make_followup(make_case(cast.olive), text="Of a stranger", waits_for=first)
    gathered = gather(nora, end(case=case, followup_id=first.pk))
    assert all("stranger" not in thing.title for thing in gathered.things.values())


def test_what_has_an_hour_today_matters_more_than_what_is_due_some_time(nora, case):
    items = gather(nora, end(case=case, due_at=at(12)), end(case=case, due_at=at(17))).problem.items
    assert [item.must_today for item in items if item.kind is Kind.TODO] == [True, False]
