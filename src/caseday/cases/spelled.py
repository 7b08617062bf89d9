"""Queries of what a viewer sees, spelled once (`access.spelled`): for pages that everybody asks all day."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from caseday.access.permissions import can_work_on_cases
from caseday.access.spelled import SpelledObjects
from caseday.access.viewer import Viewer
from caseday.cases.permissions import SeenCases, seen_by

M = TypeVar("M", bound=Model)
_Value = UUID | datetime | date | str


class SeenObjects(Generic[M]):
    """Of the objects that `make` finds, those of a case in sight: `case` is its column. With `staff`, whoever works on
    cases also sees those of no case, of the workers in sight."""

    def __init__(self, make: Callable[..., QuerySet[M, M]], *, case: str = "case", staff: str = "") -> None:
        def of_cases(
            staff_ids_seen: Collection[UUID], opened_ids_seen: Collection[UUID], **given: object
        ) -> QuerySet[M, M]:
            return make(**given).filter(_in_sight(case, staff_ids_seen, opened_ids_seen))

        def of_both(
            staff_ids_seen: Collection[UUID], opened_ids_seen: Collection[UUID], **given: object
        ) -> QuerySet[M, M]:
            own = Q(**{case: None, f"{staff}__in": staff_ids_seen})
            return make(**given).filter(_in_sight(case, staff_ids_seen, opened_ids_seen) | own)

        self._of_all = SpelledObjects(make)
        self._of_cases = SpelledObjects(of_cases)
        self._of_both = SpelledObjects(of_both) if staff else self._of_cases

    def objects(self, viewer: Viewer, **given: _Value | Collection[_Value]) -> list[M]:
        """One query; none where a given collection is empty."""
        if viewer.sees_every_case:
            return self._of_all.objects(**given)
        spelled = self._of_both if can_work_on_cases(viewer) else self._of_cases
        return spelled.objects(**given, **seen_by(viewer))

    def first(self, viewer: Viewer, **given: _Value | Collection[_Value]) -> M | None:
        return next(iter(self.objects(viewer, **given)), None)


def _in_sight(case: str, staff_ids: Collection[UUID], opened_ids: Collection[UUID]) -> Q:
    return Q(**{f"{case}__in": SeenCases(staff_ids, opened_ids)})
