"""The plan in the browser: begun, filled and changed in place, read by those who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from caseday.assessments.models import Assessment
from caseday.careplans import actions, queries
from caseday.careplans.models import GoalMeasure, Intervention, PlanGoal, PlanNeed, WorkedOn
from caseday.cases.models import Condition, Goal
from caseday.journal.models import Activity
from caseday.kernel.errors import NotFound
from caseday.testing.make import make_activity, make_case

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def audrey_client(cast):
    client = Client()
    client.force_login(cast.audrey)
    return client


def text_of(answer):
    return answer.content.decode()


def test_a_plan_is_begun_in_one_tap(case, nora_client):
    page = nora_client.get(reverse("careplans:plan", args=[case.pk]))
    assert "No plan yet" in text_of(page)
    answer = nora_client.post(reverse("careplans:start", args=[case.pk]))
    assert answer.status_code == 302
    assert "Add a need" in text_of(nora_client.get(answer.url))


def test_the_whole_plan_stands_on_one_page(planned, nora_client, django_assert_max_num_queries):
    url = reverse("careplans:plan", args=[planned.case.pk])
    nora_client.get(url)
    with django_assert_max_num_queries(30):
        shown = text_of(nora_client.get(url))
    for words in ("Walking hurts", "I cannot get to the bus", "Walks to the bus stop", "Walks with her daughter",
                  "No ramp at the door", "Landlord asked on Monday", "not signed yet"):  # fmt: skip
        assert words in shown


def test_who_only_reads_sees_no_button(planned, audrey_client, olive_client):
    shown = text_of(audrey_client.get(reverse("careplans:plan", args=[planned.case.pk])))
    assert "Walks to the bus stop" in shown
    assert "Add a goal" not in shown and "Worked on this" not in shown
    assert audrey_client.get(reverse("careplans:about", args=[planned.plan.pk])).status_code == 403
    assert olive_client.get(reverse("careplans:plan", args=[planned.case.pk])).status_code == 404
    assert olive_client.get(reverse("careplans:print", args=[planned.case.pk, "record"])).status_code == 404


def test_a_need_is_added_in_its_place_and_the_plan_comes_back(plan, nora_client):
    url = reverse("careplans:add", args=[plan.pk, "needs"])
    form = nora_client.get(url, **HTMX)
    assert form["HX-Retarget"] == "#new-needs"
    answer = nora_client.post(url, {"text": "Sleep", "source": "client"}, **HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#plan")
    assert "Sleep" in text_of(answer)


def test_what_is_wrong_comes_back_with_what_was_typed(planned, nora_client):
    url = reverse("careplans:add", args=[planned.plan.pk, "goals"])
    typed = {"text": "", "words": "my own words", "target_value": "3"}
    answer = nora_client.post(url, typed, **HTMX)
    assert answer.status_code == 422 and "my own words" in text_of(answer)
    answer = nora_client.post(url, {"text": "x", "target_value": "3"})
    assert answer.status_code == 422 and "Say what is counted" in text_of(answer)


def test_goals_steps_and_barriers_are_added_and_changed(planned, nora_client):
    add = reverse("careplans:add", args=[planned.plan.pk, "goals"])
    goal = {"text": "Sleeps", "need_id": planned.need.pk, "measure": "Nights", "target_value": "7"}
    assert nora_client.post(add, goal).status_code == 302
    new = PlanGoal.objects.get(text="Sleeps")
    assert (new.need_id, new.target_value) == (planned.need.pk, Decimal(7))
    step = {"text": "No coffee", "who": "client", "goal_id": new.pk}
    slot = nora_client.get(
        f"{reverse('careplans:add', args=[planned.plan.pk, 'interventions'])}?goal_id={new.pk}", **HTMX
    )
    assert slot["HX-Retarget"] == f"#new-interventions-{new.pk}"
    assert (
        nora_client.post(reverse("careplans:add", args=[planned.plan.pk, "interventions"]), step).status_code
        == 302
    )
    assert Intervention.objects.get(text="No coffee").goal == new
    change = reverse("careplans:change", args=["barriers", planned.barrier.pk])
    assert "No ramp at the door" in text_of(nora_client.get(change))
    answer = nora_client.post(change, {"text": "No ramp", "action": "", "goal_id": "", "revision": "1"})
    assert answer.status_code == 302
    assert queries.whole_plan(planned.plan).barriers[0].text == "No ramp"


def test_two_who_change_one_goal_are_both_shown(planned, carl, nora_client, now):
    url = reverse("careplans:change", args=["needs", planned.need.pk])
    values = {"text": "Carl's words", "words": "", "source": "client", "code": ""}
    actions.change_part(actor=carl, now=now, part="needs", part_id=planned.need.pk, values=values, based_on=1)
    mine = {"text": "Nora's words", "words": "", "source": "client", "revision": "1"}
    answer = nora_client.post(url, mine, **HTMX)
    shown = text_of(answer)
    assert answer.status_code == 422
    assert "Carl&#x27;s words" in shown and "Nora&#x27;s words" in shown and "Carl Cover" in shown
    assert 'name="revision" value="2"' in shown
    assert nora_client.post(url, mine | {"revision": "2"}, **HTMX).status_code == 200
    assert PlanNeed.objects.get(pk=planned.need.pk).text == "Nora's words"


def test_two_who_describe_the_client_are_both_shown(plan, carl, nora_client, now):
    actions.describe_client(
        actor=carl, now=now, care_plan_id=plan.pk, strengths="Sings", preferences="", based_on=1
    )
    url = reverse("careplans:about", args=[plan.pk])
    answer = nora_client.post(url, {"strengths": "Cooks", "preferences": "", "revision": "1"})
    assert answer.status_code == 422 and "Sings" in text_of(answer) and "Cooks" in text_of(answer)
    assert (
        nora_client.post(url, {"strengths": "Both", "preferences": "", "revision": "2"}, **HTMX).status_code
        == 200
    )


def test_a_goal_is_ended_with_what_came_of_it_and_taken_up_again(planned, nora_client):
    url = reverse("careplans:end_part", args=["goals", planned.goal.pk])
    assert "What came of" in text_of(nora_client.get(url))
    assert nora_client.post(url, {"is_met": "no", "result": ""}).status_code == 422
    assert nora_client.post(url, {"is_met": "yes", "result": "By herself"}).status_code == 302
    planned.goal.refresh_from_db()
    assert planned.goal.state == "met"
    assert (
        nora_client.post(reverse("careplans:reopen_part", args=["goals", planned.goal.pk])).status_code == 302
    )
    planned.goal.refresh_from_db()
    assert planned.goal.state == "open"


def test_worked_on_this_makes_an_entry_and_a_value(planned, nora_client):
    url = reverse("careplans:worked", args=[planned.goal.pk])
    assert "Walks with her daughter" in text_of(nora_client.get(url, **HTMX))
    assert nora_client.post(url, {"text": ""}, **HTMX).status_code == 422
    said = {"text": "Walked together", "minutes": "20", "value": "900", "intervention_id": planned.done.pk}
    assert "900" in text_of(nora_client.post(url, said, **HTMX))
    link = WorkedOn.objects.get()
    assert (link.intervention, link.activity.minutes) == (planned.done, 20)
    work = text_of(nora_client.get(reverse("careplans:work", args=[planned.goal.pk])))
    assert "Walked together" in work


def test_how_it_stands_is_kept_and_a_wrong_value_voided(planned, nora_client):
    url = reverse("careplans:measure", args=[planned.goal.pk])
    assert nora_client.get(url).status_code == 200
    assert nora_client.post(url, {"value": "", "note": ""}).status_code == 422
    for on, value in (("2026-02-01", "500"), ("2026-03-01", "1500")):
        assert nora_client.post(url, {"value": value, "on": on}).status_code == 302
    shown = text_of(nora_client.get(reverse("careplans:plan", args=[planned.case.pk])))
    assert "goal-line" in shown and "40 percent" in shown
    void = reverse("careplans:void_measure", args=[GoalMeasure.objects.first().pk])
    assert nora_client.get(void).status_code == 200
    assert nora_client.post(void, {"reason": " "}).status_code == 422
    assert nora_client.post(void, {"reason": "Typo"}).status_code == 302
    assert GoalMeasure.objects.filter(voided_at=None).count() == 1


def test_an_entry_is_linked_and_unlinked_in_one_tap(planned, nora_client):
    entry = make_activity(planned.case)
    fragment = nora_client.get(reverse("careplans:entry", args=[entry.pk]), **HTMX)
    assert "Walks to the bus stop" in text_of(fragment)
    url, goal = reverse("careplans:link", args=[entry.pk]), {"goal": planned.goal.pk}
    assert 'aria-pressed="true"' in text_of(nora_client.post(url, goal, **HTMX))
    assert nora_client.post(url, goal).status_code == 302
    assert WorkedOn.objects.count() == 1
    assert 'aria-pressed="true"' not in text_of(nora_client.post(url, goal | {"off": "1"}, **HTMX))
    assert nora_client.post(url, {}).status_code == 422
    assert Activity.objects.count() == 1


def test_an_entry_without_plan_or_case_says_what_to_do(cast, nora_client):
    alone = make_activity(make_case(cast.nora))
    assert "Begin the plan" in text_of(nora_client.get(reverse("careplans:entry", args=[alone.pk])))
    nobody = make_activity(None, staff=cast.nora)
    assert "belongs to no case" in text_of(nora_client.get(reverse("careplans:entry", args=[nobody.pk])))


def test_a_plan_ends_with_a_reason(planned, nora_client):
    url = reverse("careplans:end", args=[planned.plan.pk])
    assert nora_client.get(url).status_code == 200
    assert nora_client.post(url, {"reason": " "}).status_code == 422
    assert nora_client.post(url, {"reason": "Closed"}).status_code == 302
    assert "Earlier plans" in text_of(nora_client.get(reverse("careplans:plan", args=[planned.case.pk])))


@pytest.mark.parametrize(
    "path", ["{plan}/dreams/new", "parts/dreams/{goal}", "case/{case}/print/poster", "parts/goals/{need}"]
)
def test_what_is_not_there_is_not_found(planned, nora_client, path):
    known = {
        "plan": planned.plan.pk,
        "goal": planned.goal.pk,
        "case": planned.case.pk,
        "need": planned.need.pk,
    }
    assert nora_client.get(f"/plans/{path.format(**known)}").status_code == 404


def test_what_the_file_knows_is_taken_into_the_plan_with_a_tap(planned, cast, nora, nora_client, now):
    case = planned.case
    case.referral_reason = "Cannot climb stairs"
    case.save()
    Condition.objects.create(case=case, code="M17.11", description="Arthritis of the knee")
    filed = Assessment.objects.create(
        case=case, staff=cast.nora, instrument="phq9", version="1", state="reviewed", begun_at=now, finished_at=now,
        score=Decimal(14), band="moderate",
    )  # fmt: skip
    Goal.objects.create(case=case, text="Back to work", target_on=date(2026, 6, 1))
    needs = nora_client.get(reverse("careplans:add", args=[planned.plan.pk, "needs"]), **HTMX)
    found = {one["label"]: one for one in needs.context["from_file"]}
    assert set(found) == {"Referral", "Condition", "Assessment"}
    assert "14 moderate" in found["Assessment"]["text"]
    form = nora_client.get(found["Assessment"]["url"]).context["form"]
    assert form.initial["source_id"] == str(filed.pk) and form.initial["source"] == "assessment"
    actions.add_part(
        actor=nora,
        now=now,
        care_plan_id=planned.plan.pk,
        part="needs",
        values={**form.initial, "source_id": filed.pk},
    )
    again = queries.suggested_needs(planned.plan)
    assert {one.label for one in again} == {"Referral", "Condition"}
    url = f"{reverse('careplans:add', args=[planned.plan.pk, 'goals'])}?need_id={planned.need.pk}"
    agreed = nora_client.get(url, **HTMX).context["from_file"][0]
    assert agreed["text"] == "Back to work" and f"need_id={planned.need.pk}" in agreed["url"]
    typed = {"text": "Back to work", "serves_id": Goal.objects.get().pk}
    assert (
        nora_client.post(reverse("careplans:add", args=[planned.plan.pk, "goals"]), typed).status_code == 302
    )
    assert "Back to work" not in [one.values["text"] for one in queries.suggested_goals(planned.plan)]


def test_a_version_out_of_sight_is_not_found(planned, nora, olive, now):
    review = actions.review_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, finding="Well")
    with pytest.raises(NotFound):
        queries.get_version(olive, review.version_id)
