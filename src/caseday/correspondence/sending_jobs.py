"""What was queued leaves: at once where it may, else when its time comes; once a minute whatever is due."""

from datetime import datetime, timedelta

from django_tasks import task

from caseday.access.turns import ask_again, ask_now
from caseday.kernel import clock

_EVERY = timedelta(minutes=1)


@task()
def send_queued() -> None:
    """Begun by whoever queued something."""
    from caseday.correspondence.sending.loop import send_due

    send_due(clock.now())


@task()
def send_every_minute() -> None:
    ask_again(send_every_minute, _EVERY)
    _ask_gateway(clock.now())
    send_queued.call()


def _ask_gateway(now: datetime) -> None:
    """About texts that it never confirmed; and those of which nobody knows are queued, to be asked for first."""
    from caseday.correspondence.actions import ask_about_silent, queue_unsure_texts

    ask_about_silent(now=now)
    queue_unsure_texts(now=now)


def ask_for_sending() -> None:
    """At every start of the jobs: at once where no turn is due already."""
    ask_now(send_every_minute)


def send_soon(not_before: datetime, now: datetime) -> None:
    """In the transaction that queues it: the job is there when the message is, or neither is. What is put off
    for long is left to the turns."""
    if not_before <= now:
        send_queued.enqueue()
