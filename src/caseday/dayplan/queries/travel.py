"""Drives as they are known: asked of a server before, or driven. Nothing here asks anybody outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from caseday.access.models import Staff
from caseday.access.viewer import Viewer
from caseday.dayplan.models import ServerTrouble, TravelTime
from caseday.dayplan.travel import (
    Hour,
    Known,
    Point,
    RecordedDrive,
    RecordedDrives,
    Refusal,
    Source,
    Travels,
    cell_of,
)
from caseday.dayplan.travel.matrix import Key
from caseday.kernel.errors import NotFound
from caseday.schedule.queries import DrivenTo, driven_by

_DRIVES_SINCE = timedelta(days=365)
_KEPT = timedelta(days=90)
_REFUSALS_KEPT = timedelta(days=7)


def travels_of(viewer: Viewer, staff: Staff, places: Iterable[Point | None], *, now: datetime) -> Travels:
    """Drives of this worker between these places, at any hour: two queries, three where the map server fails."""
    on_map = [place for place in places if place is not None]
    has_server = bool(settings.TRAVEL_SERVER["kind"])
    return Travels(
        known_between(on_map, now=now),
        RecordedDrives(recorded_drives(viewer, staff, now=now)),
        server=has_server,
        trouble=trouble_of("roads") if has_server else "",
    )


def known_between(places: Sequence[Point], *, now: datetime) -> dict[Key, Known]:
    """What the cache has and is not too old; a place that no server could use is asked again after a week."""
    cells = {cell_of(place) for place in places}
    if len(cells) < 2:
        return {}
    rows = TravelTime.objects.filter(
        from_place__in=cells, to_place__in=cells, asked_at__gte=now - _KEPT
    ).values_list(
        "from_place", "to_place", "kind_of_day", "hour", "minutes", "miles", "source", "refusal", "asked_at"
    )
    return {
        (start, end, Hour(kind, hour)): Known(
            minutes, miles, Source(source), Refusal(refusal) if refusal else None
        )
        for start, end, kind, hour, minutes, miles, source, refusal, asked_at in rows
        if not refusal or asked_at >= now - _REFUSALS_KEPT
    }


def recorded_drives(viewer: Viewer, staff: Staff, *, now: datetime) -> list[RecordedDrive]:
    """Of one's own, or of who works for or beside one; NotFound for anybody else's."""
    if not (viewer.sees_every_case or staff.id in {viewer.staff_id, *viewer.caseload_staff_ids}):
        raise NotFound
    home = None
    if staff.home_latitude is not None and staff.home_longitude is not None:
        home = (staff.home_latitude, staff.home_longitude)
    return list(_legs(driven_by(staff.id, since=now - _DRIVES_SINCE), home, ZoneInfo(staff.time_zone)))


def _legs(driven: Sequence[DrivenTo], home: Point | None, zone: ZoneInfo) -> Iterable[RecordedDrive]:
    """Each from where one arrived last on that day, else from the home base."""
    here, day = home, None
    for one in driven:
        set_off_at = one.set_off_at.astimezone(zone)
        if set_off_at.date() != day:
            here, day = home, set_off_at.date()
        if here is not None and one.point is not None:
            minutes = (one.arrived_at - one.set_off_at).total_seconds() / 60
            yield RecordedDrive(here, one.point, minutes, set_off_at)
        here = one.point


def trouble_of(server: str) -> str:
    """A sentence; empty while it answers. `server`: roads or addresses."""
    words = ServerTrouble.objects.filter(server=server).values_list("words", flat=True).first()
    return f"{_NAMES[server]} {words}." if words else ""


_NAMES = {"roads": "The map server", "addresses": "The geocoder"}


def has_rested(server: str, *, now: datetime, minutes: int) -> bool:
    """Whether a server in trouble may be tried again: it has had some minutes."""
    tried = ServerTrouble.objects.filter(server=server, last_at__gt=now - timedelta(minutes=minutes))
    return not tried.exists()
