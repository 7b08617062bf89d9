"""The figures, over HTTP against a real `caseday serve` on a generated database (bench/README.md).

python -m bench --entries 20000            SQLite, made if it is not there yet
python -m bench --entries 200000 --engine postgresql
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Figures, measure
from bench.open_work import LOADS
from bench.speed import plain_loop

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--load", choices=LOADS, default="usual", help="how much is open")
    parser.add_argument("--times", type=int, default=1, help="so many times that history (bench.lengthen)")
    parser.add_argument("--requests", type=int, default=100, help="of each kind")
    parser.add_argument("--keep", type=Path, default=ROOT / "var" / "bench", help="where databases are kept")
    asked = parser.parse_args()
    longer = f"-times-{asked.times}" if asked.times > 1 else ""
    folder = asked.keep / f"{asked.engine}-{asked.cases}-{asked.entries}-{asked.load}{longer}"
    folder.mkdir(parents=True, exist_ok=True)
    if asked.engine == "sqlite" and not (folder / "made").exists():
        with _database("sqlite", folder) as url:
            _generate(asked, folder, url)
    with _database(asked.engine, folder) as url:
        if asked.engine != "sqlite":
            _generate(asked, folder, url)
        os.environ.update(_environment(folder, url))
        show(measure(folder, asked.requests), asked)


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {**os.environ, "CASEDAY_DATA_DIR": str(folder), "CASEDAY_DATABASE_URL": url}


def _generate(asked: argparse.Namespace, folder: Path, url: str) -> None:
    words = ["--entries", str(asked.entries), "--cases", str(asked.cases), "--load", asked.load]
    commands = [["bench.generate", *words]]
    if asked.times > 1:
        commands.append(["bench.lengthen", "--times", str(asked.times)])
    for command in commands:
        subprocess.run([sys.executable, "-m", *command], env=_environment(folder, url), cwd=ROOT, check=True)
    (folder / "made").touch()


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A copy to measure on, so that what one run captures does not weigh on the next; the original, to be made."""
    made, copy = folder / "caseday.sqlite3", folder / "scratch.sqlite3"
    if not (folder / "made").exists():
        yield made
        return
    shutil.copyfile(made, copy)
    yield copy
    for ending in ("", "-wal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        with _scratch(folder) as path:
            yield f"sqlite:///{path}"
        return
    from tests.postgres import cluster

    with cluster(("shared_buffers=512MB", "max_connections=60")) as url:
        yield url


def show(figures: Figures, asked: argparse.Namespace) -> None:
    import django
    import granian

    print(
        f"\n{asked.engine}, {asked.cases} cases, {asked.entries} journal entries"
        f"{f', lengthened {asked.times} times' if asked.times > 1 else ''}, one case manager with 60 open cases"
    )
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start of measuring"
    )
    print(f"ten million steps of a plain Python loop take {plain_loop():.2f} s here, just now")
    versions = (
        f"Python {platform.python_version()}, Django {django.__version__}, granian {granian.__version__}"
    )
    print(f"{versions}, {figures.engine}", end="\n\n")
    print(f"{'':44}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'queries':>9}{'kB':>7}")
    for one in figures.operations:
        print(f"{one.name:44}{one.p50:8.1f}{one.p95:8.1f}{one.cpu:8.1f}{one.queries:9d}{one.size:7.1f}")
    for name, cpu, size in figures.as_data:
        print(f"{'as data: ' + name:44}{'':16}{cpu:8.1f}   ({size} rows)")
    memory = f"PSS of two workers and the jobs {figures.pss:.0f} MiB, of the first process {figures.pss_first:.0f} MiB"
    print(f"\nfirst answer after {figures.first_answer:.2f} s; {memory}")


if __name__ == "__main__":
    main()
