"""When a documentation rule asks for nothing: its start has not come, the rule did not hold, other days are seen."""

from datetime import date

import pytest

from caseday.kernel.ids import new_id
from caseday.programs.rules.documentation import Rule, Standing, Version
from caseday.programs.tests.test_hold_documentation_rules import MISSED, at, entry, facts, held, standings

NEVER = "stage:never"


@pytest.mark.parametrize(
    "rule",
    [
        Rule("r", "R", "visit_every", every=1, unit="months", starts=NEVER),
        Rule("r", "R", "contact_every", every=14, starts=NEVER),
        Rule("r", "R", "first_contact_within", within=3, starts=NEVER),
        Rule("r", "R", "share_in_place", every=1, percent=50, place="residence", starts=NEVER),
        Rule("r", "R", "plan_reviewed", every=90, starts=NEVER),
    ],
    ids=lambda rule: rule.kind,
)
def test_time_that_has_not_begun_to_run_asks_for_nothing(rule: Rule) -> None:
    result = held(rule, facts(entry("2026-05-02 10:00")))
    assert (result.standing, list(result.checks)) == (Standing.NOT_APPLICABLE, [])


def test_a_note_after_the_days_under_review_is_not_asked_what_it_says() -> None:
    whole = Rule("whole", "Whole", "note_has", parts=("goal",))
    notes = [entry(f"2026-0{month}-10 09:00", noted_at=at(f"2026-0{month}-10 10:00")) for month in (5, 6)]
    result = held(whole, facts(*notes), last="2026-05-31")
    assert [one.about and one.about.id for one in result.checks] == [notes[0].id]


def test_a_share_is_not_said_of_months_that_end_after_an_earlier_audit() -> None:
    half = Rule("half", "Half", "share_in_place", every=2, percent=50, place="residence", starts="referred")
    visits = [entry(f"2026-0{month}-10 10:00", where="office") for month in (2, 3, 4)]
    whole = held(half, facts(*visits), last="2026-05-31")
    assert standings(whole) == [MISSED, MISSED]
    assert standings(held(half, facts(*visits), last="2026-04-30")) == [MISSED]


def test_a_first_contact_is_not_asked_of_a_case_that_came_after_the_rule_ended() -> None:
    ended = Rule(
        "first", "First", "first_contact_within", within=3, starts="referred", effective_to=date(2026, 1, 14)
    )
    assert held(ended, facts(referred="2026-01-15 10:00")).standing == Standing.NOT_APPLICABLE
    assert held(ended, facts(referred="2026-01-14 10:00")).standing == MISSED


def test_a_version_made_before_the_rule_came_needs_no_signature() -> None:
    rule = Rule(
        "signed", "Signed", "plan_signed", within=10, starts="referred", signatures=("client",),
        effective_from=date(2026, 3, 1),
    )  # fmt: skip
    versions = (Version(new_id(), at("2026-02-01 12:00")), Version(new_id(), at("2026-03-01 12:00")))
    result = held(rule, facts(versions=versions))
    assert [one.about and one.about.id for one in result.checks] == [versions[1].id]
