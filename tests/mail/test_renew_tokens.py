"""A mailbox that signs in with tokens: a real Dovecot and a strict token endpoint; renewed once, kept sealed, and
whoever must sign in again reads so."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from caseday.correspondence.actions.accounts import AccountDetails, change_account, switch_off_account
from caseday.correspondence.actions.queueing import queue_message
from caseday.correspondence.actions.tokens import claim_renewal, keep_tokens, token_row
from caseday.correspondence.keeping import seal, unseal
from caseday.correspondence.mail import tokens
from caseday.correspondence.mail.checking import check_account
from caseday.correspondence.mail.fetching import fetch_new, opened_for
from caseday.correspondence.mail.troubles import Trouble
from caseday.correspondence.models import Account, AccountToken, FetchPosition, Message
from caseday.correspondence.sending.loop import send_due
from caseday.correspondence.tests.made import make_account
from caseday.correspondence.tests.outgoing_made import email_to_client, reachable
from caseday.kernel import clock
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case
from tests.mail.dovecot import Dovecot
from tests.mail.letters import letter
from tests.mail.mail_server import mail_server
from tests.mail.token_server import CLIENT, CLIENT_SECRET, Provider, token_server

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@pytest.fixture(scope="module")
def sides() -> Iterator[tuple[Provider, str, Dovecot]]:
    with token_server() as (provider, url), Dovecot(tokens_at=f"{url}/introspect") as dovecot:
        yield provider, url, dovecot


@pytest.fixture
def provider(sides: tuple[Provider, str, Dovecot]) -> Provider:
    sides[0].__init__()  # type: ignore[misc]
    return sides[0]


@pytest.fixture
def account(cast: Cast, provider: Provider, sides: Any, settings: Any, tmp_path: Any) -> Account:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    provider.user = f"box{id(tmp_path)}"
    return make_account(
        imap_port=sides[2].port, user_name=provider.user, sign_in="oauth2", token_url=f"{sides[1]}/token",
        client_id=CLIENT, sealed_client_secret=seal(CLIENT_SECRET), sealed_secret=seal(provider.refresh),
    )  # fmt: skip


def fetch(account: Account) -> int:
    with opened_for(Account.objects.get(pk=account.pk)) as mailbox:
        return fetch_new(account, mailbox, now=clock.now)


def expire(account: Account) -> None:
    AccountToken.objects.filter(account=account).update(expires_at=clock.now() + timedelta(seconds=30))


def details_of(account: Account, **fields: Any) -> AccountDetails:
    names = AccountDetails.__dataclass_fields__
    return AccountDetails(**{name: getattr(account, name) for name in names} | fields)


def test_mail_is_fetched_with_a_token_that_is_asked_for_once(
    account: Account, provider: Provider, sides: Any
) -> None:
    sides[2].deliver(account.user_name, letter(1))
    assert fetch(account) == 1
    sides[2].deliver(account.user_name, letter(2))
    assert fetch(account) == 1
    assert provider.asked == ["ok"]
    assert Message.objects.count() == 2


def test_an_expired_token_is_renewed_once_with_the_rotated_refresh_token_and_kept_sealed(
    account: Account, provider: Provider
) -> None:
    fetch(account)
    first = token_row(account)
    expire(account)
    fetch(account)
    fetch(account)
    assert provider.asked == ["ok", "ok"]
    row = token_row(account)
    assert row.sealed_access != first.sealed_access and unseal(row.sealed_refresh) == provider.refresh
    kept = str(AccountToken.objects.values().get())
    assert provider.refresh not in kept and not any(token in kept for token in provider.good)
    assert row.claimed_until is None


def test_a_refresh_token_that_stays_is_used_on(account: Account, provider: Provider) -> None:
    provider.rotates = False
    fetch(account)
    expire(account)
    fetch(account)
    assert provider.asked == ["ok", "ok"] and token_row(account).sealed_refresh == ""


def test_a_token_withdrawn_before_its_time_is_renewed_once(account: Account, provider: Provider) -> None:
    fetch(account)
    provider.withdraw()
    assert fetch(account) == 0
    assert provider.asked == ["ok", "ok"]


def test_a_client_without_a_secret_says_who_it_is_in_the_form(account: Account, provider: Provider) -> None:
    provider.is_public = True
    Account.objects.update(sealed_client_secret="")
    assert fetch(account) == 0 and provider.asked == ["ok"]


def test_a_refused_refresh_says_on_the_accounts_page_to_sign_in_again_and_is_not_asked_again(
    account: Account, provider: Provider, cast: Cast, client: Client, sides: Any
) -> None:
    fetch(account)
    expire(account)
    provider.refresh = ""
    for _ in range(3):
        with pytest.raises(Trouble, match="Sign in there again, and type the new refresh token") as ended:
            fetch(account)
    assert ended.value.is_lasting and provider.asked == ["ok", "invalid_grant"]
    client.force_login(cast.adam)
    page = client.get(f"/messages/accounts/{account.pk}/").content.decode()
    assert "127.0.0.1 has ended this sign-in. Sign in there again" in page
    change_account(
        actor=cast.viewer("adam"), now=clock.now(), account_id=account.pk, details=details_of(account),
        secret=provider.sign_in_again(),
    )  # fmt: skip
    sides[2].deliver(account.user_name, letter(1))
    assert fetch(account) == 1
    assert check_account(Account.objects.get(), now=clock.now()).is_fine
    assert "has ended" not in client.get(f"/messages/accounts/{account.pk}/").content.decode()


def test_two_at_once_renew_it_once_only(
    account: Account, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process fetches, another sends: with one refresh token used twice the provider would end the sign-in."""
    row, now = token_row(account), clock.now()
    assert claim_renewal(row, now=now)

    def meanwhile(_: float) -> None:
        keep_tokens(row, access="theirs", refresh="", expires_at=now + timedelta(hours=1))

    monkeypatch.setattr(tokens.time, "sleep", meanwhile)
    assert tokens.secret_of(account, now) == "theirs" and provider.asked == []


