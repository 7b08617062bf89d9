"""caseday backup, restore, verify."""

from datetime import datetime
from pathlib import Path

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, progress, say
from caseday.config.options import Options


def _stamp(now: datetime) -> str:
    return now.strftime("%Y%m%dT%H%M%SZ")


def _target(given: Path | None, options: Options, now: datetime) -> Path:
    folder = given if given and (given.is_dir() or not given.suffix) else None
    if given and folder is None:
        given.parent.mkdir(parents=True, exist_ok=True)
        return given
    folder = folder or options.backups
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"caseday-{_stamp(now)}{'.sqlite3' if options.is_sqlite else '.pgdump'}"


@click.command(
    epilog="""\b
Examples:
  caseday backup                        a new file in the backup directory
  caseday backup /media/stick           a new file there
  caseday backup friday.sqlite3         this file
docs/howto/back-up-and-restore.md says how often, and how to keep copies elsewhere."""
)
@click.argument("target", required=False, type=click.Path(path_type=Path))
def backup(target: Path | None) -> None:
    """Copy the database to TARGET while it is in use, and check the copy."""
    from caseday.cli import start
    from caseday.cli.copies import Postgres, copy_sqlite, problems_of_sqlite
    from caseday.kernel import clock

    options = start.make_ready()
    path = _target(target, options, clock.now())
    if options.is_sqlite:
        if not options.sqlite_path.exists():
            fail(f"there is no database at {options.sqlite_path}")
        with progress("Copying") as advance:
            copy_sqlite(options.sqlite_path, path, advance)
        if problems := problems_of_sqlite(path):
            fail("the copy is not sound; the database itself may be damaged:\n" + "\n".join(problems))
    else:
        from django.conf import settings

        with progress("Copying"):
            Postgres(settings.DATABASES["default"]).dump(path)
    say(str(path))


@click.command(
    epilog="""\b
Examples:
  caseday restore var/backups/caseday-20260304T120000Z.sqlite3
  caseday restore friday.sqlite3 --yes  without asking
Stop `caseday serve` first. The database in use is kept beside, under another name."""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put the backup FILE back: it is checked to the last event before it replaces anything."""
    from caseday.cli import restoring, start
    from caseday.kernel import clock

    options = start.make_ready()
    start.close_connections()
    way = restoring.sqlite if options.is_sqlite else restoring.postgres
    with start.alone(options):
        kept = way(
            options, file, _stamp(clock.now()), confirm=lambda text: yes or click.confirm(text, err=True)
        )
    say("Restored." + (f" What was in use before is kept as {kept}." if kept else ""))


@click.command(
    epilog="""\b
Example:
  caseday verify && echo "nothing is missing, nothing was rewritten"
Every event carries a hash of the one before it. An event that was edited,
removed, put in or cut off is named with its case and place."""
)
def verify() -> None:
    """Check every chain of events; end with 1 and name what is wrong."""
    from caseday.cli import start

    start.make_ready()
    start.require_current_database()
    from caseday.access.queries import verify_chains

    with progress("Checking events") as advance:
        report = verify_chains(progress=advance)
    for problem in report.problems:
        say(str(problem))
    note(
        f"{report.events} events in {report.chains} chains, {report.rows} rows: {len(report.problems)} problems"
    )
    if report.problems:
        fail("the record was changed behind Caseday's back; restore a backup or ask who did")
