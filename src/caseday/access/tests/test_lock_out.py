"""Lock-out after failed sign-ins, the same whether the account exists; release by an administrator."""

from datetime import datetime
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from caseday.access.actions import release_lockout
from caseday.access.models import AccessEntry
from caseday.access.tests.signing_in import PASSWORD, is_signed_in, sign_in, with_password
from caseday.access.viewer import Viewer, system_viewer
from caseday.kernel.errors import Refused
from caseday.testing.fixtures import Cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def _without_the_first_wall(settings: Any) -> None:
    """The limits kept in memory would answer first; here the lock-out in the database is under test."""
    settings.ACCOUNT_RATE_LIMITS = False


def fail(times: int, login: str = "nora.field@example.com", **meta: Any) -> list[int]:
    form = {"login": login, "password": "wrong wrong wrong"}
    return [Client().post(SIGN_IN, form, **meta).status_code for _ in range(times)]


@pytest.mark.parametrize("login", ["nora.field@example.com", "nobody@example.com"])
def test_eight_failures_lock_out_whether_or_not_the_account_exists(cast: Cast, login: str) -> None:
    assert fail(8, login) == [200] * 7 + [429]
    answer = Client().post(SIGN_IN, {"login": login, "password": "x"})
    assert answer.status_code == 429
    assert "ask your administrator to release" in answer.content.decode()


def test_who_is_locked_out_cannot_sign_in_with_the_right_password(cast: Cast) -> None:
    with_password(cast.nora)
    fail(8)
    assert not is_signed_in(sign_in(cast.nora))


def test_another_person_at_the_same_address_is_not_locked_out(cast: Cast) -> None:
    with_password(cast.olive)
    fail(8)
    assert is_signed_in(sign_in(cast.olive))


def test_failures_elsewhere_lock_out_only_after_four_times_as_many(cast: Cast) -> None:
    with_password(cast.nora)
    fail(8, REMOTE_ADDR="203.0.113.9")
    assert is_signed_in(sign_in(cast.nora))
    for number in range(10, 14):
        fail(8, REMOTE_ADDR=f"203.0.113.{number}")
    assert not is_signed_in(sign_in(cast.nora))


def test_signing_in_forgets_earlier_failures(cast: Cast) -> None:
    with_password(cast.nora)
    fail(7)
    assert is_signed_in(sign_in(cast.nora))
    assert not AccessAttempt.objects.exists()
    assert fail(7) == [200] * 7


def test_going_on_while_locked_out_does_not_prolong_it(cast: Cast) -> None:
    fail(8)
    first = AccessAttempt.objects.get().attempt_time
    fail(3)
    assert AccessAttempt.objects.get().attempt_time == first


def test_what_was_typed_is_not_kept(cast: Cast) -> None:
    fail(1)
    attempt = AccessAttempt.objects.get()
    assert "wrong" not in attempt.post_data and "nora" not in attempt.post_data


def test_an_administrator_releases(cast: Cast, adam: Viewer, nora: Viewer, now: datetime) -> None:
    with_password(cast.nora)
    fail(8)
    with pytest.raises(Refused):
        release_lockout(actor=nora, now=now, staff_id=cast.nora.pk)
    assert release_lockout(actor=adam, now=now, staff_id=cast.nora.pk) == 1
    assert AccessEntry.objects.get().page == "access:release_staff"
    assert is_signed_in(sign_in(cast.nora, PASSWORD))


def test_the_command_line_releases(cast: Cast, now: datetime) -> None:
    fail(8)
    assert release_lockout(actor=system_viewer(), now=now, staff_id=cast.nora.pk) == 1
    assert not AccessEntry.objects.exists(), "the system is no person who saw something"


def test_a_fetch_gets_the_sentence_as_data(cast: Cast) -> None:
    fail(8)
    form = {"login": cast.nora.email, "password": "x"}
    answer = Client().post(SIGN_IN, form, HTTP_X_REQUESTED_WITH="fetch")
    assert answer.status_code == 429 and "Too many tries" in answer.json()["error"]
