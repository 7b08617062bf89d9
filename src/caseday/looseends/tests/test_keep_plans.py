"""Plans, their reviews and signatures, quiet goals, missed documentation and licenses as loose ends."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from caseday.access.models import License
from caseday.access.viewer import Viewer
from caseday.careplans import actions as plans
from caseday.careplans.actions import Signing
from caseday.careplans.models import CarePlan, PlanGoal
from caseday.careplans.queries import content_of
from caseday.careplans.rules import canonical_content, hash_of_content
from caseday.cases.models import Case, KeyDate
from caseday.compliance.models import RuleStanding
from caseday.looseends.queries import find_loose_end, loose_ends_for
from caseday.looseends.rules import (
    documentation_missed,
    goal_quiet,
    license_expiring,
    plan_due,
    plan_review_due,
    plan_unsigned,
)
from caseday.looseends.tests.seen import DAY, ends_of, only, rules_of
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, program="mental_health", case_type="adult", stage="engagement")


@pytest.fixture
def plan(case: Case, nora: Viewer) -> CarePlan:
    plan = plans.start_plan(actor=nora, now=MONDAY_8, case_id=case.pk)
    plans.add_part(actor=nora, now=MONDAY_8, care_plan_id=plan.pk, part="goals", values={"text": "Sleeps"})
    return plan


def sign(plan: CarePlan, nora: Viewer, *roles: str, now: Any = MONDAY_8) -> None:
    plan.refresh_from_db()
    read = hash_of_content(canonical_content(content_of(plan)))
    for role in roles:
        signing = Signing(role, "Rosa", "typed")
        plans.sign_plan(actor=nora, now=now, care_plan_id=plan.pk, read_hash=read, signing=signing)


def test_a_plan_is_due_from_a_week_before_and_until_it_stands(case: Case, nora: Viewer) -> None:
    end = only(nora, plan_due.RULE, MONDAY_8 - 3 * DAY)
    assert (end.title, end.chip, end.subject_id) == ("Care plan to begin", "next", case.pk)
    late = only(nora, plan_due.RULE, MONDAY_8 + 3 * DAY)
    assert (late.chip, late.chip_words) == ("stop", "3 days late")
    assert ends_of(nora, plan_due.RULE, MONDAY_8 - 20 * DAY) == []
    assert ends_of(nora, plan_due.RULE, MONDAY_8 + 40 * DAY) == []
    plan = plans.start_plan(actor=nora, now=MONDAY_8, case_id=case.pk)
    assert only(nora, plan_due.RULE).title == "Care plan to finish"
    plans.add_part(actor=nora, now=MONDAY_8, care_plan_id=plan.pk, part="needs", values={"text": "Sleep"})
    plans.review_plan(actor=nora, now=MONDAY_8, care_plan_id=plan.pk, finding="It stands")
    assert ends_of(nora, plan_due.RULE) == []


def test_a_plan_is_due_from_the_day_of_the_case_that_the_program_names(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora, program="education", case_type="iep")
    from caseday.cases.queries import pack_of

    (rule,) = [one for one in pack_of(case).plan_rules if one.holds(
        jurisdiction="TX", case_type=pack_of(case).case_types[0].slug, on=MONDAY_8.date())][:1]  # fmt: skip
    Case.objects.filter(pk=case.pk).update(case_type=pack_of(case).case_types[0].slug)
    assert ends_of(nora, plan_due.RULE) == []
    kind = rule.starts.removeprefix("date:")
    KeyDate.objects.create(case=case, kind=kind, on=MONDAY_8.date() - timedelta(days=40))
    end = only(nora, plan_due.RULE)
    assert end.due_at is not None and end.due_at.date() == date(2026, 2, 20)


def test_a_signed_plan_is_quiet_until_its_review(plan: CarePlan, nora: Viewer) -> None:
    sign(plan, nora, "client", "worker")
    assert ends_of(nora, plan_unsigned.RULE, MONDAY_8 + 20 * DAY) == []
    end = only(nora, plan_review_due.RULE, MONDAY_8 + 91 * DAY)
    assert (end.chip, end.chip_words) == ("stop", "1 day late")
    assert ends_of(nora, plan_review_due.RULE, MONDAY_8 + 60 * DAY) == []


def test_a_changed_plan_is_to_be_signed_again(plan: CarePlan, nora: Viewer) -> None:
    sign(plan, nora, "client", "worker")
    plans.add_part(actor=nora, now=MONDAY_8, care_plan_id=plan.pk, part="needs", values={"text": "Sleep"})
    assert ends_of(nora, plan_unsigned.RULE, MONDAY_8 + DAY) == []
    end = only(nora, plan_unsigned.RULE, MONDAY_8 + 3 * DAY)
    assert "Client, Case manager" in end.why and end.next_actor == "client"


def test_a_plan_that_nobody_signed_rests_longer(plan: CarePlan, nora: Viewer) -> None:
    assert ends_of(nora, plan_unsigned.RULE, MONDAY_8 + 10 * DAY) == []
    assert only(nora, plan_unsigned.RULE, MONDAY_8 + 15 * DAY).chip == "said"


def test_a_goal_nobody_worked_on_is_a_loose_end_until_somebody_does(plan: CarePlan, nora: Viewer) -> None:
    later = MONDAY_8 + 31 * DAY
    assert ends_of(nora, goal_quiet.RULE, MONDAY_8 + 29 * DAY) == []
    end = only(nora, goal_quiet.RULE, later)
    assert (end.title, end.chip_words) == ("Goal: Sleeps", "quiet 31 days")
    assert find_loose_end(nora, goal_quiet.RULE, end.subject_id, now=later) == end
    plans.work_on(actor=nora, now=later, goal_id=PlanGoal.objects.get().pk, text="Talked about sleep")
    assert ends_of(nora, goal_quiet.RULE, later) == []


def test_missed_documentation_stands_among_them_for_a_month(case: Case, nora: Viewer) -> None:
    RuleStanding.objects.create(
        case=case, rule="visit", kind="visit_every", word="Visit every month", standing="missed",
        missed_since=MONDAY_8 - 4 * DAY, text="no visit in February",
    )  # fmt: skip
    end = only(nora, documentation_missed.RULE)
    assert end.title == "Visit every month: no visit in February" and end.case_id == case.pk
    assert len(ends_of(nora, documentation_missed.RULE, MONDAY_8 + 26 * DAY)) == 1
    assert ends_of(nora, documentation_missed.RULE, MONDAY_8 + 27 * DAY) == []


def test_ones_own_license_that_ends_soon_stands_among_them(cast: Cast, nora: Viewer, carl: Viewer) -> None:
    License.objects.create(
        staff=cast.nora, kind="ccm", number="1", expires_on=MONDAY_8.date() + timedelta(days=20)
    )
    assert only(nora, license_expiring.RULE).title.startswith("Renew your CCM")
    assert ends_of(carl, license_expiring.RULE) == []


def test_who_does_not_see_the_case_is_told_nothing(
    plan: CarePlan, cast: Cast, olive: Viewer, carl: Viewer
) -> None:
    later = MONDAY_8 + 40 * DAY
    assert rules_of(olive, later) == []
    assert {plan_due.RULE, plan_unsigned.RULE, goal_quiet.RULE} <= set(rules_of(carl, later))


def test_all_of_it_is_one_query(
    cast: Cast, nora: Viewer, plan: CarePlan, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(8):
        one = make_case(cast.nora, program="mental_health", case_type="adult")
        plans.start_plan(actor=nora, now=MONDAY_8, case_id=one.pk)
    loose_ends_for(nora, now=MONDAY_8)
    with django_assert_max_num_queries(20):
        loose_ends_for(nora, now=MONDAY_8 + 40 * DAY)
