"""Numbers that stand wrong somewhere, and work statuses to ask about, as the list of open work needs them: few
columns, one query each. The caller shows no case that is out of the viewer's sight."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from caseday.access.spelled import Spelled
from caseday.access.viewer import Viewer
from caseday.cases.models import ReadBack, Status, WorkStatus
from caseday.cases.queries.read_backs import holder_key
from caseday.cases.rules import normalize_identifier
from caseday.cases.rules.work_status import Spell, Trouble, troubles


class WrongNumber(NamedTuple):
    """What somebody has for a number of the case, by what they read back last."""

    id: UUID
    case_id: UUID
    identifier_id: UUID
    kind: str
    right: str
    heard: str
    office_id: UUID | None
    office: str | None
    professional_id: UUID | None
    professional: str | None
    with_name: str
    source_name: str
    source_office: str | None
    read_at: datetime

    @property
    def is_right(self) -> bool:
        return normalize_identifier(self.heard) == self.right

    @property
    def holder(self) -> str:
        return self.office or self.professional or self.with_name or "Somebody"

    @property
    def source(self) -> str:
        return self.source_name.strip() or self.source_office or ""


_NUMBERS = (
    "pk",
    "case_id",
    "identifier_id",
    "identifier__kind",
    "identifier__normalized",
    "heard",
    "office_id",
    "office__name",
    "professional_id",
    "professional__name",
    "with_name",
    "source_name",
    "source_office__name",
    "read_at",
)


def _read(staff_ids: Collection[UUID]) -> QuerySet[ReadBack, tuple[Any, ...]]:
    read = ReadBack.objects.filter(
        case__assigned_to__in=staff_ids, case__status=Status.OPEN, identifier__is_retired=False
    )
    return read.order_by("read_at", "pk").values_list(*_NUMBERS)


_READ = Spelled(_read)


def wrong_numbers(viewer: Viewer, staff_ids: Collection[UUID]) -> list[WrongNumber]:
    """Who has a number of an open case of these workers wrong, the longest ago first."""
    latest: dict[tuple[UUID, tuple[str, str]], WrongNumber] = {}
    for one in map(WrongNumber._make, _READ.rows(staff_ids=staff_ids)):
        who = holder_key(one.office_id, one.professional_id, one.with_name)
        latest[(one.identifier_id, who)] = one
    return [one for one in latest.values() if not one.is_right]


class UnclearStatus(NamedTuple):
    case_id: UUID
    trouble: Trouble


_SPELL = (
    "case_id",
    "pk",
    "kind",
    "from_on",
    "until_on",
    "recorded_at",
    "professional__name",
    "professional__credentials",
    "by_name",
)


def _statuses(staff_ids: Collection[UUID]) -> QuerySet[WorkStatus, tuple[Any, ...]]:
    rows = WorkStatus.objects.filter(
        case__assigned_to__in=staff_ids, case__status=Status.OPEN, voided_at=None
    )
    return rows.order_by("case_id", "from_on", "pk").values_list(*_SPELL)


_STATUSES = Spelled(_statuses)


def unclear_work_statuses(viewer: Viewer, staff_ids: Collection[UUID], on: date) -> list[UnclearStatus]:
    """Of open cases of these workers."""
    by_case: dict[UUID, list[Spell]] = defaultdict(list)
    for case_id, pk, kind, from_on, until_on, recorded_at, *by in _STATUSES.rows(staff_ids=staff_ids):
        by_case[case_id].append(Spell(pk, kind, from_on, until_on, _physician(*by), recorded_at))
    return [
        UnclearStatus(case_id, trouble)
        for case_id, spells in by_case.items()
        for trouble in troubles(spells, on)
    ]


def _physician(name: str | None, credentials: str | None, by_name: str) -> str:
    return ", ".join(part for part in (name, credentials) if part) or by_name
