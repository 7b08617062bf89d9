"""caseday user: who signs in."""

from typing import TYPE_CHECKING

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, say
from caseday.config.options import Options

if TYPE_CHECKING:
    from caseday.access.models import Staff

ROLES = ("case_manager", "supervisor", "administrator", "auditor")


def _ready() -> Options:
    from caseday.cli import start

    options = start.make_ready()
    start.require_current_database()
    return options


def public_address(options: Options) -> str:
    """Where people reach this agency, without the last slash."""
    if options.allowed_hosts:
        return f"https://{options.allowed_hosts[0]}"
    scheme = "https" if options.tls_certificate else "http"
    return f"{scheme}://{options.address}:{options.port}"


def _find(email: str) -> "Staff":
    from caseday.access.queries import list_staff
    from caseday.access.viewer import system_viewer

    found = next((s for s in list_staff(system_viewer()) if s.email == email.strip().lower()), None)
    return found or fail(f"nobody signs in with {email}: caseday user list")


def _say_link(options: Options, staff: "Staff") -> None:
    from caseday.access.actions import one_time_path

    note(f"{staff.name} sets a password here, once, within three days:")
    say(f"{public_address(options)}{one_time_path(staff)}")


@click.group(
    epilog="""\b
Examples:
  caseday user add nora@example.org --name "Nora Bell" --credentials "RN, CCM"
  caseday user list
  caseday user reset-password nora@example.org
  caseday user role susan@example.org supervisor"""
)
def user() -> None:
    """Add and manage the people who sign in."""


@user.command(
    epilog="""\b
Examples:
  caseday user add adam@example.org --name "Adam Ruiz" --agency "Hill Country Case Management"
  caseday user add susan@example.org --name "Susan Lee" --role supervisor"""
)
@click.argument("email")
@click.option("--name", required=True, help="As it is signed.")
@click.option("--credentials", default="", help='Behind the name, e.g. "RN, CCM".')
@click.option(
    "--role", type=click.Choice(ROLES), help="Default: administrator for the first, then case_manager."
)
@click.option("--agency", default="", help="Name of the agency; asked for the first time only.")
@click.option("--time-zone", default="America/Chicago", show_default=True, help="Where the person works.")
def add(email: str, name: str, credentials: str, role: str | None, agency: str, time_zone: str) -> None:
    """Add a person; prints the link by which they set their password."""
    options = _ready()
    from caseday.access.actions import add_staff, set_up_agency
    from caseday.access.queries import list_staff
    from caseday.access.viewer import system_viewer
    from caseday.kernel import clock

    actor, now = system_viewer("Command line"), clock.now()
    is_first = not list_staff(actor)
    set_up_agency(actor=actor, now=now, name=agency or "Our agency", time_zone=time_zone)
    staff = add_staff(
        actor=actor, now=now, name=name, email=email, credentials=credentials, time_zone=time_zone,
        role=role or ("administrator" if is_first else "case_manager"),
    )  # fmt: skip
    note(f"{staff.name} is {staff.get_role_display().lower()}.")
    _say_link(options, staff)


@user.command("list")
def list_() -> None:
    """Everybody: email, role, name, and who is disabled."""
    _ready()
    from caseday.access.queries import list_staff
    from caseday.access.viewer import system_viewer

    for staff in list_staff(system_viewer()):
        say(f"{staff.email:<40} {staff.role:<14} {staff.name}{'' if staff.is_active else '  (disabled)'}")


@user.command("reset-password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Print a one-time link by which the person sets a new password; lifts a lock-out."""
    options = _ready()
    from caseday.access.actions import release_lockout
    from caseday.access.viewer import system_viewer
    from caseday.kernel import clock

    staff = _find(email)
    release_lockout(actor=system_viewer("Command line"), now=clock.now(), staff_id=staff.pk)
    _say_link(options, staff)


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """End a person's sessions and let them in no more; their name stays on what they did."""
    _ready()
    from caseday.access.actions import disable_staff
    from caseday.access.viewer import system_viewer
    from caseday.kernel import clock

    staff = disable_staff(actor=system_viewer("Command line"), now=clock.now(), staff_id=_find(email).pk)
    say(f"{staff.name} is disabled.")


@user.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let a disabled person in again."""
    _ready()
    from caseday.access.actions import enable_staff
    from caseday.access.viewer import system_viewer
    from caseday.kernel import clock

    staff = enable_staff(actor=system_viewer("Command line"), now=clock.now(), staff_id=_find(email).pk)
    say(f"{staff.name} may sign in again.")


@user.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def role(email: str, role: str) -> None:
    """Change what a person may see and do."""
    _ready()
    from caseday.access.actions import change_staff
    from caseday.access.viewer import system_viewer
    from caseday.kernel import clock

    staff = change_staff(
        actor=system_viewer("Command line"), now=clock.now(), staff_id=_find(email).pk, role=role
    )
    say(f"{staff.name} is {staff.get_role_display().lower()}.")
