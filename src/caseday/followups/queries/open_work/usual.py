"""When steps are usually taken, worked out once for all requests that share it."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.followups.rules import Rung
from caseday.programs.queries import pack_for
from caseday.programs.rules import Pack, RequestKind, Step, due_at

_KEPT = 256


class Ground:
    """What the pack says of one kind of request, counted in days of one jurisdiction and clock."""

    def __init__(self, pack: Pack, kind: str, jurisdiction: str, zone: str) -> None:
        self.pack = pack
        self.kind: RequestKind | None = pack.request_kind(kind)
        self._calendar = pack.calendar(zone=ZoneInfo(zone), jurisdiction=jurisdiction)

    def usual(self, rung: Rung | None, since: datetime) -> datetime | None:
        if rung is None:
            return self._due(since, self.pack.followup_practice.verify_within.count, "working_days")
        if isinstance(rung, Step) and rung.usual_within:
            return self._due(since, rung.usual_within, rung.unit)
        return None

    def _due(self, since: datetime, within: int, unit: Any) -> datetime:
        return due_at(since, within, unit, self._calendar)


@lru_cache(_KEPT)
def ground_of(
    program: str,
    referred_on: date,
    version_id: UUID | None,
    overlay_id: UUID | None,
    kind: str,
    jurisdiction: str,
    zone: str,
) -> Ground:
    pack = pack_for(program, on=referred_on, version_id=version_id, overlay_id=overlay_id)
    return Ground(pack, kind, jurisdiction, zone)
