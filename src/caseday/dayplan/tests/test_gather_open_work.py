"""What is open becomes calls, notes and things to do, with the hours of who is asked."""

from datetime import time, timedelta

import pytest

from caseday.dayplan.queries.gathering import problem_for
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.problem import Kind, Window
from caseday.dayplan.tests.ends import at, call_of, end, found, gather, only, reach
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
    make_party(
        case,
        role="physician",
        name="",
        professional=make_professional(office=office, phone="+15125550188", extension="4"),
    )
    make_party(case, role="employer", office=office, name="")
    gathered = gather(
        nora,
        end(case=case, reach=reach("physician")),
        end(case=case, reach=reach("employer", office, is_role_first=True)),
    )
    item, thing = call_of(gathered)
    assert (thing.callee.name, thing.callee.number) == ("Amina Farouk, Granite Mutual", "+15125550188 ext. 4")
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


def test_late_in_the_evening_what_is_open_is_left_for_another_day(nora, case):
    gathered = gather(nora, end(case=case, reach=reach("", make_office())), now=at(22.5))
    assert gathered.problem.latest_end >= 22.5 * 60
    plan = constructive_plan(gathered.problem)
    assert [one.instead_at for one in plan.left_out] == [1440 + 480]


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


def test_on_a_holiday_nobody_answers_at_an_office_that_keeps_it(nora, case):
    memorial_day = at(8) + timedelta(days=84)
    gathered = gather(nora, end(case=case, reach=reach("", make_office())), now=memorial_day)
    item, thing = call_of(gathered)
    assert thing.callee.hours_words == "closed today"
    assert item.later_windows[0].start == 1440 + 480


def test_of_three_hundred_open_things_the_first_eighty_are_planned(nora, case):
    ends = [end(case=case, weight=1000.0 - n) for n in range(300)]
    gathered = gather(nora, *ends)
    assert sum(item.kind is Kind.TODO for item in gathered.problem.items) == 80
    assert "220 open things that can wait are not in the plan." in gathered.sentences
    assert objections_to(gathered.problem, constructive_plan(gathered.problem)) == ()
