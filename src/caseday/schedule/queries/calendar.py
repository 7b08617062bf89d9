"""Appointments by time, by case, by what they still need. One query each."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery

from caseday.access.viewer import Viewer
from caseday.cases.spelled import SeenObjects
from caseday.kernel.errors import NotFound
from caseday.schedule.models import Appointment, VisitStep
from caseday.schedule.permissions import visible_to
from caseday.schedule.rules import LONGEST, OPEN, UNDERWAY


def own_staff_ids(viewer: Viewer) -> frozenset[UUID]:
    """Whose calendar is the viewer's daily business: their own and those they cover (a team is looked at)."""
    own = {viewer.staff_id} if viewer.staff_id else set()
    return frozenset(own | viewer.covered_staff_ids)


def appointments_seen_by(viewer: Viewer) -> QuerySet[Appointment]:
    return Appointment.objects.filter(visible_to(viewer)).select_related("case__person", "office", "staff")


def get_appointment(viewer: Viewer, appointment_id: UUID) -> Appointment:
    """With case, person, office, staff and series, in one query; NotFound outside the viewer's sight."""
    found = appointments_seen_by(viewer).select_related("series").filter(pk=appointment_id).first()
    if found is None:
        raise NotFound
    return found


def appointments_between(
    viewer: Viewer, start: datetime, end: datetime, staff_ids: Iterable[UUID] | None = None
) -> list[Appointment]:
    """Everything that touches [start, end), in every state, by start; what was moved away is not shown twice."""
    given = own_staff_ids(viewer) if staff_ids is None else frozenset(staff_ids)
    return _BETWEEN.objects(viewer, staff_ids=given, start=start, touched=start - LONGEST, end=end)


def _between(
    staff_ids: Collection[UUID], start: datetime, touched: datetime, end: datetime
) -> QuerySet[Appointment]:
    touches = Q(ends_at__gt=start) | Q(starts_at__gte=start)
    found = Appointment.objects.filter(
        touches, staff__in=staff_ids, starts_at__gte=touched, starts_at__lt=end
    )
    return found.select_related("case__person", "office", "staff").order_by("starts_at", "ends_at", "id")


_BETWEEN = SeenObjects(_between, staff="staff")


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Local midnight to local midnight: 23 or 25 hours where the clocks change."""
    midnight = datetime.combine(day, time(), tzinfo=zone)
    return midnight, datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)


def appointments_on(viewer: Viewer, day: date, staff_ids: Iterable[UUID] | None = None) -> list[Appointment]:
    """A day of the viewer's clock."""
    return appointments_between(viewer, *day_bounds(day, viewer.time_zone), staff_ids=staff_ids)


def next_appointments(
    viewer: Viewer, case_ids: Collection[UUID], *, now: datetime
) -> dict[UUID, Appointment]:
    """The next one of each case that has any, whoever's calendar it is in; one query."""
    coming = Q(state__in=OPEN | UNDERWAY, starts_at__gte=now)
    first = (
        Appointment.objects.filter(coming, case=OuterRef("case")).order_by("starts_at", "id").values("pk")[:1]
    )
    found = appointments_seen_by(viewer).filter(coming, case__in=case_ids, pk=Subquery(first))
    return {one.case_id: one for one in found if one.case_id}


def steps_of(appointment: Appointment) -> list[VisitStep]:
    """The taps of an appointment that the caller has fetched by a query above, in order."""
    return list(VisitStep.objects.filter(appointment=appointment))
