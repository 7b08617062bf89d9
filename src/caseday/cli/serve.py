"""caseday serve."""

import click

from caseday.cli.terminal import note
from caseday.config.options import Options


def address_of(options: Options) -> str:
    """To be opened in a browser: on this machine by its name, since browsers refuse passkeys at 127.0.0.1."""
    scheme = "https" if options.tls_certificate else "http"
    host = f"[{options.address}]" if ":" in options.address else options.address
    if options.address in ("127.0.0.1", "::1") and not options.tls_certificate:
        host = "localhost"
    return f"{scheme}://{host}:{options.port}/"


@click.command(
    epilog="""\b
Examples:
  caseday serve                                   this machine only, SQLite in the data directory
  caseday serve --port 8100
  CASEDAY_DATABASE_URL=postgresql://... caseday serve --no-jobs

\b
One process group: web processes, background jobs and, where a target is set,
Litestream. A process that dies is started again; SIGTERM or Ctrl-C ends all.
docs/howto/run-for-an-agency.md says how to run it for an agency."""
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (key: port).")
@click.option("--address", help="Address to listen on (key: address).")
@click.option("--jobs/--no-jobs", default=True, help="Run the background jobs here as well (default: yes).")
def serve(port: int | None, address: str | None, jobs: bool) -> None:
    """Run the web server and the background jobs until stopped."""
    import gc
    import os

    gc.disable()  # whatever a start loads is kept; serving.run() lets the collector go on
    from caseday.cli import serving, start

    if port:
        os.environ["CASEDAY_PORT"] = str(port)
    if address:
        os.environ["CASEDAY_ADDRESS"] = address
    options = start.make_ready()
    serving.require_free_port(options)
    with start.in_use(options):
        start.require_current_database()
        start.make_static()
        serving.run(
            options, with_jobs=jobs, started=lambda: note(f"Caseday answers at {address_of(options)}")
        )
