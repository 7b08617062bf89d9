"""Plans, decisions, advocacy, meetings and community resources are found, each by who may see it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from caseday.access.viewer import Viewer
from caseday.advocacy.actions import change_decision, void_effort
from caseday.advocacy.tests.made import asked, details, make_decision, make_effort
from caseday.careplans.actions import (
    add_part,
    change_part,
    describe_client,
    end_part,
    end_plan,
    start_plan,
    tie_kin,
)
from caseday.careplans.models import PlanPart
from caseday.cases.models import Case
from caseday.directory.actions import ResourceDetails, add_resource
from caseday.directory.models import Organization, Service
from caseday.meetings import actions as meetings
from caseday.meetings.tests.made import make_meeting, plan
from caseday.people.actions import add_household_member, merge_people
from caseday.people.models import SafetyNote
from caseday.search.actions import rebuild_index
from caseday.search.models import Entry, Kind
from caseday.search.queries import Found, find
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado"))


def part(nora: Viewer, now: datetime, case: Case, kind: str = "needs", **values: object) -> PlanPart:
    care_plan = start_plan(actor=nora, now=now, case_id=case.pk)
    given = {"text": "Walking hurts", "source": "client"} if kind == "needs" else {}
    return add_part(actor=nora, now=now, care_plan_id=care_plan.pk, part=kind, values={**given, **values})


def found(viewer: Viewer, text: str, kind: str) -> list[Found]:
    return [one for one in find(viewer, text) if one.kind == kind]


def test_parts_of_a_plan_are_found_by_their_words_and_lead_to_where_they_stand(
    case: Case, nora: Viewer, olive: Viewer, audrey: Viewer, nora_client: Client, now: datetime
) -> None:
    need = part(nora, now, case, words="I cannot get to the xylophone lesson")
    (one,) = found(nora, "xylophone", Kind.PART)
    assert one.title == "Need: Walking hurts" and one.detail.startswith("Rosa Delgado · ")
    assert "xylophone" in one.detail and found(audrey, "xylophone", Kind.PART)
    assert not find(olive, "xylophone")
    page = nora_client.get("/search/", {"q": "xylophone"}).content.decode()
    assert f"/plans/parts/{need.pk}" in page and "Care plans" in page
    answer = nora_client.get(f"/plans/parts/{need.pk}")
    assert answer["Location"] == f"/plans/case/{case.pk}/#part-{need.pk}"
    end_plan(actor=nora, now=now, care_plan_id=need.plan_id, reason="Moved away")
    assert nora_client.get(f"/plans/parts/{need.pk}")["Location"] == f"/plans/{need.plan_id}/versions"
    assert nora_client.get(f"/plans/parts/{case.pk}").status_code == 404


def test_what_is_changed_in_a_plan_is_found_as_it_is_now(case: Case, nora: Viewer, now: datetime) -> None:
    need = part(nora, now, case)
    goal = part(nora, now, case, "goals", text="Walks to the bus stop", need_id=need.pk)
    part(nora, now, case, "interventions", text="Walks with Lucia", who="family", goal_id=goal.pk)
    part(nora, now, case, "barriers", text="No ramp", action="Landlord asked", goal_id=goal.pk)
    titles = {one.title for one in found(nora, "walks", Kind.PART)}
    assert titles == {"Goal: Walks to the bus stop", "Done for a goal: Walks with Lucia"}
    assert found(nora, "landlord", Kind.PART)[0].title == "Barrier: No ramp"
    change_part(actor=nora, now=now, part="needs", part_id=need.pk, values={"text": "Sitting hurts"})
    assert not found(nora, "walking", Kind.PART) and found(nora, "sitting", Kind.PART)
    end_part(actor=nora, now=now, part="goals", part_id=goal.pk, is_met=True)
    assert found(nora, "bus stop", Kind.PART)[0].detail == "Rosa Delgado · met"
    describe_client(
        actor=nora, now=now, care_plan_id=need.plan_id, strengths="Sings in a choir", preferences=""
    )
    (about,) = found(nora, "choir", Kind.PLAN)
    assert about.case_id == case.pk and "choir" in about.detail


def test_decisions_are_found_by_options_and_answers(
    case: Case, nora: Viewer, olive: Viewer, now: datetime
) -> None:
    decision = make_decision(nora, case)
    (one,) = found(nora, "infection", Kind.DECISION)
    assert one.subject_id == decision.pk and one.title == "Surgery or injections?"
    assert "open" in one.detail and "Infection" in one.detail
    assert not find(olive, "infection")
    change_decision(
        actor=nora, now=now, decision_id=decision.pk, details=details(options=(), fits={}), version=1
    )
    assert not found(nora, "infection", Kind.DECISION)


def test_advocacy_is_found_and_says_what_came_of_it(case: Case, nora: Viewer, now: datetime) -> None:
    effort = make_effort(nora, case, ground_text="Guideline for shoulders")
    (one,) = found(nora, "guideline shoulders", Kind.EFFORT)
    assert one.subject_id == effort.pk and "asked of Dana Whitfield" in one.detail and "open" in one.detail
    void_effort(actor=nora, now=now, effort_id=effort.pk, reason="Twice")
    assert "voided" in found(nora, "guideline", Kind.EFFORT)[0].detail
    assert asked().whom == "Dana Whitfield"


def test_meetings_are_found_by_agenda_positions_and_decisions(
    case: Case, nora: Viewer, olive: Viewer, now: datetime
) -> None:
    meeting = make_meeting(nora, case, people=())
    (one,) = found(nora, "light duty", Kind.MEETING)
    assert one.title == "Back to work" and one.detail.startswith("Rosa Delgado · 03/02/2026 · ")
    meetings.add_decision(actor=nora, now=now, meeting_id=meeting.pk, text="Sees a podiatrist first")
    disagreement = meetings.raise_disagreement(actor=nora, now=now, meeting_id=meeting.pk, topic="Commute")
    meetings.add_position(
        actor=nora, now=now, disagreement_id=disagreement.pk, who="Rosa", wants="A shuttle bus", because=""
    )
    for words in ("podiatrist", "commute", "shuttle"):
        assert [one.subject_id for one in found(nora, words, Kind.MEETING)] == [meeting.pk]
    assert not find(olive, "podiatrist")
    meetings.change_meeting(
        actor=nora, now=now, meeting_id=meeting.pk, plan=plan(now + timedelta(days=9), purpose="")
    )
    (moved,) = found(nora, "podiatrist", Kind.MEETING)
    assert moved.title == "Case conference" and "03/11/2026" in moved.detail


def test_community_resources_are_found_by_everybody_and_follow_their_organization(
    cast: Cast, nora: Viewer, olive: Viewer, adam: Viewer, nora_client: Client, now: datetime
) -> None:
    service = add_resource(actor=nora, now=now, details=ResourceDetails("Loaves House", "Pantry",
                           description="Boxes on Fridays, no questions asked"))  # fmt: skip
    for viewer in (nora, olive, adam):
        (one,) = found(viewer, "fridays pantry", Kind.RESOURCE)
        assert (one.subject_id, one.title) == (service.pk, "Pantry") and "Loaves House" in one.detail
    assert f"/directory/resources/{service.pk}/" in nora_client.get("/search/?q=loaves").content.decode()
    Organization.objects.filter(pk=service.organization_id).update(name="Harvest Hall")
    Service.objects.filter(pk=service.pk).update(status="inactive")
    rebuild_index()
    (one,) = found(nora, "harvest", Kind.RESOURCE)
    assert one.detail == "Harvest Hall · inactive"


def test_what_is_told_of_a_household_is_never_indexed(case: Case, nora: Viewer, now: datetime) -> None:
    member = add_household_member(
        actor=nora, now=now, person_id=case.person_id, fields={"name": "Pete", "relation": "brother"}
    )
    tie_kin(actor=nora, now=now, case_id=case.pk, member_id=member.pk, helps="zither", conflict="quarrel")
    SafetyNote.objects.create(person=case.person, text="Dog named Zebedee", noted_at=now)
    rebuild_index()
    assert not find(nora, "zither") and not find(nora, "quarrel") and not find(nora, "zebedee")


def test_a_merge_of_two_records_takes_everything_along(
    case: Case, cast: Cast, nora: Viewer, now: datetime
) -> None:
    part(nora, now, case, words="xylophone")
    kept = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Delgado-Ruiz")).person
    merge_people(actor=nora, now=now, keep_id=kept.pk, merge_id=case.person_id)
    (one,) = found(nora, "xylophone", Kind.PART)
    assert one.case_id == case.pk and one.detail.startswith("Rosa Delgado-Ruiz")


def test_the_index_made_anew_is_the_one_that_was_kept(case: Case, nora: Viewer, now: datetime) -> None:
    def kept() -> set[tuple[object, ...]]:
        return set(Entry.objects.values_list("kind", "subject_id", "title", "detail", "text", "scope"))

    part(nora, now, case)
    make_decision(nora, case)
    make_effort(nora, case)
    make_meeting(nora, case, people=())
    add_resource(actor=nora, now=now, details=ResourceDetails("Loaves House", "Pantry"))
    before = kept()
    rebuild_index()
    after = kept()
    assert before <= after and {one[0] for one in before} >= {
        "part",
        "decision",
        "effort",
        "meeting",
        "resource",
    }


def test_the_name_of_a_kind_is_not_a_word_of_the_text(case: Case, nora: Viewer, now: datetime) -> None:
    make_effort(nora, case)
    assert not found(nora, "effort", Kind.EFFORT) and not found(nora, "nothing like it", Kind.EFFORT)


def test_everything_costs_as_many_queries_as_one_of_each(
    case: Case, nora: Viewer, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        part(nora, now, case, words="xylophone")
        make_decision(nora, case, background="xylophone", options=(), matters=(), questions=(), fits={})
        make_effort(nora, case, ground_text="xylophone")
        make_meeting(nora, case, people=(), plan=plan(purpose="Xylophone"))
        add_resource(actor=nora, now=now, details=ResourceDetails("Xylophone House", "Lessons"))
    with django_assert_max_num_queries(11):
        assert len(find(nora, "xylophone")) == 15
