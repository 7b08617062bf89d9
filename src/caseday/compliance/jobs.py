"""Every few minutes, cases that have changed are reckoned again, and those for which a time has passed."""

from datetime import timedelta

from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.kernel import clock

_EVERY = timedelta(minutes=5)


@task()
def reckon_documentation() -> None:
    from caseday.compliance.actions import reckon_stale

    ask_again(reckon_documentation, _EVERY)
    reckon_stale(now=clock.now())


def ask_for_reckoning() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(reckon_documentation)
