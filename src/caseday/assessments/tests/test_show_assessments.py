"""Pages: the list of a case with its course, giving on the desk and on the phone, the result, the instruments."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Alert, Answer, Assessment, HeldInstrument
from caseday.assessments.tests.made import answer, begin, phq9
from caseday.assessments.tests.test_hold_instruments import changed
from caseday.cases.models import Case
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def text_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content[:500]
    return " ".join(answer.content.decode().split())


def done(viewer: Viewer, case: Case, each: str, days: int = 0) -> Assessment:
    row = phq9(viewer, case, each=each)
    at = MONDAY_8 + timedelta(days=days)
    return actions.finish_assessment(actor=viewer, now=at, assessment_id=row.pk)


def test_the_list_shows_the_course_with_bands_and_a_table_beside_it(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    done(nora, case, "1")
    done(nora, case, "2", days=14)
    page = text_of(nora_client.get(url("case", case.pk)))
    assert "<polyline" in page and "8 more than before (worse)" in page
    assert 'aria-label="PHQ-9, depression over time: ' in page
    assert "<td>16</td><td>Moderately severe" in page and "<td>8</td><td>Mild" in page


def test_the_list_has_what_is_open_to_read_due_and_set_aside(
    nora: Viewer, nora_client: Client, cast: Cast
) -> None:
    case = make_case(cast.nora, case_type="field")
    begin(nora, case, "gad7")
    row = phq9(nora, case, ninth="1")
    actions.finish_assessment(actor=nora, now=MONDAY_8, assessment_id=row.pk)
    aside = begin(nora, case, "adl")
    actions.set_aside_assessment(actor=nora, now=MONDAY_8, assessment_id=aside.pk, reason="Hung up")
    page = text_of(nora_client.get(url("case", case.pk)))
    for words in ("Go on", "alert: say what was done", "Pain, 0 to 10", "late", "set aside: Hung up"):
        assert words in page, words


def test_the_list_asks_few_queries_however_much_there_is(
    nora: Viewer, nora_client: Client, case: Case, django_assert_max_num_queries: Any
) -> None:
    for days in range(4):
        done(nora, case, str(days % 3), days=days)
    nora_client.get(url("case", case.pk))
    with django_assert_max_num_queries(24):
        nora_client.get(url("case", case.pk))


def test_nothing_yet_says_how_to_begin(nora_client: Client, case: Case) -> None:
    assert "Nothing is assessed yet" in text_of(nora_client.get(url("case", case.pk)))


def test_it_is_begun_in_person_by_phone_or_by_link(nora_client: Client, case: Case) -> None:
    at = url("begin", case.pk)
    assert "Give an assessment" in text_of(nora_client.get(f"{at}?instrument=phq9&how=client"))
    for how, leads_to in (("in_person", ""), ("phone", "ask"), ("client", "link")):
        answer = nora_client.post(at, {"instrument": "gad7", "how": how})
        assert answer.status_code == 302 and answer.url.endswith(f"/{leads_to}"), answer.url
    assert nora_client.post(at, {"instrument": "safety", "how": "client"}).status_code == 422
    assert nora_client.post(at, {"instrument": "", "how": "phone"}).status_code == 422


def test_on_the_desk_each_answer_is_kept_at_once_and_branching_brings_its_questions(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case)
    page = text_of(nora_client.get(url("assessment", row.pk)))
    assert "Little interest" in page and "How difficult" not in page
    same = nora_client.post(url("answer", row.pk), {"item": "2", "value": "0", "seen": ""}, **HTMX)
    assert "kept" in text_of(same) and "HX-Retarget" not in same
    more = nora_client.post(url("answer", row.pk), {"item": "1", "value": "2", "seen": ""}, **HTMX)
    assert "How difficult" in text_of(more) and more["HX-Retarget"] == "#items"
    wrong = nora_client.post(url("answer", row.pk), {"item": "3", "value": "9"}, **HTMX)
    assert "Choose one of the answers" in text_of(wrong, 422)
    assert "Choose an answer" in text_of(nora_client.post(url("answer", row.pk), {"item": "3"}, **HTMX), 422)
    assert nora_client.post(url("answer", row.pk), {"item": "zz", "value": "1"}, **HTMX).status_code == 422
    plain = nora_client.post(url("answer", row.pk), {"item": "3", "value": "1"})
    assert plain.status_code == 302 and Answer.objects.count() == 3
    assert nora_client.post(url("answer", row.pk), {"item": "4"}).status_code == 302


def test_an_alert_comes_along_with_the_answer_that_raised_it(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="1")
    page = text_of(nora_client.post(url("answer", row.pk), {"item": "9", "value": "1"}, **HTMX))
    assert 'id="alerts" class="stack" hx-swap-oob="true"' in page and "Thoughts of death" in page


def test_two_at_the_same_question_both_stay_and_the_second_is_told(
    nora: Viewer, nora_client: Client, carl: Viewer, case: Case
) -> None:
    row = begin(nora, case)
    answer(carl, row, q1="3")
    page = text_of(nora_client.post(url("answer", row.pk), {"item": "1", "value": "1", "seen": ""}, **HTMX))
    assert "Carl Cover answered “Nearly every day”" in page and "theirs stays beside it" in page
    told = {"item": "1", "value": "2", "seen": str(Answer.objects.get(replaced_at=None).pk)}
    assert "stays beside it" not in text_of(nora_client.post(url("answer", row.pk), told, **HTMX))
    answer(carl, row, q2="3")
    nora_client.post(url("answer", row.pk), {"item": "2", "value": "1", "seen": "", "screen": "1"})
    assert "Carl Cover answered" in text_of(nora_client.get(url("ask", row.pk)))
    page = text_of(nora_client.get(url("ask", row.pk) + "?item=1"))
    assert "Little interest" in page


def test_on_the_phone_one_question_a_screen_with_its_keys(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case, how="phone")
    page = text_of(nora_client.get(url("ask", row.pk)))
    assert "1 of 9" in page and 'value="3" data-key="3"' in page
    after = nora_client.post(url("answer", row.pk), {"screen": "1", "item": "1", "value": "0"})
    assert after.url.endswith("?item=2")
    skipped = nora_client.post(url("answer", row.pk), {"screen": "1", "item": "2", "do": "skip"})
    assert skipped.url.endswith("?item=3")
    wrong = nora_client.post(url("answer", row.pk), {"screen": "1", "item": "3", "value": "x"})
    assert "Choose one of the answers" in text_of(wrong, 422)
    end = text_of(nora_client.get(url("ask", row.pk) + "?item=end"))
    assert "That was the last question" in end and "No answer yet" in end
    left = nora_client.post(url("finish", row.pk), {"screen": "1", "note": "Tired."})
    assert "6 questions have no answer" in text_of(left, 422) or "7 questions" in text_of(left, 422)
    assert "Tired." in left.content.decode()
    assert nora_client.post(url("finish", row.pk), {"leaves_open": "1"}).status_code == 302
    assert nora_client.get(url("ask", row.pk)).status_code == 302


def test_on_the_phone_what_needs_evidence_is_asked_for_it_once(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case, "risk", how="phone")
    told = {"screen": "1", "item": "mood", "value": "hopeless"}
    assert nora_client.post(url("answer", row.pk), told).url.endswith("?item=mood")
    page = text_of(nora_client.get(url("ask", row.pk) + "?item=mood"))
    assert "What did you hear or see?" in page and "Write down what was done" in page
    assert nora_client.post(url("answer", row.pk), {**told, "evidence": ""}).url.endswith("?item=substances")


def test_a_form_that_is_not_finished_says_what_is_left(nora: Viewer, nora_client: Client, case: Case) -> None:
    row = begin(nora, case)
    answer(nora, row, q1="1")
    page = text_of(nora_client.post(url("finish", row.pk), {"note": "He was tired."}), 422)
    assert "8 questions have no answer" in page and "Finish without them" in page and "He was tired." in page


def test_the_result_has_the_alert_first_and_is_filed_when_its_plan_is_there(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    done(nora, case, "0")
    row = phq9(nora, case, ninth="2")
    assert "Before it is filed" in text_of(nora_client.post(url("finish", row.pk), follow=True))
    alert = Alert.objects.get()
    short = nora_client.post(url("acknowledge", alert.pk), {"plan": "ok"})
    assert "Say what was done" in text_of(short, 422)
    assert nora_client.post(url("acknowledge", alert.pk), {"plan": ""}).status_code == 422
    nora_client.post(url("review", row.pk))
    assert Assessment.objects.get(pk=row.pk).state == "finished"
    nora_client.post(url("acknowledge", alert.pk), {"plan": "Called 988 together; Dr. Farouk knows."})
    nora_client.post(url("review", row.pk))
    page = text_of(nora_client.get(url("assessment", row.pk)))
    assert "acknowledged" in page and "Dr. Farouk knows" in page and "filed by Nora Field" in page
    assert "10 more than before (worse)" in page and "Ask anew" in page


def test_evidence_is_written_down_beside_the_answers_that_need_it(
    nora: Viewer, nora_client: Client, case: Case
) -> None:
    row = begin(nora, case, "risk")
    answer(nora, row, mood="hopeless", home="yes")
    nora_client.post(url("finish", row.pk), {"leaves_open": "1"})
    page = text_of(nora_client.get(url("assessment", row.pk)))
    assert "Say how you know, beside question 8" in page and 'name="evidence:mood"' in page
    nora_client.post(url("evidence", row.pk), {"evidence:mood": "Wept.", "evidence:home": " "})
    assert "Wept." in text_of(nora_client.get(url("assessment", row.pk)))
    nora_client.post(url("evidence", row.pk), {"evidence:nothing": "x"})
    assert "no score" in text_of(nora_client.get(url("assessment", row.pk)))


def test_it_is_set_aside_and_taken_up_again(nora: Viewer, nora_client: Client, case: Case) -> None:
    row = begin(nora, case)
    assert "Set aside: PHQ-9" in text_of(nora_client.get(url("aside", row.pk)))
    assert nora_client.post(url("aside", row.pk), {"reason": ""}).status_code == 422
    assert nora_client.post(url("aside", row.pk), {"reason": "Hung up"}).status_code == 302
    assert "Go on with it" in text_of(nora_client.get(url("assessment", row.pk)))
    nora_client.post(url("take_up", row.pk))
    assert Assessment.objects.get().state == "open"
    done_one = done(nora, case, "0")
    assert nora_client.post(url("aside", done_one.pk), {"reason": "Too late"}).status_code == 422


def test_findings_are_what_bands_and_answers_suggest(nora: Viewer, case: Case) -> None:
    done(nora, case, "0")
    assert queries.findings_of(nora, case.pk) == []
    done(nora, case, "2", days=1)
    row = begin(nora, case, "social_needs")
    answer(nora, row, food_worry="often", ride="no")
    at = MONDAY_8 + timedelta(days=2)
    actions.finish_assessment(actor=nora, now=at, assessment_id=row.pk, leaves_open=True)
    found = queries.findings_of(nora, case.pk)
    assert [(one.instrument, one.score, one.needs) for one in found] == [
        ("social_needs", 1, (("food", "Enough food"),)),
        ("phq9", 16, (("mental_health", "Evaluation and treatment of depression"),)),
    ]
    spanish = queries.findings_of(nora, case.pk, language="es")
    assert spanish[0].needs == (("food", "Comida suficiente"),)


def test_instruments_show_owner_terms_and_score_and_go_out_as_fhir(nora_client: Client, cast: Cast) -> None:
    page = text_of(nora_client.get(url("instruments")))
    assert "terms to confirm" in page and "DAST-10" in page and "Add your agency" not in page
    one = text_of(nora_client.get(url("instrument", "phq9")))
    assert "No permission required" in one and "not verified" in one and "20 to 27" in one
    assert nora_client.get(url("questionnaire", "phq9")).json()["resourceType"] == "Questionnaire"
    assert nora_client.get(url("instrument", "moca")).status_code == 404
    assert nora_client.post(url("instrument", "audit_c"), {"license_text": "x" * 30}).status_code == 403


def test_an_administrator_adds_confirms_and_ends(nora_client: Client, cast: Cast) -> None:
    adam = Client()
    adam.force_login(cast.adam)
    terms = {"license_text": "We are a nonprofit clinic.", "confirmed": "on"}
    assert adam.post(url("instrument", "audit_c"), {"license_text": "", "confirmed": "on"}).status_code == 422
    assert adam.post(url("instrument", "audit_c"), {**terms, "confirmed": ""}).status_code == 422
    assert adam.post(url("instrument", "audit_c"), terms).status_code == 302
    assert "Offer it no more" in text_of(adam.get(url("instrument", "audit_c")))
    add, said = url("add_instrument"), {"license_holder": "Example Press", **terms}
    assert "Add your agency" in text_of(adam.get(add))
    assert adam.post(add, said).status_code == 422
    broken = SimpleUploadedFile("q.json", b"{", content_type="application/json")
    assert "This is no JSON" in text_of(adam.post(add, {**said, "file": broken}), 422)
    file = SimpleUploadedFile("q.json", changed().encode(), content_type="application/json")
    assert adam.post(add, {**said, "file": file}).status_code == 302
    assert nora_client.get(url("questionnaire", "sleep_check")).status_code == 403
    assert adam.get(url("questionnaire", "sleep_check")).status_code == 200
    held = HeldInstrument.objects.get(slug="sleep_check")
    assert adam.post(url("end_instrument", held.pk)).status_code == 302
    assert adam.get(url("instrument", "sleep_check")).status_code == 404
