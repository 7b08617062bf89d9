"""An exported agency has its messages in it, with their originals and files; secrets of its accounts stay."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from caseday.access import append_only
from caseday.access.models import Staff
from caseday.access.queries import verify_chains, viewer_for
from caseday.correspondence.actions.outcomes import claim_next, hold_imported, retry_message
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.keeping import seal
from caseday.correspondence.models import (
    Account,
    AccountToken,
    FetchPosition,
    Filing,
    Message,
    MessageBody,
    Sending,
)
from caseday.correspondence.tests.made import file_on, keep_original, make_account, make_message
from caseday.correspondence.tests.outgoing_made import email_to_client, make_mailbox, reachable, to_client
from caseday.documents.actions import check_files
from caseday.documents.keeping import the_store
from caseday.exchange.actions import export_agency, import_agency
from caseday.exchange.archive import tables
from caseday.kernel.errors import Invalid
from caseday.looseends.queries import loose_ends_for
from caseday.people.models import Address
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
        import_agency(exported, now=MONDAY_8)
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
            import_agency(exported, now=MONDAY_8)
        transaction.set_rollback(True)


def test_what_waits_to_be_sent_is_held_where_it_is_imported_and_goes_out_by_a_tap(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENTS_DIR = tmp_path / "here"
    case = make_case(cast.nora)
    reachable(case)
    make_mailbox(cast.nora)
    ids = []
    for state in ("queued", "sending", "sent"):
        message = queue_message(
            actor=cast.viewer("nora"), now=MONDAY_8, outgoing=email_to_client(case, text=state)
        )
        Sending.objects.filter(message=message).update(state=state, claimed_at=MONDAY_8)
        ids.append(message.pk)
    Address.objects.create(
        person=case.person, line1="1 Main St", city="Austin", state="TX", postal_code="78701"
    )
    letter = queue_message(
        actor=cast.viewer("nora"), now=MONDAY_8,
        outgoing=email_to_client(case, channel="letter", to=(to_client(case, "1 Main St, Austin, TX 78701"),)),
    )  # fmt: skip
    export_agency(tmp_path / "out", now=MONDAY_8)
    settings.DOCUMENTS_DIR = tmp_path / "there"
    with transaction.atomic():
        empty_database()
        import_agency(tmp_path / "out", now=MONDAY_8)
        states = [Sending.objects.get(message=pk).state for pk in (*ids, letter.pk)]
        assert states == ["failed", "unsure", "sent", "queued"]
        held = Message.objects.get(pk=ids[0])
        assert held.state == "failed" and "Held: imported" in held.sending.trouble
        assert claim_next(MONDAY_8 + timedelta(days=1)) is None
        assert hold_imported(MONDAY_8) == 0
        nora = viewer_for(Staff.objects.get(name=cast.nora.name), now=MONDAY_8)
        assert "message_not_sent" in loose_ends_for(nora, now=MONDAY_8).by_rule
        assert not [one for one in verify_chains().problems if one.chain_id]
        retry_message(actor=nora, now=MONDAY_8, message_id=held.pk)
        again = claim_next(MONDAY_8)
        assert again is not None and again.message_id == held.pk
        transaction.set_rollback(True)
