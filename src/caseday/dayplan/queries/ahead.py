"""Places that somebody will drive between in the next days, for the jobs that ask a map server ahead of time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from caseday.access.queries import active_staff
from caseday.access.viewer import Viewer
from caseday.dayplan.travel import Point
from caseday.schedule.queries import appointments_between, is_travelled_to, stop_of

_DAYS_AHEAD = 5


def places_ahead(viewer: Viewer, *, now: datetime) -> list[list[Point]]:
    """Worker by worker, the home base included; who has fewer than two places is left out. Two queries."""
    places: dict[UUID, dict[Point, None]] = defaultdict(dict)
    workers = active_staff()
    for staff in workers:
        if staff.home_latitude is not None and staff.home_longitude is not None:
            places[staff.id][staff.home_latitude, staff.home_longitude] = None
    ids = [staff.id for staff in workers]
    for one in appointments_between(viewer, now, now + timedelta(days=_DAYS_AHEAD), staff_ids=ids):
        point = stop_of(one).point
        if point is not None and is_travelled_to(one):
            places[one.staff_id][point] = None
    return [list(points) for points in places.values() if len(points) > 1]
