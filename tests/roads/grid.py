"""A made-up town as an extract of OpenStreetMap: a grid of streets, a kilometer apart, and one island without a bridge."""

from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

SOUTH, WEST, STEP, SIZE = 29.70, -95.45, 0.01, 12
ISLAND = (29.75, -95.30)
"""Off the grid: its one street meets no other."""


def corner(row: int, column: int) -> tuple[float, float]:
    return round(SOUTH + row * STEP, 6), round(WEST + column * STEP, 6)


def write_grid(file: Path, *, with_roads: bool = True) -> Path:
    with osmium.SimpleWriter(str(file)) as writer:
        for row in range(SIZE):
            for column in range(SIZE):
                _add_node(writer, _id(row, column), corner(row, column))
        for end in (0, 1):
            _add_node(writer, 900 + end, (ISLAND[0], ISLAND[1] + end * STEP))
        if with_roads:
            _add_streets(writer)
    return file


def _add_streets(writer: osmium.SimpleWriter) -> None:
    """By number, as every extract is sorted."""
    for n in range(SIZE):
        _add_way(writer, 1 + n, [_id(n, column) for column in range(SIZE)], f"{n} Street")
    for n in range(SIZE):
        _add_way(writer, 101 + n, [_id(row, n) for row in range(SIZE)], f"{n} Avenue")
    _add_way(writer, 201, [900, 901], "Island Street")


def _id(row: int, column: int) -> int:
    return 1 + row * SIZE + column


def _add_node(writer: osmium.SimpleWriter, number: int, place: tuple[float, float]) -> None:
    writer.add_node(Node(id=number, location=(place[1], place[0]), version=1, tags={}))


def _add_way(writer: osmium.SimpleWriter, number: int, nodes: list[int], name: str) -> None:
    tags = {"highway": "residential", "name": name, "maxspeed": "30 mph"}
    writer.add_way(Way(id=number, nodes=nodes, version=1, tags=tags))
