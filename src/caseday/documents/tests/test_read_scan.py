"""Scans are read in the background, where OCR is installed; everything else works without it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from caseday.access.viewer import Viewer
from caseday.documents.actions import Facts, put_in_thing, read_again, read_document, void_document
from caseday.documents.actions import putting_in as putting_in_module
from caseday.documents.actions import reading as reading_module
from caseday.documents.files import scans
from caseday.documents.files.scans import NotRead
from caseday.documents.jobs import read_in_background
from caseday.documents.models import Document, DocumentText
from caseday.documents.queries import document_text, page_texts
from caseday.documents.tests.files_made import picture
from caseday.documents.tests.made import make_pdf
from caseday.kernel.errors import Invalid, Refused
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]
Pages = Iterator[tuple[list[int], list[str]]]


@pytest.fixture
def ocr(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As if it was installed; answers at once, and tells which pages it was asked for."""
    asked: list[int] = []

    def read(path: Path, numbers: list[int]) -> Pages:
        for number in numbers:
            asked.append(number)
            yield [number], [f"Words of page {number + 1}"]

    for module in (putting_in_module, reading_module):
        monkeypatch.setattr(module, "is_ocr_installed", lambda: True)
    monkeypatch.setattr(reading_module, "read_pages", read)
    return asked


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (putting_in_module, reading_module):
        monkeypatch.setattr(module, "is_ocr_installed", lambda: False)


def three_photos() -> list[bytes]:
    return [picture("PNG", color=color) for color in ("red", "green", "blue")]


def test_it_reads_every_page_of_a_scan(nora: Viewer, put_in: PutIn, ocr: list[int]) -> None:
    document = put_in(nora, *three_photos(), name="a.png")
    assert (document.text_state, document.text_pages_done) == ("waiting", 0)
    read_in_background.call(str(document.pk))
    document.refresh_from_db()
    assert (document.text_state, document.text_pages_done) == ("read", 3)
    assert page_texts(nora, document.pk) == ["Words of page 1", "Words of page 2", "Words of page 3"]


def test_a_job_that_was_cut_off_goes_on_where_it_was(nora: Viewer, put_in: PutIn, ocr: list[int]) -> None:
    document = put_in(nora, *three_photos(), name="a.png")
    DocumentText.objects.create(document=document, text="Read before it was killed\f\f")
    read_document(now=MONDAY_8, document_id=document.pk)
    assert ocr == [1, 2] and page_texts(nora, document.pk)[0] == "Read before it was killed"


def test_a_failure_is_said_and_can_be_tried_again(
    cast: Cast, nora: Viewer, put_in: PutIn, ocr: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = put_in(nora, picture(), name="a.jpg", case_id=make_case(cast.nora).pk)

    def fail(path: Path, numbers: list[int]) -> Pages:
        raise NotRead("it took too long")
        yield

    monkeypatch.setattr(reading_module, "read_pages", fail)
    assert read_document(now=MONDAY_8, document_id=document.pk).text_state == "failed"
    again = read_again(actor=nora, now=MONDAY_8, document_id=document.pk)
    assert again.text_state == "waiting"
    with pytest.raises(Refused):
        read_again(actor=cast.viewer("audrey"), now=MONDAY_8, document_id=document.pk)


def test_nothing_is_read_of_a_thing_or_a_voided_paper(nora: Viewer, put_in: PutIn, ocr: list[int]) -> None:
    thing = put_in_thing(actor=nora, now=MONDAY_8, facts=Facts(title="CD", whereabouts="car"))
    voided = put_in(nora, picture(), name="a.jpg")
    void_document(actor=nora, now=MONDAY_8, document_id=voided.pk, reason="Twice")
    for one in (thing, voided):
        assert read_document(now=MONDAY_8, document_id=one.pk).text_state == "none"
    with pytest.raises(Invalid, match="thing in hand"):
        read_again(actor=nora, now=MONDAY_8, document_id=thing.pk)


def test_without_ocr_a_scan_is_stored_and_says_so(nora: Viewer, put_in: PutIn, no_ocr: None) -> None:
    document = put_in(nora, picture(), name="a.jpg")
    assert document.text_state == "none" and document_text(nora, document.pk) == ""
    assert read_document(now=MONDAY_8, document_id=document.pk).text_state == "none"
    with pytest.raises(Invalid, match="OCR is not installed"):
        read_again(actor=nora, now=MONDAY_8, document_id=document.pk)
    assert put_in(nora, make_pdf(word="Digital text has no need of it")).text_state == "read"


def test_tesseract_reads_a_real_scan(tmp_path: Path) -> None:
    sheet = Image.new("L", (1240, 600), 255)
    font = ImageFont.load_default(size=44)
    ImageDraw.Draw(sheet).text((80, 80), "Impression: no acute fracture", fill=0, font=font)
    path = tmp_path / "scan.pdf"
    sheet.save(path, "PDF", resolution=150)
    ((numbers, texts),) = list(scans.read_pages(path, [0]))
    assert numbers == [0] and "no acute fracture" in texts[0]


def test_a_page_that_ocr_cannot_open_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(make_pdf())
    monkeypatch.setattr(scans, "languages", lambda: "no-such-language")
    with pytest.raises(NotRead, match="ended with"):
        list(scans.read_pages(path, [0]))
    monkeypatch.setattr(scans, "_SECONDS_A_PAGE", 0)
    with pytest.raises(NotRead, match="too long"):
        list(scans.read_pages(path, [0]))
