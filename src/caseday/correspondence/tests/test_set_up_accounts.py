"""Mailboxes are set up by who may; the secret goes in sealed and is never shown."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from caseday.access.models import CaseEvent
from caseday.correspondence import keeping
from caseday.correspondence.actions.accounts import (
    AccountDetails,
    add_account,
    change_account,
    switch_off_account,
    switch_on_account,
)
from caseday.correspondence.actions.positions import note_all_well, note_read, note_restart, note_trouble
from caseday.correspondence.models import Account, FetchPosition
from caseday.correspondence.queries.accounts import get_account, is_any_fetched, list_accounts
from caseday.correspondence.tests.made import make_account
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db
DETAILS = AccountDetails(
    "Office", "Office@Example.org", imap_host="imap.example.org", smtp_host="smtp.example.org"
)


def _add(cast: Cast, name: str = "adam", **more: Any) -> Account:
    details = more.pop("details", DETAILS)
    return add_account(actor=cast.viewer(name), now=MONDAY_8, details=details, secret="hush hush", **more)


def test_the_secret_is_sealed_and_in_no_event(cast: Cast) -> None:
    account = _add(cast)
    assert "hush" not in account.sealed_secret
    assert keeping.unseal(account.sealed_secret) == "hush hush"
    event = CaseEvent.objects.get(verb="account_added")
    assert "sealed_secret" not in str(event.changes) and account.sealed_secret not in str(event.changes)
    assert account.address == "office@example.org"


def test_a_changed_key_says_what_to_do(cast: Cast, settings: Any) -> None:
    sealed = keeping.seal("hush")
    settings.SECRET_KEY = "another"
    with pytest.raises(keeping.SealBroken, match="Type the account's password again"):
        keeping.unseal(sealed)


def test_the_same_request_twice_adds_one(cast: Cast) -> None:
    same = new_id()
    assert _add(cast, id=same).pk == _add(cast, id=same).pk == same


def test_administrators_add_the_agencys_and_workers_their_own(cast: Cast) -> None:
    own = _add(cast, "nora", is_own=True)
    assert own.staff_id == cast.nora.id
    with pytest.raises(Refused):
        _add(cast, "nora", details=replace(DETAILS, address="a@example.org"))
    with pytest.raises(Refused):
        _add(cast, "adam", details=replace(DETAILS, address="b@example.org"), is_own=True)
    assert [one.pk for one in list_accounts(cast.viewer("adam"))] == [own.pk]
    assert list_accounts(cast.viewer("olive")) == []
    with pytest.raises(NotFound):
        get_account(cast.viewer("olive"), own.pk)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": "nobody"}, "address"),
        ({"imap_host": "", "smtp_host": ""}, "imap_host"),
        ({"imap_security": "none"}, "imap_security"),
        ({"smtp_security": "none"}, "smtp_security"),
        ({"imap_security": "ssl3"}, "imap_security"),
        ({"smtp_security": "ssl3"}, "smtp_security"),
        ({"sign_in": "hope"}, "sign_in"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast: Cast, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        _add(cast, details=replace(DETAILS, **wrong))
    assert field in problem.value.problems


def test_without_tls_this_machine_alone_is_asked(cast: Cast) -> None:
    here = replace(
        DETAILS, address="me@localhost", imap_host="127.0.0.1", imap_security="none", smtp_host="localhost",
        smtp_security="none",
    )  # fmt: skip
    assert _add(cast, details=here).imap_security == "none"


def test_an_address_is_one_account(cast: Cast) -> None:
    _add(cast)
    with pytest.raises(Invalid, match="already"):
        _add(cast)


def test_a_change_keeps_the_secret_and_reads_another_server_from_its_beginning(cast: Cast) -> None:
    account = _add(cast)
    FetchPosition.objects.update(uid_validity=7, last_uid=40, trouble="wrong password")
    changed = change_account(
        actor=cast.viewer("adam"), now=MONDAY_8, account_id=account.pk, details=replace(DETAILS, name="New")
    )
    position = FetchPosition.objects.get()
    assert (changed.name, keeping.unseal(changed.sealed_secret)) == ("New", "hush hush")
    assert (position.last_uid, position.trouble) == (40, "")
    change_account(
        actor=cast.viewer("adam"), now=MONDAY_8, account_id=account.pk, secret="other",
        details=replace(DETAILS, imap_host="other.example.org"),
    )  # fmt: skip
    position.refresh_from_db()
    account.refresh_from_db()
    assert (position.last_uid, position.uid_validity, keeping.unseal(account.sealed_secret)) == (
        0,
        None,
        "other",
    )
    with pytest.raises(Refused):
        change_account(actor=cast.viewer("nora"), now=MONDAY_8, account_id=account.pk, details=DETAILS)


def test_off_forgets_the_secret_and_on_needs_the_address_to_be_free(cast: Cast) -> None:
    own = _add(cast, "nora", is_own=True)
    off = switch_off_account(actor=cast.viewer("adam"), now=MONDAY_8, account_id=own.pk)
    assert off.is_off and off.sealed_secret == ""
    other = _add(cast)
    with pytest.raises(Invalid, match="Another account"):
        switch_on_account(actor=cast.viewer("nora"), now=MONDAY_8, account_id=own.pk)
    switch_off_account(actor=cast.viewer("adam"), now=MONDAY_8, account_id=other.pk)
    assert not switch_on_account(actor=cast.viewer("nora"), now=MONDAY_8, account_id=own.pk).is_off
    with pytest.raises(Refused):
        switch_off_account(actor=cast.viewer("nora"), now=MONDAY_8, account_id=other.pk)


def test_the_reader_of_mailboxes_is_there_for_those_that_are_on_and_name_a_server(cast: Cast) -> None:
    make_account(imap_host="")
    make_account(address="off@example.com", is_off=True)
    assert not is_any_fetched()
    make_account(address="on@example.com")
    assert is_any_fetched()


def test_a_position_only_goes_forward_and_keeps_since_when_it_fails(cast: Cast) -> None:
    position = note_restart(FetchPosition.objects.create(account=make_account()), uid_validity=5)
    note_read(position, last_uid=9)
    note_read(position, last_uid=4)
    note_trouble(position, now=MONDAY_8, words="wrong password")
    note_trouble(position, now=MONDAY_8.replace(hour=20), words="refused")
    position.refresh_from_db()
    assert (position.last_uid, position.trouble, position.failing_since) == (9, "refused", MONDAY_8)
    note_all_well(position, now=MONDAY_8)
    position.refresh_from_db()
    assert (position.trouble, position.failing_since, position.fetched_at) == ("", None, MONDAY_8)


def _posted(**more: str) -> dict[str, str]:
    given = {
        "name": "My mail", "address": "nora@example.org", "sign_in": "password", "secret": "hush hush",
        "imap_host": "127.0.0.1", "imap_port": "1", "imap_security": "none", "imap_folder": "INBOX",
        "smtp_port": "587", "smtp_security": "starttls",
    }  # fmt: skip
    return {**given, **more}


def test_a_person_adds_tests_changes_and_switches_off_their_mailbox(cast: Cast, nora_client: Client) -> None:
    assert nora_client.get("/messages/accounts/add").status_code == 200
    assert (
        nora_client.post("/messages/accounts/add", _posted(imap_security="tls", address="x")).status_code
        == 422
    )
    answer = nora_client.post("/messages/accounts/add", _posted(), follow=True)
    account = Account.objects.get()
    assert account.staff_id == cast.nora.id
    assert "hush" not in answer.content.decode() and account.sealed_secret not in answer.content.decode()
    tested = nora_client.post(f"/messages/accounts/{account.pk}/test", follow=True).content.decode()
    assert "127.0.0.1 does not answer at port 1" in tested
    assert "does not answer" in nora_client.get("/messages/accounts/").content.decode()
    page = f"/messages/accounts/{account.pk}/"
    assert nora_client.post(page, _posted(name="", secret="")).status_code == 422
    assert nora_client.post(page, _posted(address="nobody")).status_code == 422
    assert nora_client.post(page, _posted(name="Mine", secret="")).status_code == 302
    nora_client.post(f"{page}off")
    account.refresh_from_db()
    assert (account.name, account.is_off) == ("Mine", True)
    make_account(address=account.address)
    assert "Another account" in nora_client.post(f"{page}on", follow=True).content.decode()
    Account.objects.exclude(pk=account.pk).delete()
    nora_client.post(f"{page}on")
    account.refresh_from_db()
    assert not account.is_off


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"token_url": "http://tokens.example.org", "client_id": "x"}, {"token_url"}),
        ({"token_url": "https://[", "client_id": "x"}, {"token_url"}),
        ({"token_url": "https://tokens.example.org"}, {"client_id"}),
    ],
)
def test_tokens_are_renewed_over_https_alone_and_by_who_is_known_there(
    cast: Cast, fields: dict[str, str], named: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        _add(cast, details=replace(DETAILS, sign_in="oauth2", **fields))
    assert set(refused.value.problems) == named
    good = replace(DETAILS, sign_in="oauth2", token_url="https://tokens.example.org/token", client_id="x")
    account = _add(cast, details=good, client_secret="hush too")
    assert keeping.unseal(account.sealed_client_secret) == "hush too"
    assert account.sealed_client_secret not in str(CaseEvent.objects.get(verb="account_added").changes)
