"""Which day of whom a page is about, from its address."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest

from caseday.dayplan.queries.road import PlanDay, plan_day_of
from caseday.kernel.ids import parse_id

_TEN_YEARS = 3660


def day_asked(request: HttpRequest, now: datetime) -> PlanDay:
    """`day` and `staff` of the query, or of the form that was sent; today and oneself without them."""
    given = request.POST if request.method == "POST" else request.GET
    return plan_day_of(
        request.viewer,
        now=now,
        day=day_of(given.get("day", ""), now.astimezone(request.viewer.time_zone).date()),
        staff_id=parse_id(given.get("staff")),
    )


def day_of(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if abs((day - today).days) < _TEN_YEARS else None


def query_of(request: HttpRequest, when: PlanDay, day: date | None = None) -> str:
    """What leads to the same day, or another, of the same person."""
    day = day or when.day
    asked = {
        "day": day.isoformat() if day != when.today else "",
        "staff": str(when.staff.pk) if when.staff.pk != request.viewer.staff_id else "",
    }
    return urlencode({name: value for name, value in asked.items() if value})
