"""The plan is there at once, kept, bettered in the background, and made anew when the day breaks."""

import json
from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from caseday.access.models import CaseEvent
from caseday.dayplan import jobs
from caseday.dayplan.actions import not_today, pin_item, plan_shown, replan, saw_change, tick_item
from caseday.dayplan.actions.planning import GIVEN_UP_AFTER, ask_for_better, forget_old_plans, keep_better
from caseday.dayplan.models import DayPlan
from caseday.dayplan.queries.plans import spoken_plan
from caseday.dayplan.rules.checker import objections_to
from caseday.dayplan.rules.problem import Kind
from caseday.dayplan.tests.ends import at, end, found, reach
from caseday.kernel import clock
from caseday.kernel.errors import NotFound, Refused
from caseday.schedule.actions import cancel_appointment
from caseday.schedule.models import Appointment
from caseday.testing.make import MONDAY_8, make_appointment, make_office

pytestmark = pytest.mark.django_db
MONDAY = MONDAY_8.date()


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def visit(case):
    office = make_office(name="Ridgeview", latitude=30.30, longitude=-97.70)
    return make_appointment(case, office=office, starts_at=at(10), carry="MRI report")


@pytest.fixture
def pharmacy():
    return make_office(name="Oak Pharmacy", kind="pharmacy")


def show(viewer, *ends, now=MONDAY_8, **asked):
    return plan_shown(viewer, now=now, found=found(*ends), **asked)


def asked_jobs():
    return DBTaskResult.objects.filter(task_path=jobs.better_day.module_path).count()


def start_of(shown, key):
    return next(line.at for line in shown.lines if line.thing and line.thing.key == key)


def same(problem, known):
    return known


def test_a_plan_is_there_at_once_and_keeps_every_rule(nora, visit, pharmacy, case):
    shown = show(nora, end(case=case, reach=reach("", pharmacy)))
    assert objections_to(shown.gathered.problem, shown.solution) == ()
    kinds = [line.thing.kind if line.thing else "drive" for line in shown.lines]
    assert kinds.count("drive") == 2 and Kind.STOP in kinds and Kind.CALL in kinds and Kind.BREAK in kinds
    assert [line.at for line in shown.lines] == sorted(line.at for line in shown.lines)
    assert shown.changes == () and not shown.is_final
    assert shown.drive_minutes > 0 and shown.drive_miles > 0
    assert shown.ends_at == max(line.until for line in shown.lines)
    assert [(thing.title, carry) for thing, carry in shown.packing] == [
        ("Orthopedic follow-up", ("MRI report",))
    ]


def test_a_loose_end_finds_its_line(nora, case, pharmacy):
    one = end(case=case, reach=reach("", pharmacy))
    line = show(nora, one).by_end[one.key]
    assert line.thing.callee.name == "Oak Pharmacy" and line.minutes == 10 and line.reason
    assert line.thing.taps == () and not line.is_drive and not line.thing.is_made_up


def test_looking_again_shows_the_same_plan_and_asks_nobody_again(nora, visit, case):
    todo = end(case=case)
    first = show(nora, todo)
    again = show(nora, todo, now=MONDAY_8 + timedelta(minutes=1))
    assert DayPlan.objects.count() == 1 and asked_jobs() == 1
    assert len(again.lines) == len(first.lines)


def test_a_plan_is_no_event_of_the_record(nora, visit):
    show(nora)
    assert not CaseEvent.objects.exists()


def test_the_better_plan_is_shown_in_place(nora, visit, case, pharmacy):
    todo = end(case=case, reach=reach("", pharmacy))
    shown = show(nora, todo)
    calls = []

    def solve(problem, known):
        calls.append(problem)
        assert all(item.seen_start is None for item in problem.items)
        return known

    row = DayPlan.objects.get()
    row.plan["engine"] = row.seen["engine"] = "first"
    row.save()
    assert keep_better(nora, on=MONDAY, now=at(8.01), solve=solve)
    assert calls
    row.refresh_from_db()
    assert row.is_final and row.changes == [] and row.seen == row.plan
    assert plan_shown(nora, now=at(8.02)).is_final
    assert shown.made_at == MONDAY_8


