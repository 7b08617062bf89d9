"""Who looks or acts, with everything that decides what they see; built once per request."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Viewer:
    """Staff ids and case ids are plain values, so that permissions of every app can use them in one query."""

    staff_id: UUID | None
    name: str
    role: str
    zone_name: str = "UTC"
    caseload_staff_ids: frozenset[UUID] = frozenset()
    covered_staff_ids: frozenset[UUID] = frozenset()
    opened_case_ids: frozenset[UUID] = frozenset()
    is_system: bool = False
    agency_zone_name: str = field(default="UTC", compare=False)
    counted: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """What was counted for this request already, by name: the frame shows what the page has read."""

    @cached_property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def is_case_manager(self) -> bool:
        return self.role == "case_manager"

    @property
    def is_supervisor(self) -> bool:
        return self.role == "supervisor"

    @property
    def is_administrator(self) -> bool:
        return self.role == "administrator"

    @property
    def is_auditor(self) -> bool:
        return self.role == "auditor"

    @property
    def role_label(self) -> str:
        return self.role.replace("_", " ").capitalize()

    @property
    def sees_every_case(self) -> bool:
        return self.is_system or self.is_auditor

    @property
    def can_write(self) -> bool:
        return self.is_system or not self.is_auditor


def system_viewer(name: str = "Caseday") -> Viewer:
    """For jobs and the command line: sees and does everything, and signs its events with `name`."""
    return Viewer(staff_id=None, name=name, role="system", is_system=True)
