"""A request is asked for as its program does: with sides where bodies have them, with the end that its first step has."""

from datetime import date

import pytest
from django.test import Client

from caseday.cases.models import Case
from caseday.cases.queries import injured_on
from caseday.followups.models import Request, StepClaim
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
NEW = "/to-dos/requests/new"
EARLIER = "2025-11-03"


@pytest.fixture
def patient(cast: Cast) -> Case:
    return make_case(cast.nora, program="mental_health", stage="assessment", onset_on=date(2026, 1, 12))


def test_a_first_step_that_can_end_in_two_ways_is_said_with_its_end(
    patient: Case, nora_client: Client
) -> None:
    asked = {"case": patient.pk, "kind": "treatment"}
    page = nora_client.get(NEW, asked).content.decode()
    assert "How did it end?" in page and "Declined" in page
    lacks = nora_client.post(NEW, {**asked, "said_step": "offered", "name": "Rosa"})
    assert (
        lacks.status_code == 422 and b"Say how it ended" in lacks.content and b'value="Rosa"' in lacks.content
    )
    no_reason = nora_client.post(NEW, {**asked, "said_step": "offered", "outcome": "declined"})
    assert no_reason.status_code == 422 and not Request.objects.exists()
    said = {"said_step": "offered", "outcome": "declined", "reason": "Wants to wait"}
    assert nora_client.post(NEW, {**asked, **said}).status_code == 302
    claim = StepClaim.objects.get()
    assert (claim.outcome, claim.reason) == ("declined", "Wants to wait")
    assert nora_client.post(NEW, asked).status_code == 302
    assert Request.objects.filter(claims=None).count() == 1


def test_sides_are_asked_for_where_papers_are_about_them(
    patient: Case, nora_client: Client, cast: Cast
) -> None:
    page = nora_client.get(NEW, {"case": patient.pk, "kind": "housing"}).content.decode()
    assert "Body part" not in page and "left knee" not in page
    injured = make_case(cast.nora)
    page = nora_client.get(NEW, {"case": injured.pk, "kind": "imaging"}).content.decode()
    assert "Body part" in page and "left knee" in page
    request = nora_client.post(NEW, {"case": patient.pk, "kind": "housing", "title": "A room"})
    changed = nora_client.post(request.headers["Location"] + "/change", {"title": "Two rooms"})
    assert changed.status_code == 302
    assert Request.objects.get(case=patient).title == "Two rooms"


def test_what_came_before_a_discharge_is_no_mistake(patient: Case, nora_client: Client, cast: Cast) -> None:
    form = {"case": patient.pk, "kind": "records", "said_step": "asked", "happened_on": EARLIER}
    assert nora_client.post(NEW, form).status_code == 302
    injured = make_case(cast.nora, onset_on=date(2026, 1, 12))
    assert (injured_on(patient), injured_on(injured)) == (None, date(2026, 1, 12))
