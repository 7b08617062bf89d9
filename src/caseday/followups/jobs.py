"""Once an hour, the end of every chase whose until holds is written down; until then it only shows."""

from datetime import timedelta

from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.followups.actions import settle_chases
from caseday.kernel import clock

_EVERY = timedelta(hours=1)


@task()
def settle() -> None:
    ask_again(settle, _EVERY)
    settle_chases(now=clock.now())


def ask_for_settling() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(settle)
