"""Minutes become units; limits say in words what is left."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.funding.queries.counting import Used, local_day
from caseday.funding.rules.limits import Limit, refusal_of, stretch_of
from caseday.funding.rules.units import UnitRule, in_dollars, plain
from caseday.programs.rules.billing import Rate
from caseday.programs.rules.counting import capped

QUARTERS = UnitRule("units", 15, 8)
MINUTES = st.integers(0, 1440)


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(0, 0), (7, 0), (8, 1), (15, 1), (22, 1), (23, 2), (37, 2), (38, 3), (60, 4), (-5, 0)],
)
def test_a_remainder_of_eight_of_fifteen_minutes_is_a_unit(minutes: int, units: int) -> None:
    assert QUARTERS.units(minutes) == units


@pytest.mark.parametrize(("minutes", "tenths"), [(0, 0), (1, 1), (6, 1), (7, 2), (60, 10), (61, 11)])
def test_a_tenth_of_an_hour_begun_is_a_tenth(minutes: int, tenths: int) -> None:
    assert UnitRule("tenth_hours", remainder_minutes=1).units(minutes) == tenths


def test_a_flat_one_counts_once_however_long() -> None:
    assert [UnitRule("flat").units(minutes) for minutes in (0, 5, 600)] == [1, 1, 1]


def test_minutes_of_a_day_are_added_before_they_are_counted() -> None:
    adds = UnitRule("units", 15, 8, adds_up_per_day=True)
    assert adds.units_beside(8, []) == 1
    assert adds.units_beside(8, [8]) == 0
    assert adds.units_beside(8, [8, 8]) == 1
    assert QUARTERS.units_beside(8, [8]) == 1


def test_units_are_worth_dollars_to_the_cent() -> None:
    assert UnitRule("units", amount=Decimal("20.3333")).worth(3) == Decimal("61.00")
    assert QUARTERS.worth(3) is None


@given(st.integers(1, 60), st.data(), MINUTES)
def test_units_never_differ_from_the_time_by_a_whole_unit(
    size: int, data: st.DataObject, minutes: int
) -> None:
    rule = UnitRule("units", size, data.draw(st.integers(1, size)))
    assert abs(rule.units(minutes) * size - minutes) < size
    assert rule.units(minutes + 1) >= rule.units(minutes)


@given(st.lists(st.integers(0, 200), max_size=8))
def test_added_up_a_day_counts_as_one_long_entry(entries: list[int]) -> None:
    rule = UnitRule("units", 15, 8, adds_up_per_day=True)
    counted = sum(rule.units_beside(one, entries[:place]) for place, one in enumerate(entries))
    assert counted == rule.units(sum(entries))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_limit_is_never_passed(most: int, used: int, more: int) -> None:
    refused = Limit("Units", most, used).refusal(more)
    assert bool(refused) == (more > 0 and used + more > most)


def test_a_limit_says_what_is_left_and_warns_from_its_share_on() -> None:
    assert Limit("Case management", 100, 98).refusal(3) == (
        "Case management: 2 of 100 left, this entry needs 3."
    )
    budget = Limit("Budget", Decimal("1000"), Decimal("900"), is_money=True)
    assert budget.warning(80) == "Budget: $100.00 of $1,000.00 left."
    assert Limit("Case management", 100, 79).warning(80) == ""
    assert Limit("Open end", None, 10_000).refusal(5) == Limit("Open end", None, 5).warning(1) == ""
    assert (Limit("U", 200, 50).percent, Limit("U", None, 5).percent) == (25, None)
    assert refusal_of([(Limit("A", 1, 1), 1), (Limit("B", 9, 1), 1)]) == "A: 0 of 1 left, this entry needs 1."


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        ("day", date(2026, 12, 5), date(2026, 12, 5)),
        ("month", date(2026, 12, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("period", date(2026, 7, 1), None),
    ],
)
def test_a_clients_limit_counts_in_its_stretch(per: str, first: date, last: date | None) -> None:
    assert stretch_of(per, date(2026, 12, 5), (date(2026, 7, 1), None)) == (first, last)
    assert stretch_of("month", date(2028, 2, 10), (first, last)) == (date(2028, 2, 1), date(2028, 2, 29))


CASE, UTC = UUID(int=7), ZoneInfo("UTC")
# Around the ends of months and years, and the hours that Austin's clocks skip (March 8) and repeat (November 1).
_EDGES = (
    datetime(2026, 3, 1, 6, tzinfo=UTC),
    datetime(2026, 3, 8, 8, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 11, 1, 7, tzinfo=UTC),
    datetime(2027, 1, 1, 6, tzinfo=UTC),
    datetime(2028, 3, 1, 6, tzinfo=UTC),
)
MOMENTS = st.builds(
    lambda edge, minutes: edge + timedelta(minutes=minutes), st.sampled_from(_EDGES), st.integers(-180, 180)
)


@given(st.lists(MOMENTS, max_size=25), st.integers(1, 4), st.sampled_from(["day", "week", "month", "year"]))
def test_a_cap_holds_in_every_stretch_of_the_workers_days(
    moments: list[datetime], cap: int, per: Any
) -> None:
    rate = Rate(
        activity_code="no_show", kind="flat", cap_units=cap, cap_per=per, basis="contract", verified=False
    )
    used, rows, asked, paid = Used(None, ()), [], Counter[Any](), Counter[Any]()  # type: ignore[arg-type]
    used.__dict__["_rows"] = rows
    staff = SimpleNamespace(time_zone="America/Chicago")
    for at in moments:
        on = local_day(SimpleNamespace(started_at=at, staff=staff))  # type: ignore[arg-type]
        units, _ = capped(rate, 1, used.of_cap(rate, CASE, on))
        rows.append((None, None, CASE, on, 0, Decimal(units), "no_show"))
        stretch = stretch_of(per, on, (date.min, None))
        asked[stretch] += 1
        paid[stretch] += int(units)
    assert all(paid[one] == min(cap, asked[one]) for one in asked)


@given(MOMENTS)
def test_an_entry_is_of_the_workers_day_on_which_it_began(at: datetime) -> None:
    zone = ZoneInfo("America/Chicago")
    staff = SimpleNamespace(time_zone="America/Chicago")
    on = local_day(SimpleNamespace(started_at=at, staff=staff))  # type: ignore[arg-type]
    midnight, following = (datetime.combine(on + timedelta(days=n), time(), zone) for n in (0, 1))
    assert midnight.astimezone(UTC) <= at < following.astimezone(UTC)


def test_units_are_whole_where_they_are_and_amounts_to_the_cent_where_there_are_any() -> None:
    assert [str(plain(one)) for one in (Decimal("3.0"), Decimal("23.40"), 7)] == ["3", "23.4", "7"]
    assert (in_dollars(Decimal("1.005")), in_dollars(None)) == (Decimal("1.01"), None)
