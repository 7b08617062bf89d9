"""Plain Python: a worker's drives, whose miles they are, what they come to."""

from caseday.reports.rules.drives import (
    Drive,
    Entry,
    Place,
    Served,
    Source,
    Visit,
    drives_of_day,
    way_home_id,
)
from caseday.reports.rules.periods import MOST_DAYS, Period, period_of, usual_periods
from caseday.reports.rules.splitting import amount_of, split_miles, split_units, to_tenth, weights_of
from caseday.reports.rules.trips import (
    MAX_MILES,
    Correction,
    How,
    Share,
    Sum,
    Terms,
    Trip,
    problems_of,
    sum_of,
    sums_by_case,
    trip_of,
)

__all__ = [
    "MAX_MILES",
    "MOST_DAYS",
    "Correction",
    "Drive",
    "Entry",
    "How",
    "Period",
    "Place",
    "Served",
    "Share",
    "Source",
    "Sum",
    "Terms",
    "Trip",
    "Visit",
    "amount_of",
    "drives_of_day",
    "period_of",
    "problems_of",
    "split_miles",
    "split_units",
    "sum_of",
    "sums_by_case",
    "to_tenth",
    "trip_of",
    "usual_periods",
    "way_home_id",
    "weights_of",
]
