"""In: configuration. Out: Django, ready; and the state of the database, found without loading a migration."""

import hashlib
import importlib.util
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import click

from caseday import __version__
from caseday.cli.endings import fail, in_words
from caseday.cli.terminal import note
from caseday.config.options import Options, load_options


def make_ready() -> Options:
    """Configuration is checked before Django is loaded, so that its errors name the key and nothing else."""
    options = load_options()
    os.umask(0o077)  # what is written here concerns nobody else on this machine
    options.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    import django

    django.setup()
    return options


def _migrations_on_disk() -> set[tuple[str, str]]:
    from django.apps import apps

    found = set()
    for app in apps.get_app_configs():
        spec = importlib.util.find_spec(f"{app.name}.migrations")
        for folder in (spec.submodule_search_locations or []) if spec else []:
            names = [path.stem for path in Path(folder).glob("[0-9]*.py")]
            found |= {(app.label, name) for name in names}
    return found


def pending_migrations() -> set[tuple[str, str]]:
    """(app, name) of every migration that the database lacks; all of them for an empty one."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = set(MigrationRecorder(connection).applied_migrations())
    return _migrations_on_disk() - applied


def is_empty() -> bool:
    from django.db import connection

    return "django_migrations" not in connection.introspection.table_names()


def close_connections() -> None:
    """No process inherits another's connection."""
    from django.db import connections

    connections.close_all()


def apply_migrations(verbosity: int = 0) -> None:
    """An empty database gets its tables at once, any other one each migration that it lacks."""
    from django.core.management import call_command

    from caseday.cli.tables import make_tables

    if is_empty():
        make_tables(verbosity)
    else:
        call_command("migrate", interactive=False, verbosity=verbosity)


def in_own_process(work: Callable[[], object]) -> None:
    """What a start does seldom is done aside, so that the memory it takes is not every server process's."""
    if "fork" not in multiprocessing.get_all_start_methods():
        work()
        return
    close_connections()
    process = multiprocessing.get_context("fork").Process(target=partial(_in_words_to_the_end, work))
    process.start()
    process.join()
    if process.exitcode:
        fail("the start could not be prepared; what went wrong is said above")


def _in_words_to_the_end(work: Callable[[], object]) -> None:
    try:
        with in_words():
            work()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def require_current_database() -> None:
    """An empty database is made; one of an earlier version is left for its owner to back up first."""
    if is_empty():
        note("Making the tables of a new agency ...")
        in_own_process(apply_migrations)
    elif missing := pending_migrations():
        fail(
            f"the database is of an earlier version ({len(missing)} migrations behind).\n"
            "Run `caseday backup`, then `caseday migrate`."
        )


@contextmanager
def _locked(options: Options, how: int, refusal: str) -> Iterator[None]:
    """A lock on the data directory that the system frees whatever happens to its holder."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (options.data_dir / "in-use.lock").open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError:
            fail(refusal)
        yield


def in_use(options: Options) -> AbstractContextManager[None]:
    """Held by everything that serves; any number may."""
    return _locked(options, 1, "a restore is under way; start again when it is done")


def alone(options: Options) -> AbstractContextManager[None]:
    """Held while the database is replaced."""
    return _locked(options, 2, "Caseday is running on this data directory: stop `caseday serve` first")


def make_static() -> None:
    """Collects styles, scripts and icons, compressed and named by content; again only after they changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = os.stat(storage.path(name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    mark = root / "collected"
    if mark.is_file() and mark.read_text() == digest.hexdigest():
        return
    root.mkdir(parents=True, exist_ok=True)
    in_own_process(partial(call_command, "collectstatic", interactive=False, verbosity=0))
    mark.write_text(digest.hexdigest())
