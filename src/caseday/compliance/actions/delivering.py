"""A signed report goes to whom it is for: by messages that are checked as every other, or by hand and written down."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import on_case
from caseday.compliance.actions.reports import ONLY_WORKERS
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.amendments import whole_report
from caseday.compliance.queries.receiving import Recipient, outgoing_for, receiving_of
from caseday.compliance.queries.reports import get_report
from caseday.correspondence.actions import try_to_queue
from caseday.correspondence.models import Message
from caseday.documents.actions import send_document
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id


@dataclass(frozen=True)
class Told:
    """What became of one recipient: a message under way, or why there is none."""

    name: str
    message: Message | None = None
    refusal: str = ""


def send_report(
    *,
    actor: Viewer,
    now: datetime,
    report_id: UUID,
    receivers: Collection[str],
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> list[Told]:
    """To each of these (their `key`) alone. Who has it already gets it once.

    Raises Invalid where it is not signed or nobody is chosen; what speaks against a single one stands in their `Told`.
    """
    report = _signed(actor, report_id)
    with transaction.atomic():
        ProgramReport.objects.select_for_update().get(pk=report.pk)
        asked = receiving_of(actor, report, now=now)
        chosen = [one for one in asked.recipients if one.key in receivers]
        if not chosen:
            raise Invalid({"receivers": "Choose who gets it."})
        words = dict(asked.roles)
        found = []
        for one in chosen:
            if one.receipt is None:
                told = _send(actor, now, report, one, confirmed, reason)
                found.append(told)
                if told.message is not None and one.way is not None:
                    _keep(actor, now, report, one, words[one.receiver.role], one.way.channel, told.message)
        _settle(actor, now, report)
    return found


def _signed(actor: Viewer, report_id: UUID) -> ProgramReport:
    report = get_report(actor, report_id)
    require(can_work_on_cases(actor), ONLY_WORKERS)
    if not report.is_signed:
        raise Invalid("Sign the report first: then it can be sent.")
    if whole_report(report).current.pk != report.pk:
        raise Invalid("This report was amended. Send it as it was amended.")
    return report


def _send(
    actor: Viewer,
    now: datetime,
    report: ProgramReport,
    one: Recipient,
    confirmed: frozenset[str],
    reason: str,
) -> Told:
    name = one.receiver.name
    outgoing = outgoing_for(actor, report, one, now=now, confirmed=confirmed, reason=reason)
    if outgoing is None:
        return Told(name, refusal=f"The file has no email address or fax number of {name}.")
    return Told(name, *try_to_queue(actor=actor, now=now, outgoing=outgoing))


def _keep(
    actor: Viewer,
    now: datetime,
    report: ProgramReport,
    one: Recipient,
    word: str,
    channel: str,
    message: Message,
) -> None:
    receipt = ReportReceipt(
        report=report, role=one.receiver.role, role_word=word, name=one.receiver.name[:160], receiver=one.key,
        how=channel, message=message, at=now,
    )  # fmt: skip
    _add(actor, now, report, receipt)


def note_receipt(
    *,
    actor: Viewer,
    now: datetime,
    report_id: UUID,
    role: str,
    name: str,
    how: str,
    proof: str = "",
    id: UUID | None = None,
) -> ReportReceipt:
    """It was handed over, mailed, or put into a portal: a sending of its paper, which can be followed as any other.

    The same `id` again gives the one there is. Raises Invalid by field.
    """
    report = _signed(actor, report_id)
    if id and (known := ReportReceipt.objects.filter(pk=id, report=report).first()):
        return known
    roles = dict(receiving_of(actor, report, now=now).roles)
    if role not in roles:
        raise Invalid({"role": "Choose who got it."})
    if report.document_id is None:
        raise Invalid("The paper of this report is gone. Sign another one.")
    with transaction.atomic():
        delivery = send_document(
            actor=actor, now=now, document_id=report.document_id, how=how, to_name=name.strip(), proof=proof
        )
        receipt = ReportReceipt(
            id=id or new_id(), report=report, role=role, role_word=roles[role], name=name.strip()[:160], how=how,
            delivery=delivery, at=now,
        )  # fmt: skip
        _add(actor, now, report, receipt)
        _settle(actor, now, report)
    return receipt


def _add(actor: Viewer, now: datetime, report: ProgramReport, receipt: ReportReceipt) -> None:
    with on_case(
        "report_sent",
        report.case,
        actor=actor,
        now=now,
        subject=report,
        summary=f"{report.word} to {receipt.name}",
    ) as record:
        record.add(receipt)


def _settle(actor: Viewer, now: datetime, report: ProgramReport) -> None:
    """Everybody of the case who is to have it was sent it: then it is no longer owed."""
    if report.sent_at is None and receiving_of(actor, report, now=now).is_sent:
        with on_case(
            "report_done",
            report.case,
            actor=actor,
            now=now,
            subject=report,
            summary=f"{report.word} sent to everybody",
        ) as record:
            record.update(report, sent_at=now)
