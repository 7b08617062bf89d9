"""How a rule gets its facts: rows of every rule are read first, then the cases they name, at once; then rules speak."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.cases.queries import CaseBrief, briefs_of
from caseday.looseends.rules import LooseEnd
from caseday.programs.rules import FollowUpPractice
from caseday.schedule.queries import ToConfirm

T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """Whose, on which day; `confirmations` are handed in where the caller has them already."""

    viewer: Viewer
    staff_ids: Collection[UUID]
    now: datetime
    zone: ZoneInfo
    next_day: date
    confirmations: list[ToConfirm] | None = None
    _read: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, name: str, read: Callable[["Asked"], T]) -> T:
        """What several rules speak of is read by the first that asks."""
        if name not in self._read:
            self._read[name] = read(self)
        found: T = self._read[name]
        return found

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Known:
    """What was asked, the workers' open cases, and every case that some row names."""

    asked: Asked
    cases: Mapping[UUID, CaseBrief]

    @property
    def caseload(self) -> list[CaseBrief]:
        """The workers' open cases that the viewer sees."""
        mine = (one for one in self.cases.values() if one.is_open and one.is_in_sight)
        return [one for one in mine if one.assigned_to_id in self.asked.staff_ids]

    def practice(self, case_id: UUID | None) -> FollowUpPractice:
        """How closely things are watched in its program; as usual, without a case."""
        return self.cases[case_id].pack.followup_practice if case_id else FollowUpPractice()

    def client(self, case_id: UUID | None) -> str:
        return self.cases[case_id].client if case_id else ""


class Row(Protocol):
    @property
    def case_id(self) -> UUID | None: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Gather(Generic[R]):
    """`read` asks the database, at most a few queries; `speak` turns what was read into loose ends.

    `is_own`: rows that belong to the worker whoever has the case now (a note to write); of all others only those
    are spoken of whose case the viewer sees.
    """

    word: str
    """Its name in the filter of the list."""
    read: Callable[[Asked], Sequence[R]]
    speak: Callable[[Sequence[R], Known], list[LooseEnd]]
    is_own: bool = False
    group: str = ""
    """With which others it stands in the filter; its own word where it stands alone."""

    @property
    def in_group(self) -> str:
        return self.group or self.word


def _in_sight(rows: Sequence[Row], known: Known) -> list[Row]:
    return [row for row in rows if row.case_id is None or known.cases[row.case_id].is_in_sight]


def gathered(gathers: Collection[Gather[Row]], asked: Asked) -> list[LooseEnd]:
    """Everything that these rules find; one query for all cases together. Several may speak of the same rows."""
    read = [(gather, gather.read(asked)) for gather in gathers]
    readings = {id(rows): rows for _, rows in read}
    case_ids = {row.case_id for rows in readings.values() for row in rows if row.case_id}
    known = Known(asked, briefs_of(asked.viewer, asked.staff_ids, case_ids))
    shown = {key: _in_sight(rows, known) for key, rows in readings.items()}
    return [
        end
        for gather, rows in read
        for end in gather.speak(rows if gather.is_own else shown[id(rows)], known)
    ]