def test_who_comes_just_after_another_takes_what_that_one_got(
    account: Account, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()

    def claimed_late(row: AccountToken, *, now: Any) -> bool:
        keep_tokens(row, access="theirs", refresh="", expires_at=now + timedelta(hours=1))
        return claim_renewal(row, now=now)

    monkeypatch.setattr(tokens, "claim_renewal", claimed_late)
    assert tokens.secret_of(account, now) == "theirs"
    assert provider.asked == [] and token_row(account).claimed_until is None


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        ({"client_id": "somebody"}, "does not take the client ID or its secret"),
        ({"token_url": "http://192.0.2.1/token"}, "Choose TLS"),
        ({"token_url": "http://127.0.0.1:1/token"}, "can't be reached for a new token"),
        ({"fails": (503, b"busy")}, "can't be reached for a new token"),
        ({"fails": (200, b"<html>")}, "holds none"),
        ({"fails": (200, b"[" * 100_000)}, "holds none"),
        ({"fails": (200, b"[1]")}, "holds none"),
        ({"fails": (200, b'{"access_token": "x", "token_type": "mac"}')}, "holds none"),
        ({"fails": (400, b'{"error": "unauthorized_client"}')}, r"no new token \(unauthorized_client\)"),
        ({"fails": (404, b"")}, r"no new token \(404\)"),
        ({"sealed_client_secret": "broken"}, "key of this Caseday has changed"),
    ],
)
def test_what_keeps_a_token_from_being_renewed_is_said(
    account: Account, provider: Provider, setup: dict[str, Any], says: str
) -> None:
    provider.fails = setup.pop("fails", None)
    Account.objects.update(**setup)
    with pytest.raises(Trouble, match=says):
        fetch(account)
    assert token_row(account).claimed_until is None
    assert FetchPosition.objects.get().trouble
    assert not check_account(Account.objects.get(), now=clock.now()).is_fine


def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(
    account: Account, settings: Any, sides: Any
) -> None:
    settings.MAIL_CERTIFICATES = str(sides[2].certificate)
    assert fetch(account) == 0


def test_an_answer_that_does_not_say_how_long_is_taken_for_an_hour(
    account: Account, provider: Provider
) -> None:
    now = clock.now()
    provider.fails = (200, b'{"access_token": "x", "token_type": "bearer"}')
    assert tokens.secret_of(account, now) == "x"
    assert token_row(account).expires_at == now + timedelta(hours=1)


def test_who_dies_while_renewing_holds_up_the_others_for_a_minute(
    account: Account, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_LOOKS", 2)
    monkeypatch.setattr(tokens, "_WAITS_SECONDS", 0)
    now = clock.now()
    AccountToken.objects.filter(pk=token_row(account).pk).update(claimed_until=now + timedelta(seconds=60))
    with pytest.raises(Trouble, match="takes too long"):
        tokens.secret_of(account, now)
    assert tokens.secret_of(account, now + timedelta(seconds=61)) in provider.good


def test_switching_off_forgets_all_of_it(account: Account, cast: Cast) -> None:
    fetch(account)
    switch_off_account(actor=cast.viewer("adam"), now=clock.now(), account_id=account.pk)
    assert not AccountToken.objects.exists()
    assert Account.objects.get().sealed_client_secret == ""


@pytest.fixture
def writing(account: Account, provider: Provider, cast: Cast) -> Iterator[Any]:
    with mail_server(auth_require_tls=False) as (told, port):
        told.takes_token = provider.knows
        Account.objects.update(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
        yield told


def queued(cast: Cast) -> Message:
    case = make_case(cast.nora)
    reachable(case)
    return queue_message(actor=cast.viewer("nora"), now=clock.now(), outgoing=email_to_client(case))


def test_mail_is_sent_with_the_same_token_and_one_that_was_withdrawn_is_renewed(
    account: Account, provider: Provider, cast: Cast, writing: Any
) -> None:
    fetch(account)
    for renewed in (1, 2):
        message = queued(cast)
        assert send_due(clock.now()) == 1
        message.refresh_from_db()
        assert message.state == "sent" and len(provider.asked) == renewed
        provider.withdraw()
    assert writing.signed_in == [account.user_name] * 2 and len(writing.taken) == 2


def test_mail_waits_and_says_so_where_the_sign_in_has_ended(
    account: Account, provider: Provider, cast: Cast, writing: Any
) -> None:
    provider.refresh = ""
    message = queued(cast)
    send_due(clock.now())
    message.refresh_from_db()
    assert "Sign in there again" in message.sending.trouble and writing.taken == []
    assert "Sign in there again" in FetchPosition.objects.get().trouble


def test_a_fault_of_ours_leaves_the_renewal_to_the_next(
    account: Account, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(tokens, "_posted", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tokens.secret_of(account, clock.now())
    assert token_row(account).claimed_until is None
    assert tokens.secret_of(account, clock.now()) in provider.good
