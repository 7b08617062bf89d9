"""Tokens that providers give for mailboxes: kept sealed, renewed by one process at a time; beside the record."""

from datetime import datetime, timedelta

from django.db.models import Q

from caseday.correspondence.keeping import seal
from caseday.correspondence.models import Account, AccountToken

CLAIM_LASTS = timedelta(seconds=60)
"""Longer than any provider is waited for; a process that dies meanwhile holds up the others so long."""


def token_row(account: Account) -> AccountToken:
    return AccountToken.objects.get_or_create(account=account)[0]


def claim_renewal(row: AccountToken, *, now: datetime) -> bool:
    """Whether it is ours to renew it now."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return bool(AccountToken.objects.filter(free, pk=row.pk).update(claimed_until=now + CLAIM_LASTS))


def release_renewal(row: AccountToken) -> None:
    AccountToken.objects.filter(pk=row.pk).update(claimed_until=None)


def keep_tokens(row: AccountToken, *, access: str, refresh: str, expires_at: datetime) -> None:
    """`refresh` is empty where the provider leaves the old one as it is (RFC 6749, 6)."""
    rotated = {"sealed_refresh": seal(refresh)} if refresh else {}
    AccountToken.objects.filter(pk=row.pk).update(
        sealed_access=seal(access), expires_at=expires_at, claimed_until=None, is_refused=False, **rotated
    )


def note_ended(row: AccountToken) -> None:
    """The provider is not asked again with a token that it refused for good, before somebody signs in there."""
    AccountToken.objects.filter(pk=row.pk).update(
        is_refused=True, sealed_access="", expires_at=None, claimed_until=None
    )


def ask_anew(account: Account) -> None:
    """After a change of where and as whom it is renewed, or when somebody tests the connection."""
    AccountToken.objects.filter(account=account).update(sealed_access="", expires_at=None, is_refused=False)


def forget_tokens(account: Account) -> None:
    """Another was typed in, or the mailbox is off."""
    AccountToken.objects.filter(account=account).delete()
