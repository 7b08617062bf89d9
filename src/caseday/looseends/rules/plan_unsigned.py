"""A care plan that somebody has to sign: never signed by them, or changed after they did."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from caseday.looseends.rules.end import LooseEnd, Tap, days_between, for_days
from caseday.looseends.rules.ranking import LATER, NOT_VERIFIED, rank

RULE = "plan_unsigned"
REST_DAYS = 2
"""While it is being written nobody is asked to sign it."""
FIRST_REST_DAYS = 14
"""The same for a plan of which nothing was signed yet."""


@dataclass(frozen=True)
class Facts:
    """`roles` in words; `has_version`: something of it was signed or reviewed before."""

    plan_id: UUID
    case_id: UUID
    client: str
    roles: tuple[str, ...]
    changed_at: datetime
    has_version: bool


def loose_ends(facts: list[Facts], *, now: datetime) -> list[LooseEnd]:
    return [_loose_end(one, now) for one in facts if one.roles and _has_rested(one, now)]


def _has_rested(one: Facts, now: datetime) -> bool:
    return days_between(one.changed_at, now) >= (REST_DAYS if one.has_version else FIRST_REST_DAYS)


def _loose_end(one: Facts, now: datetime) -> LooseEnd:
    days = days_between(one.changed_at, now)
    return LooseEnd(
        rule=RULE,
        subject_id=one.plan_id,
        title="Care plan to sign",
        why=f"to sign: {', '.join(one.roles)}"
        + ("; it was changed, and a signature holds only for what was read" if one.has_version else ""),
        since=one.changed_at,
        next_actor="you" if one.roles == ("Case manager",) else "client",
        weight=rank(NOT_VERIFIED if one.has_version else LATER, days),
        chip="said",
        chip_words=f"unsigned {for_days(days)}",
        case_id=one.case_id,
        client=one.client,
        taps=(
            Tap("Sign", "careplans:sign", one.plan_id),
            Tap("Plan", "careplans:plan", one.case_id),
        ),
    )
