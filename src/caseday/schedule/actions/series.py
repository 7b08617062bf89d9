"""What repeats: each occurrence is an appointment of its own; the series keeps the rule.

Editing changes one, this and the following, or all that are still to come; what has begun or ended stays.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from caseday.access.record import ChangeRecord, change
from caseday.access.viewer import Viewer
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.schedule.actions.changing import Changed, chain_of, require_can_change
from caseday.schedule.actions.writing import add_planned, apply_details, details_of, fields_of
from caseday.schedule.models import Appointment, Series, State
from caseday.schedule.queries import get_appointment
from caseday.schedule.rules import (
    OPEN,
    AppointmentDetails,
    default_horizon,
    ended_before,
    occurrence_starts,
    require_sound,
    resolve_local,
    shifted,
)


class Scope(StrEnum):
    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def plan_series(
    record: ChangeRecord, first: Appointment, details: AppointmentDetails, rule: str, *, now: datetime
) -> Series:
    """Adds the series and its occurrences up to the horizon; `first` becomes the first of them."""
    series, starts = _series_of(record, first, details, rule, now)
    first.series = series
    _add_occurrences(record, first, details, starts, now=now)
    return series


def _series_of(
    record: ChangeRecord, first: Appointment, details: AppointmentDetails, rule: str, now: datetime
) -> tuple[Series, list[datetime]]:
    """The series row, and its starts up to the horizon. Raises Invalid for a rule that gives no day."""
    zone = ZoneInfo(details.time_zone)
    local = details.starts_at.astimezone(zone).replace(tzinfo=None)
    horizon = default_horizon(max(local.date(), now.astimezone(zone).date()))
    starts = list(occurrence_starts(rule, local, zone, horizon_on=horizon))
    if not starts:
        raise Invalid({"repeat": "This repeating rule gives no day."})
    series = Series(
        staff_id=first.staff_id,
        case_id=first.case_id,
        rule=rule,
        starts_at=details.starts_at,
        time_zone=details.time_zone,
        generated_until=horizon,
    )
    return record.add(series), starts


def _add_occurrences(
    record: ChangeRecord,
    pattern: Appointment,
    details: AppointmentDetails,
    starts: Iterable[datetime],
    *,
    now: datetime,
) -> None:
    """The first start is taken by `pattern` itself while that is unsaved."""
    length = details.ends_at - details.starts_at
    own = {"latitude": pattern.latitude, "longitude": pattern.longitude, "place": pattern.place}
    for start in starts:
        if pattern._state.adding:
            occurrence = pattern
        else:
            occurrence = Appointment(
                id=new_id(),
                staff_id=pattern.staff_id,
                case_id=pattern.case_id,
                series_id=pattern.series_id,
                updated_at=now,
                **{**fields_of(details), **own},
            )
        occurrence.starts_at, occurrence.ends_at, occurrence.occurrence_at = start, start + length, start
        add_planned(record, occurrence, details.attendees or ())


def extend_series(*, actor: Viewer, now: datetime, series_id: UUID | None = None) -> int:
    """Roll series without end (one, or all of them) forward to a year from now. Returns how many were added.

    Every outcome of an occurrence does it for its series, so that nothing has to run at night.
    """
    added = 0
    today = now.date()
    open_ended = Series.objects.filter(
        ended_at=None, generated_until__lt=default_horizon(today) - timedelta(days=30)
    )
    if series_id:
        open_ended = open_ended.filter(pk=series_id)
    for series in open_ended.exclude(rule__contains="COUNT=").exclude(rule__contains="UNTIL="):
        added += _extend(actor, now, series)
    return added


def _extend(actor: Viewer, now: datetime, series: Series) -> int:
    pattern = series.appointments.select_related("case__person", "office").order_by("-occurrence_at").first()
    if pattern is None or series.generated_until is None:
        return 0
    zone = ZoneInfo(series.time_zone)
    local = series.starts_at.astimezone(zone).replace(tzinfo=None)
    horizon = default_horizon(now.astimezone(zone).date())
    known_until = series.generated_until
    starts = [
        start
        for start in occurrence_starts(series.rule, local, zone, horizon_on=horizon)
        if start.astimezone(zone).date() > known_until
    ]
    with change(
        "series_extended",
        actor=actor,
        now=now,
        chain=chain_of(pattern),
        subject=series,
        summary=pattern.title,
    ) as record:
        details = details_of(pattern)
        _add_occurrences(record, pattern, details, starts, now=now)
        record.update(series, generated_until=horizon)
    return len(starts)


def start_series(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    version: int | None,
    details: AppointmentDetails,
    repeat: str,
) -> Appointment:
    """One that stood alone becomes the first of a series."""
    require_sound(details)
    with transaction.atomic():
        appointment = _open_one(actor, appointment_id, version)
        if appointment.series_id:
            raise Invalid("This one repeats already.")
        if appointment.state not in OPEN:
            raise Invalid("It is over: plan a new one that repeats.")
        with change(
            "series_started",
            actor=actor,
            now=now,
            chain=chain_of(appointment),
            subject=appointment,
            summary=appointment.title,
        ) as record:
            _begin(record, appointment, details, repeat, now=now)
    return get_appointment(actor, appointment_id)


def change_series(
    *,
    actor: Viewer,
    now: datetime,
    appointment_id: UUID,
    version: int | None,
    details: AppointmentDetails,
    scope: Scope,
    repeat: str | None = None,
) -> Appointment:
    """Apply the details to this and the following, or to all that are still open.

    The time moves by as much as this one was moved: by days, and to the same local hour. A new `repeat` rule
    (None: as it is) ends the series before this one and begins another with it.
    """
    require_sound(details)
    with transaction.atomic():
        appointment = _open_one(actor, appointment_id, version)
        series = appointment.series
        if series is None:
            raise Invalid("This one does not repeat.")
        with change(
            "series_changed",
            actor=actor,
            now=now,
            chain=chain_of(appointment),
            subject=series,
            summary=appointment.title,
        ) as record:
            if repeat and repeat != series.rule:
                _begin_anew(record, appointment, series, details, repeat, now=now)
            else:
                _change_each(record, appointment, series, details, scope, now=now)
    return get_appointment(actor, appointment_id)


def _open_one(actor: Viewer, appointment_id: UUID, version: int | None) -> Appointment:
    Appointment.objects.select_for_update().filter(pk=appointment_id).first()
    appointment = get_appointment(actor, appointment_id)
    require_can_change(actor, appointment)
    if version is not None and version != appointment.version:
        raise Changed(appointment)
    return appointment


def _to_come(series: Series, appointment: Appointment, scope: Scope) -> list[Appointment]:
    wanted = series.appointments.filter(state__in=OPEN).select_related("case__person", "office")
    if scope is Scope.THIS:
        wanted = wanted.filter(pk=appointment.pk)
    elif scope is Scope.FOLLOWING:
        wanted = wanted.filter(starts_at__gte=appointment.starts_at)
    return list(wanted.order_by("starts_at"))


def _change_each(
    record: ChangeRecord,
    appointment: Appointment,
    series: Series,
    details: AppointmentDetails,
    scope: Scope,
    *,
    now: datetime,
) -> None:
    zone = ZoneInfo(details.time_zone)
    new_local = details.starts_at.astimezone(zone)
    days = (new_local.date() - appointment.starts_at.astimezone(zone).date()).days
    length = details.ends_at - details.starts_at
    for one in _to_come(series, appointment, scope):
        local = shifted(one.starts_at, zone, days=days, hour=new_local.hour, minute=new_local.minute)
        start = resolve_local(local, zone)
        apply_details(record, one, replace(details, starts_at=start, ends_at=start + length))
        record.update(one, version=one.version + 1, updated_at=now)
    if scope is Scope.ALL and not days and not series.appointments.exclude(state__in=OPEN).exists():
        record.update(series, starts_at=details.starts_at, time_zone=details.time_zone)


def _begin_anew(
    record: ChangeRecord,
    appointment: Appointment,
    series: Series,
    details: AppointmentDetails,
    rule: str,
    *,
    now: datetime,
) -> None:
    first_on = _local_day(appointment)
    for one in _to_come(series, appointment, Scope.FOLLOWING):
        if one.pk != appointment.pk:
            _take_away(record, one, now=now)
    record.update(series, rule=ended_before(series.rule, first_on), ended_at=now)
    _begin(record, appointment, details, rule, now=now)


def _begin(
    record: ChangeRecord, appointment: Appointment, details: AppointmentDetails, rule: str, *, now: datetime
) -> None:
    """A series that begins with an appointment which is there already."""
    apply_details(record, appointment, details)
    begun, starts = _series_of(record, appointment, details, rule, now)
    record.update(appointment, series=begun, occurrence_at=details.starts_at, version=appointment.version + 1)
    _add_occurrences(record, appointment, details, [s for s in starts if s != details.starts_at], now=now)


def _local_day(appointment: Appointment) -> date:
    return appointment.starts_at.astimezone(ZoneInfo(appointment.time_zone)).date()


def _take_away(record: ChangeRecord, appointment: Appointment, *, now: datetime) -> None:
    """One that nobody has spoken about yet is removed; others are cancelled, so that what was said stays."""
    is_untouched = not appointment.confirmations.exists() and not appointment.steps.exists()
    if is_untouched and not _is_referred_to(appointment):
        record.remove(appointment)
        return
    record.update(
        appointment,
        state=State.CANCELLED,
        cancelled_at=now,
        cancelled_party="worker",
        cancel_reason="The series was changed.",
        version=appointment.version + 1,
        updated_at=now,
    )


def _is_referred_to(appointment: Appointment) -> bool:
    """By records of later apps (an activity, say), which this app does not know by name."""
    relations = (
        one for one in Appointment._meta.related_objects if one.related_model._meta.app_label != "schedule"
    )
    return any(
        one.related_model._base_manager.filter(**{one.field.name: appointment}).exists() for one in relations
    )


def end_series(
    *, actor: Viewer, now: datetime, appointment_id: UUID, scope: Scope, version: int | None = None
) -> Series:
    """No more of them: this and the following, or all that are still open, go away. To cancel a single one with
    notice and reason, use `cancel_appointment`."""
    with transaction.atomic():
        appointment = _open_one(actor, appointment_id, version)
        series = appointment.series
        if series is None:
            raise Invalid("This one does not repeat.")
        with change(
            "series_ended",
            actor=actor,
            now=now,
            chain=chain_of(appointment),
            subject=series,
            summary=appointment.title,
        ) as record:
            for one in _to_come(series, appointment, scope):
                _take_away(record, one, now=now)
            record.update(series, rule=ended_before(series.rule, _local_day(appointment)), ended_at=now)
    return series
