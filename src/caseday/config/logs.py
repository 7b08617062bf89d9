"""In: a level. Out: logging that never carries what people typed: errors tell where, not with which values."""

import logging
import re
import traceback
from types import TracebackType
from typing import Any

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


_QUERY = re.compile(r"\?[^\s\"']+")


class WhereNotWhat(logging.Formatter):
    """A traceback without exception messages: a database's message quotes the row, and so names a person."""

    def formatException(self, ei: _ExcInfo) -> str:
        error, lines = ei[1], []
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            lines.append(f"{frames}\n{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nbecause of\n".join(lines)


class WithoutQuery(logging.Filter):
    """Request lines without what follows the question mark: a search box sends names and claim numbers there."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(value) for value in record.args)
        record.msg = _without_query(record.msg)
        return True


def _without_query(value: object) -> object:
    return _QUERY.sub("?...", value) if isinstance(value, str) else value


def logging_from(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": WhereNotWhat, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
        },
        "filters": {"without_query": {"()": WithoutQuery}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_query"]}
        },
        "root": {"handlers": ["console"], "level": level.upper()},
        "loggers": {
            "django": {"handlers": [], "level": level.upper(), "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Says "Not Found: /path" for every mistyped address, and bodies of bad requests.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            # Names who failed to sign in; the failures are kept in the database for administrators.
            "axes": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "ERROR"},
            # Tell every address that was asked for: a gateway's hold numbers and accounts.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            # Tells that it was loaded, and quotes what a broken file says.
            "pikepdf": {"level": "ERROR"},
        },
    }
