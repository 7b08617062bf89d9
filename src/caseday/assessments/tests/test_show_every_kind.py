"""Each kind of question on its pages, with its answer chosen; and what happens at the edges of a link."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Alert, Answer, ClientLink, HeldInstrument
from caseday.assessments.queries.links import case_of_link
from caseday.assessments.rules.reaching import is_reachable
from caseday.assessments.tests.made import answer, begin
from caseday.assessments.tests.test_hold_instruments import LICENSE, OURS
from caseday.assessments.tests.test_read_instruments import choice, read, when
from caseday.assessments.web.views import client as client_pages
from caseday.cases.models import Case
from caseday.kernel import clock
from caseday.testing.make import MONDAY_8


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


KINDS = {
    **OURS,
    "name": "Every kind",
    "item": [
        {"linkId": "d", "type": "decimal", "text": "Weight"},
        {"linkId": "on", "type": "date", "text": "Since when"},
        {"linkId": "n", "type": "integer", "text": "How many"},
        {"linkId": "t", "type": "text", "text": "In words"},
    ],
    "scoring": {},
}


@pytest.mark.django_db
def test_every_kind_is_shown_with_what_was_answered(
    nora: Viewer, adam: Viewer, nora_client: Client, case: Case
) -> None:
    actions.hold_instrument(actor=adam, now=MONDAY_8, text=json.dumps(KINDS), **LICENSE)
    row = begin(nora, case, "every_kind")
    answer(nora, row, d="81.50", on="2026-03-02", n="3", t="Two words")
    assert queries.get_sheet(nora, row.pk).answers["d"] == Decimal("81.50")
    page = nora_client.get(url("assessment", row.pk)).content.decode()
    for shown in ('value="81.50"', 'value="2026-03-02"', 'value="3"', ">Two words</textarea>"):
        assert shown in page, shown
    for item in ("d", "on", "n", "t"):
        assert nora_client.get(f"{url('ask', row.pk)}?item={item}").status_code == 200
    assert str(HeldInstrument.objects.get()) == "every_kind 2"


@pytest.mark.django_db
def test_yes_and_no_and_numbers_are_buttons_with_keys(nora: Viewer, nora_client: Client, case: Case) -> None:
    falls = begin(nora, case, "falls_key_questions")
    answer(nora, falls, fallen="yes", unsteady="no")
    page = nora_client.get(f"{url('ask', falls.pk)}?item=fallen").content.decode()
    assert 'value="yes" data-key="y"' in page and 'aria-pressed="true"' in page
    pain = begin(nora, case, "pain")
    page = nora_client.get(url("ask", pain.pk)).content.decode()
    assert 'value="10" data-key="t"' in page and "the worst pain you can imagine" in page


@pytest.mark.django_db
def test_who_has_seen_the_other_answer_is_not_told_of_it_again(
    nora: Viewer, carl: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case)
    answer(carl, row, q1="3")
    seen = str(Answer.objects.get().pk)
    told = {"item": "1", "value": "1", "seen": seen}
    page = nora_client.post(url("answer", row.pk), told, HTTP_HX_REQUEST="true").content.decode()
    assert "stays beside it" not in page


@pytest.mark.django_db
def test_rows_have_names(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q9="1")
    link, _ = actions.make_client_link(actor=nora, now=clock.now(), assessment_id=row.pk)
    assert str(Answer.objects.get()) == f"9 of {row.pk}"
    assert str(Alert.objects.get()) == f"self_harm of {row.pk}"
    assert str(link) == f"link to {row.pk}"
    assert case_of_link(link.pk) == [case.pk]


@pytest.mark.django_db
def test_the_first_page_of_a_link_speaks_the_language_that_is_asked_for(nora: Viewer, case: Case) -> None:
    row = begin(nora, case)
    _, token = actions.make_client_link(actor=nora, now=clock.now(), assessment_id=row.pk)
    assert "Hola" in Client().get(f"{url('client', token)}?language=es").content.decode()
    assert "Hola" in Client().get(url("client", token), headers={"accept-language": "es-MX"}).content.decode()
    phone = Client()
    phone.post(url("client", token), {"do": "begin", "language": "fr"})
    row.refresh_from_db()
    assert row.language == "en" and ClientLink.objects.get().begun_at is not None


@pytest.mark.django_db
def test_who_comes_second_at_the_same_moment_is_sent_to_the_page_that_says_so(
    nora: Viewer, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = begin(nora, case)
    _, token = actions.make_client_link(actor=nora, now=clock.now(), assessment_id=row.pk)

    def too_late(**_: Any) -> None:
        raise queries.LinkElsewhere

    monkeypatch.setattr(client_pages.actions, "begin_by_link", too_late)
    assert Client().post(url("client", token), {"do": "begin"}).status_code == 302


@pytest.mark.django_db
def test_no_link_is_made_for_what_is_over(nora: Viewer, nora_client: Client, case: Case) -> None:
    row = begin(nora, case)
    actions.set_aside_assessment(actor=nora, now=MONDAY_8, assessment_id=row.pk, reason="Not now")
    assert nora_client.post(url("link", row.pk), {"days": "7"}).status_code == 422


def test_a_date_that_is_none_and_a_half_of_a_whole_number_lead_nowhere_new() -> None:
    odd = read({"linkId": "d", "type": "date", "text": "d"}, choice("b", enableWhen=[when("d", "=", "soon")]))
    assert is_reachable(odd, odd.items[1])
    half = {"linkId": "n", "type": "integer", "text": "n"}
    found = read(half, choice("b", enableWhen=[when("n", ">", 0.5)]))
    assert is_reachable(found, found.items[1])
    note = read({**choice("a"), "evidence": {"text": "How do you know?"}})
    assert note.items[0].evidence is not None and note.items[0].evidence.from_score is None
