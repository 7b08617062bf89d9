"""A license or certification that ends soon, or has ended: notes are signed without it from the day after."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from caseday.access.rules.licenses import REMIND_DAYS, days_left, expiry_words, license_kind
from caseday.looseends.rules.end import LooseEnd, Tap, day_words
from caseday.looseends.rules.ranking import BLOCKS_SOON, DUE_TODAY, rank

RULE = "license_expiring"
_SOON, _NEAR, _FIRST = REMIND_DAYS[2], REMIND_DAYS[1], REMIND_DAYS[0]


@dataclass(frozen=True)
class Facts:
    license_id: UUID
    kind: str
    state: str
    expires_on: date


def facts_of(subject_id: UUID, text: str, until: datetime) -> Facts:
    """Out of a row of the union: text is `rn|TX`, until the last day."""
    kind, _, state = text.partition("|")
    return Facts(subject_id, kind, state, until.astimezone(UTC).date())


def loose_ends(facts: list[Facts], *, now: datetime, zone: ZoneInfo) -> list[LooseEnd]:
    """From 90 days before; it comes forward 60 and 30 days before."""
    today = now.astimezone(zone).date()
    return [_loose_end(one, today) for one in facts if days_left(one.expires_on, today) <= _FIRST]


def _loose_end(one: Facts, today: date) -> LooseEnd:
    days = days_left(one.expires_on, today)
    known = license_kind(one.kind)
    name = f"{known.signed or known.word} {one.state}".strip()
    is_over, is_soon = days < 0, days <= _SOON
    return LooseEnd(
        rule=RULE,
        subject_id=one.license_id,
        title=f"Renew your {name}" if not is_over else f"Your {name} has expired",
        why=f"{known.word}, {'ended' if is_over else 'until'} {day_words(one.expires_on)}",
        since=datetime.combine(one.expires_on - timedelta(days=_reminder(days)), time(12), UTC),
        next_actor="you",
        weight=rank(BLOCKS_SOON if is_soon else DUE_TODAY, min(0 if is_soon else -1, -days)),
        chip="stop" if is_soon else "next" if days <= _NEAR else "muted",
        chip_words=expiry_words(one.expires_on, today),
        taps=(Tap("Licenses", "access:licenses"),),
    )


def _reminder(days: int) -> int:
    """Which of the reminders it is."""
    return next(mark for mark in sorted(REMIND_DAYS) if days <= mark)
