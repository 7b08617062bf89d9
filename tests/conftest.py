"""One world for all tests of a module: each test finds it as it was made, whatever the test before did."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from caseday.testing.fixtures import make_cast
from tests.access.world import World, make_world


@pytest.fixture(scope="module")
def _made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """In a transaction around those of the tests; making it (a paper is put in) takes longer than most tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_cast())
        transaction.set_rollback(True)


@pytest.fixture
def world(_made_world: World, db: None) -> World:
    return World(_made_world.cast, dict(_made_world.values))
