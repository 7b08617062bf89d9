"""Reports that are owed and late as loose ends: one a case, from the facts, without a query of their own."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, KeyDate
from caseday.compliance.models import ProgramReport
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.rules import report_owed
from caseday.looseends.tests.seen import DAY, ends_of, only
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def facts(**fields: Any) -> report_owed.Facts:
    given = {"case_id": None, "client": "Rosa", "words": ("Progress report",), "due_on": date(2026, 2, 27)}
    return report_owed.Facts(**{**given, "is_law": False, **fields})


def test_it_says_since_when_and_what_was_told_last() -> None:
    first, again = report_owed.loose_ends(
        [facts(), facts(words=("Court report", "Summary"), is_law=True, last_on=date(2026, 1, 5))],
        today=TODAY,
    )
    assert (first.title, first.chip, first.chip_words) == ("Send: Progress report", "stop", "3 days late")
    assert first.why == "the program asks for it by Feb 27, none was sent yet"
    assert again.title == "Send: Court report, Summary" and "the last one tells up to Jan 5" in again.why
    assert again.weight > first.weight and first.taps[0].url_name == "compliance:reports"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Referred and accepted 30 days ago: its first report was due in two weeks, the next one today."""
    return make_case(cast.nora, case_type="field")


def sent(case: Case, cast: Cast, slug: str, at: Any, *, is_sent: bool = True) -> ProgramReport:
    return ProgramReport.objects.create(
        case=case, report_type=slug, word=slug, state="signed", covers_until=at, changed_at=at, begun_at=at,
        begun_by=cast.nora, signed_at=at, sent_at=at if is_sent else None,
    )  # fmt: skip


def test_what_is_late_is_one_loose_end_a_case_and_goes_with_the_facts(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    end = only(nora, report_owed.RULE, MONDAY_8 + DAY)
    assert end.title == "Send: Initial report, Progress report" and end.chip_words == "17 days late"
    sent(case, cast, "initial", MONDAY_8)
    assert only(nora, report_owed.RULE, MONDAY_8 + DAY).title == "Send: Progress report"
    not_sent = sent(case, cast, "progress", MONDAY_8, is_sent=False)
    assert only(nora, report_owed.RULE, MONDAY_8 + DAY).title == "Send: Progress report"
    ProgramReport.objects.filter(pk=not_sent.pk).update(sent_at=MONDAY_8)
    assert ends_of(nora, report_owed.RULE, MONDAY_8 + 30 * DAY) == []
    again = only(nora, report_owed.RULE, MONDAY_8 + 31 * DAY)
    assert again.chip_words == "1 day late" and "tells up to Mar 2" in again.why


def test_what_nobody_ever_wrote_is_told_for_a_month(case: Case, nora: Viewer) -> None:
    assert ends_of(nora, report_owed.RULE, MONDAY_8 - 20 * DAY) == []
    assert len(ends_of(nora, report_owed.RULE, MONDAY_8 + 30 * DAY)) == 1
    assert ends_of(nora, report_owed.RULE, MONDAY_8 + 31 * DAY) == []


def test_a_report_that_the_law_asks_for_stays_and_is_counted_from_its_day(cast: Cast, nora: Viewer) -> None:
    case = make_case(cast.nora, program="family_services", case_type="foster_care")
    assert ends_of(nora, report_owed.RULE) == []
    KeyDate.objects.create(case=case, kind="entered_care", on=date(2025, 3, 2))
    end = only(nora, report_owed.RULE)
    assert end.title == "Send: Report to the court or the review" and end.since.date() == date(2025, 9, 2)


def test_a_closed_case_owes_nothing_and_outsiders_are_told_nothing(
    case: Case, nora: Viewer, olive: Viewer, carl: Viewer
) -> None:
    assert ends_of(olive, report_owed.RULE, MONDAY_8 + DAY) == []
    assert only(carl, report_owed.RULE, MONDAY_8 + DAY).case_id == case.pk
    Case.objects.update(status="closed", closed_at=MONDAY_8)
    assert ends_of(nora, report_owed.RULE, MONDAY_8 + DAY) == []


def test_it_costs_no_query_of_its_own(
    cast: Cast, nora: Viewer, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(8):
        sent(make_case(cast.nora, case_type="field"), cast, "progress", MONDAY_8 - 40 * DAY)
    loose_ends_for(nora, now=MONDAY_8)
    with django_assert_max_num_queries(20):
        assert len(ends_of(nora, report_owed.RULE, MONDAY_8)) == 8
