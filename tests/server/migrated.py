"""An empty SQLite database as `caseday migrate` makes it: once a run, whatever the number of workers."""

import fcntl
from pathlib import Path

from tests.server.running import run_caseday


def migrated_in(run: Path) -> Path:
    """Whoever asks first makes it; who asks meanwhile waits."""
    folder = run / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "caseday.sqlite3"
    with (folder / "making").open("w") as making:
        fcntl.flock(making, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            done = run_caseday(folder, "migrate")
            assert done.returncode == 0, done.stderr
            (folder / "made").touch()
    return database
