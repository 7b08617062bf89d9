"""An exported agency has its papers in it, and an import refuses a copy that lacks one."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from caseday.documents.actions import Arrival, put_in_document
from caseday.documents.files.store import Store
from caseday.documents.keeping import the_store
from caseday.documents.models import Document
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.actions.agency import _papers_in
from caseday.kernel.errors import Invalid
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Store:
    settings.DOCUMENTS_DIR = tmp_path / "here"
    return the_store()


@pytest.fixture
def exported(cast: Cast, store: Store, tmp_path: Path) -> Path:
    arrival = store.new_arrival()
    arrival.write_bytes(b"Seen on Monday.")
    put_in_document(actor=cast.viewer("nora"), now=MONDAY_8, files=[Arrival(arrival, "note.txt")])
    export_agency(tmp_path / "out", now=MONDAY_8)
    return tmp_path / "out"


def test_it_holds_each_file_under_its_digest_and_nothing_else(exported: Path, store: Store) -> None:
    written = sorted(
        str(one.relative_to(exported / "documents"))
        for one in (exported / "documents").rglob("*")
        if one.is_file()
    )
    assert written == [str(one.relative_to(store.root)) for one in store.walk()] and len(written) == 2
    assert len(_papers_in(exported)) == 2


def test_an_import_into_another_place_brings_them(exported: Path, settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "there"
    with transaction.atomic():
        empty_database()
        import_agency(exported, now=MONDAY_8)
        assert Document.objects.get().title == "note"
        assert [one.name for one in the_store().walk()] == sorted(_papers_in(exported))
        transaction.set_rollback(True)


def empty_database() -> None:
    from django.apps import apps
    from django.db import connection

    from caseday.access import append_only

    append_only.uninstall(connection)
    for model in reversed(list(apps.get_app_config("documents").get_models())):
        model._base_manager.all().delete()
    from caseday.access.models import (
        AccessEntry,
        Agency,
        CaseEvent,
        ChainHead,
        Coverage,
        Staff,
        Team,
        TeamMembership,
    )

    for model in (AccessEntry, CaseEvent, ChainHead, Coverage, TeamMembership, Team, Staff, Agency):
        model._base_manager.all().delete()


def test_a_copy_that_lacks_a_file_is_refused_before_anything_is_written(
    exported: Path, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "there"
    next((exported / "documents").glob("??/??/*")).unlink()
    with transaction.atomic():
        empty_database()
        with pytest.raises(Invalid, match="1 papers are missing"):
            import_agency(exported, now=MONDAY_8)
        transaction.set_rollback(True)


def test_an_export_that_would_lack_a_file_is_refused(exported: Path, store: Store, tmp_path: Path) -> None:
    next(store.walk()).unlink()
    with pytest.raises(Invalid, match="gone from this server"):
        export_agency(tmp_path / "second", now=MONDAY_8)


def test_an_agency_that_was_exported_before_there_were_papers_has_none(tmp_path: Path) -> None:
    assert _papers_in(tmp_path) == set()


@pytest.mark.parametrize("line", ["{", '{"fields": {}}', "[]"])
def test_a_list_of_papers_that_cannot_be_read_is_refused(exported: Path, line: str) -> None:
    (exported / "documents.documentfile.jsonl").write_text(line)
    with pytest.raises(Invalid, match="untouched copy"):
        _papers_in(exported)
