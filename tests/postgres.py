"""A private PostgreSQL for one command: `python -m tests.postgres pytest ...`.

Its cluster lives in a temporary directory and listens on a free port of the loopback interface only.
The command finds it in TEST_DATABASE_URL; both end together.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class NoPostgres(RuntimeError):
    pass


def find_program(name: str) -> str:
    """The newest that Debian keeps beside PATH, else what PATH offers."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: -int(p.parts[4]))
    found = [str(p) for p in places] + [shutil.which(name) or ""]
    if not found[0]:
        raise NoPostgres(f"{name} is missing: install PostgreSQL (Debian: apt-get install postgresql)")
    return found[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> dict[str, object]:
    """initdb and postgres refuse root: run them as the account that Debian's package made, else nobody."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(*arguments: str, environment: dict[str, str]) -> None:
    done = subprocess.run(
        arguments, capture_output=True, text=True, env=environment, cwd="/", **_unprivileged()
    )  # type: ignore[call-overload]
    if done.returncode:
        raise NoPostgres(f"{arguments[0]}: {done.stderr or done.stdout}")


def _make_cluster(home: Path, environment: dict[str, str]) -> str:
    """initdb into `home`; returns the data directory."""
    os.chmod(home, 0o711)
    if account := _unprivileged():
        os.chown(home, account["user"], account["group"])  # type: ignore[arg-type]
    password = home / "password"
    password.write_text(environment["PGPASSWORD"])
    password.chmod(0o644)
    data = str(home / "data")
    arguments = ["-D", data, "-U", "caseday", "-A", "scram-sha-256", "--pwfile", str(password)]
    arguments += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run(find_program("initdb"), *arguments, environment=environment)
    return data


@contextmanager
def cluster(settings: tuple[str, ...] = _FAST) -> Iterator[str]:
    """Yields the address of an empty database; the server and its files leave with the block.

    `settings` are fast and lose everything in a crash; a benchmark passes its own.
    """
    home = Path(tempfile.mkdtemp(prefix="caseday-pg-"))
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGPASSWORD": secrets.token_hex(8)}
    control = find_program("pg_ctl")
    data = _make_cluster(home, environment)
    port = free_port()
    flags = [f"-p {port}", "-c listen_addresses=127.0.0.1", f"-c unix_socket_directories={home}"]
    flags += [f"-c {setting}" for setting in settings]
    start = ["-D", data, "-w", "-t", "60", "-l", str(home / "log"), "-o", " ".join(flags), "start"]
    try:
        _run(control, *start, environment=environment)
        yield f"postgresql://caseday:{environment['PGPASSWORD']}@127.0.0.1:{port}/postgres"
    finally:
        if Path(data, "postmaster.pid").exists():
            _run(control, "-D", data, "-m", "immediate", "-w", "stop", environment=environment)
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
