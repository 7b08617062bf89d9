"""How a command ends: 0 done, 1 failed or found problems, 2 called wrongly or configured wrongly."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from caseday.config.options import ConfigurationError
from caseday.kernel.errors import Invalid, NotFound, Refused

FAILED, MISUSED = 1, 2


class Failure(click.ClickException):
    exit_code = FAILED


class Misuse(click.ClickException):
    exit_code = MISUSED


def fail(message: str, code: int = FAILED) -> NoReturn:
    raise (Failure if code == FAILED else Misuse)(message)


@contextmanager
def in_words() -> Iterator[None]:
    """Turns the errors of apps and configuration into a sentence and an exit code; bugs stay tracebacks."""
    try:
        yield
    except ConfigurationError as error:
        fail("the configuration is wrong:\n  " + "\n  ".join(error.problems), MISUSED)
    except Invalid as error:
        fail("\n".join(f"{key}: {text}" if key else text for key, text in error.problems.items()))
    except (NotFound, Refused) as error:
        fail(str(error) or "there is no such thing")
    except Exception as error:
        if sentence := sentence_of_disk(error):
            fail(sentence)
        raise


_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_OURS = (errno.EROFS, errno.EACCES, errno.EPERM)
_ROOM = "the disk is full{}: make room, then do it again"
_ELSEWHERE = "{} cannot be written to: make it writable, or set data_dir (CASEDAY_DATA_DIR) to another folder"


def sentence_of_disk(error: Exception) -> str:
    """A full or read-only disk is no bug; "" for everything else. Django is not loaded to ask for its errors."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return _ROOM.format(f" ({error.filename})" if error.filename else "")
    if isinstance(error, OSError) and error.errno in _NOT_OURS and error.filename:
        return _ELSEWHERE.format(error.filename)
    if type(error).__name__ != "OperationalError":
        return ""
    said = str(error)
    if "disk is full" in said:
        return _ROOM.format("")
    if "readonly database" in said or "unable to open database file" in said:
        return _ELSEWHERE.format("the database")
    return ""
