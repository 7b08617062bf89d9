"""An entry is one activity code of its program, at the rate of its day, in units that one can count after."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.programs.queries import get_pack, shipped_packs_on
from caseday.programs.rules.billing import ActivityCode, Rate
from caseday.programs.rules.counting import Billed, Done, bill, capped, offered, rate_on

ON = date(2026, 3, 2)
TCM = get_pack("mental_health", on=ON)
EDUCATION = get_pack("education", on=ON)
HOMELESS = get_pack("homeless", on=ON)
MEDICAL = get_pack("medical", on=ON)


def billed(pack: Any, part: Any = "time", **done: Any) -> Billed | None:
    entry = Done(**{"kind": "call", "on": ON, "minutes": 37, **done})
    return bill(pack.activity_codes, pack.rates, entry, part=part, jurisdiction="TX", case_type="any")


def rate(**fields: Any) -> Rate:
    return Rate(activity_code="tcm", basis="contract", verified=False, **fields)


@pytest.mark.parametrize(
    ("pack", "done", "code", "units", "words"),
    [
        (TCM, {}, "tcm", 2, "37 minutes = 2 units of 15, remainder rule 8"),
        (TCM, {"minutes": 38}, "tcm", 3, "38 minutes = 3 units of 15, remainder rule 8"),
        (TCM, {"minutes": 8}, "tcm", 1, "8 minutes = 1 unit of 15, remainder rule 8"),
        (TCM, {"minutes": 1}, "tcm", 0, "1 minute = 0 units of 15, remainder rule 8"),
        (HOMELESS, {"kind": "travel"}, "travel", 7, "37 minutes = 7 tenths of an hour, remainder rule 1"),
        (
            HOMELESS,
            {"kind": "wait", "minutes": 6},
            "wait",
            1,
            "6 minutes = 1 tenth of an hour, remainder rule 1",
        ),
        (HOMELESS, {"kind": "visit", "is_no_show": True}, "no_show", 1, "1 each time, however long"),
        (EDUCATION, {"kind": "visit"}, "visit", 2, "37 minutes = 2 units of 15, remainder rule 8"),
        (EDUCATION, {"kind": "paperwork"}, "records", 2, "37 minutes = 2 units of 15, remainder rule 8"),
    ],
)
def test_time_is_counted_as_the_program_says(
    pack: Any, done: dict[str, Any], code: str, units: int, words: str
) -> None:
    found = billed(pack, **done)
    assert found is not None
    assert (found.code.slug, found.units, found.words) == (code, units, words)
    assert found.worth(found.units) is None


@pytest.mark.parametrize("kind", ["travel", "visit", "meeting"])
def test_miles_are_of_the_way_or_of_where_it_led_and_counted_in_tenths(kind: str) -> None:
    found = billed(TCM, "miles", kind=kind, miles=Decimal("23.4"))
    assert found is not None
    assert (found.code.slug, found.units, found.words) == ("mileage", Decimal("23.4"), "23.4 miles")
    assert billed(TCM, "miles", kind="travel") is None
    assert billed(TCM, "miles", kind="call", miles=Decimal(3)) is None


def test_a_code_without_a_rate_counts_nothing() -> None:
    found = billed(TCM, kind="visit", is_no_show=True)
    assert found is not None
    assert (found.code.slug, found.rate, found.units, found.worth(3)) == ("no_show", None, 0, None)


def test_what_no_code_names_is_billed_as_nothing() -> None:
    assert billed(TCM, kind="other") is None
    assert billed(TCM, kind="call", is_no_show=True) is None


def test_a_code_that_is_chosen_by_hand_takes_no_entry_by_itself() -> None:
    by_hand = [one for one in MEDICAL.activity_codes if one.code in ("99495", "99496")]
    for kind in ("call", "visit", "travel", "wait", "other"):
        assert bill(by_hand, MEDICAL.rates, Done(kind, ON, 30), jurisdiction="TX", case_type="") is None


@pytest.mark.parametrize("pack", shipped_packs_on(ON), ids=lambda one: one.slug)
def test_each_code_of_a_shipped_program_is_proposed_or_first_in_a_list(pack: Any) -> None:
    kinds = [one.slug for one in pack.activity_kinds]
    entries = [
        (Done(kind, ON, 30, Decimal(5), is_no_show=missed), part)
        for kind in kinds for missed in (False, True) for part in ("time", "miles")
    ]  # fmt: skip
    found = [bill(pack.activity_codes, pack.rates, one, part=part, jurisdiction="", case_type="")  # type: ignore[arg-type]
             for one, part in entries]  # fmt: skip
    proposed = {one.code.slug for one in found if one}
    for code in pack.activity_codes:
        assert code.activity_kinds, "a code without kinds is found by nobody"
        assert (code.slug in proposed) is not code.is_by_choice
        if code.is_by_choice:
            assert code in offered(pack.activity_codes, Done(code.activity_kinds[0], ON), "time")
    ordinary = [
        bill(pack.activity_codes, pack.rates, Done(kind, ON, 30), jurisdiction="", case_type="")
        for kind in kinds
    ]
    assert all(ordinary), "each kind of entry has a code"


def test_a_chosen_code_is_counted_by_its_own_rate() -> None:
    def chosen(slug: str, part: Any = "time") -> Billed | None:
        done = Done("visit", ON, 50, Decimal(3))
        return bill(
            MEDICAL.activity_codes, MEDICAL.rates, done, part=part, jurisdiction="", case_type="", chosen=slug
        )

    found = chosen("transition_high")
    assert found is not None
    assert (found.code.code, found.units, found.words) == ("99496", 1, "1 each time, however long")
    assert chosen("mileage") is None and chosen("nothing") is None
    miles = chosen("mileage", "miles")
    assert miles is not None and miles.code.is_mileage


def test_codes_for_such_an_entry_are_offered_first() -> None:
    visit = [one.slug for one in offered(MEDICAL.activity_codes, Done("visit", ON), "time")]
    assert visit[:4] == ["case_management", "no_show", "transition_moderate", "transition_high"]
    assert "mileage" not in visit and "travel" in visit
    assert [one.slug for one in offered(MEDICAL.activity_codes, Done("visit", ON), "miles")] == ["mileage"]


def test_marks_without_kinds_still_find_their_entries() -> None:
    codes = [
        ActivityCode(slug="way", word="Way", is_travel=True),
        ActivityCode(slug="wait", word="Wait", is_wait=True),
        ActivityCode(slug="nobody", word="Nobody", is_no_show=True),
        ActivityCode(slug="miles", word="Miles", is_mileage=True),
    ]

    def slug_of(done: Done, part: Any = "time") -> str:
        found = bill(codes, [], done, part=part, jurisdiction="TX", case_type="")
        return found.code.slug if found else ""

    assert slug_of(Done("travel", ON)) == "way"
    assert slug_of(Done("wait", ON)) == "wait"
    assert slug_of(Done("visit", ON, is_no_show=True)) == "nobody"
    assert slug_of(Done("visit", ON, miles=Decimal(2)), "miles") == "miles"
    assert slug_of(Done("visit", ON)) == ""


def test_the_rate_of_the_day_the_state_and_the_kind_of_case_counts() -> None:
    old = rate(kind="flat", effective_to=date(2026, 2, 28))
    new = rate(kind="tenth_hours", effective_from=date(2026, 3, 1), amount=Decimal("12.3456"))
    here = {"jurisdiction": "TX", "case_type": "adult"}
    assert rate_on([old, new], "tcm", date(2026, 2, 28), **here) is old
    assert rate_on([old, new], "tcm", date(2026, 3, 1), **here) is new
    assert rate_on([old, new], "other", ON, **here) is None
    scoped = rate(kind="flat", jurisdictions=("TN",), case_types=("child",))
    assert rate_on([scoped], "tcm", ON, **here) is None
    assert rate_on([scoped], "tcm", ON, jurisdiction="TN", case_type="child") is scoped
    found = bill(TCM.activity_codes, [new], Done("call", ON, 13), jurisdiction="TX", case_type="")
    assert found is not None and found.worth(found.units) == Decimal("37.0368")


def test_a_cap_leaves_what_is_left_and_says_so() -> None:
    twice = rate(kind="flat", cap_units=2, cap_per="month")
    assert capped(twice, 1, 1) == (1, "")
    assert capped(twice, 1, 2) == (0, "at most 2 a month, 2 used")
    monthly = rate(kind="capped_month", unit_minutes=15, cap_units=10)
    assert capped(monthly, 4, 8) == (2, "at most 10 a month, 8 used")
    assert capped(monthly, 4, 12) == (0, "at most 10 a month, 12 used")
    assert capped(rate(kind="flat"), 1, 99) == (1, "")


@given(st.integers(1, 40), st.lists(st.integers(0, 12), max_size=20))
def test_however_entries_come_a_cap_is_never_passed_and_never_wasted(cap: int, entries: list[int]) -> None:
    rule = rate(kind="flat", cap_units=cap, cap_per="month")
    used = 0
    for units in entries:
        given_units, _ = capped(rule, units, used)
        assert 0 <= given_units <= units
        used += int(given_units)
    assert used == min(cap, sum(entries))


@given(st.integers(0, 1440), st.integers(1, 60), st.data())
def test_units_never_differ_from_the_time_by_a_whole_unit(minutes: int, size: int, data: Any) -> None:
    rule = rate(kind="units", unit_minutes=size, remainder_minutes=data.draw(st.integers(1, size)))
    found = bill(TCM.activity_codes, [rule], Done("call", ON, minutes), jurisdiction="TX", case_type="")
    assert found is not None
    assert abs(int(found.units) * size - minutes) < size


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("UTC"))))
def test_the_rate_is_of_the_day_on_which_the_worker_began(at: datetime) -> None:
    """Past midnight and through the hours that a clock change takes or repeats."""
    zone = ZoneInfo("America/Chicago")
    days = [
        rate(kind="flat", effective_from=date(2020, 1, 1), effective_to=date(2026, 10, 31)),
        rate(kind="tenth_hours", effective_from=date(2026, 11, 1)),
    ]
    on = at.astimezone(zone).date()
    found = rate_on(days, "tcm", on, jurisdiction="", case_type="")
    assert found is days[at >= datetime(2026, 11, 1, tzinfo=zone).astimezone(ZoneInfo("UTC"))]
    assert on - timedelta(days=1) <= at.date() <= on + timedelta(days=1)


def test_every_code_of_every_program_has_at_most_one_rate_a_day() -> None:
    for pack in shipped_packs_on(ON):
        for code in pack.activity_codes:
            held = [one for one in pack.rates if one.activity_code == code.slug and one.holds(
                jurisdiction="TX", case_type=pack.case_types[0].slug, on=ON)]  # fmt: skip
            assert len(held) <= 1, (pack.slug, code.slug)
