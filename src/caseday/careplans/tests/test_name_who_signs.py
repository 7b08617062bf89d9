"""Who signs and who does what is called as the program calls them."""

import pytest
from django.test import Client
from django.urls import reverse

from caseday.careplans.actions import add_part, start_plan
from caseday.careplans.models import Intervention
from caseday.careplans.queries import doer_words, signer_word
from caseday.cases.models import Case
from caseday.cases.queries import pack_of
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, program="family_services", case_type="in_home", stage="assessment")


@pytest.mark.parametrize(
    ("role", "word"),
    [
        ("worker", "Caseworker"), ("client", "Child"), ("guardian", "Parent or guardian"), ("parent", "Parent"),
        ("supervisor", "Supervisor"),
    ],
)  # fmt: skip
def test_a_signer_has_the_word_of_the_program(case: Case, role: str, word: str) -> None:
    assert signer_word(pack_of(case), role) == word


@pytest.mark.parametrize(
    ("who", "name", "words"),
    [
        ("worker", "", "The caseworker"),
        ("client", "", "The child"),
        ("family", "", "Family or household"),
        ("family", "Grace Coleman", "Grace Coleman"),
    ],
)
def test_who_does_it_is_said_by_name_or_by_the_programs_word(
    case: Case, who: str, name: str, words: str
) -> None:
    assert doer_words(Intervention(who=who, who_name=name), pack_of(case)) == words


def test_the_plan_says_it_in_these_words(cast: Cast, case: Case, nora_client: Client) -> None:
    by = {"actor": cast.viewer("nora", now=clock.now()), "now": clock.now()}
    plan = start_plan(**by, case_id=case.pk)
    goal = add_part(**by, care_plan_id=plan.pk, part="goals", values={"text": "Safe in the evening"})
    values = {"text": "Visits", "who": "worker", "goal_id": goal.pk}
    add_part(**by, care_plan_id=plan.pk, part="interventions", values=values)
    page = nora_client.get(reverse("careplans:plan", args=[case.pk])).content.decode()
    assert "The caseworker" in page and "Caseworker" in page
    assert "Caseworker" in nora_client.get(reverse("careplans:sign", args=[plan.pk])).content.decode()
