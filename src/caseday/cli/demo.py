"""caseday demo: a demonstration agency, built once a day and served from a data directory of its own."""

import json
import os
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from caseday import __version__
from caseday.cli.terminal import note, progress, say
from caseday.config.options import Options, load_options
from caseday.kernel.words import clock_words

_MARK = "built.json"


@click.command(
    epilog="""\b
Examples:
  caseday demo                      the day as of now
  caseday demo --at 13:30           the same day at half past one
  caseday demo --date 2026-03-04 --at 08:00

\b
People and offices are made up. The sign-ins that are printed work on this
machine only. What you type is kept until the day or the hour changes."""
)
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    metavar="HH:MM",
    help="The hour at which the day opens (default: now).",
)
@click.option(
    "--date",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that is lived (default: today).",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (key: port).")
@click.option("--fresh", is_flag=True, help="Build the agency anew, even if today's is there.")
@click.option("--build-only", is_flag=True, help="Build the agency, say where, and end.")
def demo(at: datetime | None, on: datetime | None, port: int | None, fresh: bool, build_only: bool) -> None:
    """Live a case manager's day in a demonstration agency: 35 open cases, two years of history."""
    options = _of_this_machine_only(port)
    from caseday.cli import other_side, serve, serving, start
    from caseday.demo.actions import moment_of_demonstration, point_mailbox
    from caseday.kernel import clock

    if not build_only:
        serving.require_free_port(options)
    started_at = clock.now()
    moment = moment_of_demonstration(started_at, on=on.date() if on else None, at=at.time() if at else None)
    with start.in_use(options):
        _build_if_needed(options, moment, is_fixed=at is not None, fresh=fresh)
        if build_only:
            say(str(options.sqlite_path))
            return
        if abs((moment - started_at).total_seconds()) > 60:
            clock.shift_to(moment)
        start.make_static()
        ports = point_mailbox(now=clock.now())
        with other_side.other_side(options.data_dir / other_side.POST, ports):
            serving.run(options, started=lambda: _welcome(serve.address_of(options), moment))


def _of_this_machine_only(port: int | None) -> Options:
    """Its own data directory, SQLite, loopback: whatever is configured for the agency's own people."""
    from caseday.cli import other_side, start

    given = load_options()
    data_dir = Path(os.environ.get("CASEDAY_DATA_DIR") or given.data_dir) / "demo"
    chosen = {"DATA_DIR": str(data_dir), "ROADS_DIR": str(given.roads_folder), "ADDRESS": "127.0.0.1"}
    if port:
        chosen["PORT"] = str(port)
    for key in ("DATABASE_URL", "ALLOWED_HOSTS", "LITESTREAM_TARGET", "TLS_CERTIFICATE", "TLS_KEY"):
        os.environ.pop(f"CASEDAY_{key}", None)
    os.environ.update({f"CASEDAY_{key}": value for key, value in chosen.items()})
    other_side.set_up_texts(port or given.port)
    return start.make_ready()


def _marked(mark: Path) -> object:
    """What was built; None where a full disk left the mark half-written, or there is none."""
    try:
        return json.loads(mark.read_text())
    except (FileNotFoundError, ValueError):
        return None


def _build_if_needed(options: Options, moment: datetime, *, is_fixed: bool, fresh: bool) -> None:
    from caseday.cli import other_side, start

    wanted = {
        "version": __version__,
        "day": str(moment.date()),
        "at": str(moment.time()) if is_fixed else "now",
    }
    mark = options.data_dir / _MARK
    if not fresh and _marked(mark) == wanted and not start.pending_migrations():
        return
    mark.unlink(missing_ok=True)
    start.close_connections()
    for leftover in options.data_dir.glob(options.sqlite_path.name + "*"):
        leftover.unlink()
    for folder in ("documents", "page-pictures", other_side.POST):
        shutil.rmtree(options.data_dir / folder, ignore_errors=True)
    # Aside: what sets its papers works with threads, which a fork of this process would wait for in vain.
    start.in_own_process(partial(_build, moment, options.data_dir / other_side.POST))
    mark.write_text(json.dumps(wanted))


def _build(moment: datetime, post: Path) -> None:
    from caseday.cli import other_side, start
    from caseday.demo.actions import build_agency
    from caseday.demo.post_office import free_ports

    note("Building the demonstration agency ...")
    start.apply_migrations()
    with progress("Cases and their history") as advance:
        world = build_agency(
            now=moment, progress=lambda what, done, of: advance(done, of), ports=free_ports()
        )
    other_side.pack(post, world.to_come)
    start.close_connections()


def _welcome(address: str, moment: datetime) -> None:
    from caseday.demo.actions import sign_ins

    say(
        f"\n  Caseday is at  {address}\n  It is {moment:%A, %B %-d, %Y}, {clock_words(moment)} there. Sign in as:\n"
    )
    for one in sign_ins():
        say(f"    {one.role:<14} {one.email:<28} {one.password}    {one.name}")
    say(f"\n  The clients' phones are at  {address}messages/phone/")
    say("\n  These work on this machine only. Ctrl-C ends it.\n")
