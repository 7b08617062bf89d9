"""In: what was tapped, what was planned, the hour. Out: where somebody is and from when they are free there."""

from collections.abc import Iterable
from dataclasses import dataclass

from caseday.dayplan.rules.problem import Leg, Travel
from caseday.dayplan.rules.stopping import StopFacts


@dataclass(frozen=True, slots=True)
class Here:
    place: str | None
    free_from: int


@dataclass(frozen=True, slots=True)
class Left:
    """A place and when one was done there."""

    at: int
    place: str


def whereabouts(
    base: str | None,
    *,
    now: int,
    morning: int,
    under_way: Iterable[StopFacts],
    driving_to: tuple[StopFacts, int] | None,
    left: Iterable[Left],
    legs_home: Iterable[Leg],
    travel: Travel,
) -> Here:
    """At the stop under way; else on the way to the next; else where one was last; in the morning at the base.

    `driving_to`: the stop and when one set off. `legs_home`: planned drives to the base: who does not drive to a stop
    tells nobody, so that they count as driven.
    """
    there = max(
        (one for one in under_way if one.place), key=lambda one: one.arrived or one.start, default=None
    )
    if there:
        return Here(there.place, now)
    was = max(left, key=lambda one: one.at, default=None)
    if driving_to:
        stop, set_off = driving_to
        origin = was.place if was and was.at <= set_off else base
        minutes = travel.drive(origin, stop.place, set_off).minutes
        return Here(stop.place, max(now, set_off + minutes + stop.parking))
    since = was.at if was else -1
    home = next((leg for leg in legs_home if since <= leg.leave <= now), None)
    if home:
        return Here(home.destination, max(now, home.arrive))
    return Here(was.place if was else base, max(now, morning))


def morning_start(day_from: int, stops: Iterable[tuple[int, int, int]], *, least: int = 0) -> int:
    """The wanted start, earlier where a stop asks for it. Each stop: its start, minutes to be early, drive with
    parking."""
    earliest = min((start - early - drive for start, early, drive in stops), default=day_from)
    return max(least, min(day_from, earliest))
