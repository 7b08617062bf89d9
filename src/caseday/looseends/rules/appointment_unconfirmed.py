"""An appointment of the next working day that somebody has not confirmed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.kernel.words import clock_words
from caseday.looseends.rules.end import LooseEnd, Tap
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, rank

RULE = "appointment_unconfirmed"


@dataclass(frozen=True)
class Facts:
    appointment_id: UUID
    title: str
    starts_at: datetime
    case_id: UUID | None
    client: str
    standing: str
    """`confirmed by office, not by client`"""
    chip: str
    is_surgery: bool
    planned_at: datetime


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    return [_loose_end(one, now, zone) for one in facts]


def _loose_end(one: Facts, now: datetime, zone: ZoneInfo) -> LooseEnd:
    local = one.starts_at.astimezone(zone)
    days = (local.date() - now.astimezone(zone).date()).days
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"{local:%A}"
    near = BLOCKS_SOON if one.is_surgery or days == 0 else DUE_TODAY
    return LooseEnd(
        rule=RULE,
        subject_id=one.appointment_id,
        title=f"Confirm {one.title}, {when} {clock_words(local)}",
        why=one.standing,
        since=one.planned_at,
        next_actor="you",
        weight=rank(near, 0 if days else 1),
        chip="stop" if one.chip == "stop" else "said",
        chip_words=f"{when}, not confirmed",
        case_id=one.case_id,
        client=one.client,
        due_at=one.starts_at,
        taps=(Tap("Confirm", "schedule:appointment", one.appointment_id),),
    )