def test_the_job_betters_the_plan_of_its_person(nora, visit, case, monkeypatch):
    shown = plan_shown(nora, now=MONDAY_8)
    used = []

    def improved(problem, known):
        used.append(known.objective)
        return known

    monkeypatch.setattr("caseday.dayplan.engines.choose.improved_plan", improved)
    monkeypatch.setattr(clock, "now", lambda: at(8.01))
    jobs.better_day.call(str(nora.staff_id), MONDAY.isoformat())
    assert len(used) == 1 and DayPlan.objects.get().is_final
    assert shown.solution.engine == "constructive"


def test_a_better_plan_for_other_facts_is_thrown_away(nora, visit, case):
    plan_shown(nora, now=MONDAY_8)

    def meanwhile(problem, known):
        DayPlan.objects.update(facts="other")
        return known

    assert not keep_better(nora, on=MONDAY, now=at(8.01), solve=meanwhile)
    assert not DayPlan.objects.get().is_final


def test_there_is_nothing_to_better_where_nobody_looked(nora, visit):
    assert not keep_better(nora, on=MONDAY, now=MONDAY_8, solve=same)


def test_a_better_plan_that_comes_late_is_told_as_a_change(nora, visit, case):
    plan_shown(nora, now=MONDAY_8)
    DayPlan.objects.update(facts="as of before")

    def later_lunch(problem, known):
        placed = [p for p in known.placed if p.key != "lunch"]
        lunch = next(p for p in known.placed if p.key == "lunch")
        moved = type(lunch)("lunch", lunch.start + 20, lunch.end + 20, lunch.place, lunch.spot)
        return type(known)(tuple([*placed, moved]), known.legs, known.left_out)

    assert keep_better(nora, on=MONDAY, now=at(8.5), solve=later_lunch)
    shown = plan_shown(nora, now=at(8.5))
    assert "20 minutes later" in shown.changes[0].lower()


def test_a_page_does_not_wait_for_ever(nora, visit):
    show(nora)
    assert not show(nora, now=MONDAY_8 + GIVEN_UP_AFTER).is_final
    assert show(nora, now=MONDAY_8 + GIVEN_UP_AFTER + timedelta(seconds=1)).is_final


def test_a_cancellation_makes_a_new_plan_and_says_so(nora, visit, case):
    show(nora)
    cancel_appointment(actor=nora, now=at(8.5), appointment_id=visit.pk, party="client")
    shown = show(nora, now=at(8.6))
    assert all(line.leg is None for line in shown.lines)
    assert "Orthopedic follow-up (Elena Vasquez) is off" in shown.changes[0]
    assert asked_jobs() == 2


def test_changes_are_said_until_they_are_seen(nora, visit, case):
    show(nora)
    cancel_appointment(actor=nora, now=at(8.5), appointment_id=visit.pk, party="client")
    assert show(nora, now=at(8.6)).changes == show(nora, now=at(8.7)).changes != ()
    saw_change(actor=nora, now=at(8.7))
    assert show(nora, now=at(8.8)).changes == ()
    saw_change(actor=nora, now=at(8.7), on=MONDAY + timedelta(days=5))


def test_a_new_urgent_call_goes_to_the_top_and_the_rest_moves_little(nora, case, pharmacy):
    rest = [end(case=case), end(case=case, title="Another")]
    before = show(nora, *rest)
    urgent = end("request_blocked", case=case, weight=1310.0, since=at(8.2), reach=reach("", pharmacy))
    shown = show(nora, urgent, *rest, now=at(8.2))
    assert shown.lines[0].thing.end_keys == (urgent.key,)
    assert "Oak Pharmacy" in shown.changes[0]
    assert len(shown.lines) == len(before.lines) + 1


