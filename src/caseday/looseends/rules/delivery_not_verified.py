"""A paper that went somewhere and is not known to be there, where that matters: they deny it, it did not go through,
or the client has an appointment there soon."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.end import LooseEnd, Reach, Tap, ago_words, joined, log_call
from caseday.looseends.rules.ranking import DUE_TODAY, NOT_VERIFIED, rank

RULE = "delivery_not_verified"


@dataclass(frozen=True)
class Facts:
    """`is_gone` where only another sending helps; `visit` is the appointment there: `visit Mar 9`."""

    delivery_id: UUID
    document_id: UUID
    paper: str
    receiver: str
    office_id: UUID | None
    standing: str
    is_gone: bool
    sent_at: datetime
    case_id: UUID
    client: str
    visit: str = ""


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.sent_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.delivery_id,
        title=f"{one.paper}: do they have it?",
        why=joined(one.receiver, f"sent {ago_words(days)}", one.visit),
        since=one.sent_at,
        next_actor="you" if one.is_gone else one.receiver,
        weight=rank(DUE_TODAY if one.is_gone else NOT_VERIFIED, days),
        chip="stop" if one.is_gone else "said",
        chip_words=one.standing,
        case_id=one.case_id,
        client=one.client,
        office_id=one.office_id,
        taps=(*_move(one), log_call(case_id=one.case_id, office_id=one.office_id)),
        reach=Reach(office_id=one.office_id) if one.office_id else None,
    )


def _move(one: Facts) -> tuple[Tap, ...]:
    if one.is_gone:
        again = (("again", str(one.delivery_id)),)
        return (Tap("Send again", "documents:send", one.document_id, again),)
    seen = (("how", "Their records desk confirmed"),)
    return (Tap("They have it", "documents:verify_in_chart", one.delivery_id, seen, is_post=True),)
