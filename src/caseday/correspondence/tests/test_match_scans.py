"""A fax is pictures of pages: what stands on them is read after it came in, and it is matched again by that."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from caseday.cases.models import Case
from caseday.correspondence import actions
from caseday.correspondence.actions import papers
from caseday.correspondence.models import Message
from caseday.correspondence.paper_jobs import match_scans
from caseday.correspondence.rules.incoming import IncomingFile
from caseday.correspondence.tests.test_match_messages import SYSTEM, client, mail, numbered
from caseday.documents.files.scans import NotRead
from caseday.documents.keeping import the_store
from caseday.documents.queries import kept
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case

pytestmark = pytest.mark.django_db
NUMBER = "WC-2025-118402"


@pytest.fixture
def case(cast: Cast) -> Case:
    return numbered(make_case(cast.nora, person=client()))


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What stands on the pages, one after the other; as if OCR was installed."""
    pages: list[str] = []

    def read(path: Path, numbers: list[int]) -> Iterator[tuple[list[int], list[str]]]:
        assert path.exists()
        for number in numbers:
            if pages[number] == "blurred":
                raise NotRead("blurred")
            yield [number], [pages[number]]

    monkeypatch.setattr(kept, "read_pages", read)
    for module in (kept, papers):
        monkeypatch.setattr(module, "is_ocr_installed", lambda: True)
    return pages


def fax(now: datetime, pages: int = 2) -> Message:
    out = io.BytesIO()
    sheets = [Image.new("L", (300, 400), 250 - n) for n in range(pages)]
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:])
    path = the_store().new_arrival()
    path.write_bytes(out.getvalue())
    file = IncomingFile("fax.tif", "image/tiff", path, len(out.getvalue()))
    return actions.take_in(
        actor=SYSTEM,
        now=now,
        incoming=mail(
            now, "", channel="fax", sender="+15125550199", external_id=str(new_id()), files=(file,)
        ),
    )


def settled(message: Message, now: datetime) -> Message:
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "match_scans", type("Job", (), {"enqueue": staticmethod(asked.append)}))
        actions.settle_files(actor=SYSTEM, now=now, message_id=message.pk)
    for one in asked:
        match_scans.call(one)
    message.refresh_from_db()
    return message


def test_a_fax_that_names_client_and_number_is_filed_with_its_pages(
    case: Case, now: datetime, says: list[str]
) -> None:
    says += ["FAX COVER SHEET", f"Patient: Rosa Delgado\nClaim {NUMBER}"]
    message = settled(fax(now), now)
    assert message.state == "filed" and message.filings.get().case_id == case.pk
    assert message.attachments.get().document.pages == 2


def test_a_number_alone_is_a_suggestion_and_one_with_a_slip_too(
    case: Case, now: datetime, says: list[str]
) -> None:
    says += [f"Claim {NUMBER}", ""]
    message = settled(fax(now), now)
    assert (message.state, [one["case"] for one in message.suggestions]) == ("waiting", [str(case.pk)])
    says[:] = ["Claim WC-2025-118403"]
    nearly = settled(fax(now, pages=1), now)
    assert [one["case"] for one in nearly.suggestions] == [str(case.pk)] and nearly.warnings


def test_what_cannot_be_read_waits_as_it_is(case: Case, now: datetime, says: list[str]) -> None:
    says += ["blurred", NUMBER]
    message = settled(fax(now), now)
    assert (message.state, message.suggestions) == ("waiting", [])


def test_without_ocr_nothing_is_asked_for(case: Case, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (kept, papers):
        monkeypatch.setattr(module, "is_ocr_installed", lambda: False)
    message = settled(fax(now), now)
    assert message.state == "waiting"
    assert kept.words_of_scan(message.attachments.get().sha256, "fax.tif", 8).strip() == ""


def test_what_was_filed_meanwhile_is_left_alone(
    cast: Cast, case: Case, now: datetime, says: list[str]
) -> None:
    says += [f"Rosa Delgado {NUMBER}", ""]
    message = fax(now)
    other = make_case(cast.nora)
    actions.file_message(actor=cast.viewer("nora"), now=now, message_id=message.pk, case_id=other.pk)
    assert actions.settle_scans(actor=SYSTEM, now=now, message_id=message.pk) == []
    assert message.filings.get().case_id == other.pk
    assert actions.settle_scans(actor=SYSTEM, now=now, message_id=new_id()) == []
