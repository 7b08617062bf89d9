"""The plan on paper: plain for the client, whole for the record, in English and Spanish."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from caseday.careplans import actions, queries
from caseday.careplans.actions import Signing
from caseday.careplans.printing import _data, draw_plan

pytestmark = pytest.mark.django_db


def sheet(planned, nora, now, language="en"):
    return queries.sheet_of(nora, queries.get_plan(nora, planned.plan.pk), now=now, language=language)


def pages(pdf):
    with pikepdf.open(BytesIO(pdf)) as found:
        return len(found.pages)


def test_the_client_gets_one_page_in_their_language(planned, nora_client):
    planned.case.person.language = "es-MX"
    planned.case.person.save()
    answer = nora_client.get(reverse("careplans:print", args=[planned.case.pk, "client"]))
    assert answer["Content-Type"] == "application/pdf"
    assert pages(answer.content) == 1


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("which", ["client", "record"])
def test_the_same_sheet_gives_the_same_bytes(planned, nora, now, language, which):
    actions.measure_goal(actor=nora, now=now, goal_id=planned.goal.pk, value=None, note="Better * _ # $ @x")
    one = sheet(planned, nora, now, language)
    assert draw_plan(one, which=which) == draw_plan(one, which=which)


def test_signatures_are_printed_and_the_missing_ones_have_a_line(planned, nora, now):
    read = sheet(planned, nora, now).standing.hash
    signing = Signing("client", "Rosa", "drawn", "M1 1L2 2L30 30L40 90")
    actions.sign_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, read_hash=read, signing=signing)
    actions.review_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, finding="Well")
    one = sheet(planned, nora, now)
    data = _data(one, is_record=True)
    assert "M1 1L2 2" in data["signatures"][0]["svg"] and data["unsigned"] == ["Case manager"]
    assert data["reviews"][0]["finding"] == "Well"
    assert draw_plan(one, which="record")


def test_a_changed_plan_is_printed_without_the_old_signatures(planned, nora, now):
    read = sheet(planned, nora, now).standing.hash
    signing = Signing("client", "Rosa", "typed")
    actions.sign_plan(actor=nora, now=now, care_plan_id=planned.plan.pk, read_hash=read, signing=signing)
    actions.describe_client(
        actor=nora, now=now, care_plan_id=planned.plan.pk, strengths="Sings", preferences=""
    )
    data = _data(sheet(planned, nora, now), is_record=False)
    assert data["signatures"] == [] and data["version"] == "not signed yet"


def test_the_client_reads_their_own_words(planned, nora, now):
    data = _data(sheet(planned, nora, now), is_record=False)
    assert data["needs"][0]["goals"][0]["text"] == "I want to go to church by myself"


def test_a_long_plan_still_fits_on_the_clients_page_and_a_very_long_one_goes_on(planned, nora, now):
    for place in range(8):
        values = {"text": f"Goal {place} that takes a line or two of the page to be said as it was meant",
                  "need_id": planned.need.pk}  # fmt: skip
        actions.add_part(actor=nora, now=now, care_plan_id=planned.plan.pk, part="goals", values=values)
    assert pages(draw_plan(sheet(planned, nora, now), which="client")) == 1
    actions.describe_client(
        actor=nora,
        now=now,
        care_plan_id=planned.plan.pk,
        strengths="Sings. " * 500,
        preferences="Line\n" * 200,
    )
    assert pages(draw_plan(sheet(planned, nora, now), which="client")) > 1
