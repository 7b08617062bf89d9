"""The demonstration's papers: small, marked, the same each time, and of the case in whose file they lie."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.cases.models import Identifier
from caseday.demo.actions import SMALL, build_agency
from caseday.demo.papers import MARK, Sheet, draw, scan
from caseday.demo.typical_day.filing import one_digit_off
from caseday.documents.keeping import the_store
from caseday.documents.models import Document, DocumentFile, DocumentText
from caseday.followups.models import FollowUp, Request
from caseday.testing.standing import standing

NOW = datetime(2026, 3, 2, 15, 30, tzinfo=ZoneInfo("America/Chicago"))
SHEET = Sheet("Lakeside Imaging", "MRI report", "Left knee\n\nNo fracture", pages=2)


def test_a_paper_is_drawn_alike_each_time() -> None:
    assert draw(SHEET) == draw(SHEET)
    assert scan(replace(SHEET, pages=1)) == scan(replace(SHEET, pages=1))
    assert len(draw(SHEET)) < 40_000


def test_a_digit_is_off_by_one_and_in_one_place() -> None:
    assert one_digit_off("WC-307130-25") == "WC-308130-25"
    assert one_digit_off("WC-309130-25") == "WC-300130-25"


@pytest.fixture(scope="module")
def _agency_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with standing(django_db_blocker, lambda: build_agency(now=NOW, size=SMALL)):
        yield


@pytest.fixture
def agency(_agency_once: None, db: None) -> None:
    """The demonstration at half past three."""


def test_every_paper_is_marked_as_made_up_and_its_files_are_kept(agency: None) -> None:
    texts = DocumentText.objects.values_list("text", flat=True)
    assert all(text.startswith(MARK) for text in texts)
    assert all(the_store().has(one) for one in DocumentFile.objects.values_list("sha256", flat=True))
    assert Document.objects.filter(case=None).count() == 1
    assert Document.objects.filter(is_thing=True).count() == 1


def test_the_prescription_has_the_claim_number_one_digit_off(agency: None) -> None:
    paper = Document.objects.get(title="Prescription as the pharmacy received it")
    claim = Identifier.objects.get(case=paper.case_id, kind="claim_number")
    assert one_digit_off(claim.value) in paper.words.text
    assert claim.value not in paper.words.text


def test_what_was_said_by_half_past_three_is_there_and_what_was_verified_has_ended(agency: None) -> None:
    care = Request.objects.get(kind="transfer_of_care")
    assert care.claims.get(step="sent").verified_at is None
    medication = Request.objects.get(kind="prescription")
    assert medication.state == "open"
    assert medication.claims.filter(step="covered", outcome="rejected").exists()
    ended = FollowUp.objects.get(text="Find out why the pharmacy will not fill")
    assert (ended.state, ended.attempts) == ("done", 3)
