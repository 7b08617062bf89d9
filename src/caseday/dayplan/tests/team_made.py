"""Small teams for tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from caseday.dayplan.rules.problem import Place, Travel, Window
from caseday.dayplan.rules.team import TeamProblem, TeamVisit, Worker

MIDNIGHT = datetime(2026, 3, 2, tzinfo=ZoneInfo("America/Chicago"))


def along_a_road(**miles_at: int) -> tuple[tuple[Place, ...], Travel]:
    """Places on one straight road, a minute a mile."""
    minutes = {a: {b: (abs(x - y),) for b, y in miles_at.items()} for a, x in miles_at.items()}
    miles = {a: {b: float(abs(x - y)) for b, y in miles_at.items()} for a, x in miles_at.items()}
    return tuple(Place(key) for key in miles_at), Travel(minutes, miles)


def make_worker(key: str, home: str, **fields: object) -> Worker:
    return Worker(**{"key": key, "name": key.title(), "start": 480, "end": 1020, "start_place": home,
                     "end_place": home, **fields})  # type: ignore[arg-type]  # fmt: skip


def make_visit(key: str, place: str | None, **fields: object) -> TeamVisit:
    return TeamVisit(**{"key": key, "name": f"Visit {key}", "minutes": 30, "place": place, **fields})  # type: ignore[arg-type]


def make_team(workers: list[Worker], visits: list[TeamVisit], **miles_at: int) -> TeamProblem:
    return TeamProblem(MIDNIGHT, tuple(workers), tuple(visits), *along_a_road(**miles_at))


@st.composite
def teams(draw: st.DrawFn) -> TeamProblem:
    """However odd: places unknown, hours too short, nobody able, visits bound where they can't be kept."""
    miles_at = {f"p{n}": draw(st.integers(0, 60)) for n in range(5)}
    homes = st.sampled_from([*miles_at, None])
    words = st.frozensets(st.sampled_from(["nurse", "lift"]))
    workers = [
        make_worker(
            f"w{n}", "", start=draw(st.integers(420, 600)), end=draw(st.integers(500, 1020)),
            start_place=draw(homes), end_place=draw(homes), skills=draw(words),
            languages=draw(st.frozensets(st.sampled_from(["Spanish", "English"]))),
            knows=draw(st.frozensets(st.sampled_from(["a", "b"]))),
            most_visits=draw(st.none() | st.integers(0, 3)), fair_minutes=draw(st.integers(0, 500)),
            lunch=draw(st.sampled_from([None, Window(600, 660), Window(720, 810)])),
            lunch_minutes=draw(st.sampled_from([0, 30, 60])), is_away=draw(st.sampled_from([False, False, True])),
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return make_team(
        workers, [_odd_visit(draw, n, homes, words) for n in range(draw(st.integers(0, 6)))], **miles_at
    )


def _odd_visit(draw: st.DrawFn, n: int, homes: st.SearchStrategy, words: st.SearchStrategy) -> TeamVisit:
    begins = draw(st.lists(st.integers(400, 900), max_size=2))
    worker = draw(st.sampled_from(["w0", "w1", "gone", None]))
    at = draw(st.integers(400, 1000)) if worker else None
    return make_visit(
        f"v{n}", draw(homes), minutes=draw(st.integers(0, 90)),
        windows=tuple(Window(one, one + draw(st.integers(0, 300))) for one in begins),
        client=draw(st.sampled_from(["a", "b", ""])), needs=draw(words),
        language=draw(st.sampled_from(["", "Spanish"])), early_minutes=draw(st.integers(0, 10)),
        parking_minutes=draw(st.integers(0, 5)), worker=worker, at=at,
        is_bound=at is not None and draw(st.booleans()), unserved_cost=draw(st.sampled_from([0, 50, 400])),
    )  # fmt: skip
