"""The column of the list that a later app fills: what is next on each case."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer

Column = Callable[[Viewer, datetime, list[UUID]], Mapping[UUID, Any]]
_columns: list[Column] = []


def register_next_column(column: Column) -> None:
    """`column(viewer, now, case ids)` answers for a page of cases in a fixed number of queries."""
    _columns[:] = [column]


def column_for(viewer: Viewer, now: datetime) -> Callable[[list[UUID]], Mapping[UUID, Any]] | None:
    if not _columns:
        return None
    return lambda ids: _columns[0](viewer, now, ids)
