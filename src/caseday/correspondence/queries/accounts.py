"""Accounts of the agency and of people, with how fetching from them goes."""

from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.correspondence.models import Account
from caseday.correspondence.permissions import accounts_visible_to
from caseday.kernel.errors import NotFound


def list_accounts(viewer: Viewer) -> list[Account]:
    """Mailboxes in sight, those that are on first; with `position` and owner, in one query."""
    found = Account.objects.filter(accounts_visible_to(viewer), kind=Account.Kind.EMAIL)
    return list(found.select_related("position", "staff").order_by("is_off", "staff__name", "name"))


def get_account(viewer: Viewer, account_id: UUID) -> Account:
    found = Account.objects.filter(accounts_visible_to(viewer), pk=account_id, kind=Account.Kind.EMAIL)
    account = found.select_related("position", "staff").first()
    if account is None:
        raise NotFound
    return account


def is_any_fetched() -> bool:
    """For the process that reads mailboxes, whoever they belong to."""
    return Account.objects.filter(kind=Account.Kind.EMAIL, is_off=False).exclude(imap_host="").exists()
