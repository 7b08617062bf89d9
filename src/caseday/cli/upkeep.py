"""caseday migrate, jobs, config."""

import os

import click

from caseday.cli.terminal import note, say


@click.command(epilog="\b\nExamples:\n  caseday migrate\n  caseday migrate --check && echo current")
@click.option("--check", is_flag=True, help="Change nothing; end with 1 if the database is behind.")
@click.option("--reindex", is_flag=True, help="Make the search index anew, out of the records.")
def migrate(check: bool, reindex: bool) -> None:
    """Make the database, or bring it up to this version. Running it twice changes nothing."""
    from caseday.cli import start
    from caseday.cli.endings import fail

    start.make_ready()
    missing = start.pending_migrations()
    if not missing:
        say("The database is current.")
    elif check:
        fail(f"{len(missing)} migrations are to be applied: caseday migrate")
    else:
        is_new = start.is_empty()
        start.apply_migrations()
        say(f"Applied {len(missing)} migrations.")
        reindex = reindex or (not is_new and any(app == "search" for app, _ in missing))
    if reindex and not check:
        _make_index_anew()


def _make_index_anew() -> None:
    """What an earlier version did not look for is found from now on, too."""
    from caseday.search.actions import rebuild_index

    say(f"Made the search index anew: {rebuild_index():,} entries.")


@click.command(
    epilog="\b\nExample:\n  caseday jobs     on a second machine, beside `caseday serve --no-jobs`"
)
@click.option("--once", is_flag=True, help="Do what is waiting, then end.")
def jobs(once: bool) -> None:
    """Run the background jobs alone, until stopped."""
    from caseday.cli import start
    from caseday.cli.background import run_jobs

    options = start.make_ready()
    with start.in_use(options):
        start.require_current_database()
        note("Running background jobs; Ctrl-C ends them.")
        run_jobs(batch=once)


@click.command(epilog="\b\nExample:\n  CASEDAY_PORT=8100 caseday config")
def config() -> None:
    """Check the configuration and show every key with its value. Secrets are not shown."""
    from caseday.config.options import Options, config_file, load_options

    options = load_options()
    say(f"# file: {config_file(os.environ) or 'none (every key has its default or comes from CASEDAY_*)'}")
    for key, field in Options.model_fields.items():
        value = getattr(options, key)
        hidden = key in ("secret_key", "database_url", "email_url") and bool(str(value))
        say(f"{key} = {'(set, hidden)' if hidden else value!s}    # {field.description}")
    if options.litestream_target and not options.papers_copy_dir:
        from caseday.cli.safety import NOT_COPIED

        note(NOT_COPIED)
