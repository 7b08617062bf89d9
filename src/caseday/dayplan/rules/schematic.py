"""In: places on the map and the way between them. Out: a drawing of the way, north up, to scale but for what
would lie on top of each other: those are moved apart.

Units are those of the drawing: WIDTH by HEIGHT.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

WIDTH, HEIGHT = 400.0, 380.0
RADIUS = 15.0
_MARGIN = 46.0
_APART = 2 * RADIUS + 6
_ROUNDS, _FEW_ROUNDS = 80, 8
_MANY = 60
"""Pairs grow with the square: a crowd is drawn less tidily rather than late."""
_ASIDE = 0.35
_LANE = 5.0
"""A way there and one back lie beside each other, each on its right."""
_LETTER, _LINE = 7.1, 17.0
_MILES_PER_DEGREE = 69.055
_SCALES = (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_ALONG = (0.5, 0.38, 0.62, 0.27, 0.73)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place, drawn once however often one comes there."""

    x: float
    y: float
    label: str
    is_base: bool = False
    style: int | None = None
    """Whose it is; None: nobody's alone."""

    @property
    def half_width(self) -> float:
        return max(RADIUS, len(self.label) * 4.6 + 6)

    @property
    def width(self) -> float:
        return 2 * self.half_width

    @property
    def left(self) -> float:
        return self.x - self.half_width

    @property
    def top(self) -> float:
        return self.y - RADIUS


@dataclass(frozen=True, slots=True)
class Way:
    x1: float
    y1: float
    x2: float
    y2: float
    label: str
    label_x: float
    label_y: float
    style: int = 0

    @property
    def label_width(self) -> float:
        return len(self.label) * _LETTER + 8

    @property
    def label_left(self) -> float:
        return self.label_x - self.label_width / 2

    @property
    def label_top(self) -> float:
        return self.label_y - _LINE / 2


@dataclass(frozen=True, slots=True)
class Scale:
    length: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    marks: tuple[Mark, ...]
    ways: tuple[Way, ...]
    scale: Scale | None

    width: float = WIDTH
    height: float = HEIGHT
    radius: float = RADIUS


def drawn(
    places: Sequence[tuple[Point, str, bool]],
    ways: Iterable[tuple[int, int, str]],
    *,
    styles: Sequence[int] = (),
) -> Drawing | None:
    """`places`: where (latitude, longitude), label, whether home or office; `ways`: from, to, label. None: no places.

    Places less than 30 m from each other are one, under the labels of all. `styles`: of each place, where there are
    several ways; a way has that of the place it comes from.
    """
    merged, index = _merged(places)
    if not merged:
        return None
    spots, unit = _projected([point for point, _, _ in merged])
    spots = _moved_apart(spots)
    owners = [{styles[i] for i, at in enumerate(index) if at == n and styles} for n in range(len(merged))]
    marks = tuple(
        Mark(x, y, label, is_base, next(iter(of)) if len(of) == 1 else None)
        for (x, y), (_, label, is_base), of in zip(spots, merged, owners, strict=True)
    )
    told = [(a, b, label) for a, b, label in ways if index[a] != index[b]]
    lines = [(marks[index[a]], marks[index[b]], label) for a, b, label in told]
    labeled = zip(_labeled(lines, marks), told, strict=True)
    found = (replace(way, style=styles[a] if styles else 0) for way, (a, _, _) in labeled)
    return Drawing(marks, tuple(found), _scale(unit))


def _merged(places: Sequence[tuple[Point, str, bool]]) -> tuple[list[tuple[Point, str, bool]], list[int]]:
    merged: list[tuple[Point, str, bool]] = []
    index = []
    for point, label, is_base in places:
        found = next((i for i, one in enumerate(merged) if _near(one[0], point)), None)
        if found is None:
            index.append(len(merged))
            merged.append((point, label, is_base))
            continue
        index.append(found)
        there, labels, was_base = merged[found]
        if label not in labels.split(", "):
            merged[found] = (there, f"{labels}, {label}", was_base or is_base)
    return merged, index


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 0.0003 and abs(a[1] - b[1]) < 0.0003


def _projected(points: Sequence[Point]) -> tuple[list[Point], float]:
    """Places in the drawing, and how many units a mile is there; 0: it is one place."""
    north, south = max(p[0] for p in points), min(p[0] for p in points)
    east, west = max(p[1] for p in points), min(p[1] for p in points)
    narrow = max(0.05, cos(radians((north + south) / 2)))
    wide, high = (east - west) * narrow, north - south
    room = min((WIDTH - 2 * _MARGIN) / max(wide, 1e-9), (HEIGHT - 2 * _MARGIN) / max(high, 1e-9))
    unit = room if max(wide, high) > 1e-9 else 0.0
    middle = ((north + south) / 2, (east + west) / 2)
    spots = [
        (WIDTH / 2 + (lon - middle[1]) * narrow * unit, HEIGHT / 2 - (lat - middle[0]) * unit)
        for lat, lon in points
    ]
    return spots, unit / _MILES_PER_DEGREE


