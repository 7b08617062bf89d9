"""caseday roads: the roads of a region, kept on this machine, so that drives are no estimates."""

from pathlib import Path

import click

from caseday.cli.terminal import note, progress, say


@click.command(
    epilog="""\b
Example:
  pip install 'caseday[roads]'
  caseday roads texas-latest.osm.pbf
  CASEDAY_TRAVEL_SERVER_KIND=map caseday serve

\b
A town takes seconds, a state about a quarter of an hour. A newer extract takes
the place of the older one once it is whole. docs/howto/travel.md says more."""
)
@click.argument("extract", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def roads(extract: Path) -> None:
    """Prepare the roads of an OpenStreetMap extract (.osm.pbf) for drive times on this machine."""
    from caseday.config.options import load_options
    from caseday.dayplan.travel.prepared import prepare
    from caseday.kernel import clock

    options = load_options()
    with progress(f"Reading the roads of {extract.name}"):
        size = prepare(extract, options.roads_folder, now=clock.now())
    say(f"The roads of {extract.name} are in {options.roads_folder} ({size / 2**20:,.1f} MB).")
    if options.travel_server_kind != "map":
        note('To use them: travel_server_kind = "map" in caseday.toml, then start Caseday anew.')
