"""caseday import, caseday export."""

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, progress, say

if TYPE_CHECKING:
    from caseday.exchange.actions import SealedCount

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
  caseday import resources directory.zip --dry-run
  caseday import agency old-agency/""",
)
def import_() -> None:
    """Bring in cases, a calendar, community resources, or a whole agency. Importing twice changes nothing."""


@import_.command(
    epilog="""\b
Examples:
  caseday import cases caseload.xlsx --dry-run
  caseday import cases caseload.csv --mapping columns.toml --for nora@example.org --yes

\b
Columns are matched by their headings; what each is taken for is shown before
anything is written. A mapping file says it for headings that are not understood:
  "Clmt" = "full_name"
  "Our no." = "case_number"
Each bad row is named with row, column and reason, while the good ones go in."""
)
@click.argument("file", type=_File)
@click.option("--mapping", type=_File, help='TOML: "heading" = "fact" (a wrong fact lists the known ones).')
@click.option(
    "--for", "email", help="Email of the person whose caseload it is (default: the only case manager)."
)
@click.option("--program", default="", help="Slug of the program (default: the first one there is).")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask whether the columns are understood.")
def cases(
    file: Path, mapping: Path | None, email: str | None, program: str, dry_run: bool, yes: bool
) -> None:
    """Bring the cases of FILE (CSV or XLSX) into a person's caseload."""
    _ready()
    from caseday.exchange.actions import import_cases
    from caseday.kernel import clock

    actor, data, facts = _case_manager(email), file.read_bytes(), _read_mapping(mapping)
    _show_columns(file.name, data, facts)
    if not (dry_run or yes) and not click.confirm("Is that right?", err=True):
        fail("nothing was written; name columns with --mapping")
    with progress("Reading the cases") as advance:
        report = import_cases(
            actor=actor, now=clock.now(), name=file.name, data=data, mapping=facts, program=program,
            is_dry_run=dry_run, progress=advance,
        )  # fmt: skip
    for row, heading, reason in report.problems:
        say(f"row {row}, {heading}: {reason}")
    said = f"{report.rows} rows: {len(report.added)} added, {len(report.known)} there already"
    say(f"{said}{' (dry run: nothing was written)' if dry_run else ''}")
    if report.problems:
        fail(f"{len({row for row, _, _ in report.problems})} rows have problems")


def _show_columns(name: str, data: bytes, mapping: dict[str, str] | None) -> None:
    from caseday.exchange.actions import read_columns

    _, columns = read_columns(name, data, mapping)
    for column in columns:
        note(f"  {column.heading or '(no heading)':<30} {column.fact or '- not used'}")


