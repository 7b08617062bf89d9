"""Accounts: where mail is fetched from and sent as. The secret goes in sealed, and never comes out on a page."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from caseday.access.permissions import require
from caseday.access.record import change
from caseday.access.rules.loopback import is_this_machine
from caseday.access.viewer import Viewer
from caseday.correspondence.actions.tokens import ask_anew, forget_tokens
from caseday.correspondence.keeping import seal
from caseday.correspondence.models import Account, FetchPosition
from caseday.correspondence.permissions import (
    can_change_account,
    can_set_up_agency_accounts,
    can_set_up_own_accounts,
    can_switch_off,
    chain_of_account,
)
from caseday.correspondence.queries.accounts import get_account
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_OWN = "People who work on cases set up their own mailbox. Ask an administrator for the agency's."
_AGENCY = "The agency's mailboxes are set up by an administrator. Ask yours."
_NOT_YOURS = "This mailbox is changed by whoever it belongs to; the agency's by an administrator."


@dataclass(frozen=True)
class AccountDetails:
    """All of a mailbox but its secret. Without `imap_host` nothing is fetched, without `smtp_host` nothing sent."""

    name: str
    address: str
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    imap_folder: str = "INBOX"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    user_name: str = ""
    sign_in: str = "password"
    token_url: str = ""
    client_id: str = ""
    fax_domain: str = ""
    signature: str = ""


def add_account(
    *,
    actor: Viewer,
    now: datetime,
    details: AccountDetails,
    secret: str = "",
    client_secret: str = "",
    is_own: bool = False,
    id: UUID | None = None,
) -> Account:
    """A mailbox of the agency, or `is_own` of the actor. Raises Invalid naming each field."""
    existing = Account.objects.filter(pk=id).first() if id else None
    if existing is not None:
        return get_account(actor, existing.id)
    if is_own:
        require(can_set_up_own_accounts(actor), _OWN)
    else:
        require(can_set_up_agency_accounts(actor), _AGENCY)
    details = _sound(details, besides=None)
    account = Account(
        id=id or new_id(), kind=Account.Kind.EMAIL, staff_id=actor.staff_id if is_own else None,
        **_sealed(secret, client_secret), **asdict(details),
    )  # fmt: skip
    chain = chain_of_account(account)
    with change(
        "account_added", actor=actor, now=now, chain=chain, subject=account, summary=account.name
    ) as record:
        record.add(account)
        FetchPosition.objects.create(account=account)
    return account


def change_account(
    *,
    actor: Viewer,
    now: datetime,
    account_id: UUID,
    details: AccountDetails,
    secret: str = "",
    client_secret: str = "",
) -> Account:
    """Without a secret the one that is there stays, and what was renewed with it.

    Another server or folder is read from its beginning.
    """
    account = get_account(actor, account_id)
    require(can_change_account(actor, account), _NOT_YOURS)
    details = _sound(details, besides=account)
    moved = any(
        getattr(account, name) != getattr(details, name) for name in ("imap_host", "imap_folder", "user_name")
    )
    chain = chain_of_account(account)
    with change(
        "account_changed", actor=actor, now=now, chain=chain, subject=account, summary=account.name
    ) as record:
        record.update(account, **asdict(details), **_sealed(secret, client_secret))
        (forget_tokens if secret else ask_anew)(account)
        fresh = {"uid_validity": None, "last_uid": 0} if moved else {}
        FetchPosition.objects.filter(account=account).update(trouble="", failing_since=None, **fresh)
    return account


def switch_off_account(*, actor: Viewer, now: datetime, account_id: UUID) -> Account:
    """Nothing is fetched or sent by it any more; its messages stay. The secret is forgotten."""
    account = get_account(actor, account_id)
    require(can_switch_off(actor, account), _NOT_YOURS)
    chain = chain_of_account(account)
    with change(
        "account_switched_off", actor=actor, now=now, chain=chain, subject=account, summary=account.name
    ) as record:
        record.update(account, is_off=True, sealed_secret="", sealed_client_secret="")
        forget_tokens(account)
        FetchPosition.objects.filter(account=account).update(trouble="", failing_since=None)
    return account


def switch_on_account(*, actor: Viewer, now: datetime, account_id: UUID) -> Account:
    """Its password must be typed again."""
    account = get_account(actor, account_id)
    require(can_change_account(actor, account), _NOT_YOURS)
    if _is_taken(account.kind, account.address, besides=account):
        raise Invalid("Another account has this address now. Switch that one off first.")
    chain = chain_of_account(account)
    with change(
        "account_switched_on", actor=actor, now=now, chain=chain, subject=account, summary=account.name
    ) as record:
        record.update(account, is_off=False)
    return account


def _sealed(secret: str, client_secret: str) -> dict[str, str]:
    """Of those that were typed."""
    typed = {"sealed_secret": secret, "sealed_client_secret": client_secret}
    return {name: seal(value) for name, value in typed.items() if value}


def _sound(details: AccountDetails, *, besides: Account | None) -> AccountDetails:
    plain: dict[str, Any] = {
        key: value.strip() if isinstance(value, str) and key != "signature" else value
        for key, value in asdict(details).items()
    }
    details = AccountDetails(**{**plain, "address": plain["address"].lower()})
    problems = {name: words for name, is_wrong, words in _checks(details, besides) if is_wrong}
    if problems:
        raise Invalid(problems)
    return details


def _checks(details: AccountDetails, besides: Account | None) -> list[tuple[str, bool, str]]:
    plain = "Without TLS only this very machine is asked. Choose TLS or STARTTLS."
    imap_is_plain = details.imap_security == Account.Security.NONE and not is_this_machine(details.imap_host)
    smtp_is_plain = details.smtp_security == Account.Security.NONE and not is_this_machine(details.smtp_host)
    return [
        ("name", not details.name, "Give it a name."),
        ("address", not _is_email(details.address), "Type an email address, e.g. office@example.org."),
        ("address", _is_taken("email", details.address, besides), "There is an account with this address already."),
        ("imap_host", not (details.imap_host or details.smtp_host), "Name the server that mail is fetched from."),
        ("imap_security", bool(details.imap_host) and imap_is_plain, plain),
        ("smtp_security", bool(details.smtp_host) and smtp_is_plain, plain),
        ("imap_security", details.imap_security not in Account.Security.values, "Choose one."),
        ("smtp_security", details.smtp_security not in Account.Security.values, "Choose one."),
        ("sign_in", details.sign_in not in Account.SignIn.values, "Choose one."),
        ("token_url", not _is_token_url(details.token_url), "Type an address that begins with https://."),
        ("client_id", bool(details.token_url) and not details.client_id, "Type the client ID that the provider gave."),
    ]  # fmt: skip


def _is_token_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return not url or (
        bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host)))
    )


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return address.endswith("@localhost") and len(address) > len("@localhost")
    return True


def _is_taken(kind: str, address: str, besides: Account | None) -> bool:
    others = Account.objects.filter(kind=kind, address=address, is_off=False)
    return (others.exclude(pk=besides.pk) if besides else others).exists()
