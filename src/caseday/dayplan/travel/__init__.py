"""In: places and an hour. Out: minutes and miles between them, from where, and whether it is an estimate.

One file an adapter behind `port`: estimate, recorded, osrm, valhalla. `matrix` lays them together for a day.
"""

from caseday.dayplan.travel.choose import server_of
from caseday.dayplan.travel.estimate import own_pace
from caseday.dayplan.travel.matrix import Known, Travels
from caseday.dayplan.travel.port import (
    ANY_HOUR,
    Hour,
    Leg,
    Point,
    Refusal,
    RoadServer,
    Source,
    cell_of,
    hour_of,
)
from caseday.dayplan.travel.recorded import RecordedDrive, RecordedDrives

__all__ = [
    "ANY_HOUR",
    "Hour",
    "Known",
    "Leg",
    "Point",
    "RecordedDrive",
    "RecordedDrives",
    "Refusal",
    "RoadServer",
    "Source",
    "Travels",
    "cell_of",
    "hour_of",
    "own_pace",
    "server_of",
]
