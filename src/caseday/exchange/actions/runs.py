"""A file that somebody uploaded: looked at first, then imported, with its report kept.

A run is a working paper: the cases and appointments that come of it have their events, the run has none. What
was in the file is thrown away as soon as it is imported or given up.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from caseday.access.permissions import can_edit_directory, can_work_on_cases, require
from caseday.access.viewer import Viewer
from caseday.exchange.actions.calendar import CalendarReport, import_calendar
from caseday.exchange.actions.cases import CasesReport, import_cases, read_columns
from caseday.exchange.actions.resources import ResourcesReport, import_resources, read_resources
from caseday.exchange.models import ImportRun
from caseday.exchange.queries import get_run
from caseday.exchange.rules.columns import FACTS
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import new_id

LARGEST = 10 * 1024 * 1024
AT_ONCE = 150
"""Rows that are imported while one waits; more is a job."""
CASES, CALENDAR, RESOURCES = "cases", "calendar", "resources"
Report = CasesReport | CalendarReport | ResourcesReport


def begin_import(
    *, actor: Viewer, now: datetime, kind: str, name: str, data: bytes, id: UUID | None = None
) -> ImportRun:
    """Keep the file for looking at it. The same `id` again gives the run that is there. Raises Invalid for the file."""
    if kind == RESOURCES:
        require(can_edit_directory(actor), "Auditors read only. Ask a case manager or the administrator.")
    else:
        require(can_work_on_cases(actor), "Only case managers and supervisors import cases and calendars.")
    if actor.staff_id is None:
        raise Refused("Say whose file it is.")
    if id and ImportRun.objects.filter(pk=id).exists():
        return get_run(actor, id)
    if kind not in (CASES, CALENDAR, RESOURCES):
        raise Invalid({"kind": "Choose cases, a calendar or a directory of resources."})
    if len(data) > LARGEST:
        raise Invalid({"file": f"The file is larger than {LARGEST // 1024 // 1024} MB. Split it."})
    total = _looked_at(actor, now, kind, name, data)
    return ImportRun.objects.create(
        id=id or new_id(),
        staff_id=actor.staff_id,
        kind=kind,
        file_name=name[:200],
        content=data,
        started_at=now,
        total_rows=total,
    )


def _looked_at(actor: Viewer, now: datetime, kind: str, name: str, data: bytes) -> int:
    """How many rows it has, so far as that is known before; raises Invalid where it cannot be read."""
    if kind == CASES:
        return len(read_columns(name, data)[0].rows)
    if kind == RESOURCES:
        return len(read_resources(name, data).of("service"))
    import_calendar(actor=actor, now=now, data=data, is_dry_run=True)
    return 0


def map_columns(*, actor: Viewer, run_id: UUID, mapping: Mapping[str, str]) -> ImportRun:
    """Heading to fact, "" for left out; checked against the file."""
    run = _waiting(actor, run_id)
    unknown = sorted({fact for fact in mapping.values() if fact and fact not in FACTS})
    if unknown:
        raise Invalid(f"{', '.join(unknown)} is no fact that a case has. Choose from the list.")
    read_columns(run.file_name, bytes(run.content), mapping)
    run.mapping = dict(mapping)
    run.save(update_fields=["mapping"])
    return run


def preview(*, actor: Viewer, now: datetime, run: ImportRun) -> dict[str, Any]:
    """What importing would do, without doing it; of long lists only the columns are looked at."""
    if run.kind == CALENDAR:
        return _shown(import_calendar(actor=actor, now=now, data=bytes(run.content), is_dry_run=True))
    if run.kind == RESOURCES:
        return _preview_resources(actor, now, run)
    if run.total_rows > AT_ONCE:
        _, columns = read_columns(run.file_name, bytes(run.content), run.mapping)
        return _shown(CasesReport(columns=columns, rows=run.total_rows)) | {"is_long": True}
    return _shown(
        import_cases(
            actor=actor,
            now=now,
            name=run.file_name,
            data=bytes(run.content),
            mapping=run.mapping,
            is_dry_run=True,
        )
    )


def _preview_resources(actor: Viewer, now: datetime, run: ImportRun) -> dict[str, Any]:
    tables = read_resources(run.file_name, bytes(run.content))
    if run.total_rows > AT_ONCE:
        return vars(ResourcesReport(rows=run.total_rows, unused=tables.unused)) | {"is_long": True}
    return _shown(import_resources(actor=actor, now=now, tables=tables, is_dry_run=True))


def start_import(*, actor: Viewer, run_id: UUID) -> ImportRun:
    """Mark it as running; `finish_import` does the work, at once or as a job."""
    run = _waiting(actor, run_id)
    run.state = ImportRun.State.RUNNING
    run.save(update_fields=["state"])
    return run


def finish_import(*, actor: Viewer, now: datetime, run_id: UUID) -> ImportRun:
    """Do it. A job that was cut off and runs again does no harm: what is there already is left alone."""
    run = get_run(actor, run_id)
    if run.state != ImportRun.State.RUNNING:
        return run
    try:
        run.report = _shown(_imported(actor, now, run))
        run.state = ImportRun.State.DONE
    except (Invalid, Refused) as error:
        run.report, run.state = {"error": str(error)}, ImportRun.State.FAILED
    run.finished_at, run.content = now, b""
    run.save(update_fields=["state", "report", "finished_at", "content", "done_rows"])
    return run


def give_up_import(*, actor: Viewer, run_id: UUID) -> None:
    _waiting(actor, run_id).delete()


def _imported(actor: Viewer, now: datetime, run: ImportRun) -> Report:
    def progress(done: int, of: int) -> None:
        if done % 20 == 0 or done == of:
            ImportRun.objects.filter(pk=run.pk).update(done_rows=done, total_rows=of)
            run.done_rows = done

    data = bytes(run.content)
    if run.kind == CALENDAR:
        return import_calendar(actor=actor, now=now, data=data, progress=progress)
    if run.kind == RESOURCES:
        tables = read_resources(run.file_name, data)
        return import_resources(actor=actor, now=now, tables=tables, progress=progress)
    return import_cases(
        actor=actor, now=now, name=run.file_name, data=data, mapping=run.mapping, progress=progress
    )


def _shown(report: Report) -> dict[str, Any]:
    if not isinstance(report, CasesReport):
        return vars(report).copy()
    columns = [{"heading": one.heading, "fact": one.fact, "how": one.how} for one in report.columns]
    return vars(report) | {"columns": columns}


def _waiting(actor: Viewer, run_id: UUID) -> ImportRun:
    run = get_run(actor, run_id)
    if run.state != ImportRun.State.PREVIEW:
        raise Invalid("This file was imported already. Upload it again to import it once more.")
    return run
