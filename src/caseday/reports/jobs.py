"""Twice a day, what was planned for the trips of a week ago is kept."""

from datetime import timedelta

from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.kernel import clock

_EVERY = timedelta(hours=12)


@task()
def keep_planned_miles() -> None:
    from caseday.reports.actions import keep_trips

    ask_again(keep_planned_miles, _EVERY)
    keep_trips(now=clock.now())


def ask_for_keeping() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(keep_planned_miles)
