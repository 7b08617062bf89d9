"""A write that was acknowledged survives kill -9 of everything; a repeated request is stored once."""

import random
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.server.running import Zygote
from tests.server.writers import Writer, write_for

pytestmark = pytest.mark.server
KILLS, WRITERS = 200, 4
SHORTEST_SECONDS, LONGEST_SECONDS = 0.05, 0.35
FIRST_WRITE_SECONDS = 20.0


@pytest.fixture
def zygote(tmp_path: Path, migrated_database: Path) -> Iterator[Zygote]:
    shutil.copy(migrated_database, tmp_path)
    started = Zygote(tmp_path)
    yield started
    started.close()


def stored(path: Path) -> list[UUID]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT id FROM journal_activity").fetchall()
    connection.close()
    return [UUID(row[0]) for row in rows]


def halves(path: Path) -> list[UUID]:
    """Entries without an event, and events without an entry: of one moment, since one who is killed within a write to
    the disk ends that first, maybe after the database was looked at."""
    entries = "SELECT id FROM journal_activity"
    events = "SELECT subject_id FROM access_caseevent WHERE subject_kind = 'journal.activity'"
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            f"SELECT * FROM ({entries} EXCEPT {events}) UNION ALL SELECT * FROM ({events} EXCEPT {entries})"  # noqa: S608
        ).fetchall()
    connection.close()
    return [UUID(row[0]) for row in rows]


def acknowledged_by(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def one_life(zygote: Zygote, writers: list[Writer], lives_seconds: float, from_first_write: bool) -> None:
    """Start, load, kill -9 of the whole group in the middle of it.

    Every other life counts from its first acknowledged write: a busy machine too is killed while it writes.
    """
    group = zygote.start()
    ending, before = threading.Event(), acknowledged_by(writers)
    threads = write_for(writers, ending)
    latest = time.monotonic() + FIRST_WRITE_SECONDS
    while from_first_write and acknowledged_by(writers) == before and time.monotonic() < latest:
        time.sleep(0.005)
    time.sleep(lives_seconds)
    zygote.end(group)
    ending.set()
    for thread in threads:
        thread.join(15)


def test_what_was_acknowledged_survives_200_kills_under_load(zygote: Zygote, tmp_path: Path) -> None:
    made = zygote.ask("call", "tests.server.prepared:sessions", str(WRITERS))
    writers = [Writer(zygote.port, session, made["case"]) for session in made["sessions"]]
    moments = random.Random(20)
    database = tmp_path / "caseday.sqlite3"
    for number in range(KILLS):
        one_life(zygote, writers, moments.uniform(SHORTEST_SECONDS, LONGEST_SECONDS), bool(number % 2))
        assert [text for writer in writers for text in writer.refused] == []
        kept = stored(database)
        acknowledged = set().union(*(writer.acknowledged for writer in writers))
        assert acknowledged <= set(kept), "an acknowledged write is gone"
        assert len(kept) == len(set(kept))
    assert len(acknowledged) > KILLS, "hardly anything was written: this proves nothing"
    assert halves(database) == [], "an entry without its event, or an event without its entry"
    assert zygote.ask("call", "tests.server.prepared:problems") == []


def test_a_request_that_is_sent_again_is_stored_once(zygote: Zygote, tmp_path: Path) -> None:
    import http.client

    made = zygote.ask("call", "tests.server.prepared:sessions", "1")
    writer = Writer(zygote.port, made["sessions"][0], made["case"])
    group = zygote.start()
    id = UUID("01890000-0000-7000-8000-00000000000a")
    connection = http.client.HTTPConnection("127.0.0.1", zygote.port, timeout=30)
    for _ in range(3):
        writer.write(connection, id)
    connection.close()
    zygote.end(group)
    assert writer.refused == []
    assert stored(tmp_path / "caseday.sqlite3") == [id]
    assert halves(tmp_path / "caseday.sqlite3") == []
