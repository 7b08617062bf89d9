"""Files of messages become papers in the background: opening one takes a process of its own."""

from uuid import UUID

from django_tasks import task


@task()
def put_papers_in(message_id: str) -> None:
    # The actions enqueue this job: importing them above would be a circle.
    from caseday.access.viewer import system_viewer
    from caseday.correspondence.actions.papers import settle_files
    from caseday.kernel import clock

    settle_files(actor=system_viewer("Mail"), now=clock.now(), message_id=UUID(message_id))


@task()
def match_scans(message_id: str) -> None:
    """After the rest: reading pictures of pages takes minutes."""
    from caseday.access.viewer import system_viewer
    from caseday.correspondence.actions.papers import settle_scans
    from caseday.kernel import clock

    settle_scans(actor=system_viewer("Mail"), now=clock.now(), message_id=UUID(message_id))
