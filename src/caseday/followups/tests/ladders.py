"""Plain ladders and statements for the tests of rules."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from caseday.followups.rules import Claim, Rung, Standing, standing_of

START = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@dataclass(frozen=True)
class End:
    slug: str
    effect: str = "good"

    @property
    def word(self) -> str:
        return self.slug.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Step:
    slug: str
    answered_by: tuple[str, ...] = ("physician",)
    is_mandatory: bool = True
    outcomes: tuple[End, ...] = ()
    only_after: tuple[str, ...] = field(default=())
    days: int = 0

    @property
    def word(self) -> str:
        return self.slug.replace("_", " ").capitalize()


REVIEW = (
    Step("requested"),
    Step("received", ("review",), days=1),
    Step(
        "decided",
        ("review", "adjuster"),
        outcomes=(
            End("certified"), End("non_certified", "blocked"), End("withdrawn", "final"),
        ),
        days=5,
    ),
    Step("appealed", is_mandatory=False, outcomes=(End("appeal_asked"),), only_after=("non_certified",)),
    Step("appeal_decided", is_mandatory=False, outcomes=(End("overturned"), End("upheld", "blocked")),
         only_after=("appeal_asked",)),
)  # fmt: skip


def usual(rung: Rung | None, since: datetime) -> datetime | None:
    if rung is None:
        return since + timedelta(days=2)
    days = rung.days if isinstance(rung, Step) else 0
    return since + timedelta(days=days) if days else None


class Talk:
    """Statements, each an hour after the one before."""

    def __init__(self, rungs: tuple[Rung, ...] = REVIEW) -> None:
        self.rungs, self.said = rungs, list[Claim]()

    @property
    def at(self) -> datetime:
        return START + timedelta(hours=len(self.said))

    def say(self, step: str, outcome: str = "", **fields: object) -> Claim:
        claim = Claim(UUID(int=len(self.said) + 1), step, self.at, outcome, **fields)  # type: ignore[arg-type]
        self.said.append(claim)
        return claim

    def deny(self, step: str, **fields: object) -> Claim:
        return self.say(step, is_denial=True, **fields)

    def change(self, claim: Claim, **fields: object) -> None:
        self.said[self.said.index(claim)] = replace(claim, **fields)  # type: ignore[arg-type]

    def verify(self, claim: Claim, hours: float = 0) -> None:
        self.change(claim, verified_at=self.at + timedelta(hours=hours), verified_how="receiver")

    @property
    def standing(self) -> Standing:
        return standing_of(self.rungs, self.said, usual)
