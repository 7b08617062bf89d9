"""A paper comes in: its file is kept unchanged, its pages and text are known, and a refusal leaves nothing behind."""

import errno
import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from caseday.access.models import CaseEvent
from caseday.access.viewer import Viewer, system_viewer
from caseday.documents.actions import Facts, SameAgain, put_in_document, put_in_thing
from caseday.documents.files.store import Store
from caseday.documents.models import Document, DocumentFile
from caseday.documents.queries import (
    document_text,
    files_of,
    get_document,
    original_file,
    page_picture,
    pdf_bytes_of,
    unfiled_documents,
)
from caseday.documents.queries import files as files_module
from caseday.documents.tests.conftest import arrive
from caseday.documents.tests.files_made import MAIL, docx, picture, tiff, turned_photo
from caseday.documents.tests.made import make_pdf, pages_of
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_appointment, make_case, make_office

pytestmark = pytest.mark.django_db
PutIn = Callable[..., Document]


def kept_files(store: Store) -> list[Path]:
    return [*store.walk(), *store.arrivals()]


def test_it_keeps_a_pdf_unchanged_under_its_digest(
    cast: Cast, nora: Viewer, put_in: PutIn, store: Store
) -> None:
    data = make_pdf(3, word="Impression")
    case = make_case(cast.nora)
    document = put_in(nora, data, case_id=case.pk, name="C:\\scans\\MRI right knee.pdf")

    (file,) = files_of(nora, document.pk)
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert store.path_of(file.sha256).read_bytes() == data == pdf_bytes_of(nora, document.pk)
    assert (file.name, file.media_type, file.size_bytes) == (
        "MRI right knee.pdf",
        "application/pdf",
        len(data),
    )
    assert (document.title, document.pages, document.case_id) == ("MRI right knee", 3, case.pk)
    assert document_text(nora, document.pk) == "Impression 1\fImpression 2\fImpression 3"
    assert list(store.arrivals()) == []


def test_it_tells_the_case_what_came_in(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case = make_case(cast.nora)
    document = put_in(nora, case_id=case.pk, facts=Facts(kind="imaging_report"))
    event = CaseEvent.objects.get(chain_id=case.pk, verb="document_put_in")
    assert (event.subject_id, event.summary, document.title) == (
        document.pk,
        "Imaging report",
        "Imaging report",
    )


def test_it_makes_one_paper_of_several_photos_each_the_right_way_up(nora: Viewer, put_in: PutIn) -> None:
    photos = (turned_photo(), picture("PNG", mode="RGBA", color=(9, 9, 9, 90)), picture("HEIF"), tiff(2))
    document = put_in(nora, *photos, name="IMG_1.jpg")
    pdf = pdf_bytes_of(nora, document.pk)
    assert document.pages == 5 and pdf is not None and len(pages_of(pdf)) == 5
    assert [one.media_type for one in files_of(nora, document.pk)] == [
        "image/jpeg", "image/png", "image/heic", "image/tiff", "application/pdf",
    ]  # fmt: skip
    assert document.title == "Photos of Mar 2"


def test_the_same_photos_give_the_same_pdf(nora: Viewer, put_in: PutIn) -> None:
    photos = (turned_photo(), picture("PNG"))
    first, second = (put_in(nora, *photos, name="a.jpg", allows_same=True) for _ in range(2))
    assert pdf_bytes_of(nora, first.pk) == pdf_bytes_of(nora, second.pk)


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (
            b"Knee is better.\r\n\r\nWalks #well *today*.",
            "note.txt",
            "Knee is better.\n\nWalks #well *today*.",
        ),
        ("Peña cojea".encode("cp1252"), "old.txt", "Peña cojea"),
        ("Peña cojea".encode("utf-16"), "notepad.txt", "Peña cojea"),
        (docx("Lift 10 lb", "Stand 2 h"), "status.docx", "Lift 10 lb\n\nStand 2 h"),
    ],
)
def test_it_draws_words_as_a_pdf_and_keeps_them_as_text(
    nora: Viewer, put_in: PutIn, data: bytes, name: str, text: str
) -> None:
    document = put_in(nora, data, name=name)
    assert document_text(nora, document.pk) == text
    drawn = pages_of(pdf_bytes_of(nora, document.pk) or b"")[0]
    assert text.split()[0] in drawn and document.text_state == "read"


