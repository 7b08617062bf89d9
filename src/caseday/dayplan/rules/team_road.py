"""In: where each of a team goes on a day. Out: all ways in one drawing, each in a style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from caseday.dayplan.rules.schematic import Drawing, Mark, Point, Way, drawn

COLORS = 8


@dataclass(frozen=True, slots=True)
class RouteStop:
    """`label`: the letter of the worker and the place in their day, as in B2."""

    label: str
    name: str
    at: datetime
    until: datetime
    place: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One worker's way; `number` counts the workers from 0."""

    number: int
    name: str
    stops: tuple[RouteStop, ...]
    home: Point | None = None
    leaves_at: datetime | None = None
    back_at: datetime | None = None
    miles: float = 0.0
    is_away: bool = False

    @property
    def letter(self) -> str:
        return letter_of(self.number)

    @property
    def color(self) -> int:
        return self.number % COLORS

    @property
    def dash(self) -> int:
        """Another one than before where colors come round again."""
        return (self.number + self.number // COLORS) % COLORS


def letter_of(number: int) -> str:
    """A to Z, then AA, AB ..."""
    first, last = divmod(number, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


@dataclass(frozen=True, slots=True)
class TeamDrawing:
    """Each line and mark with whose it is; None for a place to which several go."""

    drawing: Drawing
    ways: tuple[tuple[Way, Route], ...]
    marks: tuple[tuple[Mark, Route | None], ...]


def team_drawing(routes: Sequence[Route]) -> TeamDrawing | None:
    """None where nobody goes anywhere that is on the map."""
    places: list[tuple[Point, str, bool]] = []
    ways: list[tuple[int, int, str]] = []
    styles: list[int] = []
    for route in routes:
        known = points_of(route)
        ways += [(len(places) + n, len(places) + n + 1, "") for n in range(len(known) - 1)]
        places += known
        styles += [route.number] * len(known)
    drawing = drawn(places, ways, styles=styles)
    if drawing is None:
        return None
    of = {route.number: route for route in routes}
    return TeamDrawing(
        drawing,
        tuple((way, of[way.style]) for way in drawing.ways),
        tuple((mark, None if mark.style is None else of[mark.style]) for mark in drawing.marks),
    )


def points_of(route: Route) -> list[tuple[Point, str, bool]]:
    """Home, the stops in order, home again; nothing for who stays at home."""
    stops = [(one.point, one.label, False) for one in route.stops if one.point is not None]
    if not stops:
        return []
    home = [(route.home, route.letter, True)] if route.home is not None else []
    return [*home, *stops, *home]


def team_points(routes: Sequence[Route]) -> list[dict[str, object]]:
    """For a map with tiles."""
    names = {stop.label: stop.name for route in routes for stop in route.stops}
    return [
        {
            "name": route.name,
            "color": route.color,
            "dash": route.dash,
            "points": [
                {
                    "at": at,
                    "label": label,
                    "name": f"{route.name}: {names.get(label, 'home')}",
                    "base": is_base,
                }
                for at, label, is_base in points
            ],
        }
        for route in routes
        if (points := points_of(route))
    ]
