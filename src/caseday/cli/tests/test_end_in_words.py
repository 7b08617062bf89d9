"""A full or read-only disk is told in a sentence; a bug stays a traceback."""

import errno
import sqlite3
from pathlib import Path

import click
import pytest
from django.db import OperationalError

from caseday.cli import start
from caseday.cli.endings import in_words, sentence_of_disk
from tests.server.running import run_caseday


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.ENOSPC, "No space left", "/srv/caseday/x"),
            "the disk is full (/srv/caseday/x): make room",
        ),
        (OSError(errno.EDQUOT, "Quota"), "the disk is full: make room"),
        (
            OSError(errno.EROFS, "Read-only", "/srv/caseday"),
            "/srv/caseday cannot be written to: make it writable",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/srv"), "/srv cannot be written to"),
        (OperationalError("database or disk is full"), "the disk is full: make room"),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            "the database cannot be written to",
        ),
        (OperationalError("unable to open database file"), "CASEDAY_DATA_DIR"),
    ],
)
def test_it_says_what_to_do(error: Exception, words: str) -> None:
    assert words in sentence_of_disk(error)
    with pytest.raises(click.ClickException) as raised, in_words():
        raise error
    assert raised.value.exit_code == 1


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EPIPE, "Broken pipe"),
        PermissionError("no file"),
        OperationalError("no such table"),
        KeyError("x"),
    ],
)
def test_everything_else_stays_what_it_is(error: Exception) -> None:
    assert sentence_of_disk(error) == ""
    with pytest.raises(type(error)), in_words():
        raise error


def test_what_a_start_does_aside_ends_in_words_too(capfd: pytest.CaptureFixture[str]) -> None:
    def fills_the_disk() -> None:
        raise OSError(errno.ENOSPC, "No space left")

    with pytest.raises(SystemExit) as ended:
        start._in_words_to_the_end(fills_the_disk)
    assert ended.value.code == 1 and "the disk is full" in capfd.readouterr().err
    start._in_words_to_the_end(lambda: None)


@pytest.mark.parametrize("command", [["serve"], ["demo"], ["migrate"]])
def test_a_data_directory_that_cannot_be_made_is_named(command: list[str]) -> None:
    done = run_caseday(Path("/sys/caseday"), *command)
    assert done.returncode == 1
    assert "cannot be written to" in done.stderr and "CASEDAY_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr
