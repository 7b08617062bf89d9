"""Somebody has a number of the case wrong, by what they read back last: what they send goes astray."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.looseends.rules.chase_due import Chased
from caseday.looseends.rules.end import LooseEnd, Reach, Tap, ago_words, joined, log_call
from caseday.looseends.rules.ranking import NOT_VERIFIED, rank

RULE = "wrong_number_out"


@dataclass(frozen=True)
class Facts:
    """`kind` is the number in words; `heard` what they have; `source` from whom they say that they have it."""

    read_back_id: UUID
    identifier_id: UUID
    kind: str
    heard: str
    holder: str
    office_id: UUID | None
    source: str
    read_at: datetime
    case_id: UUID
    client: str
    chase: Chased | None = None


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    days = (now.astimezone(zone).date() - one.read_at.astimezone(zone).date()).days
    return LooseEnd(
        rule=RULE,
        subject_id=one.read_back_id,
        title=f"{one.holder}: {one.kind.lower()} is wrong there",
        why=joined(
            f"they have {one.heard}",
            f"from {one.source}" if one.source else "",
            one.chase.words if one.chase else "",
        ),
        since=one.read_at,
        next_actor=one.holder,
        weight=rank(NOT_VERIFIED + (100 if one.chase else 0), days),
        chip="stop",
        chip_words=f"read back {ago_words(days)}",
        case_id=one.case_id,
        client=one.client,
        office_id=one.office_id,
        taps=_taps(one),
        reach=Reach(office_id=one.office_id) if one.office_id else None,
        followup_id=one.chase.followup_id if one.chase else None,
    )


def _taps(one: Facts) -> tuple[Tap, ...]:
    where = (("office", str(one.office_id)),) if one.office_id else ()
    again = Tap("Read back", "casefile:read_back", one.case_id, where, part=one.identifier_id)
    if one.chase:
        return again, one.chase.tap
    return again, log_call(case_id=one.case_id, office_id=one.office_id)