def test_what_is_done_changes_nothing_for_the_rest(nora, visit, case, pharmacy):
    done, rest = end(case=case, reach=reach("", pharmacy)), end(case=case)
    show(nora, done, rest)
    DayPlan.objects.update(is_final=True)
    first = show(nora, done, rest)
    shown = show(nora, rest, now=at(8.1))
    key = f"open:{rest.key}"
    assert start_of(shown, key) == start_of(first, key)
    assert shown.changes == () and shown.is_final and asked_jobs() == 1


def test_who_is_still_at_home_when_they_should_be_on_the_road_gets_a_later_plan(nora, visit):
    leave = next(line.at for line in show(nora).lines if line.is_drive)
    late = leave + timedelta(minutes=12)
    shown = show(nora, now=late)
    assert next(line.at for line in shown.lines if line.is_drive) >= late
    assert asked_jobs() == 2


def test_a_visit_that_overruns_moves_what_comes_behind_it(nora, visit, case):
    todo = end(case=case)
    show(nora, todo, now=at(7.9))
    Appointment.objects.update(state="with_provider", arrived_at=at(9.8), with_provider_at=at(10))
    shown = show(nora, todo, now=at(11))
    stop = next(line for line in shown.lines if line.thing and line.thing.kind is Kind.STOP)
    assert (stop.at, stop.until, stop.is_now) == (at(9.8), at(11.25), True)
    assert all(line.at >= stop.until for line in shown.lines if line is not stop)


def test_an_office_found_closed_moves_its_call_to_another_day(nora, case, pharmacy):
    todo = end(case=case, reach=reach("", pharmacy))
    show(nora, todo)
    pharmacy.opening_hours = "Tu-Fr 09:00-17:00"
    pharmacy.save()
    shown = show(nora, todo, now=at(8.2))
    assert [left.thing.end_keys for left in shown.left] == [(todo.key,)]
    assert shown.left[0].instead_at == at(24 + 9)
    assert "moves to" in shown.changes[0]


def test_in_one_tap_the_day_is_planned_anew(nora, visit):
    show(nora)
    DayPlan.objects.update(is_final=True)
    shown = replan(actor=nora, now=at(8.2))
    assert not shown.is_final and asked_jobs() == 2
    assert objections_to(shown.gathered.problem, shown.solution) == ()


def test_what_was_kept_by_an_older_version_is_planned_anew(nora, visit):
    show(nora)
    DayPlan.objects.update(plan={}, seen={})
    assert show(nora).lines


def test_lunch_that_was_planned_and_is_over_was_had(nora, cast):
    lunch = show(nora).lines[0]
    assert lunch.thing.key == "lunch"
    eating = show(nora, now=lunch.at + timedelta(minutes=5))
    assert eating.lines[0].is_now and eating.lines[0].at == lunch.at
    assert show(nora, now=lunch.until).lines == ()


def test_after_the_planned_drive_home_one_is_there(nora, visit):
    home = show(nora).lines[-1]
    for one in (home, *show(nora).lines):
        if one.is_drive and one.to is None:
            home = one
    Appointment.objects.update(state="done", arrived_at=at(9.8), done_at=at(10.75))
    shown = show(nora, now=home.until + timedelta(minutes=1))
    assert shown.gathered.problem.start_place == "home"


def test_choices_make_a_new_plan(nora, visit, case):
    one = end(case=case)
    show(nora, one)
    not_today(actor=nora, now=at(8.1), on=MONDAY, key=f"open:{one.key}")
    assert [put.title for put in show(nora, one, now=at(8.1)).put_off] == [one.title]
    tick_item(actor=nora, now=at(8.1), on=MONDAY, key="lunch")
    assert all(line.thing is None or line.thing.key != "lunch" for line in show(nora, one, now=at(8.2)).lines)


