"""Who gets a signed report, by which way, and what speaks against it."""

from dataclasses import dataclass, field
from datetime import datetime

from caseday.access.queries import signature_for
from caseday.access.viewer import Viewer
from caseday.cases.queries import pack_of
from caseday.compliance.models import ProgramReport, ReportReceipt
from caseday.compliance.queries.amendments import receipts_before
from caseday.compliance.queries.papers_out import Holder, holders_of_papers, plain
from caseday.compliance.queries.reports import period_words, receipts_of, role_word, sheet_of_report, type_in
from caseday.compliance.rules.report_letters import Corrects, report_letter
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
    had: ReportReceipt | None = None
    """Of an amended report: when they got it as it was before."""

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
    holders: list[Holder] = field(default_factory=list)
    before: list[ReportReceipt] = field(default_factory=list)
    """Who got it before it was amended."""

    @property
    def owed(self) -> list[Holder]:
        """Who has it as it was before it was amended, and not as it is."""
        around = [
            Holder(one.receiver.name, one.had.role_word, one.had.at)
            for one in self.recipients
            if one.had and one.receipt is None
        ]
        return [*around, *self.holders]

    @property
    def is_sent(self) -> bool:
        """Somebody has it, and nobody is left out: of the case who is to have it, or who had it before."""
        owed = [one for one in self.holders if not one.is_by_paper]
        return bool(self.receipts) and all(one.receipt for one in self.recipients) and not owed


def receiving_of(viewer: Viewer, report: ProgramReport, *, now: datetime) -> Receiving:
    """Of a report that the caller has fetched. Some ten queries."""
    case, kind, receipts = report.case, type_in(report.case, report.report_type), receipts_of(report)
    wanted = kind.to_roles if kind else ()
    around = receivers_of(viewer, case, on=now.astimezone(viewer.time_zone).date())
    found = [one for one in around if one.role in wanted]
    own = {(one.role, one.office_id) for one in found if one.professional_id}
    people = [one for one in found if one.professional_id or (one.role, one.office_id) not in own]
    pack, before = pack_of(case), receipts_before(report)
    roles = [(role, role_word(pack, role)) for role in wanted]
    alone = {one.key for one in people if sum(other.role == one.role for other in people) == 1}
    theirs = {got.pk for one in people for got in _got_by(one, before, alone=one.key in alone)}
    return Receiving(
        [_recipient(one, receipts, before, alone=one.key in alone) for one in people],
        [(role, word) for role, word in roles if all(one.role != role for one in people)],
        roles,
        receipts,
        [
            *_holders(people, receipts, [one for one in before if one.pk not in theirs]),
            *holders_of_papers(report, [*receipts, *before]),
        ],
        before,
    )


def _holders(
    people: list[Receiver], receipts: list[ReportReceipt], before: list[ReportReceipt]
) -> list[Holder]:
    """By name: whoever handed it over wrote nothing else down."""
    known = {plain(name) for name in [*(one.name for one in people), *(one.name for one in receipts)]}
    last = {plain(one.name): one for one in before if plain(one.name) not in known}
    return [Holder(one.name, one.role_word, one.at) for one in last.values()]


def ways_of_handing() -> list[tuple[str, str]]:
    """How a paper gets to somebody, as it is written down."""
    return [(value, str(label)) for value, label in How.choices if value != How.TEXT]


def _got_by(one: Receiver, receipts: list[ReportReceipt], *, alone: bool) -> list[ReportReceipt]:
    """Who alone has a role, and was sent none, has what was handed to that role."""
    own = [receipt for receipt in receipts if receipt.receiver == one.key]
    return own or [r for r in receipts if alone and not r.receiver and r.role == one.role]


def _recipient(
    one: Receiver, receipts: list[ReportReceipt], before: list[ReportReceipt], *, alone: bool
) -> Recipient:
    mine, had = _got_by(one, receipts, alone=alone), _got_by(one, before, alone=alone)
    ways = [way for channel in _CHANNELS for way in one.by(channel)]
    liked = [way for way in ways if way.is_preferred]
    return Recipient(one, next(iter([*liked, *ways]), None), next(iter(mine), None), had[-1] if had else None)


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
        signature_for(viewer, now), Corrects(sheet.signed_on, report.reason) if report.amends_id else None,
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
