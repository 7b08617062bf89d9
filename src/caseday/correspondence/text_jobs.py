"""Files of texts that the gateway did not hand out at once are fetched again, four times in a day."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from caseday.kernel import clock
from caseday.kernel.ids import parse_id

_WAITS = tuple(timedelta(minutes=one) for one in (1, 10, 60, 720))


@task()
def fetch_file_again(message_id: str, position: int, url: str, turn: int) -> None:
    from caseday.correspondence.actions.text_files import bring_text_file

    wanted = parse_id(message_id)
    if wanted is None:
        return
    is_last = turn >= len(_WAITS)
    is_settled = bring_text_file(
        now=clock.now(), message_id=wanted, position=position, url=url, is_last=is_last
    )
    if not is_settled and not is_last:
        fetch_later(message_id, position, url, turn + 1)


def fetch_later(message_id: str, position: int, url: str, turn: int = 1) -> None:
    """The real time, as the queue has it: a demonstration may live at another hour."""
    fetch_file_again.using(run_after=timezone.now() + _WAITS[turn - 1]).enqueue(
        message_id, position, url, turn
    )
