"""The household as a picture: the client in the middle, who lives there inside the house, others outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Literal
from uuid import UUID

WIDTH, HEIGHT = 720, 460
_NEAR, _FAR = (120, 75), (295, 190)
Kind = Literal["helps", "hinders", "both", "none"]


@dataclass(frozen=True)
class Kin:
    """Somebody around the client. `conflict_with` None: the conflict is with the client."""

    id: UUID
    name: str
    relation: str
    lives_with: bool
    helps: str = ""
    hinders: str = ""
    conflict: str = ""
    conflict_with: UUID | None = None

    @property
    def kind(self) -> Kind:
        if self.helps and self.hinders:
            return "both"
        return "helps" if self.helps else "hinders" if self.hinders else "none"


@dataclass(frozen=True)
class Placed:
    kin: Kin
    x: int
    y: int


@dataclass(frozen=True)
class ConflictLine:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class Picture:
    x: int
    y: int
    placed: tuple[Placed, ...]
    conflicts: tuple[ConflictLine, ...]
    width: int = WIDTH
    height: int = HEIGHT


def pictured(kin: Sequence[Kin]) -> Picture:
    """Those who live there on the near ring, others on the far one; the order given goes around from the top."""
    middle = (WIDTH // 2, HEIGHT // 2)
    placed = (
        *_ring([one for one in kin if one.lives_with], _NEAR, middle),
        *_ring([one for one in kin if not one.lives_with], _FAR, middle),
    )
    at = {one.kin.id: (one.x, one.y) for one in placed}
    lines = tuple(
        ConflictLine(one.x, one.y, *at.get(one.kin.conflict_with or one.kin.id, middle))
        if one.kin.conflict_with in at
        else ConflictLine(one.x, one.y, *middle)
        for one in placed
        if one.kin.conflict
    )
    return Picture(*middle, placed, lines)


def _ring(kin: Sequence[Kin], radii: tuple[int, int], middle: tuple[int, int]) -> tuple[Placed, ...]:
    return tuple(
        Placed(
            one,
            middle[0] + round(radii[0] * sin(2 * pi * place / len(kin))),
            middle[1] - round(radii[1] * cos(2 * pi * place / len(kin))),
        )
        for place, one in enumerate(kin)
    )
