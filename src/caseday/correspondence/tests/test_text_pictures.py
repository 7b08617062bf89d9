"""A picture of the case goes along with a text: agreed to, small enough, at an address that is signed and ends."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.correspondence.actions.outcomes import stop_message
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.models import Attachment, Message
from caseday.correspondence.queries import pictures
from caseday.correspondence.queries.objections import objections_to
from caseday.correspondence.queries.pictures import addresses_of_pictures, picture_at, pictures_can_be_fetched
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.outgoing_made import text_to_client, texting
from caseday.correspondence.tests.texting import gateway_of, local_gateway
from caseday.correspondence.texts.local import LocalGateway
from caseday.documents.actions import Arrival, put_in_document
from caseday.documents.keeping import the_store
from caseday.documents.models import Delivery, Document
from caseday.documents.tests.files_made import picture
from caseday.documents.tests.made import make_pdf
from caseday.kernel.errors import NotFound
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
PHOTO = picture("JPEG")


@pytest.fixture
def local(settings: Any) -> Iterator[LocalGateway]:
    settings.PUBLIC_URL = "https://caseday.example.org"
    with local_gateway() as gateway:
        settings.TEXT_GATEWAY = gateway_of(gateway.base_url)
        yield gateway


@pytest.fixture
def case(cast: Cast) -> Case:
    case = make_case(cast.nora)
    texting(case, details_allowed=True)
    return case


def paper(nora: Viewer, case: Case, now: Any, *contents: bytes, name: str = "photo.jpg") -> Document:
    files = []
    for data in contents or (PHOTO,):
        arrival = the_store().new_arrival()
        arrival.write_bytes(data)
        files.append(Arrival(arrival, name))
    return put_in_document(actor=nora, now=now, files=files, case_id=case.pk)


def written(case: Case, *papers: Document, **fields: Any) -> Any:
    seen = frozenset(f"not_read:{one.title}" for one in papers)
    given = {"document_ids": tuple(one.pk for one in papers), "confirmed": seen, **fields}
    return text_to_client(case, "The brace, as we spoke.", **given)


def fetched(url: str) -> Any:
    return Client().get(urlsplit(url).path)


def test_it_is_fetched_as_it_was_kept_and_proven(
    local: LocalGateway, nora: Viewer, case: Case, now: Any
) -> None:
    photo = paper(nora, case, now)
    message = queue_message(actor=nora, now=now, outgoing=written(case, photo))
    assert send_due(now) == 1
    message.refresh_from_db()
    assert message.state == "sent", message.sending.trouble
    (url,) = local.state._texts[-1].media_urls
    answer = fetched(url)
    assert url.startswith("https://caseday.example.org/messages/hooks/pictures/")
    assert (answer.content, answer["Content-Type"]) == (PHOTO, "image/jpeg")
    assert "no-store" in answer["Cache-Control"] and answer["X-Content-Type-Options"] == "nosniff"
    delivery = Delivery.objects.get()
    assert (delivery.how, delivery.document_id) == ("text", photo.pk) and "text gateway" in delivery.proof
    assert Attachment.objects.get(message=message).name.endswith(".jpg")


def test_an_address_ends_and_cannot_be_made_up(
    local: LocalGateway, nora: Viewer, case: Case, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue_message(actor=nora, now=now, outgoing=written(case, paper(nora, case, now)))
    (url,) = addresses_of_pictures(message)
    assert fetched(url).status_code == 200
    assert fetched(url[:-1] + ("A" if url[-1] != "A" else "B")).status_code == 404
    other = signing.TimestampSigner(salt="another").sign(Attachment.objects.get().pk.hex)
    no_id = signing.TimestampSigner(salt="caseday.text.picture").sign("no id")
    for signed in (other, no_id):
        with pytest.raises(NotFound):
            picture_at(signed)
    assert Client().post(urlsplit(url).path).status_code == 405
    with monkeypatch.context() as later:
        later.setattr(pictures, "LASTS_SECONDS", -1)
        assert fetched(url).status_code == 404
    Message.objects.update(is_incoming=True)
    assert fetched(url).status_code == 404
    Message.objects.update(is_incoming=False)
    stop_message(actor=nora, now=now, message_id=message.pk)
    assert fetched(url).status_code == 404


def test_who_did_not_agree_to_details_gets_no_picture(
    local: LocalGateway, cast: Cast, nora: Viewer, now: Any
) -> None:
    case = make_case(cast.nora)
    texting(case)
    (one,) = objections_to(nora, written(case, paper(nora, case, now)), now)
    assert one.slug.startswith("details:") and not one.may_overrule and "a picture of the file" in one.words


def test_only_pictures_go_along_and_those_of_this_case(
    local: LocalGateway, cast: Cast, nora: Viewer, case: Case, now: Any
) -> None:
    pdf = paper(nora, case, now, make_pdf(), name="report.pdf")
    two = paper(nora, case, now, picture("PNG", color="red"), picture("PNG", color="blue"), name="a.png")
    for one in (pdf, two):
        (objection,) = objections_to(nora, written(case, one), now)
        assert "A text takes pictures alone" in objection.words
    strange = paper(nora, make_case(cast.nora), now, picture("PNG"))
    assert "It is on another case" in objections_to(nora, written(case, strange), now)[0].words
    gone = paper(nora, case, now)
    the_store().path_of(gone.files.get(role="original").sha256).unlink()
    assert "Its file is missing" in objections_to(nora, written(case, gone), now)[0].words


@pytest.mark.parametrize(
    ("ours", "theirs", "can"),
    [
        ("https://caseday.example.org", "https://api.twilio.com", True),
        ("http://caseday.example.org", "https://api.twilio.com", False),
        ("https://127.0.0.1:8000", "https://api.twilio.com", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9000", True),
    ],
)
def test_a_gateway_elsewhere_needs_a_public_address(settings: Any, ours: str, theirs: str, can: bool) -> None:
    settings.PUBLIC_URL, settings.TEXT_GATEWAY = ours, gateway_of(theirs)
    assert pictures_can_be_fetched() == can
