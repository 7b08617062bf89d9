"""caseday backup, restore, verify."""

from datetime import datetime
from pathlib import Path

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, progress, say
from caseday.config.options import Options

NOT_COPIED = (
    "litestream_target copies the database alone; the files of papers in data_dir/documents are not there: "
    "copy them by a timer (docs/howto/back-up-and-restore.md)"
)


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
    """Copy the database to TARGET while it is in use, and check the copy.

    The files of papers go into the folder `documents` beside it, which later backups there share.
    """
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
    _copy_papers(path, options)
    say(str(path))


def _copy_papers(path: Path, options: Options) -> None:
    """Into one folder that all backups beside it share: a file that is there already is not copied again."""
    from caseday.cli.copies import Postgres, papers_in
    from caseday.cli.restoring import FOLDER_OF_PAPERS
    from caseday.documents.files.store import Store

    if options.is_sqlite:
        digests = papers_in(path)
    else:
        from django.conf import settings

        server = Postgres(settings.DATABASES["default"])
        digests = server.papers_in(server.name)
    if not digests:
        return
    with progress("Copying papers") as advance:
        beside = Store(path.absolute().parent / FOLDER_OF_PAPERS)
        missing = beside.bring(digests, Store(options.data_dir / FOLDER_OF_PAPERS), advance)
    if missing:
        note(f"{len(missing)} files of papers are gone or altered and are not in the backup: caseday verify")


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
Examples:
  caseday verify && echo "nothing is missing, nothing was rewritten"
  caseday verify --mend     also removes files that no paper names, an hour after they came
Every event carries a hash of the one before it. An event that was edited,
removed, put in or cut off is named with its case and place; so is a paper
whose file is gone or was altered."""
)
@click.option("--mend", is_flag=True, help="Remove files without a paper that are older than an hour.")
@click.option("--without-papers", is_flag=True, help="Check the events alone.")
def verify(mend: bool, without_papers: bool) -> None:
    """Check every chain of events and every file of a paper; end with 1 and name what is wrong."""
    from caseday.cli import start

    options = start.make_ready()
    start.require_current_database()
    from caseday.access.queries import verify_chains

    with progress("Checking events") as advance:
        report = verify_chains(progress=advance)
    for problem in report.problems:
        say(str(problem))
    note(
        f"{report.events} events in {report.chains} chains, {report.rows} rows: {len(report.problems)} problems"
    )
    harmed = 0 if without_papers else _check_papers(mend)
    if not without_papers:
        _tell_of_copies(options)
    if report.problems:
        fail("the record was changed behind Caseday's back; restore a backup or ask who did")
    if harmed:
        fail("files of papers are gone or were altered; restore them from a backup")


def _tell_of_copies(options: Options) -> None:
    """What continuous copies lack; only told, since nothing here is harmed."""
    from caseday.documents.actions import digests_wanted, not_copied

    if options.papers_copy_dir:
        lacking = not_copied(options.papers_copy_dir)
        note(f"{lacking} files of papers are not yet at {options.papers_copy_dir}")
    elif options.litestream_target and digests_wanted():
        note(NOT_COPIED)


def _check_papers(mend: bool) -> int:
    """How many files are missing or altered; those that nobody names are harmless, and are only told."""
    from caseday.documents.actions import check_files

    with progress("Checking papers") as advance:
        checked = check_files(advance, mends=mend)
    for problem in checked.problems:
        say(problem)
    for orphan in checked.orphans:
        say(f"{'removed' if orphan in checked.removed else 'without a paper'}: {orphan}")
    left = len(checked.orphans) - len(checked.removed)
    note(f"{checked.files} files of papers: {len(checked.problems)} problems, {left} without a paper")
    if left and not mend:
        note("Remove what is older than an hour with: caseday verify --mend")
    return len(checked.problems)
