"""The field day, planned, broken and planned anew: the independent checker agrees at each hour, and the changes are told."""

from datetime import timedelta
from difflib import SequenceMatcher

import pytest
from django.urls import reverse

from caseday.access.queries import viewer_for
from caseday.cases.models import Case
from caseday.dayplan.actions import plan_shown, replan, saw_change
from caseday.dayplan.actions.planning import keep_better
from caseday.dayplan.engines.choose import improved_plan
from caseday.dayplan.queries.plans import Line, Shown, spoken_plan
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.problem import Kind
from caseday.followups.actions import Chase, Said, claim_step, promise_followup
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.schedule.actions import cancel_appointment, record_arrival, set_off
from tests.day import TheDay, at
from tests.journeys.conftest import DayAt

pytestmark = pytest.mark.django_db(transaction=True)
HOURS = ("07:20", "08:30", "10:40", "13:35", "13:52", "15:15", "15:45", "17:10")


def planned(day: TheDay, minutes: int = 0) -> Shown:
    now = day.moment + timedelta(minutes=minutes)
    return plan_shown(viewer_for(day.staff(), now=now), now=now)


def line_of(shown: Shown, words: str) -> Line:
    return next(line for line in shown.lines if line.thing and words in line.thing.title)


def kept_in_order(before: Shown, after: Shown) -> float:
    """The share of what both plans hold that still follows each other as it did."""
    orders = [[line.thing.key for line in plan.lines if line.thing] for plan in (before, after)]
    old, new = ([key for key in order if key in orders[0] and key in orders[1]] for order in orders)
    return sum(block.size for block in SequenceMatcher(a=old, b=new).get_matching_blocks()) / len(old)


@pytest.mark.parametrize("hour", HOURS)
def test_the_plan_of_every_hour_keeps_every_rule(day_at: DayAt, hour: str) -> None:
    shown = planned(day_at(hour)[0])
    assert objections_to(shown.gathered.problem, shown.solution) == ()
    assert len(shown.lines) > 5
    assert not any(line.until <= clock.now() for line in shown.lines)
    assert spoken_plan(shown)[0].startswith("It is ")


def test_the_visit_that_is_cancelled_at_the_door_makes_a_new_plan(day_at: DayAt) -> None:
    day, _ = day_at("12:20")
    maya = viewer_for(day.staff(), now=day.moment)
    before = planned(day)
    spine = line_of(before, "Spine clinic visit")
    assert spine.at == at("13:30") and any(line.is_drive and line.to is spine.thing for line in before.lines)

    set_off(actor=maya, now=at("12:40"), appointment_id=spine.thing.appointment_id)
    record_arrival(actor=maya, now=at("13:25"), appointment_id=spine.thing.appointment_id)
    cancel_appointment(
        actor=maya,
        now=at("13:35"),
        appointment_id=spine.thing.appointment_id,
        party="client",
        said_by="Front desk",
    )
    shown = plan_shown(maya, now=at("13:35"))
    assert objections_to(shown.gathered.problem, shown.solution) == ()
    assert not any(line.thing and line.thing.title == "Spine clinic visit" for line in shown.lines)
    assert "Spine clinic visit (Darnell Hughes) is off" in shown.changes[0]
    spot = next(
        place for place in shown.gathered.problem.places if place.name == "Colorado River Spine Clinic"
    )
    assert shown.gathered.problem.start_place == spot.key
    saw_change(actor=maya, now=at("13:36"))
    assert plan_shown(maya, now=at("13:36")).changes == ()


