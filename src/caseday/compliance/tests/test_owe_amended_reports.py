"""Who has a report as it was before it was amended is a row of open work, until they have it as it is."""

from datetime import timedelta
from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import amend_report, note_receipt, send_report
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries import amended_rows, paper_holders, superseded_rows
from caseday.compliance.queries.receiving import receiving_of
from caseday.compliance.tests.reporting import DAY
from caseday.documents.actions import send_document
from caseday.documents.models import Delivery
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_party

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(days=2)


def amend(actor: Viewer, report: ProgramReport, now: Any = LATER) -> ProgramReport:
    return amend_report(actor=actor, now=now, report_id=report.pk, text="With a cane.", reason="Left out")


def send(actor: Viewer, report: ProgramReport, *keys: str) -> None:
    around = [one.key for one in receiving_of(actor, report, now=LATER).recipients]
    send_report(actor=actor, now=LATER, report_id=report.pk, receivers=keys or around)


def handed(actor: Viewer, report: ProgramReport, name: str) -> ReportReceipt:
    return note_receipt(
        actor=actor, now=LATER, report_id=report.pk, role="adjuster", name=name, how="hand", proof="stamp"
    )


def test_an_amendment_of_a_report_that_somebody_got_is_open_until_it_is_sent(
    cast: Cast, nora: Viewer, case: Case, report: ProgramReport
) -> None:
    assert list(amended_rows([cast.nora.pk])) == []
    send(nora, report)
    assert list(amended_rows([cast.nora.pk])) == []
    one = amend(nora, report)
    row = ("report_amended", case.pk, one.pk, LATER, None, "1|Progress report|Dana Whitfield")
    assert list(amended_rows([cast.nora.pk])) == [row]
    assert list(amended_rows([cast.olive.pk])) == []
    send(nora, one)
    assert list(amended_rows([cast.nora.pk])) == []


def test_what_nobody_got_is_wrong_nowhere(cast: Cast, nora: Viewer, report: ProgramReport) -> None:
    first = amend(nora, report)
    assert list(amended_rows([cast.nora.pk])) == []
    send(nora, first)
    second = amend(nora, report, LATER + DAY)
    (row,) = amended_rows([cast.nora.pk])
    assert (row[2], row[5]) == (second.pk, "1|Progress report|Dana Whitfield")


def test_only_the_last_word_is_owed_even_of_one_moment(
    cast: Cast, nora: Viewer, report: ProgramReport
) -> None:
    send(nora, report)
    amend(nora, report)
    second, third = amend(nora, report, LATER + DAY), amend(nora, report, LATER + DAY)
    (row,) = amended_rows([cast.nora.pk])
    assert row[2] == max(second.pk, third.pk)


def test_each_who_has_it_as_it_was_counts_once_until_they_have_it_as_it_is(
    cast: Cast, nora: Viewer, report: ProgramReport
) -> None:
    send(nora, report)
    for name in ("Clerk at the desk", "clerk at the desk", "The mail room"):
        handed(nora, report, name)
    one = amend(nora, report)
    assert [row[5] for row in amended_rows([cast.nora.pk])] == ["3|Progress report|Dana Whitfield"]
    send(nora, one)
    assert [row[5] for row in amended_rows([cast.nora.pk])] == ["2|Progress report|Clerk at the desk"]
    handed(nora, one, "CLERK at the desk")
    assert [row[5] for row in amended_rows([cast.nora.pk])] == ["1|Progress report|The mail room"]


def test_who_is_called_otherwise_now_has_what_was_sent_to_them(
    cast: Cast, nora: Viewer, case: Case, report: ProgramReport
) -> None:
    """And who never had it may wait for it: nobody has a wrong paper."""
    send(nora, report)
    one = amend(nora, report)
    party = case.parties.get()
    type(party).objects.update(name="Dana Whitfield-Cruz")
    make_party(case, name="Lee Park", email="lee@example.org")
    send(nora, one, f"party:{party.pk}")
    assert ProgramReport.objects.get(pk=one.pk).sent_at is None
    assert list(amended_rows([cast.nora.pk])) == []


def test_a_closed_case_has_nothing_open(cast: Cast, nora: Viewer, report: ProgramReport) -> None:
    send(nora, report)
    amend(nora, report)
    Case.objects.update(status="closed", closed_at=LATER)
    assert list(amended_rows([cast.nora.pk])) == []


def by_hand(actor: Viewer, report: ProgramReport, name: str) -> Delivery:
    """As any other paper, on the paper's own page."""
    assert report.document_id
    return send_document(
        actor=actor, now=LATER, document_id=report.document_id, how="hand", to_name=name, sent_at=LATER
    )


def holding(cast: Cast) -> dict[Any, list[str]]:
    rows = list(superseded_rows([cast.nora.pk]))
    return {
        key: [one.name for one in found] for key, found in paper_holders([row[2] for row in rows]).items()
    }


def test_who_was_sent_its_paper_like_any_other_has_it_as_it_was(
    cast: Cast, nora: Viewer, case: Case, report: ProgramReport
) -> None:
    by_hand(nora, report, "The grandmother")
    Delivery.objects.filter(pk=by_hand(nora, report, "The neighbor").pk).update(state="failed")
    assert list(superseded_rows([cast.nora.pk])) == []
    one = amend(nora, report)
    row = ("report_paper_superseded", case.pk, one.pk, LATER, None, "Progress report")
    assert list(superseded_rows([cast.nora.pk])) == [row] and list(amended_rows([cast.nora.pk])) == []
    assert list(superseded_rows([cast.olive.pk])) == []
    assert holding(cast) == {one.pk: ["The grandmother"]}
    by_hand(nora, one, "the  GRANDMOTHER")
    assert holding(cast) == {one.pk: []}
    second = amend(nora, one, LATER + DAY)
    assert holding(cast) == {second.pk: ["the GRANDMOTHER"]}
    Case.objects.update(status="closed", closed_at=LATER)
    assert holding(cast) == {}


def test_a_paper_that_went_with_a_receipt_is_owed_by_the_receipt_alone(
    cast: Cast, nora: Viewer, report: ProgramReport
) -> None:
    send(nora, report)
    handed(nora, report, "The clerk")
    one = amend(nora, report)
    assert list(superseded_rows([cast.nora.pk])) == []
    assert amended_rows([cast.nora.pk])[0][5].startswith("2|")
    by_hand(nora, report, "The clerk")
    by_hand(nora, report, "The grandmother")
    assert holding(cast) == {one.pk: ["The grandmother"]}


def test_papers_of_many_amendments_take_three_queries(
    cast: Cast, nora: Viewer, report: ProgramReport, django_assert_num_queries: Any
) -> None:
    for name in ("The grandmother", "The neighbor", "The aunt"):
        by_hand(nora, report, name)
    ids = [amend(nora, report).pk]
    with django_assert_num_queries(3):
        assert len(paper_holders(ids)[ids[0]]) == 3
