"""Who saw which case, when, on which page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from caseday.access.lookups import case_labels
from caseday.access.models import AccessEntry
from caseday.access.permissions import can_review_access, require
from caseday.access.queries.staff import staff_names
from caseday.access.rules import fields_shown_on
from caseday.access.viewer import Viewer

PAGE_SIZE = 100

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9998, 12, 30)
"""Days beyond these have no midnight in every zone."""


@dataclass(frozen=True)
class LogFilter:
    case_id: UUID | None = None
    staff_id: UUID | None = None
    on: date | None = None
    before: tuple[datetime, UUID] | None = None


@dataclass(frozen=True)
class LogRow:
    seen_at: datetime
    staff_name: str
    case_id: UUID | None
    case_label: str
    page: str
    fields: tuple[str, ...]
    is_write: bool


@dataclass(frozen=True)
class LogPage:
    rows: list[LogRow]
    next_before: tuple[datetime, UUID] | None


def access_log(viewer: Viewer, wanted: LogFilter) -> LogPage:
    """The latest first, by key instead of offset; three queries. A supervisor reads that of their own staff."""
    require(
        can_review_access(viewer),
        "Supervisors, administrators and auditors read the access log. Ask one of them.",
    )
    found = AccessEntry.objects.filter(_condition(viewer, wanted)).order_by("-seen_at", "-id")
    entries = list(found[: PAGE_SIZE + 1])
    page, more = entries[:PAGE_SIZE], len(entries) > PAGE_SIZE
    last = (page[-1].seen_at, page[-1].id) if more else None
    return LogPage(rows=_rows(page), next_before=last)


def _condition(viewer: Viewer, wanted: LogFilter) -> Q:
    condition = Q(staff_id__in=viewer.caseload_staff_ids) if viewer.is_supervisor else Q()
    if wanted.case_id:
        condition &= Q(case_id=wanted.case_id)
    if wanted.staff_id:
        condition &= Q(staff_id=wanted.staff_id)
    if wanted.on:
        day = min(max(wanted.on, _FIRST_DAY), _LAST_DAY)
        start = datetime.combine(day, time(), ZoneInfo(viewer.zone_name))
        condition &= Q(seen_at__gte=start, seen_at__lt=_next_midnight(start))
    if wanted.before:
        moment, last_id = wanted.before
        condition &= Q(seen_at__lt=moment) | Q(seen_at=moment, id__lt=last_id)
    return condition


def _next_midnight(start: datetime) -> datetime:
    return datetime.combine(start.date() + timedelta(days=1), time(), start.tzinfo)


def _rows(entries: Iterable[AccessEntry]) -> list[LogRow]:
    entries = list(entries)
    names = staff_names(entry.staff_id for entry in entries)
    labels = case_labels({entry.case_id for entry in entries if entry.case_id})
    return [
        LogRow(
            seen_at=entry.seen_at,
            staff_name=names.get(entry.staff_id, "former staff"),
            case_id=entry.case_id,
            case_label=labels.get(entry.case_id, str(entry.case_id)) if entry.case_id else "",
            page=entry.page,
            fields=fields_shown_on(entry.page),
            is_write=entry.is_write,
        )
        for entry in entries
    ]
