"""Coverage watches while the tests of apps run: they are what is held to every branch.

Tests of the whole (browser, servers, hostile input, addresses, those marked `whole`) run at full speed beside them,
and so do the making of the database and the processes that a test starts.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coverage import Coverage

from caseday.access.spelled import _Spelling

_APPS = Path(__file__).resolve().parents[2] / "src"


class Watch:
    """Turned on and off seldom: tests come ordered by folder."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._is_on = True

    def turn(self, on: bool) -> None:
        if on and not self._is_on:
            _forget()
            self._coverage.start()
            _let_children_go()
        if self._is_on and not on:
            self._coverage.stop()
            self._coverage.get_data()  # what was seen so far is kept: at the end only the last stretch is asked
        self._is_on = on

    @contextmanager
    def away(self) -> Iterator[None]:
        was = self._is_on
        self.turn(False)
        try:
            yield
        finally:
            self.turn(was)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.turn(item.path.is_relative_to(_APPS) and item.get_closest_marker("whole") is None)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        if fixturedef.argname != "django_db_setup":
            return (yield)
        with self.away():
            return (yield)

    def pytest_sessionfinish(self) -> None:
        self.turn(True)


def _forget() -> None:
    """What is worked out once a process would seem never to run, had a test that is not watched been the first."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("caseday.") else ():
            if isinstance(value, _Spelling):
                value._known.clear()
            elif callable(clear := getattr(value, "cache_clear", None)):
                clear()


def _let_children_go() -> None:
    """Each start asks for them again. One that is killed, as tests do, leaves half a file."""
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


def watch_apps_only(config: pytest.Config) -> None:
    """In a worker of a measured run; a single process under coverage is measured as it is."""
    coverage = Coverage.current()
    if coverage is None or not hasattr(config, "workerinput"):
        return
    _let_children_go()
    config.pluginmanager.register(Watch(coverage), "watch")
