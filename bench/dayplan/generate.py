"""In: how many items, whether many visits are flexible, a seed. Out: a realistic day of a case manager in the field.

Home has a desk and a printer, clinics lie within some 15 miles, offices close for lunch, roads are slower at rush hour.
"""

import random
from dataclasses import replace
from datetime import datetime
from math import hypot
from zoneinfo import ZoneInfo

from caseday.dayplan.rules.problem import Item, Kind, Place, Problem, Spot, Tool, Travel, Wait, Window

SEVEN = datetime(2025, 3, 4, 7, 0, tzinfo=ZoneInfo("America/Chicago"))
HOURS = (1.0, 1.25, 1.3, 1.1, 1.0, 1.05, 1.1, 1.0, 1.05, 1.2, 1.4, 1.3, 1.1)  # from 7 o'clock on
OFFICE = ((60, 300), (360, 600))  # 8 to 12 and 13 to 17
LATER = tuple(Window(1440 * day + 60, 1440 * day + 600) for day in range(1, 5))


def realistic_day(count: int, *, many_visits: bool, seed: int) -> Problem:
    rng = random.Random(f"{count}-{many_visits}-{seed}")
    visits = max(2, round(count * 0.18)) if many_visits else min(2, max(1, count // 20))
    stops = _stops(rng, max(2, min(6, count // (12 if many_visits else 9))))
    homes = [_visit(rng, number) for number in range(min(visits, 12))]
    rest = _notes(rng, stops) + _papers(rng, stops) + _breaks()
    calls = [_call(rng, number) for number in range(max(0, (count - len(stops + homes + rest)) * 3 // 4))]
    todos = [_todo(rng, number) for number in range(max(0, count - len(stops + homes + rest + calls)))]
    items = tuple(_ordered_calls(rng, (stops + homes + rest + calls + todos)[:count]))
    places = (Place("home", "Home", has_desk=True, has_printer=True),)
    places += tuple(Place(item.place, item.place) for item in items if item.place)
    travel = _travel(rng, [place.key for place in places])
    free = tuple(Window(window.start, window.start + 240) for window in LATER)
    return Problem(SEVEN, items, places, travel, "home", "home", 60, 600, 720, free)


def _stops(rng: random.Random, count: int) -> list[Item]:
    step = 440 // count
    return [
        Item(
            f"stop{n}", Kind.STOP, f"Appointment {n}", rng.choice([15, 20, 30]), place=f"clinic{n}",
            at=130 + n * step + 5 * rng.randrange(0, max(1, step // 10 - 6)), early_minutes=10, parking_minutes=3,
            wait=Wait(median := rng.choice([5, 10, 15, 20]), median + rng.choice([5, 10, 15])),
            not_today_cost=500, must_today=True,
        )
        for n in range(count)
    ]  # fmt: skip


def _visit(rng: random.Random, number: int) -> Item:
    windows = rng.choice([((60, 300),), ((300, 600),), ((60, 600),), ((120, 240), (360, 540)), ((180, 420),)])
    best = (Window(*windows[0]),) if len(windows) > 1 else ()
    return Item(
        f"visit{number}", Kind.VISIT, f"Home visit {number}", rng.choice([15, 20, 30]), _windows(windows),
        place=f"house{number}", parking_minutes=2, preferred=best, not_today_cost=rng.choice([40, 60, 90, 140]),
        later_windows=LATER,
    )  # fmt: skip


def _notes(rng: random.Random, stops: list[Item]) -> list[Item]:
    return [
        Item(
            f"note-{stop.key}", Kind.NOTE, f"Note on {stop.name}", rng.choice([8, 10, 12]), after=(stop.key,),
            fresh_after=stop.key, stale_cost=rng.choice([2, 3]), not_today_cost=60,
            where=frozenset({Spot.DESK, Spot.PARKED, Spot.WAITING}), later_windows=LATER,
        )
        for stop in stops
    ]  # fmt: skip


def _papers(rng: random.Random, stops: list[Item]) -> list[Item]:
    return [
        Item(
            f"packet-{stop.key}", Kind.PAPERS, f"Packet for {stop.name}", rng.choice([5, 8]),
            tools=frozenset({Tool.PRINTER, Tool.DESK}), where=frozenset({Spot.DESK}),
            before_leaving_for=(stop.key,), not_today_cost=80,
        )
        for stop in stops[: 1 + len(stops) // 2]
    ]  # fmt: skip


def _breaks() -> list[Item]:
    parked = frozenset({Spot.DESK, Spot.PARKED})
    return [
        Item("lunch", Kind.BREAK, "Lunch", 30, (Window(270, 420),), where=parked, not_today_cost=300,
             preferred=(Window(285, 390),)),
        Item("pause", Kind.BREAK, "Break", 10, (Window(450, 540),), where=parked, not_today_cost=60),
    ]  # fmt: skip


def _call(rng: random.Random, number: int) -> Item:
    windows = rng.choice([OFFICE, OFFICE, ((120, 480),), ((60, 600),), ((60, 240),), ((90, 270), (345, 570))])
    minutes = rng.choice([3, 4, 5, 5, 6, 8])
    best = rng.choice([(), (), (), (Window(60, 180),), (Window(420, 600),)])
    due = rng.choice([None, None, None, 240, 420])
    return Item(
        f"call{number}", Kind.CALL, f"Call {number}", minutes, _windows(windows), preferred=best,
        tools=frozenset({Tool.PHONE}), due=due, late_cost=rng.choice([1, 2, 4]) if due else 0,
        must_today=rng.random() < 0.1, not_today_cost=rng.choice([10, 15, 20, 30, 50]), later_windows=LATER,
    )  # fmt: skip


def _todo(rng: random.Random, number: int) -> Item:
    at_desk, must = rng.random() < 0.4, number % 4 == 0
    return Item(
        f"todo{number}", Kind.TODO, f"Desk work {number}", rng.choice([5, 10, 15, 20]),
        tools=frozenset({Tool.DESK}) if at_desk else frozenset(),
        where=frozenset({Spot.DESK}) if at_desk else frozenset({Spot.DESK, Spot.PARKED}),
        goes_ahead=must, must_today=must,
        not_today_cost=rng.choice([8, 12, 20, 40]), later_windows=LATER,
    )  # fmt: skip


def _ordered_calls(rng: random.Random, items: list[Item]) -> list[Item]:
    """The pharmacy before the patient: some calls come after others."""
    calls = [item for item in items if item.kind is Kind.CALL]
    after = {later.key: first for first, later in zip(calls[::5], calls[1::5], strict=False)}
    return [
        replace(item, after=(first.key,), windows=first.windows) if (first := after.get(item.key)) else item
        for item in items
    ]


def _windows(pairs: tuple[tuple[int, int], ...]) -> tuple[Window, ...]:
    return tuple(Window(*pair) for pair in pairs)


def _travel(rng: random.Random, keys: list[str]) -> Travel:
    at = {key: (rng.gauss(0, 4.5), rng.gauss(0, 4.5)) for key in keys}
    miles = {
        a: {b: round(1.3 * hypot(at[a][0] - at[b][0], at[a][1] - at[b][1]), 1) for b in keys} for a in keys
    }
    minutes = {
        a: {b: tuple(round((3 + miles[a][b] * 1.9) * hour) if a != b else 0 for hour in HOURS) for b in keys}
        for a in keys
    }
    return Travel(minutes, miles)
