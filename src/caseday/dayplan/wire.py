"""In: an address on the network. Out: its JSON within a set time, or a sentence that says what went wrong.

Whole time, not time between two bytes: a server that drips is as useless as one that is silent.
"""

from __future__ import annotations

import json
import time
from functools import lru_cache
from ssl import SSLContext
from typing import Any, NoReturn

import httpx

from caseday.dayplan.asking import Answered, Unavailable

_MOST_BYTES = 4 * 1024 * 1024


def ask(
    url: str,
    *,
    seconds: float,
    body: Any = None,
    params: dict[str, str] | None = None,
    agent: str = "Caseday",
) -> Answered:
    """GET, or POST where there is a body. Follows no redirect: the address may carry where somebody lives."""
    until = time.monotonic() + seconds
    asked = {"json": body} if body is not None else {"params": params} if params else {}
    headers = {"User-Agent": agent, "Accept": "application/json"}
    try:
        with (
            httpx.Client(timeout=seconds, headers=headers, verify=_authorities()) as client,
            client.stream("GET" if body is None else "POST", url, **asked) as answer,
        ):
            text = _read(answer, until, seconds)
    except httpx.TimeoutException:
        _too_late(seconds)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unavailable("cannot be reached") from None
    return Answered(answer.status_code, _parsed(text, answer.status_code))


@lru_cache(maxsize=1)
def _authorities() -> SSLContext:
    """Reading them takes longer than most answers."""
    return httpx.create_ssl_context()


def _read(answer: httpx.Response, until: float, seconds: float) -> bytes:
    read = bytearray()
    for part in answer.iter_bytes():
        read += part
        if time.monotonic() > until:
            _too_late(seconds)
        if len(read) > _MOST_BYTES:
            raise Unavailable("answered with more than a table")
    return bytes(read)


def _too_late(seconds: float) -> NoReturn:
    span = "a second" if seconds == 1 else f"{seconds:g} seconds"
    raise Unavailable(f"did not answer within {span}") from None


def _parsed(text: bytes, status: int) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unavailable(f"answered with something else than data (status {status})") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
