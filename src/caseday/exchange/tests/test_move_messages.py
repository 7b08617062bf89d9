"""An exported agency has its messages in it, with their originals and files; secrets of its accounts stay."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from caseday.access import append_only
from caseday.correspondence.keeping import seal
from caseday.correspondence.models import Account, AccountToken, FetchPosition, Filing, Message, MessageBody
from caseday.correspondence.tests.made import file_on, keep_original, make_account, make_message
from caseday.documents.actions import check_files
from caseday.documents.keeping import the_store
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.archive import tables
from caseday.kernel.errors import Invalid
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS_DIR = tmp_path / "here"
    account = make_account(sealed_secret=seal("hush"))
    FetchPosition.objects.create(account=account, uid_validity=3, last_uid=9)
    message = make_message(account, html="<p>How is he?</p>")
    file_on(message, make_case(cast.nora))
    keep_original(message, b"Subject: Claim\n\nHow is he?")
    make_message(account, reply_to=message, thread=message.thread, is_incoming=False, state="sent")
    export_agency(tmp_path / "out", now=MONDAY_8)
    return tmp_path / "out"


def empty_database() -> None:
    append_only.uninstall(connection)
    for model in reversed(tables()):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)


def test_every_table_is_written_and_described_and_no_secret_is(exported: Path) -> None:
    for model in apps.get_app_config("correspondence").get_models():
        is_there = (exported / f"{model._meta.label_lower}.jsonl").exists()
        assert is_there == (model is not AccountToken)
    written = "".join(path.read_text() for path in exported.glob("*.jsonl"))
    assert "sealed_secret" not in written and Account.objects.get().sealed_secret not in written
    with (exported / "data-dictionary.csv").open(newline="") as stream:
        described = {row["table"] for row in csv.DictReader(stream)}
    assert {"correspondence.message", "correspondence.filing", "correspondence.account"} <= described


def test_an_import_into_another_place_brings_messages_and_their_files(
    exported: Path, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "there"
    with transaction.atomic():
        empty_database()
        import_agency(exported)
        assert Account.objects.get().sealed_secret == ""
        assert FetchPosition.objects.get().last_uid == 9
        assert Filing.objects.get().message.subject == "Claim"
        assert Message.objects.filter(reply_to__isnull=False).count() == 1
        assert the_store().has(MessageBody.objects.exclude(raw_sha256="").get().raw_sha256)
        assert check_files().problems == [] and check_files().orphans == []
        transaction.set_rollback(True)


def test_an_export_without_an_original_is_refused(exported: Path) -> None:
    for path in (exported / "documents").glob("*/*/*"):
        path.unlink()
    with transaction.atomic():
        empty_database()
        with pytest.raises(Invalid, match="missing"):
            import_agency(exported)
        transaction.set_rollback(True)
