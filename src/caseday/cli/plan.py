"""caseday plan team: who of a team could visit whom on a day, and what that gains."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from caseday.cli.endings import fail
from caseday.cli.terminal import note, say

if TYPE_CHECKING:
    from caseday.dayplan.queries.team import Proposed, TeamDay


@click.group(
    epilog="""\b
Example:
  caseday plan team --date 2026-03-05"""
)
def plan() -> None:
    """Work out who of a team visits whom."""


@plan.command(
    epilog="""\b
Examples:
  caseday plan team --date 2026-03-05
  caseday plan team --date 2026-03-05 --for susan@example.org --apply

\b
Home visits that nobody has confirmed yet may go to another worker and move by
two hours; everything else stays. Nothing is changed without --apply; then every
visit of the table moves, each recorded. To choose among them, open /plan/team."""
)
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), required=True, metavar="YYYY-MM-DD", help="The day."
)
@click.option("--for", "email", help="Email of who leads the team (default: the only supervisor).")
@click.option("--apply", "applies", is_flag=True, help="Move the visits of the table.")
def team(on: datetime, email: str | None, applies: bool) -> None:
    """Assign a team's visits: table of what would move, and what is gained."""
    from caseday.cli import start

    start.make_ready()
    start.require_current_database()
    from caseday.dayplan.actions.team import keep_better_team
    from caseday.dayplan.engines.team_apart import improved_team
    from caseday.dayplan.queries.team import proposed_for, team_day
    from caseday.kernel import clock

    leads, now = _supervisor(email), clock.now()
    note("Looking for the best way, half a minute at most ...")
    keep_better_team(leads, day=on.date(), now=now, solve=improved_team)
    found = team_day(leads, day=on.date(), now=now)
    proposed = proposed_for(leads, found)
    _print(found, proposed)
    if applies and proposed.moves:
        _apply(leads, found, proposed)
    elif proposed.moves:
        say("\nNothing has been changed. With --apply these visits move.")


def _supervisor(email: str | None) -> Any:
    from caseday.access.queries import active_staff, viewer_for
    from caseday.kernel import clock

    leads = [one for one in active_staff() if one.role == "supervisor"]
    chosen = [one for one in leads if one.email == email.strip().lower()] if email else leads
    if len(chosen) != 1:
        known = ", ".join(one.email for one in leads) or "none yet: caseday user add"
        fail(f"say whose team it is with --for EMAIL (supervisors: {known})", 2)
    return viewer_for(chosen[0], now=clock.now())


def _print(found: "TeamDay", proposed: "Proposed") -> None:
    zone, now, then = found.midnight.tzinfo, proposed.now, proposed.then
    say(f"{found.day:%A, %B %-d, %Y}: {len(found.workers)} workers, {len(found.problem.visits)} visits\n")
    if not proposed.moves:
        say("Nothing that would save more than it costs.")
    else:
        say(f"  {'':<34}{'as it is':>10}{'this way':>10}")
        for words, before, after in (
            ("miles", now.miles, then.miles),
            ("minutes of driving", now.drive_minutes, then.drive_minutes),
            ("longest day, minutes", now.longest_minutes, then.longest_minutes),
            ("minutes beyond a fair share", now.over_minutes, then.over_minutes),
            ("visits by somebody new", now.strangers, then.strangers),
            ("can't be kept", now.clashes, then.clashes),
        ):
            say(f"  {words:<34}{before:>10}{after:>10}")
        say(f"\n  {'visit':<24}{'from':<30}{'to':<30}{'saves':>9}")
    for one in proposed.moves:
        source = f"{one.from_name} {one.from_at.astimezone(zone):%-H:%M}" if one.from_at else one.from_name
        target = f"{one.to.name} {one.to_at.astimezone(zone):%-H:%M}"
        say(f"  {one.name:<24}{source:<30}{target:<30}{one.saves_minutes:>5} min")
    for words in (*proposed.clashes, *proposed.nobody, *proposed.unserved, *proposed.plan.sentences):
        note(words)


def _apply(leads: Any, found: "TeamDay", proposed: "Proposed") -> None:
    from caseday.dayplan.actions.team import Chosen, apply_team_visits
    from caseday.kernel import clock
    from caseday.kernel.errors import Invalid

    chosen = [
        Chosen(one.appointment.pk, one.appointment.version, one.to.pk, one.to_at) for one in proposed.moves
    ]
    try:
        count = apply_team_visits(actor=leads, now=clock.now(), day=found.day, chosen=chosen)
    except Invalid as error:
        fail(f"nothing was moved: {error}", 1)
    say(f"\n{count} visits moved. Each client is to be told: it stands in the to-dos of who goes.")
