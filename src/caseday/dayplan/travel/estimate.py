"""In: two places, the hour, a person's own drives. Out: the embedded estimate, at that person's pace.

The estimate itself, and its figures, are the schedule's: leave-by times and the day plan say the same.
"""

from __future__ import annotations

from statistics import median

from caseday.dayplan.travel.recorded import RecordedDrives
from caseday.schedule.rules import estimated_travel
from caseday.schedule.rules.driving import figures

USUAL_PACE = 1.0
SLOWEST, QUICKEST = 1.5, 0.75
_RECENT = 60
# Until somebody has driven for some days, the estimate knows better than they.
_PRIOR_DRIVES = 6


def own_pace(recorded: RecordedDrives) -> float:
    """How much longer than estimated somebody drives: median over the latest drives, pulled to 1 while few."""
    latest = sorted(recorded.drives, key=lambda drive: drive.set_off_at, reverse=True)[:_RECENT]
    if not latest:
        return USUAL_PACE
    door = figures().at_the_door_minutes
    ratios = [
        max(0.0, drive.minutes - door)
        / max(1, estimated_travel(drive.start, drive.end, drive.set_off_at).minutes - door)
        for drive in latest
    ]
    pace = (len(ratios) * median(ratios) + _PRIOR_DRIVES * USUAL_PACE) / (len(ratios) + _PRIOR_DRIVES)
    return min(SLOWEST, max(QUICKEST, pace))
