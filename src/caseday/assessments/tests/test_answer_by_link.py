"""The client answers on a one-time link: no sign-in, one browser, nothing to guess, what was answered is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer
from caseday.assessments import actions, queries
from caseday.assessments.models import Alert, Answer, Assessment, ClientLink
from caseday.assessments.tests.made import begin
from caseday.cases.models import Case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.testing.make import make_contact_point

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def link_to(viewer: Viewer, row: Assessment, **more: Any) -> str:
    _, token = actions.make_client_link(actor=viewer, now=clock.now(), assessment_id=row.pk, **more)
    return token


def address(token: str, item: str = "") -> str:
    found = reverse("assessments:client", args=[token])
    return f"{found}?item={item}" if item else found


@pytest.fixture
def row(nora: Viewer, case: Case) -> Assessment:
    return begin(nora, case, how="client")


@pytest.fixture
def token(nora: Viewer, row: Assessment) -> str:
    return link_to(nora, row)


@pytest.fixture
def phone() -> Client:
    return Client()


def begun(phone: Client, token: str, language: str = "en") -> None:
    phone.post(address(token), {"do": "begin", "language": language})


def tap(phone: Client, token: str, item: str, value: str) -> Any:
    return phone.post(address(token), {"item": item, "value": value})


def test_the_secret_is_nowhere_but_in_the_address(token: str, row: Assessment) -> None:
    link = ClientLink.objects.get()
    assert token not in str(vars(link)) and len(link.token_hash) == 64
    assert all(token not in event.changes_json for event in CaseEvent.objects.all())
    assert str(row.case_id) not in address(token) and "phq" not in address(token)


def test_looking_at_it_begins_nothing_because_previews_look_too(phone: Client, token: str) -> None:
    answer = phone.get(address(token))
    assert "Begin in English" in answer.content.decode() and "Empezar en español" in answer.content.decode()
    assert ClientLink.objects.get().begun_at is None
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer["Cache-Control"]


def test_neither_the_client_nor_the_instrument_is_named(phone: Client, token: str, case: Case) -> None:
    begun(phone, token)
    for page in (Client().get(address(token)), phone.get(address(token))):
        text = page.content.decode()
        assert case.person.given_name not in text and case.number not in text and "PHQ" not in text


def test_it_is_answered_in_spanish_question_by_question_and_sent(
    phone: Client, token: str, row: Assessment
) -> None:
    begun(phone, token, "es")
    assert "Poco interés" in phone.get(address(token)).content.decode()
    for item in "12345678":
        assert tap(phone, token, item, "1").status_code == 302
    tap(phone, token, "9", "0")
    phone.post(address(token), {"item": "10", "do": "skip"})
    end = phone.get(address(token, "end")).content.decode()
    assert "Enviar mis respuestas" in end
    phone.post(address(token), {"do": "finish"})
    assert "Gracias" in phone.get(address(token), headers={"accept-language": "es"}).content.decode()
    row.refresh_from_db()
    assert (row.state, row.score, row.finished_by, row.language) == ("finished", 8, "The client", "es")
    assert set(Answer.objects.values_list("staff_id", flat=True)) == {None}


def test_the_worker_reads_it_before_it_is_filed(
    phone: Client, token: str, row: Assessment, nora: Viewer
) -> None:
    begun(phone, token)
    tap(phone, token, "1", "3")
    phone.post(address(token), {"do": "finish"})
    sheet = queries.get_sheet(nora, row.pk)
    assert actions.objections_to_review(sheet) == ["The client answered it: read it, then file it."]
    assert actions.review_assessment(actor=nora, now=clock.now(), assessment_id=row.pk).is_filed


def test_it_stops_working_when_it_was_used(phone: Client, token: str) -> None:
    begun(phone, token)
    tap(phone, token, "1", "3")
    phone.post(address(token), {"do": "finish"})
    assert Client().get(address(token)).status_code == 404
    assert "Thank you" in phone.get(address(token)).content.decode()


def test_what_was_answered_is_kept_and_goes_on_at_the_next_question(phone: Client, token: str) -> None:
    begun(phone, token)
    tap(phone, token, "1", "2")
    assert "Feeling down" in phone.get(address(token)).content.decode()
    back = phone.get(address(token, "1")).content.decode()
    assert 'class="tap chosen" name="value" value="2"' in back


def test_another_browser_is_told_to_go_on_where_it_was_begun(phone: Client, token: str) -> None:
    begun(phone, token)
    other = Client()
    page = other.get(address(token))
    assert page.status_code == 403 and "another phone or computer" in page.content.decode()
    begun(other, token)
    tap(other, token, "1", "3")
    assert not Answer.objects.exists()


def test_two_browsers_that_begin_at_once_do_not_both_get_in(nora: Viewer, token: str) -> None:
    found = queries.link_by_token(token, now=clock.now())
    actions.begin_by_link(now=clock.now(), link=found, browser="one", language="en")
    with pytest.raises(queries.LinkElsewhere):
        actions.begin_by_link(now=clock.now(), link=found, browser="other", language="en")


def test_beginning_again_in_the_same_browser_changes_nothing(phone: Client, token: str) -> None:
    for _ in range(2):
        begun(phone, token)
    assert phone.get(address(token)).status_code == 200


@pytest.mark.parametrize("secret", ["x", "nobodys-secret", "é", "0" * 3000])
def test_a_guess_gets_one_plain_page_that_says_nothing(phone: Client, token: str, secret: str) -> None:
    page = phone.get(address(secret))
    assert page.status_code == 404
    assert (
        "This link does not work" in page.content.decode()
        and "Este enlace no funciona" in page.content.decode()
    )


def test_expired_and_taken_back_look_like_a_guess(
    nora: Viewer, phone: Client, token: str, row: Assessment
) -> None:
    ClientLink.objects.update(expires_at=clock.now() - DAY)
    expired = phone.get(address(token)).content
    second = link_to(nora, row)
    link = ClientLink.objects.get(ended_at=None)
    for _ in range(2):
        actions.end_client_link(actor=nora, now=clock.now(), link_id=link.pk)
    assert phone.get(address(second)).content == expired == phone.get(address("guess")).content


def test_a_second_link_ends_the_first(nora: Viewer, phone: Client, token: str, row: Assessment) -> None:
    second = link_to(nora, row, days=30)
    assert phone.get(address(token)).status_code == 404
    assert phone.get(address(second)).status_code == 200


def test_who_guesses_too_often_gets_nothing_for_a_while(phone: Client, token: str) -> None:
    for _ in range(30):
        phone.get(address("guess"))
    assert phone.get(address(token)).status_code == 404
    assert Client(REMOTE_ADDR="192.0.2.7").get(address(token)).status_code == 200


def test_an_alert_is_raised_while_the_client_answers_and_help_is_named_at_once(
    phone: Client, token: str, row: Assessment
) -> None:
    begun(phone, token)
    tap(phone, token, "9", "1")
    assert Alert.objects.filter(assessment=row).count() == 1
    assert "call or text 988" in phone.get(address(token)).content.decode()


def test_what_is_no_answer_is_said_in_the_clients_language(phone: Client, token: str) -> None:
    begun(phone, token, "es")
    wrong = tap(phone, token, "1", "9")
    assert wrong.status_code == 422 and "Elija una de las respuestas" in wrong.content.decode()
    empty = phone.post(address(token), {"item": "1"})
    assert empty.status_code == 422 and "Prefiero no contestar" in empty.content.decode()
    nothing = phone.post(address(token), {"do": "finish"})
    assert nothing.status_code == 422 and "Todavía no hay respuestas" in nothing.content.decode()
    assert phone.post(address(token), {"item": "zzz", "value": "1"}).status_code == 422


def test_a_typed_answer_that_is_refused_is_still_there(nora: Viewer, case: Case, phone: Client) -> None:
    token = link_to(nora, begin(nora, case, "patient_specific_function", how="client"))
    begun(phone, token)
    page = tap(phone, token, "a1", "x" * 301)
    assert page.status_code == 422 and "x" * 301 in page.content.decode()


def test_only_what_a_client_may_answer_alone_has_a_link(nora: Viewer, case: Case) -> None:
    with pytest.raises(Invalid, match="given by a worker"):
        link_to(nora, begin(nora, case, "safety"))
    with pytest.raises(Invalid, match="Between 1 and 30"):
        link_to(nora, begin(nora, case), days=31)
    done = begin(nora, case)
    actions.set_aside_assessment(actor=nora, now=clock.now(), assessment_id=done.pk, reason="Not now")
    with pytest.raises(Invalid, match="not open anymore"):
        link_to(nora, done)


def test_setting_it_aside_ends_its_link(nora: Viewer, phone: Client, token: str, row: Assessment) -> None:
    actions.set_aside_assessment(actor=nora, now=clock.now(), assessment_id=row.pk, reason="Not now")
    assert phone.get(address(token)).status_code == 404


def test_who_may_not_gets_no_link(
    nora: Viewer, olive: Viewer, audrey: Viewer, row: Assessment, token: str
) -> None:
    link = ClientLink.objects.get()
    for viewer, error in ((olive, NotFound), (audrey, Refused)):
        with pytest.raises(error):
            link_to(viewer, row)
        with pytest.raises(error):
            actions.end_client_link(actor=viewer, now=clock.now(), link_id=link.pk)


def test_a_repeated_request_makes_another_secret_for_it(nora: Viewer, row: Assessment, phone: Client) -> None:
    link, first = actions.make_client_link(actor=nora, now=clock.now(), assessment_id=row.pk)
    again, second = actions.make_client_link(actor=nora, now=clock.now(), assessment_id=row.pk, id=link.pk)
    assert again.pk != link.pk and first != second
    assert phone.get(address(second)).status_code == 200


def test_it_is_sent_by_the_page_of_messages_by_ways_that_the_client_agreed_to(
    nora: Viewer, nora_client: Client, case: Case, row: Assessment
) -> None:
    make_contact_point(case.person, "+15125550123", text_consent="granted")
    make_contact_point(case.person, "rosa@example.com", system="email")
    page = nora_client.post(reverse("assessments:link", args=[row.pk]), {"days": "7"}).content.decode()
    assert "Write the text to (512) 555-0123" in page
    assert "Write the email" not in page and "not asked" in page
    assert reverse("assessments:client", args=["x"])[:-2] in page
    told = {
        "do": "draw",
        "case": case.pk,
        "to": f"person:{case.person_id}|text|+15125550123",
        "text": "Open: x",
        "drawn": "",
    }
    assert "Open: x" in nora_client.post(reverse("correspondence:compose"), told).content.decode()


def test_the_page_says_that_a_link_is_out_and_takes_it_back(
    nora: Viewer, nora_client: Client, row: Assessment, token: str, phone: Client
) -> None:
    begun(phone, token)
    tap(phone, token, "1", "1")
    page = nora_client.get(reverse("assessments:link", args=[row.pk])).content.decode()
    assert "A link is out" in page and "1 answered" in page and token not in page
    assert nora_client.post(reverse("assessments:link", args=[row.pk]), {"days": "99"}).status_code == 422
    nora_client.post(reverse("assessments:end_link", args=[ClientLink.objects.get().pk]))
    assert phone.get(address(token)).status_code == 404