def test_the_pharmacy_that_will_not_fill_goes_first_and_the_patient_after_it(day_at: DayAt) -> None:
    day, _ = day_at("13:45")
    maya, elena = viewer_for(day.staff(), now=day.moment), day.case_of("Vasquez")
    before = planned(day)
    prescription = elena.requests.get(kind="prescription")
    pharmacy = day.office("Barton Springs Pharmacy")
    now = at("13:52")
    claim_step(
        actor=maya, now=now, request_id=prescription.pk, step="covered", outcome="rejected",
        said=Said(by="Elena Vasquez", role="client", channel="phone"),
        reason="Medications not approved, the pharmacy will not fill", also_skipped=True,
    )  # fmt: skip
    ask = promise_followup(
        actor=maya, now=now, case_id=elena.pk, text="Find out why the pharmacy will not fill",
        office_id=pharmacy.pk, reach_role="pharmacy", due_at=at("14:00"),
        chase=Chase(cadence="daily", until="step", until_step="covered", request_id=prescription.pk),
    )  # fmt: skip
    promise_followup(
        actor=maya, now=now, case_id=elena.pk, text="Tell Elena Vasquez when to come", reach_role="client",
        chase=Chase(waits_for_id=ask.pk, request_id=prescription.pk), due_on=now.date(),
    )  # fmt: skip
    shown = plan_shown(maya, now=now)
    assert objections_to(shown.gathered.problem, shown.solution) == ()
    calls = [line for line in shown.lines if line.thing and line.thing.kind is Kind.CALL]
    assert calls[0].thing.callee.office_id == pharmacy.pk
    tell = line_of(shown, "Tell Elena Vasquez when to come")
    assert tell.at >= calls[0].until
    assert "Barton Springs Pharmacy" in shown.changes[0]
    assert keep_better(maya, on=now.date(), now=now, solve=improved_plan)
    better = [line for line in plan_shown(maya, now=now).lines if line.thing and line.thing.kind is Kind.CALL]
    assert better[0].thing.callee.office_id == pharmacy.pk
    assert kept_in_order(before, shown) > 0.6


def test_in_the_rush_hour_the_drive_home_is_longer_and_one_tap_plans_it_anew(day_at: DayAt) -> None:
    day, _ = day_at("15:15")
    maya = viewer_for(day.staff(), now=day.moment)
    shown = replan(actor=maya, now=day.moment)
    travel = shown.gathered.problem.travel
    here, home = shown.gathered.problem.start_place, "home"
    assert travel.drive(here, home, 16 * 60 + 30).minutes > travel.drive(here, home, 11 * 60).minutes
    assert any("Not today:" in said or "Leave at" in said for said in spoken_plan(shown))


def test_a_new_case_in_the_afternoon_finds_room_for_its_first_contacts(day_at: DayAt) -> None:
    day, client = day_at("15:20")
    maya = viewer_for(day.staff(), now=day.moment)
    planned(day)
    now = at("15:45")
    clock.shift_to(now)
    taken = {
        "id": new_id(), "family_name": "Quintanilla", "received_at": "2026-03-02T15:45",
        "program": "workers_compensation", "acuity": 2, "referrer_name": "Rosalyn Peck", "then": "accept",
    }  # fmt: skip
    assert client.post(reverse("intake:take"), taken).status_code == 302
    case = Case.objects.get(person__family_name="Quintanilla")
    shown = plan_shown(maya, now=now)
    assert objections_to(shown.gathered.problem, shown.solution) == ()
    today = [line.thing for line in shown.lines if line.thing and line.thing.case_id == case.pk]
    later = [left for left in shown.left if left.thing.case_id == case.pk]
    due = {one.pk: one.due_at for one in case.first_contacts.all()}
    assert len(today) + len(later) >= 2
    for left in later:
        assert left.instead_at is None or left.instead_at < due[left.thing.ends[0].subject_id]


def test_the_solver_s_plan_of_the_morning_is_kept_and_no_worse(day_at: DayAt) -> None:
    day, _ = day_at("08:30")
    maya = viewer_for(day.staff(), now=day.moment)
    first = planned(day)
    assert keep_better(maya, on=day.moment.date(), now=day.moment, solve=improved_plan)
    better = planned(day)
    assert better.is_final and better.changes == ()
    assert better.solution.objective <= first.solution.objective
    assert objections_to(better.gathered.problem, better.solution) == ()
    assert line_of(better, "Orthopedic follow-up").at == at("10:00")


@pytest.mark.parametrize("hour", ["08:30", "13:52", "15:45"])
def test_minutes_alone_are_no_reason_for_another_plan(day_at: DayAt, hour: str) -> None:
    day, _ = day_at(hour)
    first = planned(day)
    for minutes in (1, 4, 7):
        again = planned(day, minutes)
        assert again.gathered.facts == first.gathered.facts
        assert again.made_at == first.made_at
