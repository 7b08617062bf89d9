"""A signed report stays as it is; what corrects it is signed beside it, and goes to whoever had the report."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseday.access.models import CaseEvent, License
from caseday.access.queries import verify_chains
from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import amend_report, amending, note_receipt, send_report
from caseday.compliance.actions.amending import hash_of
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.amendments import paper_superseded, whole_report
from caseday.compliance.queries.receiving import Receiving, receiving_of
from caseday.compliance.queries.reports import get_report, reports_of_case, sheet_of_report
from caseday.compliance.rules.amendments import amendment_problems
from caseday.compliance.rules.report_letters import Corrects, report_letter
from caseday.compliance.tests.reporting import DAY, drafted, signed
from caseday.correspondence.models import Message
from caseday.documents.actions import send_document
from caseday.documents.models import Delivery, Document, DocumentText
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.fixtures import Cast
from caseday.testing.make import MONDAY_8, make_case, make_party

pytestmark = pytest.mark.django_db
LATER = MONDAY_8 + timedelta(days=2)


def amend(actor: Viewer, report: ProgramReport, now: Any = LATER, **more: Any) -> ProgramReport:
    given = {"text": "She walks with a cane.", "reason": "The cane was left out", **more}
    return amend_report(actor=actor, now=now, report_id=report.pk, **given)


def send(actor: Viewer, report: ProgramReport) -> list[Any]:
    found = receiving_of(actor, report, now=LATER)
    keys = [one.key for one in found.recipients]
    return send_report(actor=actor, now=LATER, report_id=report.pk, receivers=keys)


def handed(actor: Viewer, report: ProgramReport, name: str, how: str = "hand") -> ReportReceipt:
    return note_receipt(
        actor=actor, now=MONDAY_8, report_id=report.pk, role="adjuster", name=name, how=how, proof="stamp"
    )


def owed(actor: Viewer, report: ProgramReport) -> list[str]:
    return [one.name for one in receiving(actor, report).owed]


def receiving(actor: Viewer, report: ProgramReport) -> Receiving:
    return receiving_of(actor, get_report(actor, report.pk), now=LATER)


def test_what_lacks_is_named_by_field() -> None:
    assert amendment_problems("Right", "Wrong leg", 10) == {}
    assert set(amendment_problems(" ", "\n", 10)) == {"text", "reason"}
    assert "10 characters" in amendment_problems("x" * 11, "y", 10)["text"]
    assert "300 characters" in amendment_problems("x", "y" * 301, 10)["reason"]


def test_the_letter_says_of_which_report_it_takes_the_place() -> None:
    subject, text = report_letter(
        "Dana", "Progress report", "May", "4711", "Nora", Corrects("May 4", "Wrong leg")
    )
    assert subject == "Progress report, amended, 4711" and "the amended progress report on 4711" in text
    assert "takes the place of the one signed on May 4. Why: Wrong leg" in text
    assert "amended" not in "".join(report_letter("", "Progress report", "May", "4711", "Nora"))


def test_it_is_signed_with_the_credentials_of_its_day_and_the_report_stays(
    cast: Cast, nora: Viewer, report: ProgramReport
) -> None:
    before = {**ProgramReport.objects.values().get(pk=report.pk)}
    paper = DocumentText.objects.get(document=report.document_id).text
    License.objects.create(staff=cast.nora, kind="lcsw", number="1", issued_on=date(2026, 3, 3))
    one = amend(nora, report)
    assert (one.amends, one.reason, one.text) == (report, "The cane was left out", "She walks with a cane.")
    assert "LCSW" in one.signature and "LCSW" not in report.signature and one.signed_at == LATER
    assert ProgramReport.objects.values().get(pk=report.pk) == before
    assert DocumentText.objects.get(document=report.document_id).text == paper
    amended = DocumentText.objects.get(document=one.document_id).text
    assert "She walks again." in amended and "She walks with a cane." in amended and "amended" in amended
    assert one.document and one.document.title == "Progress report, amended, Jan 31, 2026 to Mar 2, 2026"
    assert CaseEvent.objects.get(verb="report_amended").summary.endswith("The cane was left out")
    assert verify_chains().holds


def test_its_hash_tells_whether_anything_was_changed(nora: Viewer, report: ProgramReport) -> None:
    one = get_report(nora, amend(nora, report).pk)
    assert one.hash == hash_of(one) and len(one.hash) == 64
    assert one.amends
    one.amends.sections[0]["text"] = "She runs."
    assert hash_of(one) != one.hash


def test_the_same_request_makes_one_and_a_second_amendment_stands_after_the_first(
    nora: Viewer, carl: Viewer, report: ProgramReport
) -> None:
    id = new_id()
    first = amend(nora, report, id=id)
    assert amend(nora, report, id=id) == first and Document.objects.count() == 2
    second = amend(carl, first, LATER + DAY, text="On the left.", reason="Side")
    assert second.amends == report
    whole = whole_report(get_report(nora, first.pk))
    assert whole.amendments == (first, second) and whole.current == second
    assert [one.text for one in sheet_of_report(nora, first).amendments] == ["She walks with a cane."]
    assert [one.reason for one in sheet_of_report(nora, second).amendments] == [
        "The cane was left out",
        "Side",
    ]
    assert sheet_of_report(nora, report).amendments == []


def test_its_paper_says_by_which_it_is_superseded(
    nora: Viewer, nora_client: Client, report: ProgramReport
) -> None:
    assert report.document_id and paper_superseded(report.document_id) is None
    one = amend(nora, report)
    assert one.document_id and paper_superseded(report.document_id) == one
    assert paper_superseded(one.document_id) is None and paper_superseded(new_id()) is None
    url = reverse("casefile:flags")
    assert "superseded by" in nora_client.get(url, {"document": report.document_id}).content.decode()
    assert "superseded" not in nora_client.get(url, {"document": one.document_id}).content.decode()


def test_who_had_the_report_is_owed_the_amended_one(nora: Viewer, case: Case, report: ProgramReport) -> None:
    send(nora, report)
    handed(nora, report, "Clerk at the desk")
    one = amend(nora, report)
    assert one.sent_at is None and owed(nora, one) == ["Dana Whitfield", "Clerk at the desk"]
    with pytest.raises(Invalid, match="was amended"):
        send(nora, report)
    (told,) = send(nora, one)
    assert told.message and told.message.subject.startswith("Progress report, amended, ")
    assert owed(nora, one) == ["Clerk at the desk"] and get_report(nora, one.pk).sent_at is None
    handed(nora, one, "clerk at the  desk")
    assert owed(nora, one) == [] and get_report(nora, one.pk).sent_at == MONDAY_8
    assert {r.name for r in receiving(nora, one).before} == {"Dana Whitfield", "Clerk at the desk"}


def test_what_was_handed_to_a_role_is_of_whoever_alone_has_it(nora: Viewer, report: ProgramReport) -> None:
    handed(nora, report, "The desk of D. Whitfield")
    one = amend(nora, report)
    assert owed(nora, one) == ["Dana Whitfield"]
    send(nora, one)
    assert owed(nora, one) == [] and get_report(nora, one.pk).sent_at


def test_who_has_left_the_case_is_owed_it_by_name(nora: Viewer, case: Case, report: ProgramReport) -> None:
    send(nora, report)
    case.parties.all().delete()
    make_party(case, name="Lee Park", email="lee@example.org")
    assert owed(nora, amend(nora, report)) == ["Dana Whitfield"]


def test_who_got_the_paper_like_any_other_is_owed_the_amended_paper(
    cast: Cast, case: Case, nora: Viewer
) -> None:
    home = make_case(cast.nora, program="family_services", case_type="assessment")
    report = signed(nora, home, "finding")
    paper: dict[str, Any] = {"actor": nora, "now": MONDAY_8, "how": "hand"}
    send_document(**paper, document_id=report.document_id, to_name="The grandmother")
    failed = send_document(**paper, document_id=report.document_id, to_name="The neighbor")
    Delivery.objects.filter(pk=failed.pk).update(state="failed")
    one = amend(nora, report)
    assert one.sent_at == LATER and one.document_id  # it is for the file: nobody has to be sent it
    (holder,) = receiving(nora, one).owed
    assert holder.name == "The grandmother" and holder.is_by_paper
    send_document(**paper, document_id=one.document_id, to_name="The grandmother")
    assert owed(nora, one) == []


def test_only_the_last_word_is_open_in_the_reports_of_the_case(
    nora: Viewer, case: Case, report: ProgramReport
) -> None:
    one = amend(nora, report)
    found = reports_of_case(nora, case.pk, now=LATER)
    (row,) = [row for row in found.rows if row.owed.type.slug == "progress"]
    assert row.open == one and row.last is None
    assert [(whole.original, whole.current) for whole in found.written] == [(report, one)]
    send(nora, one)
    (row,) = [r for r in reports_of_case(nora, case.pk, now=LATER).rows if r.owed.type.slug == "progress"]
    assert row.open is None and row.last == one and row.owed.due_on and row.owed.due_on > LATER.date()


def test_what_cannot_be_amended_is_said(nora: Viewer, audrey: Viewer, olive: Viewer, case: Case) -> None:
    draft = drafted(nora, case, "initial")
    with pytest.raises(Invalid, match="can still be changed"):
        amend(nora, draft)
    report = signed(nora, case)
    with pytest.raises(Invalid, match="Say why"):
        amend(nora, report, reason=" ")
    with pytest.raises(Refused):
        amend(audrey, report)
    with pytest.raises(NotFound):
        amend(olive, report)
    assert not ProgramReport.objects.exclude(amends=None).exists() and Document.objects.count() == 1


def test_two_who_amend_at_once_do_not_pass_over_each_other(
    nora: Viewer, carl: Viewer, report: ProgramReport, monkeypatch: Any
) -> None:
    real = amending.put_in_report

    def carl_is_first(*args: Any) -> Any:
        monkeypatch.setattr(amending, "put_in_report", real)
        amend(carl, report)
        return real(*args)

    monkeypatch.setattr(amending, "put_in_report", carl_is_first)
    with pytest.raises(Invalid, match="Read theirs"):
        amend(nora, report)
    assert ProgramReport.objects.exclude(amends=None).count() == 1


def test_it_goes_from_the_page_of_the_report_to_whom_it_is_owed(
    nora: Viewer, nora_client: Client, case: Case, report: ProgramReport
) -> None:
    send(nora, report)
    page = reverse("compliance:report", args=[report.pk])
    url = reverse("compliance:amend_report", args=[report.pk])
    wrong = nora_client.post(url, {"text": "The cane", "reason": ""})
    assert wrong.status_code == 422 and b"Say why the report is amended" in wrong.content
    assert b">The cane</textarea>" in wrong.content
    said = {"text": "The cane", "reason": "Left out", "id": str(new_id())}
    assert nora_client.post(url, said).url == page
    one = ProgramReport.objects.get(reason="Left out")
    for of in (report, one):
        shown = nora_client.get(reverse("compliance:report", args=[of.pk])).content.decode()
        assert "She walks again." in shown and "The cane" in shown and one.hash in shown
        assert "Still owed the amended one" in shown and f"/{one.pk}/send/" in shown
    assert "amended" in nora_client.get(reverse("compliance:reports", args=[case.pk])).content.decode()
    key = f"party:{case.parties.get().pk}"
    nora_client.post(reverse("compliance:send_report", args=[one.pk]), {"receiver": key})
    assert Message.objects.count() == 2
    assert "Still owed" not in nora_client.get(page).content.decode()
    assert nora_client.get(reverse("compliance:report_pdf", args=[one.pk])).content.startswith(b"%PDF")
