"""Small days for tests: by hand, and at random, odd ones included."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from caseday.dayplan.rules.problem import (
    Item,
    Kind,
    Place,
    Problem,
    Spot,
    Tool,
    Travel,
    Wait,
    Weights,
    Window,
)

EIGHT = datetime(2025, 3, 4, 8, 0, tzinfo=ZoneInfo("America/Chicago"))
PLACES = (
    Place("home", "Home", has_desk=True, has_printer=True),
    Place("office", "Office", has_desk=True, has_printer=True),
    Place("clinic", "Clinic", 30.2, -97.7),
    Place("house", "House"),
)
KEYS = [place.key for place in PLACES]


def travel(minutes: int = 20, *, rush: int = 0) -> Travel:
    """The same between all places; `rush` more in the first hour."""
    row = (minutes + rush, minutes)
    return Travel(
        {a: {b: row for b in KEYS if b != a} for a in KEYS},
        {a: {b: 10.0 for b in KEYS if b != a} for a in KEYS},
    )


def day(*items: Item, **fields: object) -> Problem:
    base = Problem(EIGHT, tuple(items), PLACES, travel(), "home", "home", 0, 540, 660)
    return replace(base, **fields)


def stop(key: str, at: int, minutes: int = 30, **fields: object) -> Item:
    fields = {"place": "clinic", "not_today_cost": 500, **fields}
    return Item(key, Kind.STOP, key.title(), minutes, at=at, **fields)


def call(key: str, minutes: int = 10, *windows: tuple[int, int], **fields: object) -> Item:
    return Item(key, Kind.CALL, key.title(), minutes, tuple(Window(*w) for w in windows), **fields)


minutes = st.integers(0, 700)
windows = st.lists(
    st.tuples(minutes, st.integers(0, 300)).map(lambda pair: Window(pair[0], pair[0] + pair[1])), max_size=3
).map(tuple)
wheres = st.sampled_from(
    [frozenset(Spot), frozenset({Spot.DESK}), frozenset({Spot.DESK, Spot.PARKED}), frozenset({Spot.WAITING}),
     frozenset({Spot.DESK, Spot.WAITING}), frozenset()]
)  # fmt: skip


@st.composite
def items(draw: st.DrawFn, key: str, keys: list[str]) -> Item:
    kind = draw(st.sampled_from(list(Kind)))
    at = draw(minutes) if kind is Kind.STOP else draw(st.one_of(st.none(), st.none(), minutes))
    goes = kind in (Kind.STOP, Kind.VISIT)
    others = st.lists(st.sampled_from([*keys, "done"]), max_size=1).map(tuple)
    seldom = st.one_of(st.none(), st.none(), st.none(), minutes)
    return Item(
        key, kind, key, draw(st.sampled_from([0, 5, 15, 30, 60, 900])), draw(windows), at=at,
        may_start_late=draw(st.sampled_from([0, 0, 20])),
        place=draw(st.sampled_from([*KEYS, "nowhere"])) if goes else None,
        where=draw(wheres), tools=draw(st.sampled_from([frozenset(), frozenset({Tool.PRINTER}), frozenset(Tool)])),
        early_minutes=draw(st.sampled_from([0, 10])) if goes else 0,
        parking_minutes=draw(st.sampled_from([0, 3])) if goes else 0,
        wait=draw(st.sampled_from([Wait(), Wait(15, 25), Wait(10, 10)])) if goes else Wait(),
        after=draw(others), before_leaving_for=draw(others), preferred=draw(windows),
        goes_ahead=draw(st.booleans()), due=draw(seldom), late_cost=draw(st.integers(0, 4)), fresh_after=draw(st.sampled_from([None, *keys])),
        stale_cost=draw(st.integers(0, 3)), must_today=draw(st.booleans()), not_today_cost=draw(st.integers(0, 90)),
        pinned_start=draw(seldom), seen_start=draw(seldom), later_windows=(Window(1500, 1900),),
    )  # fmt: skip


@st.composite
def problems(draw: st.DrawFn, most: int = 9) -> Problem:
    keys = [f"item{n}" for n in range(draw(st.integers(0, most)))]
    made = tuple(draw(items(key, keys)) for key in keys)
    ends = st.sampled_from([None, "home", "office", "nowhere"])
    base = Problem(
        EIGHT, made, PLACES, travel(20, rush=draw(st.sampled_from([0, 15]))), draw(ends), draw(ends)
    )
    start, end = draw(st.sampled_from([0, 90])), draw(st.sampled_from([300, 540]))
    return replace(
        base, day_start=start, day_end=end, latest_end=end + draw(st.sampled_from([0, 120])),
        later_free=(Window(1500, 1800),), weights=draw(st.sampled_from([Weights(), Weights(overtime_quarter=0)])),
    )  # fmt: skip
