"""caseday import, caseday export."""

from pathlib import Path
from typing import Any

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, progress, say

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


def _ready() -> None:
    from caseday.cli import start

    start.make_ready()
    start.require_current_database()


def _case_manager(email: str | None) -> Any:
    """Whose caseload or calendar it is, as the one who acts."""
    from caseday.access.queries import active_staff, viewer_for
    from caseday.kernel import clock

    staff = active_staff()
    workers = [one for one in staff if one.role == "case_manager"]
    if email:
        chosen = [one for one in staff if one.email == email.strip().lower()]
    else:
        chosen = workers if len(workers) == 1 else []
    if not chosen:
        known = ", ".join(one.email for one in workers) or "none yet: caseday user add"
        fail(f"say whose it is with --for EMAIL (case managers: {known})", 2)
    return viewer_for(chosen[0], now=clock.now())


@click.group(
    "import",
    epilog="""\b
Examples:
  caseday import cases caseload.xlsx --dry-run
  caseday import cases caseload.csv --mapping columns.toml --for nora@example.org
  caseday import calendar nora.ics --for nora@example.org
  caseday import agency old-agency/""",
)
def import_() -> None:
    """Bring in cases, a calendar, or a whole agency. Importing twice changes nothing."""


@import_.command("agency", epilog="\b\nExample:\n  caseday import agency old-agency/")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_agency_(folder: Path) -> None:
    """Read what `caseday export` wrote in FOLDER into an empty database, all or nothing."""
    _ready()
    from caseday.exchange.actions import import_agency

    with progress("Reading") as advance:
        rows = import_agency(folder, progress=lambda what, done, of: advance(done, of))
    say(
        f"{sum(rows.values())} rows in {len(rows)} tables. Nobody has a password yet: caseday user reset-password."
    )


@click.command(
    epilog="""\b
Example:
  caseday export friday/        tables as CSV and JSON lines, data-dictionary.csv, manifest.json
Passwords and keys are not in it; health information is: keep it as you keep the database."""
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write everything of the agency into the new FOLDER."""
    _ready()
    from caseday.exchange.actions import export_agency
    from caseday.kernel import clock

    with progress("Writing") as advance:
        rows = export_agency(folder, now=clock.now(), progress=lambda what, done, of: advance(done, of))
    note(f"{sum(rows.values())} rows in {len(rows)} tables")
    say(str(folder))
