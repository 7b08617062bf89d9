"""One Dovecot for all tests of mail; each has a mailbox of its own."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from caseday.correspondence.keeping import seal
from caseday.correspondence.models import Account
from caseday.correspondence.tests.made import make_account
from caseday.testing.fixtures import Cast
from tests.mail.dovecot import PASSWORD, Dovecot

_names = itertools.count(1)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def account(cast: Cast, dovecot: Dovecot, settings: Any, tmp_path: Path) -> Account:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return make_account(user_name=f"box{next(_names)}", imap_port=dovecot.port, sealed_secret=seal(PASSWORD))
