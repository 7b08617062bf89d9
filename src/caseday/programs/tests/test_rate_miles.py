"""What a mile is paid at on a date, and the problems of its periods."""

from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest

from caseday.programs.rules import PackError, read_pack

TEXT = (files("caseday.programs") / "packs" / "workers_compensation.toml").read_text("utf-8")
LAST = "effective_to = 2025-12-31"


def said_of(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    with pytest.raises(PackError) as caught:
        read_pack(TEXT.replace(old, new), name="wc.toml")
    return str(caught.value)


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(TEXT.splitlines(), start=1) if line == text)


@pytest.mark.parametrize(
    ("on", "cents"),
    [
        (date(2024, 12, 31), "67"),
        (date(2025, 1, 1), "70"),
        (date(2026, 3, 2), "72.5"),
        (date(2023, 12, 31), None),
        (date(2027, 1, 1), None),
    ],
)
def test_the_rate_is_that_of_the_day(on: date, cents: str | None) -> None:
    rate = read_pack(TEXT, name="wc.toml").mileage_rate(on)
    assert (rate.cents_a_mile if rate else None) == (Decimal(cents) if cents else None)


def test_figures_say_where_they_come_from() -> None:
    pack = read_pack(TEXT, name="wc.toml")
    sources = {one.slug: one.source for one in pack.citations}
    assert all("IRS Notice" in sources[rate.basis] and rate.verified for rate in pack.mileage_rates)
    assert [rule.verified for rule in pack.mileage_rules] == [False]


def test_it_names_line_and_field_of_a_rate_that_ends_before_it_begins() -> None:
    said = said_of(LAST, "effective_to = 2024-12-31")
    where = f"wc.toml line {line_of(LAST)}, mileage_rates.1.effective_to:"
    assert f"{where} must not be before effective_from" in said


def test_it_names_line_and_field_of_a_gap() -> None:
    said = said_of(LAST, "effective_to = 2025-12-30")
    where = f"wc.toml line {line_of('effective_from = 2026-01-01')}, mileage_rates.2.effective_from:"
    assert f"{where} leaves a gap: nothing holds from 2025-12-31 on" in said


@pytest.mark.parametrize("until", ["effective_to = 2026-01-01", ""])
def test_it_names_line_and_field_of_an_overlap(until: str) -> None:
    said = said_of(LAST, until)
    assert "mileage_rates.2.effective_from: overlaps the one that holds since 2025-01-01" in said


def test_it_names_a_rate_of_nothing_and_a_source_that_is_not_there() -> None:
    assert "mileage_rates.1.cents_a_mile: Input should be greater than 0" in said_of(
        "cents_a_mile = 70\n", "cents_a_mile = 0\n"
    )
    assert "mileage_rates.1.basis: 'irs' is not among citations" in said_of(
        'basis = "irs_2025_5"', 'basis = "irs"'
    )


def test_rules_of_a_pack_without_them_are_the_usual_ones() -> None:
    pack = read_pack(TEXT, name="wc.toml")
    assert pack.mileage_rule(date(2026, 3, 2)).split_words == "in equal shares"
    bare = pack.model_copy(update={"mileage_rules": ()})
    assert bare.mileage_rule(date(2026, 3, 2)).split == "equal"
    assert not bare.mileage_rule(date(2026, 3, 2)).verified