def _read_mapping(path: Path | None) -> dict[str, str] | None:
    if path is None:
        return None
    try:
        return {str(heading): str(fact) for heading, fact in tomllib.loads(path.read_text("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fail(f"{path}: this is not TOML: {error}", 2)


@import_.command(
    epilog="""\b
Examples:
  caseday import calendar nora.ics --for nora@example.org --dry-run
  caseday import calendar nora.ics --for nora@example.org

\b
Takes what Google, Outlook and Apple export: from today on, 400 days ahead.
Importing again brings what changed; nothing is there twice."""
)
@click.argument("file", type=_File)
@click.option(
    "--for", "email", help="Email of the person whose calendar it is (default: the only case manager)."
)
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
def calendar(file: Path, email: str | None, dry_run: bool) -> None:
    """Bring the appointments of FILE (ICS) into a person's calendar."""
    _ready()
    from caseday.exchange.actions import import_calendar
    from caseday.kernel import clock

    actor = _case_manager(email)
    with progress("Reading the calendar") as advance:
        report = import_calendar(
            actor=actor, now=clock.now(), data=file.read_bytes(), is_dry_run=dry_run, progress=advance
        )
    for title, reason in report.refused:
        say(f"refused: {title}: {reason}")
    for title, place in report.no_place:
        say(f"place not found: {title}: {place}")
    for title in report.no_client:
        say(f"client not found: {title}")
    counts = f"{len(report.added)} added, {len(report.changed)} changed, {len(report.cancelled)} cancelled"
    say(f"{counts}, {report.unchanged} unchanged{' (dry run: nothing was written)' if dry_run else ''}")
    if report.refused:
        fail(f"{len(report.refused)} entries were not taken; the others were")


@import_.command(
    epilog="""\b
Examples:
  caseday import resources directory.zip --dry-run
  caseday import resources services.json --source "211 Texas"
  caseday import resources hsds-folder/

\b
FILE is a directory of services as HSDS 3 (Open Referral, 211) has it:
  a ZIP or a folder of its CSV files   services.csv, organizations.csv, locations.csv,
                                       addresses.csv, services_at_location.csv, phones.csv,
                                       schedules.csv, languages.csv, attributes.csv ...
  JSON                                 a list of services, or a page of them ("contents"),
                                       each with everything that belongs to it; also zipped
Each bad row is named with its file, row, column and reason, while the good ones go in.
Name the directory with --source where you bring in several: their ids may be the same.
What your colleagues noted of a resource (closed, full) stays."""
)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--source", default="", help="Name of the directory, shown with its resources.")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing.")
def resources(file: Path, source: str, dry_run: bool) -> None:
    """Bring the community resources of FILE (HSDS: ZIP, folder or JSON) into the directory."""
    _ready()
    from caseday.access.viewer import system_viewer
    from caseday.exchange.actions import import_resources, read_resources, read_resources_in
    from caseday.exchange.actions.runs import LARGEST
    from caseday.kernel import clock

    if file.is_file() and file.stat().st_size > 10 * LARGEST:
        fail(f"{file} is larger than {10 * LARGEST // 1024 // 1024} MB; split it", 2)
    tables = read_resources_in(file) if file.is_dir() else read_resources(file.name, file.read_bytes())
    with progress("Reading the directory") as advance:
        report = import_resources(
            actor=system_viewer(), now=clock.now(), tables=tables, source=source, is_dry_run=dry_run,
            progress=advance,
        )  # fmt: skip
    for where, column, reason in report.problems:
        say(f"{where}, {column}: {reason}")
    for name in report.held:
        note(f"kept as corrected here, though the file says otherwise: {name}")
    for name in report.unused:
        note(f"not looked at: {name}")
    counts = f"{len(report.added)} added, {len(report.changed)} changed, {report.unchanged} unchanged"
    dry = " (dry run: nothing was written)" if dry_run else ""
    say(f"{report.organizations} organizations; services: {counts}{dry}")
    if report.problems:
        fail(f"{len({where for where, _, _ in report.problems})} rows have problems")


_PASSPHRASE_FILE = click.option(
    "--passphrase-file", type=_File, help="File with the passphrase of sealed numbers on its only line."
)


@import_.command(
    "agency",
    epilog="""\b
Examples:
  caseday import agency old-agency/
  caseday import agency old-agency/ --passphrase-file passphrase.txt
  caseday import agency old-agency/ --without-sealed

\b
Social Security numbers that were exported under a passphrase open with it alone; you
are asked for it. Here they are sealed anew, with the key of this installation.""",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_PASSPHRASE_FILE
@click.option(
    "--without-sealed", is_flag=True, help="Leave sealed numbers behind: their last four come alone."
)
def import_agency_(folder: Path, passphrase_file: Path | None, without_sealed: bool) -> None:
    """Read what `caseday export` wrote in FOLDER into an empty database, all or nothing."""
    if passphrase_file and without_sealed:
        fail("give --passphrase-file or --without-sealed, not both", 2)
    _ready()
    from caseday.exchange.actions import count_in, import_agency
    from caseday.kernel import clock

    typed = _line_of(passphrase_file)
    if not typed and not without_sealed and count_in(folder).inside:
        typed = _ask_passphrase(
            "Passphrase of this export",
            "this export has sealed numbers: open them with --passphrase-file, or import --without-sealed",
        )
    with progress("Reading") as advance:
        moved = import_agency(
            folder, now=clock.now(), passphrase=typed, without_sealed=without_sealed,
            progress=lambda what, done, of: advance(done, of),
        )  # fmt: skip
    _tell_sealed(moved.sealed, "came in and are sealed with the key of this installation", "")
    say(
        f"{sum(moved.rows.values())} rows in {len(moved.rows)} tables. "
        "Nobody has a password yet: caseday user reset-password."
    )


def _line_of(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        typed = path.read_text("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        fail(f"{path}: this is not text", 2)
    if not typed or "\n" in typed:
        fail(f"{path}: write the passphrase on its only line", 2)
    return typed


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _ask_passphrase(title: str, otherwise: str, *, twice: bool = False) -> str:
    """On a terminal, unseen; elsewhere `otherwise` says what to do."""
    if not _is_terminal():
        fail(otherwise, 2)
    typed: str = click.prompt(title, hide_input=True, confirmation_prompt=twice, err=True)
    return typed


def _tell_sealed(count: "SealedCount", inside: str, to_take: str) -> None:
    from caseday.exchange.actions import numbers

    if count.inside:
        note(f"{numbers(count.inside)}: {inside}")
    if count.left_behind:
        note(f"{numbers(count.left_behind)}: left behind, but for the last four{to_take}")
    if count.unreadable:
        note(
            f"{numbers(count.unreadable)}: lost but for the last four, sealed with a key that is no longer here"
        )


@click.command(
    epilog="""\b
Examples:
  caseday export friday/        tables as CSV and JSON lines, data-dictionary.csv, manifest.json
  caseday export friday/ --with-sealed
  caseday export friday/ --passphrase-file passphrase.txt

\b
Passwords and keys are not in it; health information is: keep it as you keep the database.
Social Security numbers go along under a passphrase alone, in sealed.json; whoever loses
it loses them. Without one their last four go, and the rest stays behind."""
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-sealed", is_flag=True, help="Take sealed numbers along; asks for a passphrase.")
@_PASSPHRASE_FILE
def export(folder: Path, with_sealed: bool, passphrase_file: Path | None) -> None:
    """Write everything of the agency into the new FOLDER."""
    _ready()
    from caseday.exchange.actions import export_agency
    from caseday.kernel import clock

    typed = _line_of(passphrase_file)
    if with_sealed and not typed:
        typed = _ask_passphrase("New passphrase", "give the passphrase with --passphrase-file", twice=True)
    with progress("Writing") as advance:
        moved = export_agency(
            folder, now=clock.now(), passphrase=typed, progress=lambda what, done, of: advance(done, of)
        )
    note(f"{sum(moved.rows.values())} rows in {len(moved.rows)} tables")
    _tell_sealed(
        moved.sealed, "in sealed.json; only the passphrase opens it, so keep that elsewhere",
        "; to take them: --with-sealed, or --passphrase-file FILE",
    )  # fmt: skip
    say(str(folder))
