"""A case of Nora's."""

import pytest
from django.core.cache import cache

from caseday.cases.models import Case
from caseday.testing.fixtures import Cast
from caseday.testing.make import make_case


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora)


@pytest.fixture(autouse=True)
def _nobody_has_guessed() -> None:
    cache.clear()