def _moved_apart(spots: Sequence[Point]) -> list[Point]:
    moved = list(spots)
    for _ in range(_ROUNDS if len(spots) <= _MANY else _FEW_ROUNDS):
        pairs = [(i, j) for j in range(len(moved)) for i in range(j) if _gap(moved[i], moved[j]) < _APART]
        if not pairs:
            break
        for i, j in pairs:
            moved[i], moved[j] = _pushed(moved[i], moved[j])
    return [_inside(spot) for spot in moved]


def _gap(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _pushed(a: Point, b: Point) -> tuple[Point, Point]:
    gap = _gap(a, b)
    dx, dy = ((b[0] - a[0]) / gap, (b[1] - a[1]) / gap) if gap > 1e-6 else (1.0, 0.0)
    # A little to the side too: a row of places in one street gets out of its own way.
    dx, dy = dx - _ASIDE * dy, dy + _ASIDE * dx
    by = (_APART - gap) / 2 + 0.5
    return _inside((a[0] - dx * by, a[1] - dy * by)), _inside((b[0] + dx * by, b[1] + dy * by))


def _inside(spot: Point) -> Point:
    return (
        min(max(spot[0], RADIUS + 4), WIDTH - RADIUS - 4),
        min(max(spot[1], RADIUS + 4), HEIGHT - RADIUS - 4),
    )


Box = tuple[float, float, float, float]


def _labeled(lines: Sequence[tuple[Mark, Mark, str]], marks: Sequence[Mark]) -> Iterable[Way]:
    taken = [_box(m.x, m.y, 2 * m.half_width + 4, 2 * RADIUS + 4) for m in marks]
    drawn_lines = [_trimmed(start, end) for start, end, _ in lines]
    for place, (_, _, label) in enumerate(lines):
        mine = drawn_lines[place]
        others = [line for line in drawn_lines if line is not mine]
        if not label:
            yield Way(*mine, label, mine[0], mine[1])
            continue
        width = len(label) * _LETTER + 8
        x, y = min(
            _spots(*mine, width), key=lambda at: _covered(at, width, taken) + _crossed(at, width, others)
        )
        taken.append(_box(x, y, width, _LINE))
        yield Way(*mine, label, x, y)


def _trimmed(start: Mark, end: Mark) -> Box:
    """From rim to rim, a lane to the right."""
    length = max(1.0, hypot(end.x - start.x, end.y - start.y))
    dx, dy = (end.x - start.x) / length, (end.y - start.y) / length
    right = (-dy * _LANE, dx * _LANE)
    rim = min(RADIUS + 3, length / 3)
    return (
        start.x + dx * rim + right[0],
        start.y + dy * rim + right[1],
        end.x - dx * (rim + 4) + right[0],
        end.y - dy * (rim + 4) + right[1],
    )


def _spots(x1: float, y1: float, x2: float, y2: float, width: float) -> list[Point]:
    """Where the words may stand: on the way, then beside it; always inside the drawing."""
    length = max(1.0, hypot(x2 - x1, y2 - y1))
    across = (-(y2 - y1) / length, (x2 - x1) / length)
    half = width / 2 + 2
    return [
        (
            min(max(x1 + (x2 - x1) * share + across[0] * off, half), WIDTH - half),
            min(max(y1 + (y2 - y1) * share + across[1] * off, _LINE), HEIGHT - _LINE),
        )
        for off in (0.0, 18.0, -18.0, 36.0, -36.0)
        for share in _ALONG
    ]


def _box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _covered(at: Point, width: float, taken: Iterable[Box]) -> float:
    left, top, right, bottom = _box(*at, width, _LINE)
    return sum(
        max(0.0, min(right, r) - max(left, a)) * max(0.0, min(bottom, b) - max(top, t))
        for a, t, r, b in taken
    )


_STEPS = 24


def _crossed(at: Point, width: float, lines: Iterable[Box]) -> float:
    """How much of other lines the words would lie on: it must be clear which one they belong to."""
    left, top, right, bottom = _box(*at, width, _LINE)
    return sum(
        30.0
        for x1, y1, x2, y2 in lines
        for step in range(_STEPS + 1)
        if left <= x1 + (x2 - x1) * step / _STEPS <= right and top <= y1 + (y2 - y1) * step / _STEPS <= bottom
    )


def _scale(unit: float) -> Scale | None:
    """The longest round number of miles that a quarter of the drawing holds."""
    fitting = [miles for miles in _SCALES if miles * unit <= WIDTH / 4]
    if not unit or not fitting:
        return None
    return Scale(fitting[-1] * unit, f"{fitting[-1]:g} mi")
