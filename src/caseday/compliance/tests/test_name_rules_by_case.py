"""Where a program asks one thing of two kinds of case in two ways, each case shows the words of its own."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from caseday.compliance.queries.results import results_of
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
AUSTIN = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("case_type", "word", "others"),
    [
        ("foster_care", "Case plan signed within 60 days of removal", "Family plan signed within 30 days"),
        ("in_home", "Family plan signed within 30 days", "Case plan signed within 60 days of removal"),
    ],
)
def test_a_case_is_held_to_the_rule_of_its_kind_by_name(
    cast: Cast, case_type: str, word: str, others: str
) -> None:
    case = make_case(cast.nora, program="family_services", case_type=case_type, stage="assessment")
    first, last = (MONDAY_8 - timedelta(days=89)).date(), MONDAY_8.date()
    (found,) = results_of([case], now=MONDAY_8, first=first, last=last, zone=AUSTIN)
    words = {one.rule.word: one for one in found.rules}
    assert word in words and others not in words
    assert not words[word].rule.case_types or case_type in words[word].rule.case_types
