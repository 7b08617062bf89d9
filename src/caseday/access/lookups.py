"""In: what later apps know about cases. Out: numbers for the access log, and the case behind an exact number.

Access comes before cases in the order of the data, so cases registers here, in its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

Labels = Callable[[Iterable[UUID]], dict[UUID, str]]
Finder = Callable[[str], UUID | None]

_labels: list[Labels] = []
_finders: list[Finder] = []


def register_cases(*, labels: Labels, find: Finder) -> None:
    """`labels(ids)` gives case numbers; `find(text)` the one case of exactly this number or identifier, or None."""
    _labels[:] = [labels]
    _finders[:] = [find]


def case_labels(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(case_ids)
    return _labels[0](wanted) if _labels and wanted else {}


def find_case_exactly(text: str) -> UUID | None:
    return _finders[0](text.strip()) if _finders and text.strip() else None
