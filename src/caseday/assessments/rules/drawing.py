"""In: scores over time and the bands of their instrument. Out: where each stands in a picture, in its own units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from caseday.assessments.rules.parts import Instrument
from caseday.assessments.rules.scoring import ends_of

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 12, 10, 24


@dataclass(frozen=True)
class Stripe:
    """A band as a stripe across the picture."""

    y: float
    height: float
    word: str
    chip: str
    starts: Decimal


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    value: Decimal
    at: date


@dataclass(frozen=True)
class Picture:
    """`line` joins the dots, as the points of an SVG polyline."""

    stripes: list[Stripe]
    dots: list[Dot]
    ticks: list[tuple[float, Decimal]]
    line: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        return _LEFT

    @property
    def across(self) -> int:
        return WIDTH - _LEFT - _RIGHT

    @property
    def floor(self) -> int:
        return HEIGHT - _BOTTOM


def picture_of(instrument: Instrument, scores: Sequence[tuple[date, Decimal]]) -> Picture | None:
    """None where there is nothing to draw. Time goes from left to right, by the day; the most is on top."""
    if instrument.scoring is None or not scores:
        return None
    low, high = ends_of(instrument, instrument.scoring)
    if low == high:
        return None
    stripes = [
        Stripe(
            y=_up(min(one.ends + instrument.scoring.step, high), low, high),
            height=_up(one.starts, low, high) - _up(min(one.ends + instrument.scoring.step, high), low, high),
            word=one.word.en,
            chip=one.chip,
            starts=one.starts,
        )
        for one in instrument.bands
    ]
    marks = {low, high, *(one.starts for one in instrument.bands)}
    return _plotted(scores, low, high, marks, stripes)


def plain_picture(values: Sequence[tuple[date, Decimal]], low: Decimal, high: Decimal) -> Picture | None:
    """Of a number without bands, between two numbers that differ; None where there is nothing to draw."""
    ground = Stripe(y=_TOP, height=HEIGHT - _TOP - _BOTTOM, word="", chip="", starts=low)
    return _plotted(values, low, high, {low, high}, [ground]) if values else None


def _plotted(
    values: Sequence[tuple[date, Decimal]],
    low: Decimal,
    high: Decimal,
    marks: Collection[Decimal],
    stripes: list[Stripe],
) -> Picture:
    dots = [
        Dot(x, _up(value, low, high), value, at)
        for x, (at, value) in zip(_along(values), values, strict=True)
    ]
    ticks = [(_up(value, low, high), value) for value in sorted(marks)]
    return Picture(stripes, dots, ticks, " ".join(f"{one.x},{one.y}" for one in dots))


def _up(value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low))
    return round(_TOP + (1 - share) * (HEIGHT - _TOP - _BOTTOM), 1)


def _along(scores: Sequence[tuple[date, Decimal]]) -> list[float]:
    begins, ends = scores[0][0], scores[-1][0]
    span = (ends - begins).total_seconds()
    across = WIDTH - _LEFT - _RIGHT - 16
    if span <= 0:
        return [round(_LEFT + 8 + across / 2, 1)] * len(scores)
    return [round(_LEFT + 8 + across * (at - begins).total_seconds() / span, 1) for at, _ in scores]
