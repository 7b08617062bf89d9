"""A signed amendment that was not sent, where somebody has the report as it was before, is a loose end."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.documents.models import Delivery
from caseday.documents.tests.made import make_document
from caseday.looseends.queries import loose_ends_for
from caseday.looseends.queries.gather import GATHER
from caseday.looseends.rules import amended_report_out
from caseday.looseends.tests.seen import DAY, ends_of, only
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return make_case(cast.nora, case_type="field")


def report(case: Case, cast: Cast, at: Any, **fields: Any) -> ProgramReport:
    return ProgramReport.objects.create(**{
        "case": case, "report_type": "progress", "word": "Progress report", "state": "signed", "covers_until": at,
        "changed_at": at, "begun_at": at, "begun_by": cast.nora, "signed_at": at, "sent_at": at, **fields,
    })  # fmt: skip


def got(one: ProgramReport, name: str, at: Any) -> ReportReceipt:
    return ReportReceipt.objects.create(report=one, role="adjuster", name=name, how="hand", at=at)


def on_paper(one: ProgramReport, case: Case, cast: Cast, *names: str) -> None:
    """Sent on the page of its paper, as any other."""
    if one.document is None:
        one.document = make_document(case)
        one.save()
    for name in names:
        Delivery.objects.create(
            document=one.document, case=case, staff=cast.nora, to_name=name, how="hand", sent_at=MONDAY_8
        )


def amended(case: Case, cast: Cast, *names: str) -> ProgramReport:
    first = report(case, cast, MONDAY_8 - DAY)
    for name in names:
        got(first, name, MONDAY_8 - DAY)
    return report(case, cast, MONDAY_8, amends=first, sent_at=None)


def test_it_says_who_has_it_since_when_and_is_gone_once_it_is_sent(
    case: Case, cast: Cast, nora: Viewer
) -> None:
    one = amended(case, cast, "Dana Whitfield")
    end = only(nora, amended_report_out.RULE, MONDAY_8 + 2 * DAY)
    assert (end.title, end.chip_words) == ("Send as amended: Progress report", "amended 2 days ago")
    assert end.why == "Dana Whitfield has it as it was before it was amended"
    assert (end.since, end.next_actor, end.case_id, end.subject_id) == (MONDAY_8, "you", case.pk, one.pk)
    assert [(tap.label, tap.url_name, tap.args) for tap in end.taps] == [
        ("Send", "compliance:report", (one.pk,))
    ]
    got(one, "Dana Whitfield", MONDAY_8 + DAY)
    assert ends_of(nora, amended_report_out.RULE, MONDAY_8 + 2 * DAY) == []


def test_who_was_sent_its_paper_like_any_other_is_told_too(case: Case, cast: Cast, nora: Viewer) -> None:
    """Also of a report that is for the file, and done as it is signed."""
    one = amended(case, cast)
    ProgramReport.objects.update(sent_at=MONDAY_8)
    assert ends_of(nora, amended_report_out.RULE, MONDAY_8 + DAY) == []
    on_paper(one.original, case, cast, "The grandmother", "The neighbor")
    end = only(nora, amended_report_out.RULE, MONDAY_8 + DAY)
    assert end.why == "The grandmother and 1 more have it as it was before it was amended"
    assert (end.title, end.subject_id, end.case_id) == ("Send as amended: Progress report", one.pk, case.pk)
    on_paper(one, case, cast, "The grandmother", "The neighbor")
    assert ends_of(nora, amended_report_out.RULE, MONDAY_8 + DAY) == []


def test_receipts_and_papers_are_one_loose_end(case: Case, cast: Cast, nora: Viewer, olive: Viewer) -> None:
    one = amended(case, cast, "Dana Whitfield")
    on_paper(one.original, case, cast, "The grandmother", "dana whitfield")
    end = only(nora, amended_report_out.RULE, MONDAY_8 + DAY)
    assert end.why == "Dana Whitfield and 1 more have it as it was before it was amended"
    assert ends_of(olive, amended_report_out.RULE) == []


def test_several_are_counted_and_it_presses_more_each_day(nora: Viewer) -> None:
    known = amended_report_out.Facts(uuid4(), uuid4(), "Rosa", "Court report", "The court", 3, MONDAY_8)
    today, later = (
        amended_report_out.loose_ends([known], now=MONDAY_8 + days * DAY, zone=nora.time_zone)[0]
        for days in (0, 3)
    )
    assert today.why == "The court and 2 more have it as it was before it was amended"
    assert today.chip_words == "amended today" and later.weight > today.weight


def test_it_stands_with_the_reports_and_outsiders_are_told_nothing(
    case: Case, cast: Cast, nora: Viewer, carl: Viewer, olive: Viewer
) -> None:
    amended(case, cast, "Dana Whitfield")
    assert GATHER[amended_report_out.RULE].in_group == "Program reports"
    assert only(carl, amended_report_out.RULE).case_id == case.pk
    assert ends_of(olive, amended_report_out.RULE) == []


def test_it_costs_no_query_of_its_own_but_three_for_papers(
    cast: Cast, nora: Viewer, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _ in range(5):
        one = make_case(cast.nora, case_type="field")
        on_paper(amended(one, cast, "Dana Whitfield").original, one, cast, "The clerk")
    loose_ends_for(nora, now=MONDAY_8)
    with django_assert_max_num_queries(20):
        assert len(ends_of(nora, amended_report_out.RULE)) == 5
