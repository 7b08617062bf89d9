"""Entries of the journal and goals; a voided one worked on nothing. Plans go along when clients are joined."""

from datetime import timedelta
from decimal import Decimal

import pytest

from caseday.access.queries.verify import verify_chains
from caseday.careplans import actions, queries
from caseday.careplans.models import CarePlan, GoalMeasure, WorkedOn
from caseday.cases.actions import NewCase, open_case
from caseday.exchange.archive import tables
from caseday.journal.actions import void_activity
from caseday.journal.models import Activity
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id
from caseday.people.actions import merge_people
from caseday.people.models import HouseholdMember
from caseday.testing.make import make_activity, make_case, make_person

pytestmark = pytest.mark.django_db


def link(actor, now, entry, planned, **more):
    return actions.link_entry(actor=actor, now=now, activity_id=entry.pk, goal_id=planned.goal.pk, **more)


def test_the_latest_work_is_known(planned, nora, now):
    late, early = make_activity(planned.case), make_activity(planned.case, started_at=now - timedelta(days=9))
    first = link(nora, now, early, planned)
    assert link(nora, now, early, planned) == first
    link(nora, now, late, planned, intervention_id=planned.done.pk)
    planned.goal.refresh_from_db()
    assert planned.goal.worked_at == late.started_at
    assert [one.activity for one in queries.work_on_goal(nora, planned.goal)] == [late, early]
    assert queries.goals_worked_on([late.pk, early.pk]) == {late.pk: [planned.goal], early.pk: [planned.goal]}
    for _ in range(2):
        actions.unlink_entry(
            actor=nora, now=now, activity_id=late.pk, goal_id=planned.goal.pk, intervention_id=planned.done.pk
        )
    planned.goal.refresh_from_db()
    assert planned.goal.worked_at == early.started_at and WorkedOn.objects.count() == 1


def test_a_goal_and_its_intervention_in_one_entry_are_one_goal_worked_on(planned, nora, now):
    entry = make_activity(planned.case)
    link(nora, now, entry, planned)
    link(nora, now, entry, planned, intervention_id=planned.done.pk)
    assert WorkedOn.objects.filter(activity=entry).count() == 2
    assert queries.goals_worked_on([entry.pk]) == {entry.pk: [planned.goal]}


def test_a_voided_entry_worked_on_nothing(planned, nora, now):
    entry = make_activity(planned.case)
    link(nora, now, entry, planned)
    void_activity(actor=nora, now=now, activity_id=entry.pk, reason="Wrong client")
    planned.goal.refresh_from_db()
    assert planned.goal.worked_at is None
    assert queries.work_on_goal(nora, planned.goal) == []
    with pytest.raises(Invalid):
        link(nora, now, entry, planned, intervention_id=planned.done.pk)


def test_an_entry_of_another_case_is_not_linked(cast, planned, nora, now):
    other = make_activity(make_case(cast.nora))
    with pytest.raises(Invalid):
        link(nora, now, other, planned)
    with pytest.raises(Invalid):
        actions.measure_goal(
            actor=nora, now=now, goal_id=planned.goal.pk, value=Decimal(1), activity_id=other.pk
        )
    second = actions.add_part(
        actor=nora, now=now, care_plan_id=planned.plan.pk, part="goals", values={"text": "Sleeps"}
    )
    entry = make_activity(planned.case)
    with pytest.raises(Invalid):
        actions.link_entry(
            actor=nora, now=now, activity_id=entry.pk, goal_id=second.pk, intervention_id=planned.done.pk
        )


def test_work_sent_twice_is_one_entry_with_one_value(planned, nora, now):
    wanted = new_id()
    for _ in range(2):
        actions.work_on(
            actor=nora, now=now, goal_id=planned.goal.pk, text="Walked", value=Decimal(700), id=wanted
        )
    assert (Activity.objects.count(), WorkedOn.objects.count(), GoalMeasure.objects.count()) == (1, 1, 1)