def test_somebody_else_s_day_is_shown_and_not_kept(susan, visit, olive):
    shown = plan_shown(susan, staff_id=visit.staff_id, now=MONDAY_8)
    assert shown.lines and shown.is_final and shown.changes == ()
    assert not DayPlan.objects.exists() and asked_jobs() == 0
    with pytest.raises(NotFound):
        plan_shown(olive, staff_id=visit.staff_id, now=MONDAY_8)


def test_a_day_that_is_over_is_not_kept_and_cannot_be_bettered(nora, visit):
    assert show(nora, now=MONDAY_8, day=MONDAY - timedelta(days=1)).is_final
    show(nora)
    assert not keep_better(nora, on=MONDAY, now=MONDAY_8 + timedelta(days=2), solve=same)


def test_nobody_plans_somebody_else_s_day_anew(audrey, adam):
    for viewer in (audrey, adam):
        with pytest.raises(Refused):
            replan(actor=viewer, now=MONDAY_8)
        with pytest.raises(Refused):
            saw_change(actor=viewer, now=MONDAY_8)


def test_two_requests_at_once_keep_one_plan(nora, visit, monkeypatch):
    from caseday.dayplan.actions import planning

    read_day = planning.read_day

    def read_and_be_overtaken(asking):
        read = read_day(asking)
        monkeypatch.setattr(planning, "read_day", read_day)
        show(nora)
        return read

    monkeypatch.setattr(planning, "read_day", read_and_be_overtaken)
    assert show(nora).lines
    assert DayPlan.objects.count() == 1 and asked_jobs() == 1
    row = DayPlan.objects.get()
    assert not ask_for_better(row, MONDAY_8)


def test_old_plans_are_forgotten(nora, visit):
    show(nora)
    assert forget_old_plans(now=MONDAY_8 + timedelta(days=29)) == 0
    assert forget_old_plans(now=MONDAY_8 + timedelta(days=40)) == 1


def test_the_plan_is_read_aloud(nora, visit, case, pharmacy):
    told = spoken_plan(
        show(nora, end(case=case, reach=reach("", pharmacy)), end(weight=600.0, title="Sort papers"))
    )
    text = " ".join(told)
    assert told[0].startswith("It is eight o'clock. Still to come: 1 stop and 1 call.")
    assert "Oak Pharmacy, Ask for the report, for Elena Vasquez." in text
    assert "At ten o'clock, Orthopedic follow-up, Elena Vasquez, Ridgeview. Bring MRI report." in text
    assert "for Ridgeview:" in text and "for home:" in text


def test_sentences_of_what_does_not_fit_stand_with_it(nora, case):
    closed = make_office(opening_hours="Tu 08:00-09:00")
    shown = show(nora, end(case=case, reach=reach("", closed)))
    assert shown.left and not any("not open" in one for one in shown.sentences)


def test_the_kept_plan_is_plain_data(nora, visit):
    show(nora)
    assert json.loads(json.dumps(DayPlan.objects.get().plan)) == DayPlan.objects.get().plan
    assert "2026-03-02" in str(DayPlan.objects.get())


def test_it_costs_eighteen_queries_at_first_and_fourteen_later(nora, visit, django_assert_max_num_queries):
    here = list(Appointment.objects.select_related("case__person", "office", "staff"))
    with django_assert_max_num_queries(18):
        show(nora, appointments=here)
    with django_assert_max_num_queries(11):
        show(nora, appointments=here)


def test_what_is_pinned_to_this_hour_stays_in_the_plan_while_it_lasts(nora, case):
    todo = end(case=case)
    key = f"open:{todo.key}"
    pin_item(actor=nora, now=MONDAY_8, on=MONDAY, key=key, at=at(9))
    show(nora, todo)
    assert start_of(show(nora, todo, now=at(9.05)), key) == at(9)
    assert start_of(show(nora, todo, end(case=case), now=at(9.1)), key) >= at(9)
