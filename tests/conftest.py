"""One world for all tests of a module: making it (a paper is put in) takes longer than most tests."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from caseday.testing.fixtures import make_cast
from caseday.testing.standing import standing
from tests.access.world import World, make_world


@pytest.fixture(scope="module")
def _made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker, lambda: make_world(make_cast())) as made:
        yield made


@pytest.fixture
def world(_made_world: World, db: None) -> World:
    return World(_made_world.cast, dict(_made_world.values))