def test_a_value_sent_twice_is_kept_once_and_one_of_tomorrow_refused(planned, nora, olive, now):
    wanted = new_id()
    for _ in range(2):
        actions.measure_goal(actor=nora, now=now, goal_id=planned.goal.pk, value=Decimal("4.5"), id=wanted)
    assert GoalMeasure.objects.count() == 1
    for fields, name in (
        ({"value": Decimal(1), "on": now.date() + timedelta(days=2)}, "on"),
        ({"value": Decimal("1e10")}, "value"),
        ({"note": "x" * 1001}, "note"),
    ):
        with pytest.raises(Invalid) as raised:
            actions.measure_goal(actor=nora, now=now, goal_id=planned.goal.pk, **fields)
        assert set(raised.value.problems) == {name}
    with pytest.raises(NotFound):
        queries.get_measure(olive, wanted)


def test_goals_are_set_once_there_is_one(cast, planned, plan, nora, now):
    assert queries.goals_set(planned.case)
    actions.end_part(
        actor=nora, now=now, part="goals", part_id=planned.goal.pk, is_met=False, result="Not wanted"
    )
    assert not queries.goals_set(planned.case)
    bare = make_case(cast.nora)
    assert not queries.goals_set(bare)
    assert not queries.plan_signed(bare, on=now.date(), zone=nora.time_zone)


@pytest.mark.parametrize(
    "starts", ["referred", "accepted", "stage:engagement", "stage:nowhere", "date:eligible", "date:nowhere"]
)
def test_from_when_a_rule_runs(cast, now, nora, starts):
    from caseday.cases.models import KeyDate, StageChange

    case = make_case(cast.nora, stage="engagement")
    KeyDate.objects.create(case=case, kind="eligible", on=now.date())
    StageChange.objects.create(case=case, stage="engagement", at=now)
    found = queries.started_on(case, starts, nora.time_zone)
    assert (found is None) == starts.endswith("nowhere")


def test_a_plan_stays_with_its_case_when_two_records_of_a_client_are_joined(cast, nora, now):
    def open_one(person):
        new = NewCase(person_id=person.pk, program="mental_health", referred_at=now)
        return open_case(actor=nora, now=now, new=new, assign_to_id=cast.nora.pk)

    person, twin = make_person(), make_person()
    keep, case = open_one(person), open_one(twin)
    plan = actions.start_plan(actor=nora, now=now, case_id=case.pk)
    member = HouseholdMember.objects.create(person=twin, name="Lucia", relation="daughter")
    actions.tie_kin(actor=nora, now=now, case_id=case.pk, member_id=member.pk, helps="Cooks")
    merge_people(actor=nora, now=now, keep_id=person.pk, merge_id=twin.pk)
    assert queries.get_plan(nora, plan.pk).case.person == person
    assert queries.household_of(nora, case.pk).kin[0].helps == "Cooks"
    assert queries.current_plan(nora, keep.pk) is None


def test_everything_of_plans_goes_along_with_an_agency():
    labels = {model._meta.label_lower for model in tables()}
    wanted = {"careplan", "planneed", "plangoal", "intervention", "barrier", "workedon", "goalmeasure", "planversion",
              "plansignature", "planreview", "kintie"}  # fmt: skip
    assert {f"careplans.{one}" for one in wanted} <= labels


def test_the_record_of_a_plan_holds(cast, nora, now):
    new = NewCase(person_id=make_person().pk, program="mental_health", referred_at=now)
    case = open_case(actor=nora, now=now, new=new, assign_to_id=cast.nora.pk)
    plan = actions.start_plan(actor=nora, now=now, case_id=case.pk)
    goal = actions.add_part(
        actor=nora, now=now, care_plan_id=plan.pk, part="goals",
        values={"text": "Walks", "measure": "Steps", "start_value": Decimal("0.5"), "target_value": Decimal(3)},
    )  # fmt: skip
    actions.work_on(actor=nora, now=now, goal_id=goal.pk, text="Walked", value=Decimal(2))
    actions.end_plan(actor=nora, now=now, care_plan_id=plan.pk, reason="Done")
    assert not [one for one in verify_chains().problems if "careplans" in one.model]
    assert CarePlan.objects.get().ended_at == now