def test_it_reads_an_email(nora: Viewer, put_in: PutIn) -> None:
    text = document_text(nora, put_in(nora, MAIL, name="mail.eml").pk)
    assert "Subject: MRI report, claim WC-2231" in text and "No fracture seen." in text


def test_a_request_that_comes_twice_is_stored_once(
    cast: Cast, nora: Viewer, put_in: PutIn, store: Store
) -> None:
    id = new_id()
    first, again = put_in(nora, id=id), put_in(nora, make_pdf(2), id=id)
    assert first.pk == again.pk and again.pages == 1 and Document.objects.count() == 1
    assert len(kept_files(store)) == 1
    thing = Facts(title="CD of the MRI", whereabouts="in my car")
    one, two = (put_in_thing(actor=nora, now=MONDAY_8, facts=thing, id=first.pk) for _ in range(2))
    assert one.pk == two.pk == first.pk


def test_the_same_file_twice_on_a_case_is_noticed_and_allowed_on_purpose(
    cast: Cast, nora: Viewer, put_in: PutIn, store: Store
) -> None:
    case, other, data = make_case(cast.nora), make_case(cast.nora), make_pdf()
    first = put_in(nora, data, case_id=case.pk)
    with pytest.raises(SameAgain) as noticed:
        put_in(nora, data, case_id=case.pk)
    assert noticed.value.documents == [first]
    put_in(nora, data, case_id=case.pk, allows_same=True)
    put_in(nora, data, case_id=other.pk)
    assert Document.objects.count() == 3 and len(kept_files(store)) == 1


def test_a_thing_in_hand_has_a_place_and_no_file(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora)
    facts = Facts(title="CD of the MRI", whereabouts="in my car", from_name="the client")
    thing = put_in_thing(actor=nora, now=MONDAY_8, facts=facts, case_id=case.pk)
    assert (thing.is_thing, thing.whereabouts, thing.looked_at) == (True, "in my car", MONDAY_8)
    assert pdf_bytes_of(nora, thing.pk) is None and document_text(nora, thing.pk) == ""
    with pytest.raises(Invalid) as problem:
        put_in_thing(actor=nora, now=MONDAY_8, facts=Facts())
    assert set(problem.value.problems) == {"title", "whereabouts"}


def test_it_says_what_is_wrong_with_what_was_told(
    cast: Cast, nora: Viewer, put_in: PutIn, store: Store
) -> None:
    elsewhere = make_appointment(make_case(cast.nora))
    facts = Facts(
        kind="poem",
        received_how="owl",
        service_on=MONDAY_8.date() + timedelta(days=1),
        received_at=MONDAY_8 + timedelta(days=1),
        from_office_id=new_id(),
        appointment_id=elsewhere.pk,
    )
    with pytest.raises(Invalid) as problem:
        put_in(nora, case_id=make_case(cast.nora).pk, facts=facts)
    assert set(problem.value.problems) == {
        "kind", "received_how", "service_on", "received_at", "from_office_id", "appointment_id",
    }  # fmt: skip
    with pytest.raises(Invalid, match="no such appointment"):
        put_in(nora, facts=Facts(appointment_id=new_id()))
    assert kept_files(store) == []


