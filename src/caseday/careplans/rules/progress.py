"""How a goal goes: how far from start to target, and the line that is drawn of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 320, 96, 8


@dataclass(frozen=True)
class Point:
    on: date
    value: Decimal


@dataclass(frozen=True)
class Drawing:
    """In pixels of a box WIDTH by HEIGHT. `target_y` None: no target is set."""

    points: tuple[tuple[int, int, Point], ...]
    target_y: int | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y, _ in self.points)


def share_reached(start: Decimal | None, target: Decimal | None, latest: Decimal | None) -> int | None:
    """Percent of the way from start to target, 0 to 100; None where one of them is not known."""
    if target is None or latest is None:
        return None
    begun = start if start is not None else Decimal(0)
    if begun == target:
        return 100 if latest == target else 0
    return round(min(max((latest - begun) / (target - begun), Decimal(0)), Decimal(1)) * 100)


def is_reached(start: Decimal | None, target: Decimal | None, latest: Decimal | None) -> bool:
    return share_reached(start, target, latest) == 100


def drawn(points: Sequence[Point], target: Decimal | None) -> Drawing | None:
    """None with nothing to draw. Time runs to the right, values up; one point stands in the middle."""
    if not points:
        return None
    values = [one.value for one in points] + ([target] if target is not None else [])
    low, high = min(values), max(values)
    first, last = points[0].on.toordinal(), points[-1].on.toordinal()
    placed = tuple((_x(one.on.toordinal(), first, last), _y(one.value, low, high), one) for one in points)
    return Drawing(placed, _y(target, low, high) if target is not None else None)


def _x(at: int, first: int, last: int) -> int:
    return WIDTH // 2 if first == last else MARGIN + (WIDTH - 2 * MARGIN) * (at - first) // (last - first)


def _y(value: Decimal, low: Decimal, high: Decimal) -> int:
    if low == high:
        return HEIGHT // 2
    return HEIGHT - MARGIN - int((HEIGHT - 2 * MARGIN) * (value - low) / (high - low))
