"""In: a request whose transaction PostgreSQL gave up, as two waited for each other. Out: the same request, once more.

Only where nothing of it was kept: an action that opens several chains is one transaction, so it is undone as a whole.
"""

import logging
import time
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from caseday.access.record import changes_kept

logger = logging.getLogger("caseday.errors")

# Deadlock detected, serialization failure (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_GIVEN_UP = frozenset({"40P01", "40001"})
_GIVES_WAY_SECONDS = 0.1
"""Else the one that was given up takes its first row again before the other one, woken by now, has it."""


def may_run_again(request: HttpRequest, error: Exception) -> bool:
    """False at the second time, and where a change of this request is in the record already."""
    is_given_up = (
        isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _GIVEN_UP
    )
    return is_given_up and request.changes_kept_before == changes_kept()


def run_again(request: HttpRequest) -> Any:
    """Raises what the view raises then."""
    match = request.resolver_match
    logger.warning("two waited for each other: once more %s", match.view_name)
    for file in request.FILES.values():
        file.seek(0)
    time.sleep(_GIVES_WAY_SECONDS)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
