"""In: an extract of OpenStreetMap. Out: a folder with the roads of its region, as Valhalla's programs read them.

valhalla.json      settings of the programs, named relative to this folder
tiles-20260304...  the roads; a new map is made beside the old one, which serves until the new one is whole
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from caseday.kernel.errors import Invalid

CONFIG = "valhalla.json"
NO_PROGRAM = "pip install 'caseday[roads]' (Python 3.12 or newer), or install Valhalla so that its programs are on PATH"


def program(name: str) -> list[str] | None:
    """How a program of Valhalla is called: of the package extra, else on PATH. None: it is not installed."""
    package = find_spec("valhalla")
    if package and package.origin:
        inside = Path(package.origin).parent
        if (inside / "bin" / name).exists():
            return [str(inside / "bin" / name)]
        if (inside / f"{name}.py").exists():
            return [sys.executable, str(inside / f"{name}.py")]
    found = shutil.which(name)
    return [found] if found else None


def is_prepared(folder: Path) -> bool:
    return (folder / CONFIG).exists()


def prepare(extract: Path, folder: Path, *, now: datetime) -> int:
    """Bytes that the roads take. Takes minutes for a state. Invalid, with what to do; then the old map stays."""
    build, describe = program("valhalla_build_tiles"), program("valhalla_build_config")
    if build is None or describe is None:
        raise Invalid(f"Valhalla, which reads maps, is not installed: {NO_PROGRAM}")
    folder.mkdir(parents=True, exist_ok=True)
    tiles = folder / f"tiles-{now:%Y%m%d%H%M%S%f}"
    making = folder / f"{CONFIG}.new"
    try:
        making.write_text(json.dumps(_settings(describe, tiles.name)), "utf-8")
        _build([*build, "-c", making.name, str(extract.absolute())], folder, extract)
        os.replace(making, folder / CONFIG)
    except BaseException:
        making.unlink(missing_ok=True)
        shutil.rmtree(tiles, ignore_errors=True)
        raise
    for other in set(folder.glob("tiles-*")) - {tiles}:
        shutil.rmtree(other, ignore_errors=True)
    return sum(file.stat().st_size for file in tiles.rglob("*.gph"))


def _settings(describe: list[str], tiles: str) -> dict[str, Any]:
    """What Valhalla takes by default, with the roads here and every log on standard error."""
    told = subprocess.run(
        [*describe, "--mjolnir-tile-dir", tiles, "--logging-type", "std_err"],
        capture_output=True,
        check=False,
    )
    try:
        settings: dict[str, Any] = json.loads(told.stdout)
    except ValueError:
        raise Invalid(f"Valhalla does not say its settings; install it anew: {NO_PROGRAM}") from None
    for part in [settings, *settings.values()]:
        if isinstance(part, dict) and isinstance(part.get("logging"), dict):
            part["logging"] |= {"type": "std_err", "color": False}
    for absent in ("tile_extract", "traffic_extract", "admin", "timezone", "landmarks", "transit_dir"):
        settings["mjolnir"].pop(absent, None)
    return settings


def _build(command: list[str], folder: Path, extract: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        why = said[-1] if said else f"Valhalla ended with {done.returncode}"
        raise Invalid(
            f"{extract.name} cannot be made into a map: it has to be an extract of OpenStreetMap with roads in it "
            f"(.osm.pbf), and the disk needs about twice its size. Valhalla says: {why}"
        )
