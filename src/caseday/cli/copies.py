"""In: a database in use. Out: a consistent copy of it as one file, made without stopping anybody."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from caseday.cli.endings import fail
from caseday.cli.terminal import Advance

_PAGES_A_STEP = 512
_FILES = {
    "documents_documentfile": "sha256",
    "correspondence_attachment": "sha256",
    "correspondence_messagebody": "raw_sha256",
}
"""Which columns name files of the store; a database from before some table has none of those."""


def sync_folder(folder: Path) -> None:
    """A rename is durable once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(path.parent)


def read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def copy_sqlite(source: Path, target: Path, advance: Advance) -> None:
    """SQLite's online backup within one read transaction: writers go on, and the copy is of one moment."""
    draft = target.with_name(target.name + ".part")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(read_only(source)) as reader, closing(sqlite3.connect(draft)) as writer:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reader.backup(
            writer,
            pages=_PAGES_A_STEP,
            progress=lambda _, remaining, total: advance(total - remaining, total),
            sleep=0,
        )
        writer.execute("PRAGMA journal_mode=DELETE")
    _sync(draft)
    draft.replace(target)
    sync_folder(target.parent)


def problems_of_sqlite(path: Path) -> list[str]:
    """Empty for a sound database of Caseday's."""
    try:
        with closing(read_only(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
            connection.execute("SELECT 1 FROM access_caseevent LIMIT 1")
    except sqlite3.DatabaseError as error:
        return [f"{path.name} cannot be read as a database of Caseday: {error}"]
    rows = [f"{row[0]} row {row[1]} points to a missing {row[2]}" for row in broken]
    return [line for line in found if line != "ok"] + rows


def count_events(path: Path) -> int:
    """0 where there is no database."""
    if not path.exists():
        return 0
    with closing(read_only(path)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM access_caseevent").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def papers_in(path: Path) -> list[str]:
    """SHA-256 of every file that a paper or a message of this database has."""
    found: set[str] = set()
    with closing(read_only(path)) as connection:
        for table, column in _FILES.items():
            with suppress(sqlite3.OperationalError):
                found |= {str(row[0]) for row in connection.execute(_digests_of(table, column))}
    return sorted(found)


def _digests_of(table: str, column: str) -> str:
    return f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''"  # noqa: S608 - ours, of the table above


class Postgres:
    """PostgreSQL's own programs, run with the connection of the configured database."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.name = str(settings["NAME"])
        given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        chosen = {key: str(settings[name]) for key, name in given.items() if settings[name]}
        self._environment = {**os.environ, **chosen}

    def run(self, program: str, *arguments: str) -> str:
        if not (found := shutil.which(program)):
            fail(
                f"{program} is not on PATH: install PostgreSQL's client programs (Debian: postgresql-client)"
            )
        done = subprocess.run([found, *arguments], env=self._environment, capture_output=True, text=True)
        if done.returncode:
            fail(f"{program} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def ask(self, database: str, sql: str) -> str:
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql)

    def dump(self, target: Path) -> None:
        """Custom format, compressed; one snapshot of one moment."""
        draft = target.with_name(target.name + ".part")
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        self.run("pg_dump", "--format=custom", "--no-owner", "--file", str(draft), "--dbname", self.name)
        _sync(draft)
        draft.replace(target)

    def load(self, source: Path, database: str) -> None:
        self.run("createdb", database)
        self.run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", database, str(source))

    def count_events(self, database: str) -> int:
        exists = self.ask(database, "SELECT to_regclass('access_caseevent') IS NOT NULL")
        return int(self.ask(database, "SELECT count(*) FROM access_caseevent")) if exists == "t" else 0

    def papers_in(self, database: str) -> list[str]:
        found: set[str] = set()
        for table, column in _FILES.items():
            if self.ask(database, f"SELECT to_regclass('{table}') IS NOT NULL") == "t":
                found |= set(self.ask(database, _digests_of(table, column)).split())
        return sorted(found)

    def others_connected(self) -> int:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return int(self.ask(self.name, sql))
