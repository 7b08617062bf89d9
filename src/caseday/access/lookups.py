"""In: what later apps know about cases. Out: for the access log, numbers of cases and the cases behind other things.

Access comes before cases in the order of the data, so it and later apps register here, in their `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

Labels = Callable[[Iterable[UUID]], dict[UUID, str]]
Finder = Callable[[str], UUID | None]
CasesOf = Callable[[UUID], Iterable[UUID]]

_labels: list[Labels] = []
_finders: list[Finder] = []
_subjects: dict[str, CasesOf] = {}


def register_cases(*, labels: Labels, find: Finder) -> None:
    """`labels(ids)` gives case numbers; `find(text)` the one case of exactly this number or identifier, or None."""
    _labels[:] = [labels]
    _finders[:] = [find]


def case_labels(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(case_ids)
    return _labels[0](wanted) if _labels and wanted else {}


def find_case_exactly(text: str) -> UUID | None:
    return _finders[0](text.strip()) if _finders and text.strip() else None


def register_subject(parameter: str, cases_of: CasesOf) -> None:
    """`parameter` of an address ("appointment_id") shows something of the cases that `cases_of(id)` gives."""
    _subjects[parameter] = cases_of


def subject_in(parameters: Mapping[str, object]) -> tuple[str, UUID] | None:
    found = ((name, value) for name, value in parameters.items() if name in _subjects)
    return next(((name, value) for name, value in found if isinstance(value, UUID)), None)


def cases_behind(subject: tuple[str, UUID]) -> list[UUID]:
    parameter, value = subject
    return list(_subjects[parameter](value))
