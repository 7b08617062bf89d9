"""Who gets a signed report, by which way, and what speaks against it."""

from dataclasses import dataclass
from datetime import datetime

from caseday.access.queries import signature_for
from caseday.access.viewer import Viewer
from caseday.cases.queries import pack_of
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.reports import period_words, receipts_of, role_word, sheet_of_report, type_in
from caseday.compliance.rules.report_letters import report_letter
from caseday.correspondence.queries.objections import every_objection
from caseday.correspondence.queries.ways import Receiver, Way, receivers_of
from caseday.correspondence.rules.checks import still_standing
from caseday.correspondence.rules.outgoing import Objection, Outgoing
from caseday.documents.models import How
from caseday.meetings.queries.inviting import with_copies

_CHANNELS = ("email", "fax")


@dataclass(frozen=True)
class Recipient:
    """Somebody of the case in a role that the report is for. `way` None: the file has no address to send to."""

    receiver: Receiver
    way: Way | None = None
    receipt: ReportReceipt | None = None

    @property
    def key(self) -> str:
        return self.receiver.key


@dataclass(frozen=True)
class Asked:
    """A recipient with what would be sent; `standing` are the objections that still forbid it."""

    recipient: Recipient
    outgoing: Outgoing | None = None
    every: tuple[Objection, ...] = ()
    standing: tuple[Objection, ...] = ()

    @property
    def may_go(self) -> bool:
        return self.outgoing is not None and not self.standing


@dataclass(frozen=True)
class Receiving:
    """`missing`: roles (slug, word) that nobody has in this case; `roles` all it is for."""

    recipients: list[Recipient]
    missing: list[tuple[str, str]]
    roles: list[tuple[str, str]]
    receipts: list[ReportReceipt]

    @property
    def is_sent(self) -> bool:
        """Somebody has it, and nobody of the case who is to have it is left out."""
        return bool(self.receipts) and all(one.receipt for one in self.recipients)


def receiving_of(viewer: Viewer, report: ProgramReport, *, now: datetime) -> Receiving:
    """Of a report that the caller has fetched. Some ten queries."""
    case, kind, receipts = report.case, type_in(report.case, report.report_type), receipts_of(report)
    wanted = kind.to_roles if kind else ()
    around = receivers_of(viewer, case, on=now.astimezone(viewer.time_zone).date())
    found = [one for one in around if one.role in wanted]
    own = {(one.role, one.office_id) for one in found if one.professional_id}
    people = [one for one in found if one.professional_id or (one.role, one.office_id) not in own]
    pack = pack_of(case)
    roles = [(role, role_word(pack, role)) for role in wanted]
    return Receiving(
        [_recipient(one, receipts, alone=sum(o.role == one.role for o in people) == 1) for one in people],
        [(role, word) for role, word in roles if all(one.role != role for one in people)],
        roles,
        receipts,
    )


def ways_of_handing() -> list[tuple[str, str]]:
    """How a paper gets to somebody, as it is written down."""
    return [(value, str(label)) for value, label in How.choices if value != How.TEXT]


def _recipient(one: Receiver, receipts: list[ReportReceipt], *, alone: bool) -> Recipient:
    """Who alone has a role has also what was handed to that role."""
    mine = [r for r in receipts if r.receiver == one.key or (alone and not r.receiver and r.role == one.role)]
    ways = [way for channel in _CHANNELS for way in one.by(channel)]
    liked = [way for way in ways if way.is_preferred]
    return Recipient(one, next(iter([*liked, *ways]), None), next(iter(mine), None))


def outgoing_for(
    viewer: Viewer,
    report: ProgramReport,
    recipient: Recipient,
    *,
    now: datetime,
    confirmed: frozenset[str] = frozenset(),
    reason: str = "",
) -> Outgoing | None:
    """The letter with the signed paper; None without an address."""
    way = recipient.way
    if way is None or report.document_id is None:
        return None
    sheet = sheet_of_report(viewer, report)
    subject, text = report_letter(
        recipient.receiver.name, report.word, period_words(viewer, report), sheet.number or sheet.case_number,
        signature_for(viewer, now),
    )  # fmt: skip
    return with_copies(viewer, report.case, now, Outgoing(
        channel=way.channel, to=(recipient.receiver.addressee(way.address),), text=text, subject=subject,
        case_id=report.case_id, document_ids=(report.document_id,), confirmed=confirmed, reason=reason,
    ))  # fmt: skip


def asked_of_report(
    viewer: Viewer, report: ProgramReport, receiving: Receiving, *, now: datetime
) -> list[Asked]:
    """Some twenty queries for each who has not got it yet: they are few."""
    found = []
    for one in receiving.recipients:
        outgoing = None if one.receipt else outgoing_for(viewer, report, one, now=now)
        every = every_objection(viewer, outgoing, now) if outgoing else []
        standing = still_standing(outgoing, every) if outgoing else []
        found.append(Asked(one, outgoing, tuple(every), tuple(standing)))
    return found
