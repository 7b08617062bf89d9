"""A directory of services, as HSDS has it. Good rows go in, bad ones are named; twice changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from caseday.access.permissions import can_edit_directory, require
from caseday.access.viewer import Viewer
from caseday.directory.actions import READERS_ASK, keep_resources
from caseday.exchange.rules.hsds import RawTables, bundles_of, files_in_folder, raw_tables
from caseday.exchange.rules.hsds.files import tables_of_files
from caseday.kernel.errors import Invalid

Progress = Callable[[int, int], None]


@dataclass
class ResourcesReport:
    """Names of services; `problems` are (where, column, reason); `unused` are files that were not looked at."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    held: list[str] = field(default_factory=list)
    """Of these something stays as colleagues corrected it; what the file says is shown beside it."""
    organizations: int = 0
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    rows: int = 0


def read_resources(name: str, data: bytes) -> RawTables:
    """What is in the file. Raises Invalid with what to do."""
    try:
        return raw_tables(name, data)
    except ValueError as error:
        raise Invalid({"file": str(error)}) from error


def read_resources_in(folder: Path) -> RawTables:
    try:
        return tables_of_files(files_in_folder(folder))
    except ValueError as error:
        raise Invalid({"file": str(error)}) from error


def import_resources(
    *,
    actor: Viewer,
    now: datetime,
    tables: RawTables,
    source: str = "",
    is_dry_run: bool = False,
    progress: Progress = lambda done, of: None,
) -> ResourcesReport:
    """An organization at a time, each in its own transaction. What colleagues noted of a service stays."""
    require(can_edit_directory(actor), READERS_ASK)
    read = bundles_of(tables, source=source.strip()[:80])
    names = read.names
    report = ResourcesReport(
        organizations=len(read.bundles), problems=read.problems, unused=read.unused, rows=read.rows
    )
    for done, bundle in enumerate(read.bundles, start=1):
        with transaction.atomic():
            kept = keep_resources(actor=actor, now=now, source=source.strip()[:80], bundle=bundle)
            if is_dry_run:
                transaction.set_rollback(True)
        report.added += [names[one] for one in kept.added]
        report.changed += [names[one] for one in kept.changed]
        report.unchanged += len(kept.unchanged)
        report.held += [names[one] for one in kept.held]
        progress(done, len(read.bundles))
    return report
