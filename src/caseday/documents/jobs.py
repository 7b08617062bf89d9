"""Scans are read in the background: minutes that nobody should wait."""

from uuid import UUID

from django_tasks import task


@task()
def read_in_background(document_id: str) -> None:
    # The action enqueues this job: importing it above would be a circle.
    from caseday.documents.actions.reading import read_document
    from caseday.kernel import clock

    read_document(now=clock.now(), document_id=UUID(document_id))
