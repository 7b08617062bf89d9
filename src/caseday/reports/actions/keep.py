"""What was planned for a trip is kept a week after it, so that nothing changes an old report."""

from datetime import UTC, datetime, timedelta

from caseday.access.viewer import system_viewer
from caseday.reports.models import KeptTrip
from caseday.reports.queries import trips_to_keep

_AFTER = timedelta(days=7)
"""Time to set a pin right, or to move a visit that was tapped on the wrong day."""
_FOR = timedelta(days=42)


def keep_trips(*, now: datetime) -> int:
    """How many were kept. What was kept stays: a second turn, or two at once, keep nothing twice."""
    today = now.astimezone(UTC).date()
    wanted = trips_to_keep(system_viewer("Miles"), today - _FOR, today - _AFTER, now=now)
    rows = [
        KeptTrip(
            staff=driver,
            on=trip.drive.on,
            source_id=trip.drive.id,
            miles=trip.planned_miles,
            minutes=trip.planned_minutes or 0,
            kept_at=now,
        )
        for driver, trip in wanted
        if trip.planned_miles is not None
    ]
    KeptTrip.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)
