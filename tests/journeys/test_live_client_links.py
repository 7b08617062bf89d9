"""A client answers on a one-time link, in English and in Spanish: opened, answered partly, left, resumed, sent."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.assessments.models import Assessment
from caseday.cases.models import Case
from caseday.kernel import clock
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case, make_person

pytestmark = pytest.mark.django_db
ASKED = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
# Welcome, a question, the end, thanks.
ENGLISH = ("Begin in English", "Feeling down, depressed, or hopeless", "Send my answers", "Thank you")
SPANISH = ("Empezar en español", "Sentirse decaído", "Enviar mis respuestas", "Gracias")


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(
        cast.nora, program="mental_health", case_type="adult", stage="assessment",
        person=make_person(given_name="Rosa", family_name="Delgado", language="es"),
    )  # fmt: skip


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.nora)
    return client


@pytest.fixture(autouse=True)
def _clock_back() -> Iterator[None]:
    yield
    clock.shift_by(timedelta(0))


def _sign_in_again(worker: Client, cast: Cast) -> None:
    """Two days later."""
    worker.logout()
    worker.force_login(cast.nora)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def link_from(worker: Client, case: Case, days: int = 7) -> tuple[str, Assessment]:
    """The worker makes it on the page of the questions; it is shown this once."""
    begin = reverse("assessments:begin", args=[case.pk])
    worker.post(begin, {"id": new_id(), "instrument": "phq9", "how": "client"})
    row = Assessment.objects.get(case=case)
    page = text_of(worker.post(reverse("assessments:link", args=[row.pk]), {"days": days}))
    address = page.split('id="url" value="')[1].split('"')[0]
    assert address not in text_of(worker.get(reverse("assessments:link", args=[row.pk])))
    return address, row


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("es", SPANISH)])
def test_it_is_opened_answered_partly_left_resumed_and_sent(
    cast: Cast, case: Case, worker: Client, language: str, words: tuple[str, ...]
) -> None:
    welcome, second, end, thanks = words
    address, row = link_from(worker, case)
    phone = Client(headers={"accept-language": language})
    opened = text_of(phone.get(address))
    assert welcome in opened and "Delgado" not in opened
    phone.post(address, {"do": "begin", "language": language})
    phone.post(address, {"item": "1", "value": "2"})
    about = text_of(worker.get(reverse("assessments:link", args=[row.pk])))
    assert "A link is out" in about and "1 answered" in about
    clock.shift_by(timedelta(days=2))
    assert second in text_of(phone.get(address)), "two days later it goes on at the next question"
    for item in ASKED[1:8]:
        phone.post(address, {"item": item, "value": "1"})
    phone.post(address, {"item": "9", "value": "0"})
    phone.post(address, {"item": "10", "do": "skip"})
    assert end in text_of(phone.get(f"{address}?item=end"))
    phone.post(address, {"do": "finish"})
    _sign_in_again(worker, cast)
    _it_says_what_happened(address, phone, thanks)
    _the_worker_reads_and_files_it(worker, row, language)


def _it_says_what_happened(address: str, phone: Client, thanks: str) -> None:
    """Where it was answered; anywhere else it is no address at all."""
    assert thanks in text_of(phone.get(address))
    again = phone.post(address, {"item": "1", "value": "0"})
    assert again.status_code in (200, 302, 404)
    elsewhere = Client().get(address)
    assert elsewhere.status_code == 404 and "This link does not work" in text_of(elsewhere)


def _the_worker_reads_and_files_it(worker: Client, row: Assessment, language: str) -> None:
    row.refresh_from_db()
    assert (row.state, row.score, row.language, row.finished_by) == ("finished", 9, language, "The client")
    page = text_of(worker.get(reverse("assessments:assessment", args=[row.pk])))
    assert "I have read it: file it" in page and "The client" in page
    worker.post(reverse("assessments:review", args=[row.pk]))
    row.refresh_from_db()
    assert row.state == "reviewed"
    of_case = text_of(worker.get(reverse("assessments:case", args=[row.case_id])))
    assert "PHQ-9" in of_case


def test_while_it_is_open_a_second_opening_says_where_it_goes_on(case: Case, worker: Client) -> None:
    address, row = link_from(worker, case)
    phone, other = Client(), Client()
    phone.post(address, {"do": "begin", "language": "en"})
    phone.post(address, {"item": "1", "value": "1"})
    told = other.get(address)
    assert told.status_code == 403
    assert "another phone or computer" in text_of(told) or "otro teléfono o computadora" in text_of(told)
    other.post(address, {"do": "begin", "language": "es"})
    other.post(address, {"item": "2", "value": "3"})
    assert row.answers.count() == 1
    assert ENGLISH[1] in text_of(phone.get(address)), "the first one is not disturbed"


def test_an_expired_a_taken_back_and_a_guessed_link_say_one_thing_clearly(
    cast: Cast, case: Case, worker: Client
) -> None:
    address, row = link_from(worker, case, days=1)
    phone = Client()
    phone.post(address, {"do": "begin", "language": "en"})
    phone.post(address, {"item": "1", "value": "3"})
    clock.shift_by(timedelta(days=2))
    expired = phone.get(address)
    guessed = Client().get(reverse("assessments:client", args=["nobodys-secret"]))
    assert (expired.status_code, guessed.status_code) == (404, 404)
    assert expired.content == guessed.content
    for words in ("This link does not work", "Este enlace no funciona"):
        assert words in text_of(expired)
    _sign_in_again(worker, cast)
    kept = text_of(worker.get(reverse("assessments:assessment", args=[row.pk])))
    assert "checked" in kept and row.answers.count() == 1, "what was answered is kept"
    second = text_of(worker.post(reverse("assessments:link", args=[row.pk]), {"days": 3}))
    fresh = second.split('id="url" value="')[1].split('"')[0]
    worker.post(reverse("assessments:end_link", args=[row.links.get(ended_at=None).pk]))
    assert Client().get(fresh).content == guessed.content
