"""Pages of papers, as a browser asks for them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from caseday.access.models import AccessEntry
from caseday.access.viewer import Viewer
from caseday.cases.models import Identifier
from caseday.documents.actions import Facts, put_in_thing
from caseday.documents.files.store import Store
from caseday.documents.models import Document
from caseday.documents.tests.files_made import MAIL, picture
from caseday.documents.tests.made import locked_pdf, make_pdf
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_person

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]
ADD = "/papers/add"


def sent(*contents: bytes, name: str = "report.pdf") -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, one, "application/octet-stream") for one in contents]


def test_it_stores_what_is_sent_and_opens_it(cast: Cast, nora_client: Client) -> None:
    case = make_case(cast.nora)
    form = {"files": sent(make_pdf(2)), "case": str(case.pk), "kind": "imaging_report", "where": "Dr. Farouk"}
    answer = nora_client.post(ADD, form, follow=True)
    document = Document.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("documents:document", args=[document.pk])
    assert (document.case, document.kind, document.from_name) == (case, "imaging_report", "Dr. Farouk")
    assert b"Page 2 of 2" in answer.content and b"Text of page 1" in answer.content


def test_photos_are_one_paper_and_other_files_are_each_one(cast: Cast, nora_client: Client) -> None:
    photos = sent(picture(), picture("PNG"), name="IMG_1.jpg")
    nora_client.post(ADD, {"files": photos, "is_one_paper": "on"})
    assert Document.objects.get().pages == 2
    nora_client.post(ADD, {"files": sent(make_pdf(), make_pdf(2)), "is_one_paper": "on", "id": str(new_id())})
    assert Document.objects.count() == 3
    nora_client.post(
        ADD, {"files": sent(picture("PNG", color="red"), picture("PNG", color="green"), name="a.png")}
    )
    assert Document.objects.count() == 5


def test_the_same_request_twice_is_stored_once(nora_client: Client) -> None:
    id = str(new_id())
    for _ in range(2):
        nora_client.post(ADD, {"files": sent(make_pdf(), make_pdf(2)), "id": id})
    assert Document.objects.count() == 2


def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(nora_client: Client, store: Store) -> None:
    form = {"files": sent(locked_pdf()), "title": "MRI of March", "where": "Ridgeview"}
    answer = nora_client.post(ADD, form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has a password" in page and 'value="MRI of March"' in page and 'value="Ridgeview"' in page
    fragment = nora_client.post(ADD, {"files": sent(b"")}, headers={"HX-Request": "true"})
    assert fragment.status_code == 422 and b"<html" not in fragment.content and b"empty" in fragment.content
    assert [*store.walk(), *store.arrivals()] == []


def test_htmx_is_led_to_the_paper(nora_client: Client) -> None:
    answer = nora_client.post(ADD, {"files": sent(make_pdf())}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("documents:document", args=[Document.objects.get().pk])


def test_the_same_paper_is_shown_with_the_first_one(cast: Cast, nora_client: Client) -> None:
    case = make_case(cast.nora)
    form, data = {"case": str(case.pk)}, make_pdf()
    nora_client.post(ADD, {**form, "files": sent(data)})
    first = Document.objects.get()
    answer = nora_client.post(ADD, {**form, "files": sent(data)})
    assert answer.status_code == 422
    assert reverse("documents:document", args=[first.pk]).encode() in answer.content
    nora_client.post(ADD, {**form, "files": sent(data), "allows_same": "True"})
    assert Document.objects.count() == 2


def test_a_paper_that_is_too_large_is_not_stored(nora_client: Client, settings: object, store: Store) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    form = {"title": "Long scan", "files": sent(b"%PDF-1.7\n" + b"x" * (2 * 1024 * 1024))}
    answer = nora_client.post(ADD, form)
    assert answer.status_code == 422 and b"larger than 1 MB" in answer.content
    assert b'value="Long scan"' in answer.content
    huge = nora_client.post(ADD, {"files": sent(b"x" * (6 * 1024 * 1024))}, headers={"HX-Request": "true"})
    assert huge.status_code == 422 and b"larger than 1 MB" in huge.content
    assert [*store.walk(), *store.arrivals()] == [] and not Document.objects.exists()


def test_a_full_disk_is_said_while_uploading(
    nora_client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, data: bytes) -> int:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", lambda self, *a, **k: Full())
    answer = nora_client.post(ADD, {"files": sent(make_pdf())})
    monkeypatch.undo()
    assert answer.status_code == 422 and b"disk of the server is full" in answer.content
    assert list(store.arrivals()) == [] and not Document.objects.exists()


def test_a_request_without_the_token_stores_nothing(cast: Cast, store: Store) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.nora)
    assert client.post(ADD, {"files": sent(make_pdf())}).status_code == 403
    assert [*store.walk(), *store.arrivals()] == []


def test_files_leave_as_they_came_and_run_nowhere(
    cast: Cast, nora_client: Client, nora: Viewer, put_in: PutIn
) -> None:
    document = put_in(nora, MAIL, name='we"ird\r\nname.eml', case_id=make_case(cast.nora).pk)
    for name, arguments in (
        ("original", [document.pk, 0]),
        ("pdf", [document.pk]),
        ("page", [document.pk, 1]),
    ):
        answer = nora_client.get(reverse(f"documents:{name}", args=arguments))
        assert answer.status_code == 200
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline" if name == "page" else "attachment")
        assert "no-store" in answer["Cache-Control"]
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert body.startswith({"original": MAIL, "pdf": b"%PDF", "page": b"\x89PNG"}[name])
    assert nora_client.get(reverse("documents:page", args=[document.pk, 9])).status_code == 404
    assert nora_client.get(reverse("documents:page", args=[document.pk, 0])).status_code == 404
    assert nora_client.get(reverse("documents:original", args=[document.pk, 7])).status_code == 404


def test_who_has_no_sight_finds_nothing(
    cast: Cast, olive_client: Client, nora: Viewer, put_in: PutIn
) -> None:
    case = make_case(cast.nora)
    for document in (put_in(nora, case_id=case.pk), put_in(nora, make_pdf(2))):
        one = [document.pk]
        for name, more in (("document", []), ("pdf", []), ("page", [1]), ("original", [0]), ("reading", [])):
            assert olive_client.get(reverse(f"documents:{name}", args=one + more)).status_code == 404
        for name in ("file", "void", "move", "read_again"):
            assert olive_client.post(reverse(f"documents:{name}", args=one)).status_code == 404
    assert olive_client.get(reverse("documents:case", args=[case.pk])).status_code == 404
    page = olive_client.get("/papers/").content.decode()
    assert "report" not in page[page.index("<main") : page.index("</main>")]


def test_opening_a_paper_is_looking_at_it_and_is_logged(
    cast: Cast, nora_client: Client, carl: Viewer, put_in: PutIn
) -> None:
    case = make_case(cast.nora)
    document = put_in(carl, case_id=case.pk)
    assert b"unread" in nora_client.get("/papers/").content
    auditor = Client()
    auditor.force_login(cast.audrey)
    auditor.get(reverse("documents:document", args=[document.pk]))
    document.refresh_from_db()
    assert document.looked_at is None
    nora_client.get(reverse("documents:document", args=[document.pk]))
    document.refresh_from_db()
    assert document.looked_at_by == cast.nora
    assert AccessEntry.objects.filter(case_id=case.pk, page="documents:document").count() == 2


def test_the_inbox_files_with_one_tap(cast: Cast, nora_client: Client, nora: Viewer, put_in: PutIn) -> None:
    case = make_case(cast.nora, person=make_person(given_name="Rosa", family_name="Alvarez"))
    Identifier.objects.create(case=case, kind="claim_number", value="WC-77431-02", normalized="WC7743102")
    document = put_in(nora, make_pdf(word="Claim WC 77431-02 for somebody"))
    page = nora_client.get("/papers/").content.decode()
    assert "claim number WC-77431-02 stands in it" in page
    answer = nora_client.post(
        reverse("documents:file", args=[document.pk]), {"case": str(case.pk), "next": "/papers/"}
    )
    assert answer["Location"] == "/papers/"
    document.refresh_from_db()
    assert document.case == case
    assert b"report" in nora_client.get(reverse("documents:case", args=[case.pk])).content
    card = nora_client.get(reverse("documents:case", args=[case.pk]), headers={"HX-Request": "true"})
    assert b"<html" not in card.content and b"report" in card.content


def test_filing_says_what_is_wrong(cast: Cast, nora_client: Client, nora: Viewer, put_in: PutIn) -> None:
    case, data = make_case(cast.nora), make_pdf()
    put_in(nora, data, case_id=case.pk)
    document = put_in(nora, data)
    url = reverse("documents:file", args=[document.pk])
    assert nora_client.post(url, {"case": ""}).status_code == 422
    same = nora_client.post(url, {"case": str(case.pk)})
    assert same.status_code == 422 and b"File it all the same" in same.content
    assert nora_client.post(url, {"case": str(case.pk), "allows_same": "True"}).status_code == 302
    assert nora_client.post(url, {"case": str(new_id())}).status_code == 404


def test_a_paper_is_described_and_voided(
    cast: Cast, nora_client: Client, nora: Viewer, put_in: PutIn
) -> None:
    document = put_in(nora, case_id=make_case(cast.nora).pk)
    url = reverse("documents:document", args=[document.pk])
    nora_client.post(url, {"kind": "visit_report", "service_on": "2026-02-20", "title": "Visit of Feb 20"})
    document.refresh_from_db()
    assert (document.kind, document.title) == ("visit_report", "Visit of Feb 20")
    wrong = nora_client.post(url, {"service_on": "2999-01-01", "title": "Kept as typed"})
    assert wrong.status_code == 422 and b"Kept as typed" in wrong.content
    assert nora_client.post(reverse("documents:void", args=[document.pk]), {}).status_code == 422
    nora_client.post(reverse("documents:void", args=[document.pk]), {"reason": "Another person's"})
    assert b"Another person&#x27;s" in nora_client.get(url).content


def test_a_thing_in_hand_is_written_down_and_moves(
    cast: Cast, nora_client: Client, nora: Viewer, put_in: PutIn
) -> None:
    case = make_case(cast.nora)
    url = reverse("documents:add_thing")
    assert nora_client.get(f"{url}?case={case.pk}").status_code == 200
    assert nora_client.post(url, {"case": str(case.pk), "whereabouts": "my car"}).status_code == 422
    nora_client.post(url, {"case": str(case.pk), "title": "CD of the MRI", "whereabouts": "my car"})
    thing = Document.objects.get()
    page = nora_client.get(reverse("documents:document", args=[thing.pk])).content.decode()
    assert "my car" in page and "There are no pages to show" in page
    assert nora_client.get(reverse("documents:pdf", args=[thing.pk])).status_code == 404
    move = reverse("documents:move", args=[thing.pk])
    assert nora_client.post(move, {"whereabouts": ""}).status_code == 422
    nora_client.post(move, {"whereabouts": "with the surgeon"})
    thing.refresh_from_db()
    assert thing.whereabouts == "with the surgeon"
    paper = put_in(nora)
    assert (
        nora_client.post(reverse("documents:move", args=[paper.pk]), {"whereabouts": "x"}).status_code == 422
    )


def test_the_inbox_asks_a_fixed_number_of_queries(
    cast: Cast,
    nora_client: Client,
    nora: Viewer,
    put_in: PutIn,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    case = make_case(cast.nora)
    for pages in range(1, 4):
        put_in(nora, make_pdf(pages))
        put_in(nora, make_pdf(pages), case_id=case.pk)
    put_in_thing(actor=nora, now=MONDAY_8, facts=Facts(title="CD", whereabouts="car"), case_id=case.pk)
    nora_client.get("/papers/")
    with django_assert_max_num_queries(14):
        nora_client.get("/papers/")
    with django_assert_max_num_queries(14):
        nora_client.get(reverse("documents:case", args=[case.pk]))
