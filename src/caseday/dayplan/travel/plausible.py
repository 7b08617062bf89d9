"""In: what a server says of one drive. Out: the same, or that it cannot be right."""

from __future__ import annotations

from typing import Any

from caseday.dayplan.travel.port import Answer, Point, Refusal
from caseday.schedule.rules import great_circle_miles
from caseday.schedule.rules.driving import figures

FASTEST_MPH = 90.0
# A place may be moved to its road by this much before the drive is counted from there.
SNAPPED_AT_MOST_MILES = 0.62
"""1 km."""
_SLACK_MILES = 2 * SNAPPED_AT_MOST_MILES
_DETOUR_FACTOR, _DETOUR_MILES = 5.0, 15.0
_SLOWER_FACTOR, _SLOWER_MINUTES = 5.0, 45.0


def judge(
    start: Point, end: Point, time: Any, distance: Any, *, minutes_a_unit: float, miles_a_unit: float
) -> Answer | Refusal:
    """`time` None: no road leads there. `distance` None: the server does not say."""
    if time is None:
        return Refusal.NO_ROAD
    if not _is_amount(time) or not (distance is None or _is_amount(distance)):
        return Refusal.ABSURD
    minutes, miles = time * minutes_a_unit, None if distance is None else distance * miles_a_unit
    straight = great_circle_miles(start, end)
    is_sound = _is_time_sound(minutes, straight, miles) and (miles is None or _is_way_sound(miles, straight))
    return Answer(minutes, miles) if is_sound else Refusal.ABSURD


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value < 1e9


def _is_way_sound(miles: float, straight: float) -> bool:
    return straight - _SLACK_MILES <= miles <= straight * _DETOUR_FACTOR + _DETOUR_MILES


def _is_time_sound(minutes: float, straight: float, miles: float | None) -> bool:
    driven = max(straight - _SLACK_MILES, miles or 0.0)
    usual = figures().minutes_of(max(straight, miles or 0.0) * figures().road_over_straight_line)
    return driven / FASTEST_MPH * 60 <= minutes <= usual * _SLOWER_FACTOR + _SLOWER_MINUTES
