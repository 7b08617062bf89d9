"""How often the client is seen, others are spoken with, and reports are owed, where a case stands."""

from datetime import date

import pytest

from caseday.programs.queries import get_pack
from caseday.programs.rules import Expected, expected_of

ON = date(2026, 3, 2)


def _expected(program: str, case_type: str, stage: str) -> Expected:
    pack = get_pack(program, on=ON)
    return expected_of(pack, stage=stage, jurisdiction="TX", case_type=case_type, on=ON)


def test_a_child_in_care_is_visited_every_month_and_so_are_those_around():
    said = _expected("family_services", "foster_care", "placement")
    assert "Child visited, at least half of the visits where the child lives: every month" in said.visits
    assert "Parent: every month" in said.contacts
    assert any(
        one.startswith("Report to the court or the review, every 6 months, to Court and")
        for one in said.reports
    )


def test_what_belongs_to_a_stage_is_expected_there_alone():
    assert _expected("workers_compensation", "field", "referral").visits == ()
    assert _expected("workers_compensation", "field", "active").visits == (
        "Worker seen at a visit or an appointment: every month",
    )


def test_a_report_that_is_owed_once_says_within_what_time():
    said = _expected("workers_compensation", "field", "active").reports
    assert "Initial report, within 14 days, to Adjuster" in said
    assert "Progress report, every 30 days, to Adjuster" in said
    assert not any("Closure" in one for one in said)


def test_a_report_to_nobody_of_the_case_names_nobody():
    assert "HMIS annual assessment, every 12 months" in _expected("homeless", "shelter", "enrollment").reports


@pytest.mark.parametrize("case_type", ["task"])
def test_a_task_has_no_rhythm(case_type):
    said = _expected("workers_compensation", case_type, "active")
    assert (said.visits, said.contacts, said.reports) == ((), (), ())
