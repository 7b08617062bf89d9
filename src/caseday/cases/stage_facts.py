"""What is true of a case before it may enter a stage. Whoever keeps the facts tells, in its `AppConfig.ready`."""

from collections.abc import Callable
from datetime import datetime

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.cases.rules.stages import Asked

Tell = Callable[[Viewer, Case, datetime, str], bool]
Name = Callable[[Viewer, Case, datetime, str], tuple[Asked, ...]]
_tellers: dict[str, list[Tell]] = {}
_namers: dict[str, Name] = {}


def register_stage_names(condition: str, name: Name) -> None:
    """`name(viewer, case, now, subject)` gives each paper that the condition asks for, in at most three queries."""
    _namers[condition] = name


def asked_by_name(
    condition: str, viewer: Viewer, case: Case, now: datetime, subject: str = ""
) -> tuple[Asked, ...]:
    """Empty for a condition that names nothing more than itself."""
    name = _namers.get(condition)
    return name(viewer, case, now, subject) if name else ()


def register_stage_fact(condition: str, tell: Tell) -> None:
    """`tell(viewer, case, now, subject)` in at most two queries, for a case in the viewer's sight. `condition` is one
    of `programs.rules.stages.STAGE_CONDITIONS`; `subject` what stands after its colon. Any of several may say yes."""
    known = _tellers.setdefault(condition, [])
    if tell not in known:
        known.append(tell)


def is_true(condition: str, viewer: Viewer, case: Case, now: datetime, subject: str) -> bool | None:
    """None where nobody can tell."""
    tellers = _tellers.get(condition)
    return any(tell(viewer, case, now, subject) for tell in tellers) if tellers else None
