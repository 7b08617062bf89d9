"""In: nothing. Out: the words in which every adapter of travel is asked and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from caseday.schedule.rules import Point, kind_of_day

__all__ = [
    "ANY_HOUR",
    "Answer",
    "Hour",
    "Leg",
    "Point",
    "Refusal",
    "RoadServer",
    "Source",
    "Table",
    "cell_of",
    "hour_of",
]


class Source(StrEnum):
    HERE = "here"
    RECORDED = "recorded"
    OSRM = "osrm"
    VALHALLA = "valhalla"
    ESTIMATE = "estimate"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Source.HERE: "the same place",
    Source.RECORDED: "your own drives",
    Source.OSRM: "the map server",
    Source.VALHALLA: "the map server",
    Source.ESTIMATE: "an estimate by distance and hour",
}


@dataclass(frozen=True, slots=True)
class Leg:
    minutes: int
    """Door to door."""
    miles: float
    source: Source

    @property
    def is_estimate(self) -> bool:
        return self.source is Source.ESTIMATE


@dataclass(frozen=True, slots=True)
class Hour:
    """A bucket of the cache: an hour of the clock on a kind of day."""

    kind: str
    hour: int


ANY_HOUR = Hour("", -1)
"""For servers that know no traffic: their answer holds all day, rush hours are added by the estimate's figures."""


class Refusal(StrEnum):
    """Why a pair of places has no answer of the server; the estimate stands for it."""

    NO_ROAD = "no road"
    OFF_ROAD = "off road"
    ABSURD = "absurd"


@dataclass(frozen=True, slots=True)
class Answer:
    minutes: float
    """Behind the wheel, without the door."""
    miles: float | None


Table = dict[tuple[Point, Point], Answer | Refusal]


class RoadServer(Protocol):
    source: Source
    knows_traffic: bool

    def table(self, origins: Sequence[Point], destinations: Sequence[Point], hour: Hour) -> Table:
        """Every pair of two different places. Raises `asking.Unavailable` where the server is of no use now."""


def hour_of(at: datetime) -> Hour:
    """By the wall clock of `at`: give it in the zone of the place."""
    return Hour(str(kind_of_day(at)), at.hour)


def cell_of(point: Point) -> str:
    """A place to within about 11 m: what the cache is kept by."""
    return f"{round(point[0] * 10_000)},{round(point[1] * 10_000)}"
