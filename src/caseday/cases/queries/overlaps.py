"""What else touches a case: the same number elsewhere, a colleague by the same name."""

from dataclasses import dataclass
from uuid import UUID

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Identifier
from caseday.cases.queries.one import cases_seen_by
from caseday.cases.rules import normalize_identifier


@dataclass(frozen=True)
class Overlap:
    """Another case that has the same number; `case` is None where the viewer may not see it."""

    value: str
    case: Case | None
    worker: str

    def __str__(self) -> str:
        if self.case:
            return f"{self.value} is also on case {self.case.number}, {self.case.person.full_name}"
        return f"{self.value} is also on another case ({self.worker}); ask them before you go on"


def cases_with_identifier(viewer: Viewer, value: str, *, besides: UUID | None = None) -> list[Overlap]:
    """Other cases with this number, however it is spelled; a retired number counts, too. Two queries."""
    normalized = normalize_identifier(value)
    if len(normalized) < 3:
        return []
    others = Identifier.objects.filter(normalized=normalized).exclude(case=besides)
    found = list(others.select_related("case", "case__person", "case__assigned_to")[:5])
    if not found:
        return []
    ids = [one.case_id for one in found]
    seen = set(cases_seen_by(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return [_overlap(one, one.case_id in seen) for one in found]


def _overlap(found: Identifier, is_seen: bool) -> Overlap:
    worker = found.case.assigned_to
    return Overlap(
        value=found.value,
        case=found.case if is_seen else None,
        worker=worker.name if worker else "nobody assigned",
    )


def staff_named_like(*names: str) -> list[Staff]:
    """Active staff whose first and last word of the name are among one of `names`: a possible conflict."""
    wanted = [set(name.casefold().split()) for name in names if name.strip()]
    if not wanted:
        return []
    staff = Staff.objects.filter(is_active=True).order_by("name")
    return [one for one in staff if any(_is_named(one.name, name) for name in wanted)]


def _is_named(staff_name: str, words: set[str]) -> bool:
    parts = staff_name.casefold().split()
    return len(words) > 1 and {parts[0], parts[-1]} <= words
