"""Imports that take longer than one waits for."""

from uuid import UUID

from django_tasks import task

from caseday.access.queries import viewer_for
from caseday.exchange.actions.runs import finish_import
from caseday.exchange.models import ImportRun
from caseday.kernel import clock


@task()
def import_in_background(run_id: str) -> None:
    run = ImportRun.objects.select_related("staff").defer("content").get(pk=UUID(run_id))
    now = clock.now()
    finish_import(actor=viewer_for(run.staff, now=now), now=now, run_id=run.pk)
