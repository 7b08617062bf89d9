"""Tokens of a mailbox: renewed by one at a time, kept sealed, forgotten when another is typed in."""

from datetime import timedelta

import pytest

from caseday.correspondence.actions.tokens import (
    CLAIM_LASTS,
    ask_anew,
    claim_renewal,
    forget_tokens,
    keep_tokens,
    note_ended,
    release_renewal,
    token_row,
)
from caseday.correspondence.keeping import unseal
from caseday.correspondence.models import AccountToken
from caseday.correspondence.tests.made import make_account
from caseday.testing.make import MONDAY_8

pytestmark = pytest.mark.django_db


def test_one_process_renews_and_one_that_died_holds_up_the_others_a_minute() -> None:
    row = token_row(make_account())
    assert claim_renewal(row, now=MONDAY_8)
    assert not claim_renewal(row, now=MONDAY_8)
    assert claim_renewal(row, now=MONDAY_8 + CLAIM_LASTS)
    release_renewal(row)
    assert claim_renewal(row, now=MONDAY_8)


def test_a_refresh_token_stays_where_the_provider_leaves_it() -> None:
    account = make_account()
    row = token_row(account)
    until = MONDAY_8 + timedelta(hours=1)
    keep_tokens(row, access="a1", refresh="r1", expires_at=until)
    keep_tokens(row, access="a2", refresh="", expires_at=until)
    kept = token_row(account)
    assert (unseal(kept.sealed_access), unseal(kept.sealed_refresh), kept.expires_at) == ("a2", "r1", until)


def test_an_ended_sign_in_is_asked_again_after_a_change_and_forgotten_with_another() -> None:
    account = make_account()
    row = token_row(account)
    keep_tokens(row, access="a1", refresh="r1", expires_at=MONDAY_8)
    note_ended(row)
    assert token_row(account).is_refused and not token_row(account).sealed_access
    ask_anew(account)
    assert not token_row(account).is_refused
    forget_tokens(account)
    assert not AccountToken.objects.exists()
