"""The other side of the body, and a number nearly the case's, are flagged in a request: kept, and while it is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Condition, Identifier
from caseday.followups import actions, queries
from caseday.followups.actions import RequestDetails, Said
from caseday.followups.models import Request
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora)
    Condition.objects.create(case=case, description="Torn meniscus", body_part="knee", side="left")
    Identifier.objects.create(case=case, kind="claim_number", value="WC-44-17", normalized="WC4417")
    return case


def ask(nora: Viewer, case: Case, **details: str) -> Request:
    return actions.open_request(
        actor=nora, now=MONDAY_8, case_id=case.pk, kind="imaging", details=RequestDetails(**details)
    )


def flagged(nora: Viewer, asked: Request) -> list[str]:
    return [one.text for one in queries.flags_of_request(nora, queries.get_followed(nora, asked.pk))]


@pytest.mark.parametrize(
    ("details", "found"),
    [
        ({"title": "MRI of the right knee"}, ["right knee"]),
        ({"title": "MRI of the left knee"}, []),
        ({"title": "MRI", "side": "right", "body_part": "knee"}, ["right knee"]),
        ({"title": "MRI", "side": "left", "body_part": "knee"}, []),
        ({"title": "MRI", "side": "both", "body_part": "knee"}, []),
        ({"title": "MRI of the knee", "side": "right"}, ["knee, right"]),
        ({"title": "Right knee MRI", "side": "right", "body_part": "knee"}, ["Right knee"]),
        ({"title": "MRI for WC-44-71"}, ["WC-44-71"]),
        ({"title": "MRI", "reference": "WC-44-7"}, ["WC-44-7"]),
        ({"title": "MRI", "reference": "WC-44-17"}, []),
    ],
)
def test_its_words_are_held_against_the_case(
    nora: Viewer, case: Case, details: dict[str, str], found: list[str]
) -> None:
    assert flagged(nora, ask(nora, case, **details)) == found


def test_reasons_are_looked_at_until_they_are_withdrawn(nora: Viewer, case: Case) -> None:
    asked = ask(nora, case, title="MRI")
    claim = actions.deny_step(
        actor=nora,
        now=MONDAY_8,
        request_id=asked.pk,
        step="ordered",
        said=Said(by="Desk"),
        reason="Ordered for the right knee",
    )
    assert flagged(nora, asked) == ["right knee"]
    actions.withdraw_claim(actor=nora, now=MONDAY_8, claim_id=claim.pk, reason="Wrong request")
    assert flagged(nora, asked) == []


def test_the_page_of_a_request_says_what_to_check(nora: Viewer, nora_client: Client, case: Case) -> None:
    asked = ask(nora, case, title="MRI of the right knee")
    page = nora_client.get(reverse("followups:request", args=[asked.pk])).content.decode()
    assert "is not the side of this case: the knee is the left one" in page
    change = nora_client.get(reverse("followups:change_request", args=[asked.pk])).content.decode()
    assert "is not the side of this case" in change


def test_it_is_said_while_one_types(nora_client: Client, case: Case) -> None:
    url = reverse("followups:check_request", args=[case.pk])
    typed = nora_client.post(url, {"title": "MRI of the right knee", "reference": "WC-44-71"})
    text = typed.content.decode()
    assert "is not the side of this case" in text and "differs from the claim number WC-44-17" in text
    assert nora_client.post(url, {"title": "MRI"}).content.decode().strip() == ""
    form = nora_client.get(f"{reverse('followups:new_request')}?case={case.pk}&kind=imaging").content.decode()
    assert f'hx-post="{url}"' in form


def test_only_who_may_ask_checks_what_is_typed(olive_client: Client, cast: Cast, case: Case) -> None:
    audrey_client = Client()
    audrey_client.force_login(cast.audrey)
    url = reverse("followups:check_request", args=[case.pk])
    assert audrey_client.post(url, {"title": "MRI"}).status_code == 403
    assert olive_client.post(url, {"title": "MRI"}).status_code == 404
