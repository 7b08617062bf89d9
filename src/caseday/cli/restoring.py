"""In: a backup file. Out: the database that was in use, replaced, once the backup proved sound in a place apart."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from caseday.cli.copies import Postgres, count_events, papers_in, problems_of_sqlite, sync_folder
from caseday.cli.endings import fail
from caseday.cli.terminal import note
from caseday.config.options import Options
from caseday.documents.files.store import Store

Confirm = Callable[[str], bool]
FOLDER_OF_PAPERS = "documents"


def _check_apart(url: str) -> None:
    """Upgrades and verifies the staged database as `caseday` itself would, in a process of its own."""
    environment = {**os.environ, "CASEDAY_DATABASE_URL": url}
    for command in (["migrate"], ["verify", "--without-papers"]):
        done = subprocess.run(
            [sys.executable, "-m", "caseday.cli", *command], env=environment, capture_output=True, text=True
        )
        if done.returncode:
            fail(
                f"the backup did not pass `caseday {command[0]}`; nothing was replaced:\n"
                f"{done.stdout}{done.stderr}"
            )


def _agreed(confirm: Confirm, staged: int, in_use: int, papers: "_Papers") -> None:
    note(f"The backup is sound: {staged} events. The database in use has {in_use}.")
    if papers.missing:
        note(f"{len(papers.missing)} files of its papers are neither beside the backup nor here:")
        note("\n".join(f"  {one}" for one in papers.missing[:20]))
        if not confirm("Restore without them?"):
            fail(f"nothing was replaced; put the folder {FOLDER_OF_PAPERS} of the backup beside its file")
    if in_use and not confirm(f"Replace it? {max(0, in_use - staged)} events are not in the backup."):
        fail("nothing was replaced")


class _Papers:
    """The files of a backup's papers: beside it, in a folder that backups there share, or at Litestream's target."""

    def __init__(self, options: Options, file: Path, digests: list[str]) -> None:
        self._here = Store(options.data_dir / FOLDER_OF_PAPERS)
        beside = file.absolute().parent / FOLDER_OF_PAPERS
        folders = [beside, *([options.papers_copy_dir] if options.papers_copy_dir else [])]
        self.missing = self._here.lacks(digests)
        self._found: list[tuple[str, Store]] = []
        for store in map(Store, folders):
            lacking = store.lacks(self.missing)
            self._found += [(sha256, store) for sha256 in self.missing if sha256 not in lacking]
            self.missing = lacking

    def bring(self) -> None:
        """An altered file here gives way to the sound one."""
        for sha256, store in self._found:
            self._here.path_of(sha256).unlink(missing_ok=True)
            self._here.copy_missing(sha256, store.path_of(sha256))


def sqlite(options: Options, file: Path, stamp: str, confirm: Confirm) -> str:
    """Returns where the database of before is kept, "" where there was none."""
    if problems := problems_of_sqlite(file):
        fail("the backup is not sound; nothing was replaced:\n" + "\n".join(problems))
    place = options.sqlite_path.absolute()
    staged = place.with_name(f".{place.name}.restoring")
    try:
        shutil.copyfile(file, staged)
        staged.chmod(0o600)
        _check_apart(f"sqlite:///{staged}")
        _fold(staged)
        papers = _Papers(options, file, papers_in(staged))
        _agreed(confirm, count_events(staged), count_events(place), papers)
        papers.bring()
        return _put_in_place(staged, place, stamp)
    finally:
        for leftover in place.parent.glob(f"{staged.name}*"):
            leftover.unlink()


def _fold(path: Path) -> None:
    """All of a database in its one file, so that moving the file moves everything."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")


def _put_in_place(staged: Path, place: Path, stamp: str) -> str:
    kept = place.with_name(f"{place.stem}-before-{stamp}{place.suffix}")
    if place.exists():
        with contextlib.suppress(sqlite3.DatabaseError):  # a damaged one is kept as it is
            _fold(place)
        for suffix in ("", "-wal", "-shm"):
            part = place.with_name(place.name + suffix)
            if part.exists():
                part.rename(kept.with_name(kept.name + suffix))
    staged.replace(place)
    sync_folder(place.parent)
    return str(kept) if kept.exists() else ""


def postgres(options: Options, file: Path, stamp: str, confirm: Confirm) -> str:
    """The backup goes into a new database; the two swap names once it proved sound."""
    from django.conf import settings

    server = Postgres(settings.DATABASES["default"])
    staged, kept = f"{server.name}_restoring_{stamp.lower()}", f"{server.name}_before_{stamp.lower()}"
    try:
        server.load(file, staged)
        _check_apart(urlsplit(options.database_url)._replace(path=f"/{staged}").geturl())
        papers = _Papers(options, file, server.papers_in(staged))
        _agreed(confirm, server.count_events(staged), server.count_events(server.name), papers)
        if server.others_connected():
            fail("the database is in use; stop `caseday serve` and everything else that uses it")
        papers.bring()
    except BaseException:
        server.run("dropdb", "--if-exists", staged)
        raise
    # "template1" is there on every server and is never the agency's.
    server.ask("template1", f'ALTER DATABASE "{server.name}" RENAME TO "{kept}"')
    server.ask("template1", f'ALTER DATABASE "{staged}" RENAME TO "{server.name}"')
    return f"the database {kept}"
