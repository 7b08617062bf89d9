"""A signed-in browser stand-in for each hour of the day."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.test import Client

from tests.day import TheDay, the_day_at

DayAt = Callable[[str], tuple[TheDay, Client]]


@pytest.fixture
def day_at(transactional_db: None) -> Iterator[DayAt]:
    """`day, maya = day_at("08:00")`: the demonstration agency at that hour, and Maya signed in."""
    with ExitStack() as scenes:

        def begin(hour: str) -> tuple[TheDay, Client]:
            day = scenes.enter_context(the_day_at(hour))
            maya = Client()
            maya.force_login(day.staff())
            return day, maya

        yield begin
