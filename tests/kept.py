"""Databases of SQLite that take long to make: made once a run by whichever worker needs one first, and copied by all.

They lie as files in the directory of the run. PostgreSQL copies a database only while nobody is connected to it, which a
test cannot promise for what other tests left behind: there it is made each time.
"""

import fcntl
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection

Told = TypeVar("Told")
"""What is said of a database beside its content; plain data, pickled."""


def kept(name: str, make: Callable[[], Told]) -> Told:
    """Fills the test database, which is empty, with what `make` makes in it."""
    if not _is_a_file():
        return make()
    told = _folder() / f"{name}.told"
    with _alone(name):
        if not told.exists():
            made = make()
            _keep(name)
            told.write_bytes(pickle.dumps(made))
            return made
    _take(name)
    found: Told = pickle.loads(told.read_bytes())  # noqa: S301 (a worker of this run wrote it)
    return found


@contextmanager
def put_back_at_end() -> Iterator[None]:
    """SQLite's database is at the end as it was; PostgreSQL's is emptied by the test itself, as after any other."""
    if not _is_a_file():
        yield
        return
    before = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        _open().backup(before)
        yield
    finally:
        before.backup(_open())
        before.close()


def _is_a_file() -> bool:
    return connection.vendor == "sqlite" and not connection.in_atomic_block


def _folder() -> Path:
    folder = Path(os.environ["TEST_RUN_DIR"]) / "kept"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(name: str) -> None:
    with sqlite3.connect(_folder() / f"{name}.sqlite3") as file:
        _open().backup(file)
    file.close()


def _take(name: str) -> None:
    with sqlite3.connect(_folder() / f"{name}.sqlite3") as file:
        file.backup(_open())
    file.close()


def _open() -> Any:
    connection.ensure_connection()
    return connection.connection
