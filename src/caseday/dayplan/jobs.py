"""In the background: map servers are asked ahead of time, so that no page waits for one; plans are bettered."""

import time
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.access.viewer import system_viewer
from caseday.kernel import clock

_EVERY = timedelta(minutes=15)
# Other jobs wait meanwhile; what is left is done next time.
_MOST_SECONDS = 30.0


@task()
def fill_in_background(places: list[list[float]]) -> None:
    # The action enqueues this job: importing it above would be a circle.
    from caseday.dayplan.actions.travel import fill_travel

    fill_travel(now=clock.now(), places=[(latitude, longitude) for latitude, longitude in places])


@task()
def fill_ahead() -> None:
    """The drives of everybody's next five days."""
    from caseday.dayplan.actions.travel import drop_old_travel, fill_travel
    from caseday.dayplan.queries.ahead import places_ahead

    ask_again(fill_ahead, _EVERY)
    now = clock.now()
    drop_old_travel(now=now)
    until = time.monotonic() + _MOST_SECONDS
    for places in places_ahead(system_viewer(), now=now):
        fill_travel(now=now, places=places, until=until)


@task()
def find_places() -> None:
    """Some addresses a turn, one a second."""
    from caseday.dayplan.actions.places import place_some

    ask_again(find_places, _EVERY)
    place_some(now=clock.now())


@task()
def better_day(staff_id: str, day: str) -> None:
    """One person's plan: the solver works in a process of its own, which ends with it."""
    from caseday.access.queries import get_staff, viewer_for
    from caseday.dayplan.actions.planning import forget_old_plans, keep_better
    from caseday.dayplan.engines.choose import improved_plan

    now = clock.now()
    staff = get_staff(system_viewer(), UUID(staff_id))
    keep_better(viewer_for(staff, now=now), on=date.fromisoformat(day), now=now, solve=improved_plan)
    forget_old_plans(now=now)


@task()
def better_team(staff_id: str, day: str) -> None:
    """For who leads the team: the solver works in a process of its own, which ends with it."""
    from caseday.access.queries import get_staff, viewer_for
    from caseday.dayplan.actions.team import keep_better_team
    from caseday.dayplan.engines.team_apart import improved_team

    now = clock.now()
    viewer = viewer_for(get_staff(system_viewer(), UUID(staff_id)), now=now)
    keep_better_team(viewer, day=date.fromisoformat(day), now=now, solve=improved_team)


def ask_for_map_work() -> None:
    """At every start of the jobs, where there is a server to ask."""
    if settings.TRAVEL_SERVER["kind"]:
        ask_now(fill_ahead)
    if settings.GEOCODER["kind"]:
        ask_now(find_places)
