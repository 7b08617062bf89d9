"""What changes nothing is no event; what is empty says what to do; what is unknown is nobody's."""

from datetime import timedelta
from decimal import Decimal

import pytest

from caseday.access.queries import events_of_chain
from caseday.careplans import actions, queries
from caseday.careplans.actions import Signing
from caseday.cases.models import Condition
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.people.models import HouseholdMember
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


def test_the_same_again_is_no_event(planned, nora, now):
    member = HouseholdMember.objects.create(person=planned.case.person, name="Lucia", relation="daughter")
    for _ in range(2):
        actions.tie_kin(actor=nora, now=now, case_id=planned.case.pk, member_id=member.pk, helps="Cooks")
        actions.describe_client(
            actor=nora, now=now, care_plan_id=planned.plan.pk, strengths="Sings", preferences=""
        )
    verbs = [event.verb for event in events_of_chain(planned.case.pk)]
    assert (verbs.count("kin_described"), verbs.count("plan_about_changed")) == (1, 1)


def test_what_is_empty_says_what_to_do(planned, nora, now):
    with pytest.raises(Invalid):
        actions.work_on(actor=nora, now=now, goal_id=planned.goal.pk, text="  ")
    value = actions.measure_goal(actor=nora, now=now, goal_id=planned.goal.pk, value=Decimal(1))
    with pytest.raises(Invalid):
        actions.void_measure(actor=nora, now=now, measure_id=value.pk, reason=" ")


def test_the_rhythm_of_reviews_begins_with_the_first_signature_and_not_again(cast, nora, now):
    case = make_case(cast.nora, program="mental_health", case_type="adult")
    plan = actions.start_plan(actor=nora, now=now, case_id=case.pk)
    actions.add_part(actor=nora, now=now, care_plan_id=plan.pk, part="needs", values={"text": "Sleep"})
    for days, role in ((0, "client"), (5, "worker")):
        standing = queries.standing_of(plan, queries.practice_of(case, now.date(), nora.time_zone))
        actions.sign_plan(
            actor=nora, now=now + timedelta(days=days), care_plan_id=plan.pk, read_hash=standing.hash,
            signing=Signing(role, "Rosa", "typed"),
        )  # fmt: skip
    plan.refresh_from_db()
    assert plan.review_due_on == now.date() + timedelta(days=90)
    assert plan.missing_signatures == ""


def test_of_which_case_something_is(planned):
    assert queries.case_of_part(planned.barrier.pk) == [planned.case.pk]
    assert queries.case_of_part(new_id()) == []
    assert queries.case_of_plan(planned.plan.pk) == [planned.case.pk]


def test_a_condition_that_the_plan_has_is_not_suggested(planned, nora, now):
    Condition.objects.create(case=planned.case, description=planned.need.text)
    Condition.objects.create(case=planned.case, description="Over", ended_on=now.date())
    assert queries.suggested_needs(planned.plan) == []
    assert str(planned.need) == "Walking hurts" and str(planned.plan) == "Care plan"
