"""What tests of the whole share: one world for all of a module (making it takes longer than most tests), and mail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.correspondence.tests.outgoing_made import make_mailbox
from caseday.testing.fixtures import Cast, make_cast
from caseday.testing.standing import standing
from tests.access.world import World, make_world
from tests.mail.mail_server import Told, mail_server


@pytest.fixture(scope="module")
def _made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker, lambda: make_world(make_cast())) as made:
        yield made


@pytest.fixture
def world(_made_world: World, db: None) -> World:
    return World(_made_world.cast, dict(_made_world.values))


@pytest.fixture
def told(cast: Cast, settings: Any, tmp_path: Path) -> Iterator[Told]:
    """What a real mail server was handed from Nora's mailbox."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    with mail_server() as (told, port):
        make_mailbox(cast.nora, smtp_port=port)
        yield told
