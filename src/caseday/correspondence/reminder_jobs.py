"""Every five minutes: who is to be asked or reminded now."""

from datetime import timedelta

from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.kernel import clock

_EVERY = timedelta(minutes=5)


@task()
def remind_of_appointments() -> None:
    from caseday.correspondence.actions.reminding import remind

    ask_again(remind_of_appointments, _EVERY)
    remind(now=clock.now())


def ask_for_reminding() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(remind_of_appointments)
