"""Who sees a case and who may work on it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, Q, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from caseday.access.record import Chain, case_chain
from caseday.access.viewer import Viewer
from caseday.cases.models import Case


def visible_to(viewer: Viewer) -> Q:
    """Cases of the caseload (own, covered, the team's for its supervisor), supported ones, broken-glass ones."""
    if viewer.sees_every_case:
        return Q()
    return Q(pk__in=ids_seen_by(viewer))


def ids_seen_by(viewer: Viewer) -> "SeenCases":
    """The same for rows that belong to a case: `Q(case__in=ids_seen_by(viewer))`; not for who sees every case."""
    return SeenCases(viewer.caseload_staff_ids, viewer.opened_case_ids)


def seen_by(viewer: Viewer) -> dict[str, Collection[UUID]]:
    """The same for a query that is spelled once (`access.spelled`): what `SeenCases` is made of; empty for who sees
    every case. A collection there is never empty, so nobody's id stands for nobody."""
    if viewer.sees_every_case:
        return {}
    return {
        "staff_ids_seen": viewer.caseload_staff_ids or _NOBODY,
        "opened_ids_seen": viewer.opened_case_ids or _NOBODY,
    }


_NOBODY = frozenset({UUID(int=0)})


class SeenCases(Expression):
    """A subquery of case ids, written out: every list of every page asks it, and Django takes long to spell it.

    A union, for its parts are answered by an index alone; an OR of them scans every case on PostgreSQL.
    """

    output_field = UUIDField()

    def __init__(self, staff_ids_seen: Collection[UUID], opened_ids_seen: Collection[UUID]) -> None:
        super().__init__()
        self.staff_ids, self.opened_ids = tuple(staff_ids_seen), tuple(opened_ids_seen)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        staff = [self.output_field.get_db_prep_value(one, connection) for one in self.staff_ids]
        opened = [self.output_field.get_db_prep_value(one, connection) for one in self.opened_ids]
        return _SEEN.format(staff=_marks(staff), opened=_marks(opened)), (*staff, *staff, *opened)


_SEEN = """(
SELECT id FROM cases_case WHERE assigned_to_id IN ({staff})
UNION SELECT case_id FROM cases_assignment WHERE staff_id IN ({staff}) AND to_at IS NULL
UNION SELECT id FROM cases_case WHERE id IN ({opened})
)"""


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def can_work_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer, who sees the case, may also change it; a closed case must be reopened first."""
    return viewer.is_system or viewer.is_case_manager or viewer.is_supervisor


def can_assign(viewer: Viewer, case: Case) -> bool:
    """Who may give a case to somebody without the receiver's acceptance."""
    return viewer.is_system or viewer.is_supervisor


def can_hand_off(viewer: Viewer, case: Case) -> bool:
    return can_work_on(viewer, case) and (
        viewer.is_system or viewer.is_supervisor or case.assigned_to_id in viewer.caseload_staff_ids
    )


def persons_seen_by(viewer: Viewer) -> Q:
    """The clients of the cases that the viewer sees, as a condition on Person."""
    return Q(pk__in=Case.objects.filter(visible_to(viewer)).values("person_id"))


def persons_of_caseload(viewer: Viewer) -> Q:
    """The clients of the cases assigned to the viewer, or to somebody they cover or lead."""
    return Q(pk__in=Case.objects.filter(assigned_to__in=viewer.caseload_staff_ids).values("person_id"))


def chain_of_row(case: Model) -> Chain:
    """Where it is recorded that a case's client was merged with another record: on the case's own chain."""
    return case_chain(case.pk)
