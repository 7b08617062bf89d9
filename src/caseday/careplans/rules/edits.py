"""Two people changed the same thing: what each wrote, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clash:
    """One field: what is kept now, and what was about to be saved."""

    name: str
    theirs: str
    mine: str


def clashes(kept: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Clash]:
    """The fields in which the two differ; none where both wrote the same."""
    return [
        Clash(name, _words(kept.get(name)), _words(value))
        for name, value in typed.items()
        if _words(kept.get(name)) != _words(value)
    ]


def _words(value: Any) -> str:
    return "" if value is None else str(value)
