"""In: what later apps know. Out: how many open cases a version concerns, and which office a payer's name means.

Programs comes before directory and cases in the order of the data, so they register here, in their `AppConfig.ready`.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

Counts = Callable[[str], Mapping[UUID | None, int]]
Offices = Callable[[str], UUID | None]
_counts: list[Counts] = []
_offices: list[Offices] = []


def register_counts(counts: Counts) -> None:
    """`counts(slug)`: open cases of a program by version or payer's changes; None: by the shipped pack."""
    _counts[:] = [counts]


def count_open_cases(slug: str) -> Mapping[UUID | None, int]:
    return _counts[0](slug) if _counts else {}


def register_offices(find: Offices) -> None:
    """`find(name)`: the one office of the directory of this name, or None."""
    _offices[:] = [find]


def office_called(name: str) -> UUID | None:
    return _offices[0](name) if _offices else None
