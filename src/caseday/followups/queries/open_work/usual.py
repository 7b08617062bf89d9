"""When steps are usually taken, worked out once for all requests that share it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from caseday.followups.queries.open_work.rows import Row
from caseday.followups.rules import Rung
from caseday.programs.queries import get_pack
from caseday.programs.rules import Step, WorkCalendar, due_at


class Usual:
    """Usual times of steps, with the calendars and days that many requests share worked out once."""

    def __init__(self) -> None:
        self.calendars: dict[tuple[str, date, str, str], WorkCalendar] = {}
        self.known: dict[tuple[object, ...], datetime] = {}

    def of(self, row: Row) -> Callable[[Rung | None, datetime], datetime | None]:
        key = (row.program, row.referred_at.date(), row.jurisdiction, row.zone_name)

        def usual(rung: Rung | None, since: datetime) -> datetime | None:
            if rung is None:
                within = get_pack(row.program, on=row.referred_at.date()).followup_practice.verify_within
                return self._due(key, since, within.count, "working_days")
            if isinstance(rung, Step) and rung.usual_within:
                return self._due(key, since, rung.usual_within, rung.unit)
            return None

        return usual

    def _due(self, key: tuple[str, date, str, str], since: datetime, within: int, unit: Any) -> datetime:
        asked = (key, since, within, unit)
        if asked not in self.known:
            self.known[asked] = due_at(since, within, unit, self._calendar(key))
        return self.known[asked]

    def _calendar(self, key: tuple[str, date, str, str]) -> WorkCalendar:
        if key not in self.calendars:
            program, on, jurisdiction, zone = key
            self.calendars[key] = get_pack(program, on=on).calendar(
                zone=ZoneInfo(zone), jurisdiction=jurisdiction
            )
        return self.calendars[key]
