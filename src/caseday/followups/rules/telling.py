"""Who must know what: the matrix of a request, and what is about to run out. Plain values; time is passed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from caseday.followups.rules.standing import Standing
from caseday.followups.rules.statements import Claim, StepStanding, StepState
from caseday.programs.rules import FollowUpPractice

COLUMNS = 3


@dataclass(frozen=True)
class News:
    """What somebody has to hear: a step verified, or where it is stuck."""

    claim_id: UUID
    step: str
    words: str
    at: datetime
    is_bad: bool


def news_of(standing: Standing) -> list[News]:
    """Oldest first; the last is the one that everybody in the matrix must know."""
    found = [news for one in standing.steps if (news := _news(one))]
    return sorted(found, key=lambda one: (one.at, one.claim_id))


def _news(step: StepStanding) -> News | None:
    claim, word = step.latest, step.ending.word if step.ending else ""
    if step.state == StepState.BLOCKED and claim:
        return News(claim.id, step.rung.slug, _joined(step, word), claim.said_at, True)
    if step.state == StepState.VERIFIED and step.verified:
        at = step.verified.verified_at or step.verified.said_at
        return News(step.verified.id, step.rung.slug, _joined(step, word), at, False)
    return None


def _joined(step: StepStanding, word: str) -> str:
    return f"{step.rung.word}: {word.lower()}" if word and word != step.rung.word else step.rung.word


@dataclass(frozen=True)
class ToldFact:
    role: str
    channel: str
    told_at: datetime
    name: str = ""
    proof: str = ""
    claim_id: UUID | None = None
    written_by: str = ""


def tells(told: ToldFact, news: News) -> bool:
    """Told of this very fact, or of the request as a whole after it was known."""
    return told.claim_id == news.claim_id or (told.claim_id is None and told.told_at >= news.at)


@dataclass(frozen=True)
class Row:
    """One party of the matrix: for each of the columns, the last time that they were told, or None."""

    role: str
    is_due: bool
    cells: tuple[ToldFact | None, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[News, ...]
    rows: tuple[Row, ...]

    @property
    def not_told(self) -> list[str]:
        """Roles that must know the latest and were not told."""
        return [one.role for one in self.rows if one.is_due]


def matrix_of(standing: Standing, must_know: Sequence[str], told: Iterable[ToldFact]) -> Matrix:
    known = sorted(told, key=lambda one: one.told_at)
    columns = tuple(news_of(standing)[-COLUMNS:])
    roles = dict.fromkeys([*must_know, *(one.role for one in known)])
    return Matrix(columns, tuple(_row(role, columns, role in must_know, known) for role in roles))


def _row(role: str, columns: Sequence[News], must: bool, told: Sequence[ToldFact]) -> Row:
    own = [one for one in told if one.role == role]
    cells = tuple(next((one for one in reversed(own) if tells(one, news)), None) for news in columns)
    return Row(role, bool(must and cells and cells[-1] is None), cells)


def limit_words(
    *,
    expires_on: date | None,
    approved: int | None,
    used: int,
    unit_word: str,
    today: date,
    practice: FollowUpPractice,
) -> str:
    """What is about to run out: "expires in 5 days", "1 of 12 visits left", both, or nothing to say."""
    parts = [
        _expiry(expires_on, today, practice),
        _units(approved, used, unit_word or "units", practice.approval_units.count),
    ]
    return " and ".join(part for part in parts if part)


def _expiry(expires_on: date | None, today: date, practice: FollowUpPractice) -> str:
    if expires_on is None:
        return ""
    days = (expires_on - today).days
    if not -practice.expired_days.count <= days <= practice.approval_days.count:
        return ""
    if days < 0:
        return f"expired {_days(-days)} ago"
    return "expires today" if days == 0 else f"expires in {_days(days)}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _units(approved: int | None, used: int, word: str, near: int) -> str:
    if not approved or approved - used > near:
        return ""
    left = approved - used
    return f"{left} of {approved} {word} left" if left > 0 else f"all {approved} {word} used"


def expiry_window(today: date, expired_days: int, near_days: int) -> tuple[date, date]:
    return today - timedelta(days=expired_days), today + timedelta(days=near_days)


def said_words(claim: Claim) -> str:
    """Who said it: "Kim (pharmacy), by phone"."""
    who = claim.said_by or claim.said_role.replace("_", " ") or claim.office or "somebody"
    role = f" ({claim.said_role.replace('_', ' ')})" if claim.said_by and claim.said_role else ""
    how = f", {claim.channel.replace('_', ' ')}" if claim.channel else ""
    return f"{who}{role}{how}"
