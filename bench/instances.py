"""In: published files of tours with time windows, or sizes and a seed. Out: the same as problems of one person's day.

Tours with windows: the number of places, a matrix, a window a place; or a table of coordinates as Dumas and others
published it, distances cut to whole numbers and made to keep the triangle inequality. Orienteering: the tables of
Solomon and Cordeau in the form of Vansteenwegen, distances cut to one or two decimals.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import floor, hypot
from pathlib import Path

from caseday.dayplan.rules.problem import Item, Kind, Place, Problem, Solution, Travel, Weights, Window

MIDNIGHT = datetime(2026, 1, 1, tzinfo=UTC)
NEEDED = 10**6  # points: more than any tour is long


@dataclass(frozen=True)
class Instance:
    name: str
    problem: Problem
    scores: dict[str, int] | None = None
    scale_of_value: int = 1  # lengths are in whole units: a best known value times this

    @property
    def is_optional(self) -> bool:
        return self.scores is not None

    def value(self, plan: Solution) -> int | None:
        """Points collected, or the length of the tour; None where a visit is missing."""
        if self.scores is not None:
            return sum(self.scores[one.key] for one in plan.placed)
        return None if plan.left_out else sum(leg.arrive - leg.leave for leg in plan.legs)


@dataclass(frozen=True)
class Row:
    """A place of a table; the first is where one starts and ends."""

    opens: int
    closes: int  # the latest start
    service: int = 0
    score: int | None = None


def problem_of(rows: Sequence[Row], far: Sequence[Sequence[int]]) -> Problem:
    keys = [f"p{n}" for n in range(len(rows))]
    worth = rows[0].closes - rows[0].opens  # of a point of a score: no driving of a day outweighs it
    items = tuple(
        Item(
            key, Kind.VISIT, key, row.service, (Window(row.opens, row.closes + row.service),), place=key,
            not_today_cost=NEEDED if row.score is None else worth * row.score,
        )
        for key, row in list(zip(keys, rows, strict=True))[1:]
    )  # fmt: skip
    minutes = {a: {b: (far[i][j],) for j, b in enumerate(keys)} for i, a in enumerate(keys)}
    end = rows[0].closes
    return Problem(
        MIDNIGHT, items, tuple(Place(key) for key in keys), Travel(minutes), keys[0], keys[0],
        rows[0].opens, end, end, weights=Weights(mile=0, overtime_quarter=0),
    )  # fmt: skip


def read_tour(path: Path) -> Instance:
    """A matrix or a table of coordinates, whichever the file holds."""
    lines = [line.split("#")[0].strip() for line in path.read_text().splitlines()]
    table = [row for line in lines if (row := _numbers(line)) and len(row) == 7]
    if any("CUST" in line.upper() for line in lines):
        return _from_table(path.name, [row for row in table if row[0] != 999])
    return _from_matrix(path.name, [float(word) for line in lines for word in line.split()])


def _numbers(line: str) -> list[float] | None:
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        return None


def _from_table(name: str, table: list[list[float]]) -> Instance:
    places = [(row[1], row[2]) for row in table]
    rows = [Row(int(row[4]), int(row[5]), int(row[6])) for row in table]
    return Instance(name, problem_of(rows, shortened(cut_distances(places, 1))))


def _from_matrix(name: str, numbers: list[float]) -> Instance:
    """Decimals become whole units: of a tenth, a hundredth, ..."""
    size = int(numbers[0])
    scale = next(s for s in (1, 10, 100, 1000, 10_000) if s == 10_000 or _are_whole(numbers, s))
    whole = [round(number * scale) for number in numbers[1:]]
    far = [whole[size * n : size * (n + 1)] for n in range(size)]
    windows = whole[size * size : size * size + 2 * size]
    rows = [Row(*windows[2 * n : 2 * n + 2]) for n in range(size)]
    return Instance(name, problem_of(rows, far), scale_of_value=scale)


def _are_whole(numbers: list[float], scale: int) -> bool:
    return all(abs(number * scale - round(number * scale)) < 1e-6 for number in numbers)


def cut_distances(places: Sequence[tuple[float, float]], scale: int) -> list[list[int]]:
    return [[floor(scale * hypot(a[0] - b[0], a[1] - b[1]) + 1e-9) for b in places] for a in places]


def shortened(far: list[list[int]]) -> list[list[int]]:
    """Cutting breaks the triangle inequality: the way over a third place counts where it is shorter.

    Once over all, in this order, as the published best values have it: they are not reached by doing it thoroughly.
    """
    size = range(len(far))
    for i in size:
        for j in size:
            for k in size:
                far[i][j] = min(far[i][j], far[i][k] + far[k][j])
    return far


def read_orienteering(path: Path, *, decimals: int) -> Instance:
    """`k v N t`, `D Q`, then a place a line: i x y d S f a list O C (the list has a of numbers)."""
    scale = 10**decimals
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    count = int(float(lines[0][2]))
    table = [[float(word) for word in line] for line in lines[2 : 3 + count]]
    rows = [
        Row(round(scale * row[-2]), round(scale * row[-1]), round(scale * row[3]), int(row[4]))
        for row in table
    ]
    problem = problem_of(rows, cut_distances([(row[1], row[2]) for row in table], scale))
    return Instance(path.name, problem, {f"p{n}": row.score or 0 for n, row in enumerate(rows)})


OPTIONAL = ("solomon-op", "cordeau-op")
READERS: dict[str, Callable[[Path], Instance]] = {
    **dict.fromkeys(("dumas", "gendreau", "ohlmann"), read_tour),
    "solomon-op": partial(read_orienteering, decimals=1),
    "cordeau-op": partial(read_orienteering, decimals=2),
}


def dumas_like(count: int, width: int, seed: int) -> Instance:
    """Places in a square of 50, windows of up to `width` around the times of a tour to second nearest neighbors."""
    rng = random.Random(f"{count}-{width}-{seed}")
    places = [(float(rng.randint(0, 50)), float(rng.randint(0, 50))) for _ in range(count + 1)]
    far = shortened(cut_distances(places, 1))
    left, here, at, windows = set(range(1, count + 1)), 0, 0, {}
    while left:
        near = sorted(left, key=lambda place: (far[here][place], place))
        there = near[min(1, len(near) - 1)]
        at, here = at + far[here][there], there
        left.remove(there)
        windows[there] = Row(max(0, at - rng.randint(0, width // 2)), at + rng.randint(0, width // 2))
    end = Row(0, at + far[here][0] + width)
    rows = [end, *(windows[n] for n in range(1, count + 1))]
    return Instance(f"like n{count}w{width}.{seed:03}", problem_of(rows, far))


def solomon_like(count: int, width: int, seed: int) -> Instance:
    """Places in a square of 100, 10 minutes each; a day of 230 or, with wide windows, of 1,000."""
    rng = random.Random(f"{count}-{width}-{seed}")
    places = [(50.0, 50.0), *((rng.uniform(0, 100), rng.uniform(0, 100)) for _ in range(count))]
    far, end, rows = cut_distances(places, 10), 10_000 if width > 300 else 2300, []
    for n in range(1, count + 1):
        middle = rng.uniform(far[0][n], end - far[n][0] - 100)
        rows.append(
            Row(max(0, int(middle - 5 * width)), min(end, int(middle + 5 * width)), 100, rng.randint(1, 50))
        )
    problem = problem_of([Row(0, end), *rows], far)
    return Instance(
        f"like r{count} w{width}.{seed}", problem, {f"p{n + 1}": row.score or 0 for n, row in enumerate(rows)}
    )
