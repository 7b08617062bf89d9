"""The day being told, and what its scenes are made of: calls, appointments, confirmations, promises."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from caseday.access.record import case_chain
from caseday.demo.clients import Told
from caseday.demo.history import at_hour, is_working, record_entry
from caseday.demo.world import World
from caseday.directory.models import Office
from caseday.documents.models import Document
from caseday.followups.models import FollowUp
from caseday.journal.models import Activity
from caseday.schedule.models import Appointment, Confirmation

Scene = Callable[[], None]
STORY: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "story.toml").read_text("utf-8")
)


@dataclass
class Day:
    world: World
    today: datetime
    """Midnight-free anchor: any moment of the day, in Austin."""
    appointments: dict[str, Appointment] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    papers: dict[str, Document] = field(default_factory=dict)
    entries: dict[str, Activity] = field(default_factory=dict)
    """Calls and visits in which something was said, by a key of the story."""

    def at(self, hour: float) -> datetime:
        return at_hour(self.today, hour)

    @property
    def yesterday(self) -> datetime:
        return working_day(self.today, -1)

    @property
    def tomorrow(self) -> datetime:
        return working_day(self.today, 1)

    def play(self, hour: float, scene: Scene) -> None:
        if self.at(hour) <= self.world.now:
            scene()


def working_day(day: datetime, step: int) -> datetime:
    """The next (1), the last (-1), or the one at least `step` days away."""
    day += timedelta(days=step)
    while not is_working(day):
        day += timedelta(days=1 if step > 0 else -1)
    return day


def plan_one(
    day: Day,
    key: str,
    told: Told,
    when: datetime,
    hour: float,
    title: str,
    office: Office | None,
    **fields: Any,
) -> Appointment:
    starts = at_hour(when, hour)
    appointment = Appointment(
        staff=told.staff,
        case=told.case,
        kind=fields.pop("kind", "physician_visit"),
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=fields.pop("minutes", 45)),
        time_zone="America/Chicago",
        office=office,
        updated_at=starts - timedelta(days=9),
        **fields,
    )
    day.world.ledger.add(
        case_chain(told.case.id),
        "appointment_planned",
        told.viewer,
        min(day.at(8), starts) - timedelta(days=9),
        appointment,
        summary=title,
    )
    day.appointments[key] = appointment
    return appointment


def confirm(day: Day, key: str, side: str, said_by: str, at: datetime, *, is_last: bool = False) -> None:
    """One side said yes; with the last one the appointment is confirmed."""
    appointment = day.appointments[key]
    told = next(t for t in day.told.values() if t.case.id == appointment.case_id)
    confirmation = Confirmation(
        appointment=appointment,
        side=side,
        result="confirmed",
        said_by=said_by,
        at=at,
        staff=told.staff,
        channel="phone",
        for_starts_at=appointment.starts_at,
    )
    day.world.ledger.add(
        case_chain(told.case.id),
        "appointment_confirmed",
        told.viewer,
        at,
        confirmation,
        summary=f"{said_by} confirmed",
        updates={"state": "confirmed"} if is_last else None,
        of=appointment if is_last else None,
    )


def promise(day: Day, key: str, text: str, hour: float | None, days: int = 0, **fields: Any) -> FollowUp:
    told = day.told[key]
    due = day.today + timedelta(days=days)
    followup = FollowUp(
        staff=told.staff,
        case=told.case,
        text=text,
        due_on=due.date(),
        due_at=at_hour(due, hour) if hour is not None else None,
        promised_at=at_hour(day.yesterday, 15),
        **fields,
    )
    day.world.ledger.add(
        case_chain(told.case.id),
        "followup_promised",
        told.viewer,
        followup.promised_at,
        followup,
        summary=text,
    )
    return followup


def finish(day: Day, followup: FollowUp, reason: str) -> None:
    told = next(t for t in day.told.values() if t.case.id == followup.case_id)
    at = day.at(9.15)
    day.world.ledger.update(
        case_chain(told.case.id),
        "followup_done",
        told.viewer,
        at,
        followup,
        state="done",
        ended_at=at,
        end_reason=reason,
    )


def call(
    day: Day, key: str, hour: float, role: str, name: str, summary: str, *, minutes: int = 8, **fields: Any
) -> None:
    entry = fields.pop("entry", "")

    def scene() -> None:
        day.entries[entry] = record_entry(
            day.world,
            day.told[key],
            day.at(hour),
            is_noted=day.at(hour + 1) <= day.world.now,
            kind="call",
            with_role=role,
            with_name=name,
            minutes=minutes,
            result=fields.pop("result", "reached"),
            summary=summary,
            **fields,
        )

    day.play(hour + minutes / 60, scene)
