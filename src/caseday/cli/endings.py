"""How a command ends: 0 done, 1 failed or found problems, 2 called wrongly or configured wrongly."""

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
