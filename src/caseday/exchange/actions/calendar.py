"""Somebody's calendar, so that Today shows their real day. Importing again brings what changed, nothing twice."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.viewer import Viewer
from caseday.exchange.queries import clients_to_match, imported_appointments, offices_to_match
from caseday.exchange.rules.calendar import CalendarEvent, kind_of, read_calendar
from caseday.exchange.rules.matching import ClientFacts, OfficeFacts, match_client, match_office
from caseday.kernel.errors import Invalid, Refused
from caseday.schedule.actions import cancel_appointment, change_appointment, plan_appointment
from caseday.schedule.actions.writing import details_of
from caseday.schedule.models import Appointment
from caseday.schedule.rules import OPEN, AppointmentDetails

AHEAD = timedelta(days=400)


@dataclass
class CalendarReport:
    """What became of each entry, by its title; `no_place` and `no_client` were taken, but wait for a hand."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    unchanged: int = 0
    no_place: list[tuple[str, str]] = field(default_factory=list)
    no_client: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    appointments: dict[str, Appointment]
    offices: list[OfficeFacts]
    clients: list[ClientFacts]


def import_calendar(
    *,
    actor: Viewer,
    now: datetime,
    data: bytes,
    is_dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> CalendarReport:
    """Into the actor's own calendar, from today on, 400 days ahead. Raises Invalid where the file is no calendar."""
    require(can_work_on_cases(actor), "Only case managers and supervisors have a calendar to import into.")
    if actor.staff_id is None:
        raise Refused("Say whose calendar it is.")
    today = now.astimezone(actor.time_zone).date()
    try:
        events, unread = read_calendar(data, since=today, until=today + AHEAD, zone=actor.zone_name)
    except ValueError as error:
        raise Invalid({"file": str(error)}) from error
    report = CalendarReport(refused=[(one.title or "(no title)", one.reason) for one in unread])
    known = _Known(
        imported_appointments(actor.staff_id, [event.key for event in events]),
        offices_to_match(),
        clients_to_match(actor),
    )
    for done, event in enumerate(events):
        _take(actor, now, event, known, report, is_dry_run)
        progress(done + 1, len(events))
    return report


def _take(
    actor: Viewer,
    now: datetime,
    event: CalendarEvent,
    known: _Known,
    report: CalendarReport,
    is_dry_run: bool,
) -> None:
    existing = known.appointments.get(event.key)
    try:
        if event.is_cancelled:
            _cancel(actor, now, event, existing, report, is_dry_run)
        elif existing is None:
            _add(actor, now, event, known, report, is_dry_run)
        elif existing.source_fingerprint == fingerprint(event):
            report.unchanged += 1
        else:
            _change(actor, now, event, existing, known, report, is_dry_run)
    except (Invalid, Refused) as error:
        report.refused.append((event.title, str(error)))


def _add(
    actor: Viewer,
    now: datetime,
    event: CalendarEvent,
    known: _Known,
    report: CalendarReport,
    is_dry_run: bool,
) -> None:
    office, client = _matches(event, known)
    if event.location and office is None:
        report.no_place.append((event.title, event.location))
    if client is None and kind_of(event.title) != "other":
        report.no_client.append(event.title)
    if not is_dry_run:
        plan_appointment(
            actor=actor,
            now=now,
            details=_details(event, office, client),
            case_id=client.case_id if client else None,
            source_uid=event.key,
            source_fingerprint=fingerprint(event),
        )
    report.added.append(event.title)


def _change(
    actor: Viewer,
    now: datetime,
    event: CalendarEvent,
    existing: Appointment,
    known: _Known,
    report: CalendarReport,
    is_dry_run: bool,
) -> None:
    """Time, title and place follow the calendar; what was written or matched here by hand stays."""
    office, _ = _matches(event, known)
    if existing.state not in OPEN:
        report.unchanged += 1
        return
    if not is_dry_run:
        change_appointment(
            actor=actor,
            now=now,
            appointment_id=existing.id,
            version=None,
            details=details_of(
                existing, **_from_calendar(event, office.id if office else existing.office_id)
            ),
            source_fingerprint=fingerprint(event),
        )
    report.changed.append(event.title)


def _cancel(
    actor: Viewer,
    now: datetime,
    event: CalendarEvent,
    existing: Appointment | None,
    report: CalendarReport,
    is_dry_run: bool,
) -> None:
    if existing is None or existing.state not in OPEN:
        report.unchanged += 1
        return
    if not is_dry_run:
        cancel_appointment(
            actor=actor,
            now=now,
            appointment_id=existing.id,
            party="other",
            said_by="imported calendar",
            needs_new_date=False,
        )
    report.cancelled.append(event.title)


def _matches(event: CalendarEvent, known: _Known) -> tuple[OfficeFacts | None, ClientFacts | None]:
    office = match_office(event.location, known.offices) or match_office(event.title, known.offices)
    return office, match_client(f"{event.title}\n{event.description}", known.clients)


def _details(
    event: CalendarEvent, office: OfficeFacts | None, client: ClientFacts | None
) -> AppointmentDetails:
    return AppointmentDetails(
        **_from_calendar(event, office.id if office else None),
        kind=kind_of(event.title),
        confirm_sides="" if client else "nobody",
        agenda=event.description,
    )


def _from_calendar(event: CalendarEvent, office_id: UUID | None) -> dict[str, Any]:
    """What always follows the calendar."""
    return {
        "title": event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "time_zone": event.zone,
        "is_all_day": event.is_all_day,
        "office_id": office_id,
        "place": "" if office_id else event.location.replace("\n", ", "),
    }


def fingerprint(event: CalendarEvent) -> str:
    parts = (
        event.title,
        event.starts_at.isoformat(),
        event.ends_at.isoformat(),
        event.location,
        event.description,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
