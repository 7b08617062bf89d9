"""What every test has: a browser that is already there, and a temporary directory that leaves with the run."""

import gc
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from tests.house.measured import watch_apps_only
from tests.server.migrated import make_in_postgresql, migrated

pytest_plugins = ["caseday.testing.fixtures"]

# How long drawing or running an example takes says how busy the machine is, nothing else. Examples are the same in
# every run, so that what is covered is, too; `--hypothesis-profile wander` looks for new ones.
_USUAL = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wander", _USUAL)
settings.register_profile("tests", _USUAL, derandomize=True)
settings.load_profile("tests")

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; as root it needs --no-sandbox, and it must not look for hosts outside."""
    found = next((path for name in _CHROMIUMS if (path := shutil.which(name))), None)
    return {
        **browser_type_launch_args,
        "executable_path": found,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def migrated_database() -> Path:
    """An empty database of SQLite, for processes that a test starts: to be copied as `caseday.sqlite3`."""
    return migrated()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The test database begins as `caseday migrate` makes an empty one, not as one migration after the other does."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(migrated(), connection.settings_dict["TEST"]["NAME"])
    else:
        with django_db_blocker.unblock():
            make_in_postgresql(connection.creation._get_test_db_name())


def pytest_configure(config: pytest.Config) -> None:
    watch_apps_only(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What starts servers comes first: the longest test may not be the last one, with a core idle beside it.

    On the second engine only what asks the database: plain rules answer there as they did on the first.
    """
    items.sort(key=lambda item: item.get_closest_marker("server") is None)
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    asks = {item: _asks_the_database(item) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if not asks[item]])
    items[:] = [item for item in items if asks[item]]


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # as the server has it


def pytest_unconfigure(config: pytest.Config) -> None:
    run = os.environ.get("TEST_RUN_DIR")
    if run and not hasattr(config, "workerinput") and Path(run).name.startswith("caseday-tests-"):
        shutil.rmtree(run, ignore_errors=True)
