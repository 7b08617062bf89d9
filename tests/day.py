"""In: an hour. Out: the demonstration agency as it stands at that hour of a fixed Monday, in the test database.

On SQLite an hour is built once a run: what was built first is kept beside the test databases (tests/kept.py) and copied
after that, in whatever worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from caseday.access.models import Staff
from caseday.cases.models import Case
from caseday.demo.actions import SMALL, Size, build_agency
from caseday.demo.post import Coming
from caseday.directory.models import Office
from caseday.kernel import clock
from caseday.schedule.models import Appointment
from tests.kept import kept, put_back_at_end

AUSTIN = ZoneInfo("America/Chicago")
MONDAY = datetime(2026, 3, 2, tzinfo=AUSTIN).date()


@dataclass(frozen=True)
class TheDay:
    """The day of Maya Torres, field nurse case manager."""

    moment: datetime
    to_come: tuple[Coming, ...] = ()
    """Mail and texts of the day after the moment."""

    def staff(self, key: str = "maya") -> Staff:
        return Staff.objects.get(email=f"{key}@caseday.example")

    def case_of(self, family_name: str) -> Case:
        return Case.objects.get(person__family_name=family_name, number__in=self._story_numbers())

    def _story_numbers(self) -> list[str]:
        stories = Appointment.objects.filter(starts_at__date__gte=MONDAY - timedelta(days=7))
        return list(stories.values_list("case__number", flat=True))

    def appointment(self, title: str, family_name: str) -> Appointment:
        return Appointment.objects.get(title=title, case__person__family_name=family_name)

    def office(self, name: str) -> Office:
        return Office.objects.get(name=name)


def at(hour: str) -> datetime:
    return datetime.combine(MONDAY, time.fromisoformat(hour), AUSTIN)


@contextmanager
def the_day_at(hour: str, size: Size = SMALL) -> Iterator[TheDay]:
    """Fills the database and lets the clock run from `hour`; both are as before at the end."""
    moment = at(hour)
    with put_back_at_end():
        try:
            to_come = _fill(hour, size)
            clock.shift_to(moment)
            yield TheDay(moment, tuple(to_come))
        finally:
            clock.shift_by(timedelta(0))


def _fill(hour: str, size: Size) -> list[Coming]:
    def build() -> list[Coming]:
        return build_agency(now=at(hour), size=size).to_come

    return kept(f"day_{hour.replace(':', '')}_{size.own}", build)
