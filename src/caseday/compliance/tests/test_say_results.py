"""Where something was, and what a check says in words."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from caseday.compliance.rules.places import where_was
from caseday.compliance.rules.wording import check_in_words
from caseday.compliance.web.asked import asked_audit, days_of
from caseday.programs.rules.documentation import Check, Proof, Rule, Standing

AUSTIN = ZoneInfo("America/Chicago")
SINCE, UNTIL = datetime(2026, 2, 1, 18, tzinfo=UTC), datetime(2026, 3, 1, 18, tzinfo=UTC)
LATER = datetime(2026, 3, 4, 18, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("place", "kind", "address", "expected"),
    [
        ("", "home_visit", "", "residence"),
        ("Lincoln Elementary School", "", "", "school"),
        ("School nurse's office", "home_visit", "", "residence"),
        ("12 Oak St., Apt 4", "other", "12 Oak St", "residence"),
        ("At home", "", "", "residence"),
        ("Seton Hospital", "", "", "facility"),
        ("Under the bridge", "", "", ""),
        ("Public library", "", "", "community"),
        ("Acme warehouse", "", "", "workplace"),
        ("", "", "12 Oak St", ""),
    ],
)
def test_a_place_is_known_by_the_visit_the_address_or_its_words(
    place: str, kind: str, address: str, expected: str
) -> None:
    assert where_was(place, kind, address) == expected


def proof(at: datetime) -> Proof:
    return Proof("entry", UUID(int=1), at)


@pytest.mark.parametrize(
    ("rule", "check", "words"),
    [
        ("visit_every", Check(SINCE, UNTIL, Standing.MET, (proof(SINCE),)), "Visit on Feb 1, 2026"),
        ("visit_every", Check(SINCE, UNTIL, Standing.DUE), "Visit due by Mar 1, 2026"),
        ("contact_every", Check(SINCE, UNTIL, Standing.MISSED), "Contact missing since Mar 1, 2026"),
        (
            "plan_signed",
            Check(SINCE, UNTIL, Standing.MISSED, (proof(SINCE),), lacks=("guardian",)),
            "Signatures under the plan missing since Mar 1, 2026: guardian",
        ),
        (
            "document_on_file",
            Check(SINCE, UNTIL, Standing.MISSED, (proof(LATER),)),
            "Paper was due by Mar 1, 2026, done on Mar 4, 2026",
        ),
        (
            "note_within_hours",
            Check(SINCE, UNTIL, Standing.MISSED, (proof(LATER),)),
            "Note was due by Mar 1, 2026, 12:00, done on Mar 4, 2026, 12:00",
        ),
        (
            "note_has",
            Check(SINCE, SINCE, Standing.MISSED, lacks=("duration",)),
            "Note without how long it took",
        ),
        ("note_has", Check(SINCE, SINCE, Standing.MET), "Note says everything"),
        (
            "share_in_place",
            Check(SINCE, UNTIL, Standing.MISSED, lacks=("1 of 3",)),
            "1 of 3 where the client lives, from Feb 1, 2026",
        ),
        (
            "share_in_place",
            Check(SINCE, UNTIL, Standing.MET, (proof(SINCE),)),
            "1 visit where the client lives, from Feb 1, 2026",
        ),
    ],
)
def test_a_check_says_what_is_missing_or_was_late(rule: str, check: Check, words: str) -> None:
    assert check_in_words(Rule("r", "R", rule, place="residence"), check, AUSTIN) == words


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({}, date(2025, 12, 3), TODAY),
        ({"from": "2026-02-01"}, date(2026, 2, 1), TODAY),
        ({"to": "2025-02-01"}, date(2025, 2, 1), date(2025, 2, 1)),
        ({"from": "2026-03-01", "to": "2026-01-01"}, date(2026, 1, 1), date(2026, 3, 1)),
        ({"from": "1826-01-01", "to": "x"}, date(2025, 12, 3), TODAY),
    ],
)
def test_days_are_taken_as_they_can_be_meant(given: dict[str, str], first: date, last: date) -> None:
    assert days_of(given, TODAY)[:2] == (first, last)


def test_too_many_years_are_cut_and_wrong_numbers_are_usual_ones() -> None:
    first, last, problem = days_of({"from": "2010-01-01", "to": "2026-01-01"}, TODAY)
    assert (last - first).days == 5 * 366
    assert "five years" in problem
    asked = asked_audit({"size": "many", "seed": "-5"}, TODAY)
    assert (asked.size, asked.seed, asked.is_asked) == (10, 1, True)
    assert asked_audit({"size": "5000"}, TODAY).size == 100
