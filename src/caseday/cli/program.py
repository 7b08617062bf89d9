"""The `caseday` program: commands are imported when they are called, so that help and a start stay quick."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from caseday import __version__
from caseday.cli.endings import in_words

# Command -> (module, attribute, the line in the overview).
_COMMANDS = {
    "demo": ("caseday.cli.demo", "demo", "Live a case manager's day in a demonstration agency."),
    "serve": ("caseday.cli.serve", "serve", "Run the web server and the background jobs."),
    "migrate": ("caseday.cli.upkeep", "migrate", "Make or upgrade the database."),
    "user": ("caseday.cli.user", "user", "Add and manage the people who sign in."),
    "plan": ("caseday.cli.plan", "plan", "Work out who of a team visits whom."),
    "roads": ("caseday.cli.roads", "roads", "Prepare the roads of a region for drive times on this machine."),
    "import": ("caseday.cli.transfer", "import_", "Bring in cases, a calendar, resources, or an agency."),
    "export": ("caseday.cli.transfer", "export", "Write everything of the agency as CSV and JSON."),
    "backup": ("caseday.cli.safety", "backup", "Copy the database while it is in use."),
    "restore": ("caseday.cli.safety", "restore", "Put a backup back, after checking it."),
    "verify": ("caseday.cli.safety", "verify", "Check that the record has no gap and no edit."),
    "jobs": ("caseday.cli.upkeep", "jobs", "Run the background jobs alone (a further job machine)."),
    "config": ("caseday.cli.upkeep", "config", "Show the configuration and where it comes from."),
}

_EPILOG = """\b
Begin here:
  caseday demo                        a demonstration agency, nothing to set up
  caseday migrate && caseday user add nora@example.org --name "Nora Bell"
  caseday serve                       then open http://localhost:8000

\b
Exit codes:
  0  done
  1  it failed, or it found problems (each is named)
  2  it was called wrongly, or the configuration is wrong
"""


class Overview(click.Group):
    """Lists commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        with in_words():
            return super().invoke(ctx)


@click.group(cls=Overview, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caseday")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with the configuration (default: caseday.toml here or in the data directory).",
)
def caseday(config: Path | None) -> None:
    """Caseday: the system that a case manager's working day runs on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "caseday.config.settings")
    if config:
        os.environ["CASEDAY_CONFIG"] = str(config)


def main() -> None:
    sys.exit(caseday(prog_name="caseday"))
