"""What the rows of a case say as facts of its rules, and what the proofs of a check are called."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from caseday.assessments.models import Assessment
from caseday.careplans.models import CarePlan, PlanGoal, PlanReview, PlanSignature, PlanVersion, WorkedOn
from caseday.cases.models import Case, KeyDate, StageChange
from caseday.compliance.queries.evidence import Named
from caseday.compliance.queries.facts import facts_of
from caseday.compliance.queries.results import CaseResults, RuleShown, agency_zone
from caseday.documents.models import Document
from caseday.intake.models import Referral
from caseday.people.models import Address
from caseday.programs.rules.documentation import CaseFacts, Check, Proof, Result, Rule, Standing
from caseday.testing.make import MONDAY_8, make_activity, make_case, make_followup

pytestmark = pytest.mark.django_db

NOW = MONDAY_8
DAY = timedelta(days=1)


@pytest.fixture
def case(cast: Any) -> Case:
    return make_case(cast.nora, referred_at=NOW - 100 * DAY)


def gathered(case: Case, *rules: Rule) -> CaseFacts:
    return facts_of([case], rules, agency_zone())[case.pk]


def rule(kind: str, **values: Any) -> Rule:
    return Rule("r", "R", kind, **{"starts": "referred", **values})


def made_plan(case: Case) -> CarePlan:
    return CarePlan.objects.create(case=case, started_at=NOW - 60 * DAY, changed_at=NOW)


def made_version(plan: CarePlan, number: int, at: datetime) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan, case=plan.case, number=number, content_json="{}", hash="0" * 64, made_at=at,
        made_by_name="Nora Field",
    )  # fmt: skip


def signed(version: PlanVersion, name: str, **fields: Any) -> PlanSignature:
    given = {"role": "client", "method": "typed", "signed_at": NOW, "version_hash": version.hash, **fields}
    return PlanSignature.objects.create(case=version.case, version=version, name=name, **given)


def assessed(case: Case, state: str, finished_at: datetime | None) -> Assessment:
    return Assessment.objects.create(
        case=case, staff=case.assigned_to, instrument="phq9", version="1", state=state,
        begun_at=NOW - 9 * DAY, finished_at=finished_at,
    )  # fmt: skip


def paper(case: Case, **fields: Any) -> Document:
    given = {"kind": "letter", "title": "Letter of the carrier", "received_at": NOW, **fields}
    return Document.objects.create(case=case, staff=case.assigned_to, **given)


def named(case: Case, proofs: Sequence[Proof]) -> list[str]:
    check = Check(NOW, NOW, Standing.MET, tuple(proofs))
    shown = RuleShown(rule("plan_signed"), Result("r", Standing.MET, (check,)), agency_zone())
    return [one.words for one in Named([CaseResults(case, (shown,))]).of_check(check)]


def test_an_entry_has_a_goal_and_a_next_step_where_others_point_at_it(case: Case) -> None:
    whole, bare = (make_activity(case, started_at=NOW - days * DAY) for days in (2, 1))
    make_followup(case, source_activity_id=whole.pk)
    make_followup(case)
    goal = PlanGoal.objects.create(
        plan=made_plan(case), case=case, text="Drive again", added_at=NOW, changed_at=NOW
    )
    WorkedOn.objects.create(case=case, activity=whole, goal=goal, linked_at=NOW)
    found = gathered(case, rule("note_has", parts=("goal", "next_step"))).entries
    assert [(one.id, one.has_goal, one.has_next_step) for one in found] == [
        (whole.pk, True, True),
        (bare.pk, False, False),
    ]
    assert not any(one.has_goal or one.has_next_step for one in gathered(case, rule("note_has")).entries)


def test_a_visit_at_the_address_where_the_client_lives_now_is_at_home(case: Case) -> None:
    Address.objects.create(person=case.person, line1="9 Elm St", to_on=date(2025, 1, 1))
    Address.objects.create(person=case.person, line1="12 Oak St")
    for days, place in ((3, "9 Elm St"), (2, "12 Oak St., Apt 4"), (1, "")):
        make_activity(case, kind="visit", started_at=NOW - days * DAY, place=place)
    there = gathered(case, rule("visit_every", every=30, place="residence"))
    assert [one.where for one in there.entries] == ["", "residence", ""]
    anywhere = gathered(case, rule("visit_every", every=30))
    assert [one.where for one in anywhere.entries] == ["", "", ""]


def test_the_plan_is_made_with_its_first_version_and_gone_through_by_its_reviews(case: Case) -> None:
    plan = made_plan(case)
    second = made_version(plan, 2, NOW - 10 * DAY)
    first = made_version(plan, 1, NOW - 50 * DAY)
    review = PlanReview.objects.create(
        case=case, plan=plan, version=second, on=(NOW - 20 * DAY).date(), recorded_at=NOW
    )
    found = gathered(case, rule("plan_reviewed", every=30))
    assert [one.id for one in found.versions] == [first.pk, second.pk]
    assert [one.id for one in found.reviews] == [first.pk, review.pk]
    local = found.reviews[1].at.astimezone(agency_zone())
    assert (local.date(), local.hour) == (review.on, 12)
    assert found.signatures == ()


def test_who_signed_which_version_and_who_did_not_want_to_are_there(case: Case) -> None:
    version = made_version(made_plan(case), 1, NOW - 5 * DAY)
    late = signed(version, "Rosa Delgado", role="legal_guardian")
    early = signed(version, "Ben Ortiz", method="declined", signed_at=NOW - DAY)
    found = gathered(case, rule("plan_signed", within=10, signatures=("client",)))
    assert [(one.id, one.version_id, one.role) for one in found.signatures] == [
        (early.pk, version.pk, "client"),
        (late.pk, version.pk, "legal_guardian"),
    ]
    assert found.reviews[0].id == version.pk
    proofs = [Proof("signature", one.id, one.at) for one in found.signatures]
    assert named(case, proofs) == [
        "Did not sign: Ben Ortiz (client)",
        "Signed: Rosa Delgado (legal guardian)",
    ]


def test_an_assessment_counts_when_it_is_finished_and_not_set_aside(case: Case) -> None:
    assessed(case, "open", None)
    assessed(case, "set_aside", NOW - 3 * DAY)
    filed = assessed(case, "reviewed", NOW - DAY)
    finished = assessed(case, "finished", NOW - 2 * DAY)
    found = gathered(case, rule("assessment_within", instrument="phq9", within=30)).answered
    assert [(one.id, one.instrument) for one in found] == [(finished.pk, "phq9"), (filed.pk, "phq9")]
    assert named(case, [Proof("assessment", filed.pk, NOW)]) == ["Assessment PHQ9"]


def test_a_paper_on_file_has_a_kind_and_is_named_by_its_title(case: Case) -> None:
    paper(case, kind="")
    paper(case, voided_at=NOW)
    kept = paper(case)
    found = gathered(case, rule("document_on_file", document_kind="letter")).papers
    assert [(one.id, one.kind, one.at) for one in found] == [(kept.pk, "letter", NOW)]
    assert named(case, [Proof("paper", kept.pk, NOW)]) == ["Letter of the carrier"]


def test_a_review_of_the_plan_is_named_without_a_look_into_the_plan(
    case: Case, django_assert_num_queries: Any
) -> None:
    agency_zone()
    with django_assert_num_queries(1):
        assert named(case, [Proof("plan", case.pk, NOW)]) == ["Plan"]


def test_time_runs_from_a_stage_or_a_day_of_the_case(case: Case) -> None:
    StageChange.objects.create(case=case, stage="active", at=NOW - 40 * DAY)
    KeyDate.objects.create(case=case, kind="surgery", on=date(2026, 2, 3))
    found = gathered(
        case,
        rule("assessment_within", starts="stage:active"),
        rule("assessment_within", starts="date:surgery"),
    )
    assert found.started_at("stage:active") == NOW - 40 * DAY
    surgery = found.started_at("date:surgery")
    assert surgery is not None and surgery.astimezone(agency_zone()).date() == date(2026, 2, 3)
    assert found.started_at("stage:closing") is None
    assert gathered(case, rule("assessment_within")).since == ()


def test_a_case_is_accepted_when_its_first_referral_was_decided(cast: Any, case: Case) -> None:
    for days in (80, 90):
        Referral.objects.create(
            case=case, program=case.program, received_at=case.referred_at, taken_by=cast.nora,
            decided_at=NOW - days * DAY,
        )  # fmt: skip
    by_acceptance = rule("first_contact_within", within=3, starts="accepted")
    assert gathered(case, by_acceptance).started_at("accepted") == NOW - 90 * DAY
    assert gathered(case, rule("first_contact_within", within=3)).accepted_at is None
