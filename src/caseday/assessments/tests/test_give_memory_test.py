"""The BIMS: what to do stands beside what to say, it is asked in person, and what was not asked gives no score."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Assessment
from caseday.assessments.queries.catalog import shipped
from caseday.assessments.tests.made import answer, begin
from caseday.cases.models import Case
from caseday.kernel.errors import Invalid
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
CUES = "repeat the words using cues"
WELL = {
    "words": "three",
    "year": "correct",
    "month": "within-5",
    "day": "correct",
    "sock": "yes",
    "blue": "cue",
}


def finished(nora: Viewer, row: Assessment, **answers: Any) -> Assessment:
    answer(nora, row, **answers)
    found = actions.finish_assessment(
        actor=nora, now=MONDAY_8, assessment_id=row.pk, leaves_open=True, note="In the kitchen, clock covered"
    )
    found.refresh_from_db()
    return found


def test_what_to_do_stands_with_each_question(nora: Viewer, nora_client: Client, case: Case) -> None:
    row = begin(nora, case, "bims")
    whole = nora_client.get(reverse("assessments:assessment", args=[row.pk])).content.decode()
    assert CUES in whole and whole.count('-help"') == 4
    assert CUES in nora_client.get(reverse("assessments:ask", args=[row.pk])).content.decode()
    terms = nora_client.get(reverse("assessments:instrument", args=["bims"])).content.decode()
    assert CUES in terms and "in the public domain and cannot be copyrighted" in terms


def test_it_stands_with_what_is_typed_too(nora: Viewer, case: Case) -> None:
    row = begin(nora, case, "bims")
    item = shipped()["bims.1"].items[0].model_copy(update={"type": "text", "options": ()})
    question = {"item": item, "anchor": "q-words", "text": "Words", "answer": None, "options": ()}
    for kind in ("text", "string"):
        one = question | {"item": item.model_copy(update={"type": kind})}
        drawn = render_to_string("assessments/_item.html", {"question": one, "row": row, "language": "en"})
        assert drawn.count('"q-words-help"') == 2


def test_it_is_never_sent_on_a_link(nora: Viewer, case: Case) -> None:
    assert "bims" not in [one.slug for one in queries.offered(nora, by_client=True)]
    assert "bims" in [one.slug for one in queries.offered(nora)]
    with pytest.raises(Invalid):
        begin(nora, case, "bims", how="client")


def test_a_whole_one_has_its_score_and_one_that_was_stopped_has_none(nora: Viewer, case: Case) -> None:
    whole = finished(nora, begin(nora, case, "bims"), **WELL, bed="no")
    assert (whole.score, whole.band) == (Decimal(12), "moderate")
    stopped = finished(nora, begin(nora, case, "bims"), **WELL)
    assert (stopped.score, stopped.band) == (None, "")
    assert stopped.score_words == "not scored: 1 of 7 items without an answer"
