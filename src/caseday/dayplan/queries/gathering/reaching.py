"""Whom the open work of a day asks to call, with their number and hours: four queries at most."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.viewer import Viewer
from caseday.correspondence.rules.shipped_words import quiet_hours
from caseday.dayplan.queries.gathering.found import Callee
from caseday.dayplan.queries.gathering.hours import Hours, awake_hours, hours_of, usual_hours
from caseday.dayplan.rules.daytime import DayTime, daily
from caseday.dayplan.rules.problem import Window
from caseday.looseends.queries.reaching import (
    CLIENT,
    Around,
    Asked,
    ClientPhone,
    Whom,
    around_of,
    asked_by,
    spoken,
)

__all__ = ["CLIENT", "Asked", "Reached", "Reaches", "asked_by", "reaches_of"]


@dataclass(frozen=True)
class Reached:
    """`best`: when they like to be called."""

    callee: Callee
    hours: Hours
    best: tuple[Window, ...] = ()

    @property
    def whom(self) -> object:
        """Alike for what is said in one call."""
        return self.callee.office_id or self.callee.role or self.callee.name


@dataclass(frozen=True)
class Reaches:
    viewer: Viewer
    clock: DayTime
    later: Sequence[date]
    around: Around

    def of(self, asked: Asked) -> Reached | None:
        """None: a client of no case."""
        whom = self.around.whom(asked)
        if whom is None:
            return None
        if whom.is_client:
            return self._client(asked, whom)
        if whom.office_id:
            return self._office(whom, whom.office_id)
        usual = usual_hours(self.clock.zone, self.clock, self.later)
        return Reached(Callee(whom.person or spoken(whom.role), whom.number, role=whom.role), usual)

    def _office(self, whom: Whom, office_id: UUID) -> Reached:
        office = self.around.offices[office_id]
        hours = hours_of(self.viewer, office, self.clock, self.later)
        number, hint = self.around.dialed(whom)
        is_named = whom.person and whom.person not in office.name
        name = f"{whom.person}, {office.name}" if is_named else office.name
        return Reached(Callee(name, number, hint, office_id, whom.role, hours.words), hours)

    def _client(self, asked: Asked, whom: Whom) -> Reached:
        known = self.around.phone_of(asked.case_id)
        quiet = quiet_hours()
        zone = self._zone(known)
        hours = awake_hours(quiet.opens, quiet.closes, zone, self.clock, self.later)
        return Reached(Callee(whom.person, whom.number, role=CLIENT), hours, _best(known, zone, self.clock))

    def best_of(self, case_id: UUID | None) -> tuple[Window, ...]:
        """When the client likes to be called, or visited."""
        known = self.around.phone_of(case_id)
        return _best(known, self._zone(known), self.clock)

    def _zone(self, known: ClientPhone) -> ZoneInfo:
        return ZoneInfo(known.zone) if known.zone else self.clock.zone


def _best(known: ClientPhone, zone: ZoneInfo, clock: DayTime) -> tuple[Window, ...]:
    if known.best_from is None and known.best_to is None:
        return ()
    quiet = quiet_hours()
    spans = daily(known.best_from or quiet.opens, known.best_to or quiet.closes, clock.day, 1, zone)
    return tuple(clock.window(start, end) for start, end in spans)


def reaches_of(
    viewer: Viewer,
    asked: Sequence[Asked],
    clock: DayTime,
    later: Sequence[date],
    *,
    visited: Collection[UUID] = (),
) -> Reaches:
    """`visited`: cases whose client is gone to. No query where there is nobody."""
    return Reaches(viewer, clock, later, around_of(viewer, asked, visited=visited))
