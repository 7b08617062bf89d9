"""In: many places and a server that answers for few. Out: their table, asked block by block.

A place off every road spoils the whole block for a server; it is found by asking for each place alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from caseday.dayplan.asking import Unavailable
from caseday.dayplan.travel.port import Point, Refusal, Table

AskBlock = Callable[[Sequence[Point], Sequence[Point]], Table]


class OffRoad(Exception):
    """One of the places of the block is not near any road."""


class TooMuch(Exception):
    """The block is more than the server answers for; `alone` is what that means for a single pair."""

    def __init__(self, alone: Refusal | None) -> None:
        self.alone = alone


def table_in_blocks(
    ask: AskBlock, origins: Sequence[Point], destinations: Sequence[Point], *, rows: int, columns: int
) -> Table:
    off: set[Point] = set()
    table: Table = {}
    for top in range(0, len(origins), rows):
        for left in range(0, len(destinations), columns):
            table |= _block(ask, origins[top : top + rows], destinations[left : left + columns], off)
    return {pair: answer for pair, answer in table.items() if pair[0] != pair[1]}


def _block(ask: AskBlock, origins: Sequence[Point], destinations: Sequence[Point], off: set[Point]) -> Table:
    found: Table = {
        (start, end): Refusal.OFF_ROAD
        for start in origins
        for end in destinations
        if start != end and (start in off or end in off)
    }
    starts, ends = [one for one in origins if one not in off], [one for one in destinations if one not in off]
    if not any(start != end for start in starts for end in ends):
        return found
    try:
        return found | ask(starts, ends)
    except OffRoad:
        return found | _without_off_road(ask, starts, ends, off)
    except TooMuch as error:
        return found | _split(ask, starts, ends, off, error.alone)


def _without_off_road(
    ask: AskBlock, origins: Sequence[Point], destinations: Sequence[Point], off: set[Point]
) -> Table:
    found = {place for place in {*origins, *destinations} if _is_off_road(ask, place)}
    if not found:
        raise Unavailable("does not say which place is off every road")
    off |= found
    return _block(ask, origins, destinations, off)


def _is_off_road(ask: AskBlock, place: Point) -> bool:
    try:
        ask([place], [place])
    except OffRoad:
        return True
    return False


def _split(
    ask: AskBlock,
    origins: Sequence[Point],
    destinations: Sequence[Point],
    off: set[Point],
    alone: Refusal | None,
) -> Table:
    if len(origins) == len(destinations) == 1:
        if alone is None:
            raise Unavailable("answers for no table at all")
        return {(origins[0], destinations[0]): alone}
    if len(origins) >= len(destinations):
        half = len(origins) // 2
        parts = [(origins[:half], destinations), (origins[half:], destinations)]
    else:
        half = len(destinations) // 2
        parts = [(origins, destinations[:half]), (origins, destinations[half:])]
    return _block(ask, *parts[0], off) | _block(ask, *parts[1], off)