def test_it_takes_what_fits(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    case, office = make_case(cast.nora), make_office()
    visit = make_appointment(case)
    facts = Facts(
        from_office_id=office.pk, appointment_id=visit.pk, received_how="fax", title="Report\0 of visit"
    )
    document = put_in(nora, case_id=case.pk, facts=facts)
    assert (document.from_office, document.appointment, document.title) == (office, visit, "Report of visit")


def test_who_may_put_papers_in(cast: Cast, put_in: PutIn, store: Store) -> None:
    case = make_case(cast.nora)
    for name in ("adam", "audrey"):
        with pytest.raises(Refused, match="Only case managers"):
            put_in(cast.viewer(name))
    with pytest.raises(NotFound):
        put_in(cast.viewer("olive"), case_id=case.pk)
    with pytest.raises(Refused, match="Say who"):
        put_in(system_viewer())
    assert put_in(cast.viewer("carl"), case_id=case.pk).staff == cast.carl
    assert len(kept_files(store)) == 1


def test_a_colleague_without_sight_finds_no_paper(
    cast: Cast, nora: Viewer, olive: Viewer, put_in: PutIn
) -> None:
    id = new_id()
    for document in (put_in(nora, case_id=make_case(cast.nora).pk, id=id), put_in(nora)):
        for read in (get_document, document_text, files_of, pdf_bytes_of):
            with pytest.raises(NotFound):
                read(olive, document.pk)
    with pytest.raises(NotFound):
        put_in(olive, id=id)


def test_files_must_come_and_not_too_many(nora: Viewer) -> None:
    with pytest.raises(Invalid, match="Choose a file"):
        put_in_document(actor=nora, now=MONDAY_8, files=[])
    with pytest.raises(Invalid, match="At most 60"):
        put_in_document(actor=nora, now=MONDAY_8, files=[arrive(b"x")] * 61)


@pytest.mark.parametrize(
    ("problem", "words"), [(errno.ENOSPC, "disk of the server is full"), (errno.EIO, "could not write")]
)
def test_a_full_disk_leaves_nothing_half_stored(
    nora: Viewer, put_in: PutIn, store: Store, problem: int, words: str
) -> None:
    with (
        patch.object(os, "fsync", side_effect=OSError(problem, "disk")),
        pytest.raises(Invalid, match=words),
    ):
        put_in(nora)
    assert not Document.objects.exists() and not DocumentFile.objects.exists()
    assert kept_files(store) == []


def test_a_disk_that_fills_up_while_the_pdf_is_made_leaves_no_row(
    nora: Viewer, put_in: PutIn, store: Store
) -> None:
    keep, calls = store.keep, []

    def full_the_second_time(self: Store, path: Path) -> object:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "disk")
        return keep(path)

    with patch.object(Store, "keep", full_the_second_time), pytest.raises(Invalid, match="disk"):
        put_in(nora, picture())
    assert not Document.objects.exists() and list(store.arrivals()) == []


def test_pictures_of_pages_are_kept_and_the_oldest_go_first(
    nora: Viewer, put_in: PutIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "_MOST_KEPT", 2)
    monkeypatch.setattr(files_module.secrets, "randbelow", lambda n: 0)
    first, second = put_in(nora, make_pdf(3)), put_in(nora, make_pdf(2, word="Other"))
    picture = page_picture(nora, first.pk, 1)
    assert picture == page_picture(nora, first.pk, 1) and picture.startswith(b"\x89PNG")
    os.utime(next(Path(settings.PAGE_PICTURES_DIR).glob("[0-9a-f]*")), (1, 1))
    page_picture(nora, second.pk, 1)
    assert len(list(Path(settings.PAGE_PICTURES_DIR).glob("*"))) == 1
    for number in (0, 9):
        with pytest.raises(NotFound):
            page_picture(nora, first.pk, number)


def test_a_file_that_is_gone_from_the_disk_is_not_found(nora: Viewer, put_in: PutIn, store: Store) -> None:
    document = put_in(nora)
    next(store.walk()).unlink()
    with pytest.raises(NotFound):
        original_file(nora, document.pk, 0)


def test_administrators_see_no_unfiled_paper(cast: Cast, nora: Viewer, put_in: PutIn) -> None:
    put_in(nora)
    assert unfiled_documents(cast.viewer("adam")) == [] and len(unfiled_documents(cast.viewer("susan"))) == 1
