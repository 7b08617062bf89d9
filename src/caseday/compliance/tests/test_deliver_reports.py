"""A signed report goes to whom it is for, once each; what was handed over is written down."""

from typing import Any

import pytest

from caseday.access.viewer import Viewer
from caseday.cases.models import Case
from caseday.compliance.actions import note_receipt, send_report
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.receiving import asked_of_report, outgoing_for, receiving_of
from caseday.compliance.queries.reports import get_report, reports_of_case
from caseday.compliance.tests.reporting import DAY, drafted, signed
from caseday.correspondence.models import Attachment, Message
from caseday.documents.models import Delivery
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.kernel.ids import new_id
from caseday.testing.make import MONDAY_8, make_office, make_party, make_professional

pytestmark = pytest.mark.django_db


def keys(actor: Viewer, report: ProgramReport) -> list[str]:
    return [one.key for one in receiving_of(actor, report, now=MONDAY_8).recipients]


def send(actor: Viewer, report: ProgramReport, **more: Any) -> list[Any]:
    given = {"receivers": keys(actor, report), **more}
    return send_report(actor=actor, now=MONDAY_8, report_id=report.pk, **given)


def note(actor: Viewer, report: ProgramReport, **more: Any) -> ReportReceipt:
    given = {"role": "adjuster", "name": "Dana Whitfield", "how": "portal", "proof": "upload 4471", **more}
    return note_receipt(actor=actor, now=MONDAY_8, report_id=report.pk, **given)


def test_it_is_sent_as_a_message_with_its_paper_and_is_done(nora: Viewer, report: ProgramReport) -> None:
    (told,) = send(nora, report)
    message = Message.objects.get()
    assert told.message == message and message.subject.startswith("Progress report, ")
    assert Attachment.objects.get(message=message).document_id == report.document_id
    receipt = ReportReceipt.objects.get()
    assert (receipt.name, receipt.how, receipt.role_word) == ("Dana Whitfield", "email", "Adjuster")
    assert get_report(nora, report.pk).sent_at == MONDAY_8
    assert Delivery.objects.get().document_id == report.document_id


def test_sent_again_nothing_goes_twice(nora: Viewer, report: ProgramReport) -> None:
    send(nora, report)
    assert send(nora, report) == [] and Message.objects.count() == 1
    assert (
        asked_of_report(nora, report, receiving_of(nora, report, now=MONDAY_8), now=MONDAY_8)[0].outgoing
        is None
    )


def test_somebody_has_to_be_chosen_and_it_has_to_be_signed(
    case: Case, nora: Viewer, report: ProgramReport
) -> None:
    with pytest.raises(Invalid, match="Choose who gets it"):
        send(nora, report, receivers=[])
    draft = drafted(nora, case)
    with pytest.raises(Invalid, match="Sign the report first"):
        send(nora, draft)
    assert (
        outgoing_for(nora, draft, receiving_of(nora, draft, now=MONDAY_8).recipients[0], now=MONDAY_8) is None
    )


def test_without_an_address_it_says_so_and_a_portal_is_written_down(nora: Viewer, case: Case) -> None:
    case.parties.update(email="")
    report = signed(nora, case)
    (told,) = send(nora, report)
    assert told.message is None and "no email address or fax number of Dana Whitfield" in told.refusal
    assert get_report(nora, report.pk).sent_at is None
    id = new_id()
    receipt = note(nora, report, id=id)
    assert note(nora, report, id=id) == receipt and Delivery.objects.count() == 1
    assert receipt.delivery and (receipt.delivery.how, receipt.delivery.proof) == ("portal", "upload 4471")
    assert get_report(nora, report.pk).sent_at == MONDAY_8


def test_what_speaks_against_it_is_told_and_nothing_leaves(
    nora: Viewer, carl: Viewer, report: ProgramReport
) -> None:
    """Carl has no mailbox of his own."""
    (told,) = send(carl, report)
    assert told.message is None and told.refusal and not ReportReceipt.objects.exists()
    (asked,) = asked_of_report(carl, report, receiving_of(carl, report, now=MONDAY_8), now=MONDAY_8)
    assert asked.standing and not asked.may_go
    (mine,) = asked_of_report(nora, report, receiving_of(nora, report, now=MONDAY_8), now=MONDAY_8)
    assert mine.may_go


def test_it_is_owed_until_everybody_has_it(nora: Viewer, case: Case, report: ProgramReport) -> None:
    second = make_party(case, name="Lee Park", email="lee@example.org")
    send(nora, report, receivers=[f"party:{case.parties.exclude(pk=second.pk).get().pk}"])
    assert get_report(nora, report.pk).sent_at is None
    (row,) = [
        one
        for one in reports_of_case(nora, case.pk, now=MONDAY_8 + DAY).rows
        if one.owed.type.slug == "progress"
    ]
    assert row.open == report and row.days_late == 1
    note(nora, report, name="Somebody at the desk")
    assert get_report(nora, report.pk).sent_at is None  # two have the role: nobody knows which of them it was
    send(nora, report)
    assert get_report(nora, report.pk).sent_at == MONDAY_8


def test_a_role_that_nobody_has_is_named_and_does_not_hold_it_up(nora: Viewer, case: Case) -> None:
    case.parties.all().delete()
    report = signed(nora, case)
    found = receiving_of(nora, report, now=MONDAY_8)
    assert found.missing == [("adjuster", "Adjuster")] and found.recipients == [] and not found.is_sent
    note(nora, report)
    assert get_report(nora, report.pk).sent_at == MONDAY_8


def test_a_professional_stands_for_the_office_and_is_sent_it_as_they_like(nora: Viewer, case: Case) -> None:
    case.parties.all().delete()
    office = make_office(fax="+15125550141", email="desk@example.org", preferred_channel="fax")
    make_party(case, professional=make_professional(office=office, email="ines@example.org"))
    report = signed(nora, case)
    (one,) = receiving_of(nora, report, now=MONDAY_8).recipients
    assert one.receiver.professional_id and one.way and one.way.channel == "fax"


def test_wrong_words_are_named(nora: Viewer, report: ProgramReport) -> None:
    with pytest.raises(Invalid, match="Choose who got it"):
        note(nora, report, role="surgeon")
    with pytest.raises(Invalid) as found:
        note(nora, report, name=" ", how="pigeon")
    assert set(found.value.problems) == {"how", "to_name"} and not ReportReceipt.objects.exists()
    ProgramReport.objects.update(document=None)
    with pytest.raises(Invalid, match="paper of this report is gone"):
        note(nora, report)


def test_a_type_that_the_program_has_no_more_is_for_nobody(nora: Viewer, report: ProgramReport) -> None:
    ProgramReport.objects.update(report_type="gone")
    found = receiving_of(nora, get_report(nora, report.pk), now=MONDAY_8)
    assert found.roles == [] and found.recipients == []


def test_readers_and_outsiders_send_nothing(audrey: Viewer, olive: Viewer, report: ProgramReport) -> None:
    with pytest.raises(Refused):
        send(audrey, report)
    with pytest.raises(NotFound):
        send_report(actor=olive, now=MONDAY_8, report_id=report.pk, receivers=["x"])
    with pytest.raises(NotFound):
        note(olive, report)
