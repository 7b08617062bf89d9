"""In: a prepared map on this machine. Out: its matrix, from Valhalla's program; no server, and no place leaves here.

The program answers one question and ends. Places go in by its standard input: arguments can be read by others.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from caseday.dayplan.asking import Answered, Unavailable
from caseday.dayplan.travel.blocks import table_in_blocks
from caseday.dayplan.travel.port import ANY_HOUR, Hour, Point, Source, Table
from caseday.dayplan.travel.prepared import CONFIG, NO_PROGRAM, is_prepared, program
from caseday.dayplan.travel.valhalla import AT_ONCE, request_for, table_from


class RoadMap:
    source = Source.VALHALLA
    knows_traffic = False

    def __init__(self, folder: str, *, seconds: float = 10.0) -> None:
        self._folder, self._seconds = Path(folder), seconds

    def table(self, origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> Table:
        if not is_prepared(self._folder):
            raise Unavailable("has no map: caseday roads FILE.osm.pbf prepares one")
        command = program("valhalla_service")
        if command is None:
            raise Unavailable(f"is not installed: {NO_PROGRAM}")
        ask = partial(self._block, command)
        return table_in_blocks(ask, origins, destinations, rows=AT_ONCE, columns=AT_ONCE)

    def _block(self, command: list[str], origins: Sequence[Point], destinations: Sequence[Point]) -> Table:
        try:
            done = subprocess.run(
                [*command, CONFIG, "sources_to_targets", "/dev/stdin"],
                cwd=self._folder,
                input=json.dumps(request_for(origins, destinations, ANY_HOUR)),
                capture_output=True,
                text=True,
                timeout=self._seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unavailable(f"did not answer within {self._seconds:g} seconds") from None
        except OSError:
            raise Unavailable("cannot be started") from None
        return table_from(_answered(done.stdout), origins, destinations)


def _answered(text: str) -> Answered:
    """A refusal is an answer, too: the program then ends with 1 and says why in the same form."""
    try:
        return Answered(200, json.loads(text))
    except ValueError:
        raise Unavailable("answered with something else than data") from None
