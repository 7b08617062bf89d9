"""Every test of access begins without earlier failures in memory."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
