"""Who must know what: the matrix of a request, and what is about to run out. Plain values; time is passed in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from caseday.followups.rules.standing import Standing
from caseday.followups.rules.statements import Claim, StepStanding, StepState
from caseday.programs.rules import CLIENT, FollowUpPractice

COLUMNS = 3
RECEIVER, HAS_IT = "receiver", "has_it"
"""How a claim was verified: the receiving side confirmed it, the person has it."""


@dataclass(frozen=True)
class Party:
    """Who holds a role in the case now, and at which office they receive papers."""

    role: str
    office_id: UUID | None = None
    professional_id: UUID | None = None


@dataclass(frozen=True)
class Receipt:
    """The paper of a claim came to somebody: received as they say, or in their chart. `role` where it is known."""

    claim_id: UUID
    at: datetime
    office_id: UUID | None = None
    professional_id: UUID | None = None
    role: str = ""

    def is_of(self, party: Party) -> bool:
        """What an office's front desk has, its physicians have."""
        if self.role:
            return party.role == self.role
        if self.office_id:
            return party.office_id == self.office_id
        return self.professional_id is not None and party.professional_id == self.professional_id


@dataclass(frozen=True)
class Own:
    """They know without being told: they said it themselves, confirmed it, or have the paper."""

    role: str
    word: str
    at: datetime
    claim: Claim | None = None


@dataclass(frozen=True)
class News:
    """What somebody has to hear: a step verified, or where it is stuck. `claims` say it, the first the earliest."""

    claim_id: UUID
    step: str
    words: str
    at: datetime
    is_bad: bool
    claims: tuple[Claim, ...] = ()
    answered_by: tuple[str, ...] = ()

    def own_of(self, role: str) -> Own | None:
        """By what was said and how it was verified."""
        for one in self.claims:
            if one.said_role == role:
                return Own(role, "said it", one.said_at, one)
        for one in self.claims:
            if one.verified_at and role in self._confirming(one.verified_how):
                return Own(role, "confirmed it", one.verified_at, one)
        return None

    def _confirming(self, how: str) -> Sequence[str]:
        """Where several answer for a step, nobody has said which of them confirmed it."""
        if how == HAS_IT:
            return (CLIENT,)
        return self.answered_by if how == RECEIVER and len(self.answered_by) == 1 else ()


def news_of(standing: Standing) -> list[News]:
    """Oldest first; the last is the one that everybody in the matrix must know."""
    found = [news for one in standing.steps if (news := _news(one))]
    return sorted(found, key=lambda one: (one.at, one.claim_id))


def _news(step: StepStanding) -> News | None:
    claim, word = step.latest, step.ending.word if step.ending else ""
    if claim is None or step.state not in (StepState.BLOCKED, StepState.VERIFIED):
        return None
    is_bad, at = step.state == StepState.BLOCKED, claim.said_at
    if not is_bad and step.verified:
        claim, at = step.verified, step.verified.verified_at or step.verified.said_at
    return News(
        claim_id=claim.id,
        step=step.rung.slug,
        words=_joined(step, word),
        at=at,
        is_bad=is_bad,
        claims=tuple(one for one in step.claims if one.outcome == claim.outcome),
        answered_by=tuple(step.rung.answered_by),
    )


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
    """One party of the matrix: for each of the columns, the last time that they were told, why they need not be told,
    or None."""

    role: str
    is_due: bool
    cells: tuple[ToldFact | Own | None, ...]


@dataclass(frozen=True)
class Matrix:
    """`absent` are the roles that must know by the program, and nobody of the case has them."""

    columns: tuple[News, ...]
    rows: tuple[Row, ...]
    absent: tuple[str, ...] = ()

    @property
    def not_told(self) -> list[str]:
        """Roles that must know the latest and were not told."""
        return [one.role for one in self.rows if one.is_due]


def matrix_of(
    standing: Standing,
    must_know: Sequence[str],
    told: Iterable[ToldFact],
    parties: Collection[Party],
    receipts: Sequence[Receipt] = (),
    *,
    latest: int = COLUMNS,
) -> Matrix:
    """`parties` are those whom the case has now; the client it always has. Who was told stays, also when gone.

    `latest`: of how many news, the last of them; nobody waits for older ones.
    """
    known = sorted(told, key=lambda one: one.told_at)
    held = {CLIENT, *(one.role for one in parties)}
    columns = tuple(news_of(standing)[-latest:])
    roles = dict.fromkeys([*(one for one in must_know if one in held), *(one.role for one in known)])
    came = _came(parties, receipts)
    rows = tuple(_row(role, columns, role in must_know and role in held, known, came) for role in roles)
    return Matrix(columns, rows, tuple(role for role in must_know if role not in held))


def _came(parties: Iterable[Party], receipts: Sequence[Receipt]) -> dict[tuple[str, UUID], Receipt]:
    """By role and claim, the first of them."""
    found: dict[tuple[str, UUID], Receipt] = {}
    for one in sorted(receipts, key=lambda one: one.at):
        for party in [Party(CLIENT), *parties]:
            if one.is_of(party):
                found.setdefault((party.role, one.claim_id), one)
    return found


def _row(
    role: str,
    columns: Sequence[News],
    must: bool,
    told: Sequence[ToldFact],
    came: Mapping[tuple[str, UUID], Receipt],
) -> Row:
    own = [one for one in told if one.role == role]
    cells = tuple(
        next((one for one in reversed(own) if tells(one, news)), None)
        or news.own_of(role)
        or _has_paper(role, news, came)
        for news in columns
    )
    return Row(role, bool(must and cells and cells[-1] is None), cells)


def _has_paper(role: str, news: News, came: Mapping[tuple[str, UUID], Receipt]) -> Own | None:
    found = [came[role, one.id] for one in news.claims if (role, one.id) in came]
    return Own(role, "has the paper", found[0].at) if found else None


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
