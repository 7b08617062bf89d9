"""In: nothing. Out: what any server outside answers, or that it is of no use now. What asks them is in `wire`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Unavailable(Exception):
    """The message is a clause that goes behind the server's name: "did not answer within a second"."""


@dataclass(frozen=True)
class Answered:
    status: int
    body: Any
