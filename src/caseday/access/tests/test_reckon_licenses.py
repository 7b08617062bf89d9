from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseday.access.rules.licenses import (
    CATEGORIES,
    Held,
    Taken,
    credentials_on,
    expiry_words,
    license_kind,
    license_kinds,
    months_before,
    requirement_of,
    signature_on,
    standing_of,
)

ON = date(2026, 3, 2)


def test_every_requirement_cites_what_was_read_and_when():
    for kind in license_kinds():
        for state in ("", "TX", "CA", "NY"):
            rule = requirement_of(kind.slug, state)
            if rule is not None:
                assert rule.source and rule.url.startswith("https://") and rule.read_on
                assert rule.hours >= sum(rule.of_which.values()) and set(rule.of_which) <= set(CATEGORIES)
    assert requirement_of("rn", "NY") is None and requirement_of("rn", "TX").hours == 20


@pytest.mark.parametrize(
    ("written", "held", "signed"),
    [
        ("RN, CCM", [], "RN, CCM"),
        ("RN, BSN, CCM", [Held("rn", "TX", expires_on=date(2026, 3, 1))], "BSN, CCM"),
        ("RN", [Held("rn", "TX", expires_on=ON), Held("rn", "CA", expires_on=date(2020, 1, 1))], "RN"),
        ("", [Held("ccm"), Held("rn", "TX")], "RN, CCM"),
        ("", [Held("ccm", issued_on=date(2026, 3, 3))], ""),
        ("CCM", [Held("ccm", ended_on=ON)], ""),
        ("PhD", [Held("driver", "TX")], "PhD"),
        ("rn; ccm", [Held("rn", "TX")], "rn, ccm"),
    ],
)
def test_only_what_holds_on_the_day_is_signed_with(written, held, signed):
    assert credentials_on(written, held, ON) == signed
    assert signature_on("Nora Field", written, held, ON) == (
        f"Nora Field, {signed}" if signed else "Nora Field"
    )


def test_a_kind_that_the_file_has_no_more_keeps_its_name():
    assert license_kind("xyz").word == "XYZ"


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 120))
def test_a_period_is_as_long_as_its_months(on, months):
    first = months_before(on, months)
    assert first <= on and abs((on - first).days - months * 30.44) < 5


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["general", "ethics"])), max_size=12))
def test_hours_are_met_only_with_those_of_ethics(entries):
    taken = [Taken(ON, Decimal(hours), category) for hours, category in entries]
    standing = standing_of(Held("ccm", expires_on=date(2027, 1, 1)), taken)
    ethics = sum(hours for hours, category in entries if category == "ethics")
    total = sum(hours for hours, _ in entries)
    assert standing.is_met == (total >= 80 and ethics >= 8)
    assert standing.hours == total


def test_without_a_known_figure_nothing_is_met_or_missing():
    standing = standing_of(Held("lpc", "TX"), [Taken(ON, Decimal(3), "general")])
    assert standing.needed is None and not standing.is_met and not standing.missing
    assert standing.categories[0].word == "General"


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "does not expire"),
        (date(2026, 3, 1), "expired yesterday"),
        (date(2026, 2, 20), "expired 10 days ago"),
        (ON, "expires today"),
        (date(2026, 3, 3), "expires in 1 day"),
        (date(2026, 5, 31), "expires in 90 days"),
        (date(2026, 6, 1), "good until Jun 1, 2026"),
    ],
)
def test_how_long_it_holds_is_said_in_words(last, words):
    assert expiry_words(last, ON) == words
