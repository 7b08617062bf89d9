"""A plan is begun once, filled, changed by two at once, and keeps what each wrote."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from caseday.access.queries import events_of_chain
from caseday.access.queries.verify import verify_chains
from caseday.careplans import actions, queries
from caseday.careplans.actions import Changed
from caseday.careplans.models import CarePlan, PlanNeed
from caseday.cases.actions import add_goal
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.programs.models import DiagnosisCode
from caseday.testing.make import make_case, make_office

pytestmark = pytest.mark.django_db


def test_a_case_has_one_current_plan(case, plan, nora, carl, now):
    assert actions.start_plan(actor=carl, now=now, case_id=case.pk, id=new_id()) == plan
    assert plan.missing_signatures == "client,worker"


def test_a_plan_sent_twice_is_stored_once(cast, nora, now):
    case, wanted = make_case(cast.nora), new_id()
    first = actions.start_plan(actor=nora, now=now, case_id=case.pk, id=wanted)
    actions.end_plan(actor=nora, now=now, care_plan_id=first.pk, reason="Moved away")
    assert actions.start_plan(actor=nora, now=now, case_id=case.pk, id=wanted).pk == wanted
    assert CarePlan.objects.count() == 1


def test_the_whole_plan_is_read_with_few_queries(planned, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        whole = queries.whole_plan(planned.plan)
        rows = [(need.need.text, [goal.goal.text for goal in need.goals]) for need in whole.needs]
    assert rows == [("Walking hurts", ["Walks to the bus stop"])]
    (goal,) = whole.goals
    assert [one.text for one in goal.interventions] == ["Walks with her daughter"]
    assert [one.text for one in goal.barriers] == ["No ramp at the door"]
    assert whole.barriers == []


def test_every_change_is_an_event_of_the_case(planned):
    verbs = [event.verb for event in events_of_chain(planned.case.pk)]
    assert verbs == [
        "plan_started", "plan_need_added", "plan_goal_added", "plan_intervention_added", "plan_barrier_added",
    ]  # fmt: skip
    assert not [one for one in verify_chains().problems if "careplans" in one.model]


def test_what_two_wrote_is_shown_to_the_second_and_nothing_is_lost(planned, nora, carl, now):
    read = planned.need.revision
    theirs = {"text": "Walking hurts in the morning", "words": "", "source": "client", "code": ""}
    actions.change_part(
        actor=carl, now=now, part="needs", part_id=planned.need.pk, values=theirs, based_on=read
    )
    mine = {**theirs, "text": "Stairs hurt"}
    with pytest.raises(Changed) as raised:
        actions.change_part(
            actor=nora, now=now, part="needs", part_id=planned.need.pk, values=mine, based_on=read
        )
    (clash,) = raised.value.found
    assert (clash.name, clash.theirs, clash.mine) == ("text", "Walking hurts in the morning", "Stairs hurt")
    assert (raised.value.by, raised.value.revision) == (carl.name, read + 1)
    assert PlanNeed.objects.get(pk=planned.need.pk).text == "Walking hurts in the morning"
    actions.change_part(
        actor=nora,
        now=now,
        part="needs",
        part_id=planned.need.pk,
        values=mine,
        based_on=raised.value.revision,
    )
    assert PlanNeed.objects.get(pk=planned.need.pk).text == "Stairs hurt"


def test_who_wrote_the_same_is_not_asked(planned, nora, carl, now):
    same = {"text": "Stairs hurt", "words": "", "source": "client", "code": ""}
    for actor in (carl, nora):
        actions.change_part(
            actor=actor, now=now, part="needs", part_id=planned.need.pk, values=same, based_on=1
        )
    assert PlanNeed.objects.get(pk=planned.need.pk).revision == 2


def test_strengths_are_kept_and_two_who_write_them_are_shown_both(plan, nora, carl, now):
    actions.describe_client(
        actor=carl, now=now, care_plan_id=plan.pk, strengths="Sings", preferences="Mornings", based_on=1
    )
    with pytest.raises(Changed) as raised:
        actions.describe_client(
            actor=nora, now=now, care_plan_id=plan.pk, strengths="Cooks", preferences="Mornings", based_on=1
        )
    assert [one.name for one in raised.value.found] == ["strengths"]
    plan.refresh_from_db()
    assert (plan.strengths, plan.revision) == ("Sings", 2)


def test_a_retried_entry_is_stored_once(plan, nora, now):
    wanted = new_id()
    for _ in range(2):
        actions.add_part(
            actor=nora, now=now, care_plan_id=plan.pk, part="needs", values={"text": "Sleep"}, id=wanted
        )
    assert PlanNeed.objects.count() == 1


def test_an_id_of_another_case_is_not_taken(cast, planned, nora, now):
    other = actions.start_plan(actor=nora, now=now, case_id=make_case(cast.nora).pk)
    with pytest.raises(Invalid):
        actions.add_part(
            actor=nora, now=now, care_plan_id=other.pk, part="needs", values={"text": "x"}, id=planned.need.pk
        )
    with pytest.raises(Invalid) as raised:
        actions.add_part(
            actor=nora, now=now, care_plan_id=other.pk, part="goals",
            values={"text": "x", "need_id": planned.need.pk},
        )  # fmt: skip
    assert raised.value.problems == {"need": "Choose a need of this plan."}


@pytest.mark.parametrize(
    ("part", "values", "field"),
    [
        ("needs", {"text": "  "}, "text"),
        ("needs", {"text": "x" * 501}, "text"),
        ("needs", {"text": "x", "source": "dream"}, "source"),
        ("needs", {"text": "x", "code": "nonsense"}, "code"),
        ("needs", {"text": "x", "code": "1" * 500}, "code"),
        ("goals", {"text": "x", "target_value": Decimal(3)}, "measure"),
        ("goals", {"text": "x", "start_value": Decimal("1e12")}, "start_value"),
        ("goals", {"text": "x", "start_value": Decimal("NaN")}, "start_value"),
        ("goals", {"text": "x", "serves_id": uuid4()}, "serves"),
        ("interventions", {"text": "x", "goal_id": None}, "goal"),
        ("interventions", {"text": "x", "goal_id": uuid4()}, "goal"),
        ("interventions", {"text": "x", "who": "nobody"}, "who"),
        ("interventions", {"text": "x", "who": "office"}, "who_name"),
        ("interventions", {"text": "x", "who": "office", "who_name": "R", "office_id": uuid4()}, "who_name"),
        ("barriers", {"text": "x", "goal_id": uuid4()}, "goal"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_what_to_do(plan, nora, now, part, values, field):
    with pytest.raises(Invalid) as raised:
        actions.add_part(actor=nora, now=now, care_plan_id=plan.pk, part=part, values=values)
    assert field in raised.value.problems and raised.value.problems[field].endswith(".")


def test_a_diagnosis_is_kept_with_its_words(plan, nora, now):
    DiagnosisCode.objects.create(code="M1711", description="Unilateral primary osteoarthritis, right knee")
    values = {"text": "Knee pain", "code": "m17.11 whatever"}
    need = actions.add_part(actor=nora, now=now, care_plan_id=plan.pk, part="needs", values=values)
    assert (need.code, need.code_words) == ("M17.11", "Unilateral primary osteoarthritis, right knee")
    with pytest.raises(Invalid):
        actions.add_part(
            actor=nora, now=now, care_plan_id=plan.pk, part="needs", values={"text": "x", "code": "M17.12"}
        )


def test_an_office_does_something_and_a_goal_serves_one_of_the_case(planned, nora, now):
    office = make_office()
    agreed = add_goal(actor=nora, now=now, case_id=planned.case.pk, text="Back to work")
    values = {"text": "Walks", "serves_id": agreed.pk, "need_id": None}
    goal = actions.add_part(actor=nora, now=now, care_plan_id=planned.plan.pk, part="goals", values=values)
    values = {
        "text": "PT",
        "who": "office",
        "who_name": office.name,
        "office_id": office.pk,
        "goal_id": goal.pk,
    }
    done = actions.add_part(
        actor=nora, now=now, care_plan_id=planned.plan.pk, part="interventions", values=values
    )
    assert (goal.serves, done.office) == (agreed, office)
    assert [row.goal for row in queries.whole_plan(planned.plan).other_goals] == [goal]


def test_what_is_given_up_leaves_the_plan_and_can_come_back(planned, nora, now):
    with pytest.raises(Invalid):
        actions.end_part(actor=nora, now=now, part="barriers", part_id=planned.barrier.pk, is_met=False)
    with pytest.raises(Invalid):
        actions.end_part(
            actor=nora, now=now, part="barriers", part_id=planned.barrier.pk, is_met=True,
            ended_on=now.date() + timedelta(days=3),
        )  # fmt: skip
    actions.end_part(
        actor=nora, now=now, part="barriers", part_id=planned.barrier.pk, is_met=False, result="Moved house"
    )
    whole = queries.whole_plan(planned.plan)
    assert [one.text for one in whole.laid_away] == ["No ramp at the door"]
    assert whole.goals[0].barriers == []
    actions.reopen_part(actor=nora, now=now, part="barriers", part_id=planned.barrier.pk)
    assert queries.whole_plan(planned.plan).goals[0].barriers == [planned.barrier]


def test_who_only_reads_changes_nothing_and_who_does_not_see_finds_nothing(planned, audrey, olive, now):
    assert queries.get_plan(audrey, planned.plan.pk) == planned.plan
    with pytest.raises(Refused):
        actions.describe_client(
            actor=audrey, now=now, care_plan_id=planned.plan.pk, strengths="x", preferences=""
        )
    for read in (
        lambda: queries.get_plan(olive, planned.plan.pk),
        lambda: queries.current_plan(olive, planned.case.pk),
        lambda: queries.get_part(olive, "goals", planned.goal.pk),
        lambda: queries.get_part(audrey, "dreams", planned.goal.pk),
        lambda: queries.household_of(olive, planned.case.pk),
    ):
        with pytest.raises(NotFound):
            read()


def test_an_ended_plan_stays_as_it_was(planned, nora, now):
    with pytest.raises(Invalid):
        actions.end_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, reason=" ")
    actions.end_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, reason="New program")
    with pytest.raises(Refused):
        actions.reopen_part(actor=nora, now=now, part="goals", part_id=planned.goal.pk)
    assert queries.current_plan(nora, planned.case.pk) is None
    assert [one.pk for one in queries.plans_of_case(planned.case)] == [planned.plan.pk]


def test_texts_that_are_too_long_are_refused_with_what_to_do(plan, nora, now):
    with pytest.raises(Invalid) as raised:
        actions.describe_client(
            actor=nora, now=now, care_plan_id=plan.pk, strengths="x" * 5000, preferences=""
        )
    assert "4,000" in raised.value.problems["strengths"]


def test_without_a_rule_in_the_program_nothing_is_due(case, now, nora):
    practice = queries.practice_of(case, now.date(), nora.time_zone)
    assert practice.signatures[:1] == ("client",)
    assert isinstance(queries.started_on(case, "referred", nora.time_zone), date)
