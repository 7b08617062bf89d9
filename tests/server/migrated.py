"""Empty databases as `caseday migrate` makes them; SQLite's once for every state of the tables, and kept."""

import fcntl
import hashlib
import shutil
from pathlib import Path

from django.db import connection

from caseday.cli.tables import make_tables
from tests.server.running import run_caseday

_ROOT = Path(__file__).resolve().parents[2]
_KEPT = _ROOT / ".venv" / "migrated"


def _state_of_migrations() -> str:
    """A digest of what decides how the tables look: the migrations, and the modules that some of them call."""
    told = hashlib.sha256((_ROOT / "requirements" / "app.txt").read_bytes())
    apps = _ROOT / "src" / "caseday"
    for path in sorted([*apps.glob("*/migrations/*.py"), *apps.glob("*/*.py")]):
        told.update(str(path).encode())
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def migrated() -> Path:
    """Whoever asks first makes it; who asks meanwhile waits. An earlier state's is thrown away."""
    folder = _KEPT / _state_of_migrations()
    database = folder / "caseday.sqlite3"
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            for earlier in _KEPT.iterdir():
                if earlier.is_dir():
                    shutil.rmtree(earlier)
            folder.mkdir()
            done = run_caseday(folder, "migrate")
            assert done.returncode == 0, done.stderr
            (folder / "made").touch()
    return database


def make_in_postgresql(name: str) -> None:
    """A database of this name on the server of the connection, which then stands where it stood before."""
    stood = connection.settings_dict["NAME"]
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    make_tables()
    connection.close()
    connection.settings_dict["NAME"] = stood
