"""Where a request stands: computed from its ladder and what was said of its steps. Plain values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from caseday.followups.rules.statements import Claim, LostRung, Rung, StepStanding, StepState, in_force

Usual = Callable[[Rung | None, datetime], datetime | None]
"""When a step is usually taken, counted from the moment of the one before; of None: what is usual where the
ladder names no time. None where a step has no usual time."""


@dataclass(frozen=True)
class Standing:
    """`steps` are the rungs that apply, and any other of which something was said: no statement is lost."""

    steps: tuple[StepStanding, ...]
    late_after: dict[str, datetime] = field(default_factory=dict)

    def step(self, slug: str) -> StepStanding | None:
        return next((one for one in self.steps if one.rung.slug == slug), None)

    @cached_property
    def current(self) -> StepStanding | None:
        """The highest rung that somebody says was reached."""
        return next((one for one in reversed(self.steps) if one.is_taken), None)

    @cached_property
    def _unsettled(self) -> tuple[StepStanding, ...]:
        """The rungs above the highest verified one: what lies below is past."""
        verified = [place for place, one in enumerate(self.steps) if one.state == StepState.VERIFIED]
        return self.steps[verified[-1] + 1 :] if verified else self.steps

    @property
    def contradicted(self) -> list[StepStanding]:
        return [one for one in self._unsettled if one.state == StepState.CONTRADICTED]

    @cached_property
    def blocked(self) -> StepStanding | None:
        """The rung at which it is stuck; a good claim there or further up, said later, has cleared it."""
        stuck = [one for one in self.steps if one.state == StepState.BLOCKED]
        return next((one for one in reversed(stuck) if not self._is_cleared(one)), None)

    def _is_cleared(self, stuck: StepStanding) -> bool:
        after = self.steps[self.steps.index(stuck) + 1 :]
        said_at = stuck.latest.said_at if stuck.latest else None
        good = [one.latest for one in after if one.is_taken and one.effect != "blocked"]
        return any(one is not None and said_at is not None and one.said_at >= said_at for one in good)

    @cached_property
    def final(self) -> StepStanding | None:
        """The rung whose outcome ends the request."""
        found = [one for one in self.steps if one.is_taken and one.effect == "final"]
        return found[-1] if found else None

    @cached_property
    def is_done(self) -> bool:
        """The last rung that has to be taken is verified; after an outcome that brought further rungs, the last of
        those."""
        if self.final:
            return True
        must = [one for one in self.steps if one.rung.is_mandatory]
        if not must:
            return False
        if must[-1].state == StepState.BLOCKED and self.steps[-1] is not must[-1]:
            return self.steps[-1].state == StepState.VERIFIED and self.steps[-1].effect == "good"
        return must[-1].state == StepState.VERIFIED

    @cached_property
    def next(self) -> StepStanding | None:
        """What has to move now: a contradiction, what is stuck, else the next rung; None when done."""
        if self.is_done:
            return None
        if self.contradicted:
            return self.contradicted[0]
        if self.blocked:
            return self._way_out(self.blocked)
        start = self.steps.index(self.current) + 1 if self.current else 0
        ahead = [one for one in self.steps[start:] if not one.is_taken]
        return ahead[0] if ahead else self._last_unverified

    def _way_out(self, stuck: StepStanding) -> StepStanding:
        slug = stuck.latest.outcome if stuck.latest else ""
        ways = [one for one in self.steps if slug in one.rung.only_after and not one.is_taken]
        return ways[0] if ways else stuck

    @property
    def _last_unverified(self) -> StepStanding | None:
        return next((one for one in reversed(self.steps) if one.state == StepState.SAID), None)

    @property
    def who_answers(self) -> Sequence[str]:
        """Roles of whom to call next."""
        return self.next.rung.answered_by if self.next else ()

    @property
    def blocked_reason(self) -> str:
        if self.blocked is None or self.blocked.latest is None:
            return ""
        word = self.blocked.ending.word if self.blocked.ending else ""
        return ": ".join(part for part in (word, self.blocked.latest.reason) if part)

    @property
    def end_words(self) -> str:
        """Why it is done, in a line."""
        last = self.final or next((s for s in reversed(self.steps) if s.state == StepState.VERIFIED), None)
        if last is None or not self.is_done:
            return ""
        reason = last.latest.reason if last.latest and self.final else ""
        said = f"{last.ending.word if last.ending else last.rung.word}"
        return f"{said}: {reason}" if reason else said

    @cached_property
    def to_verify(self) -> list[StepStanding]:
        """Said, and nothing above it verified: what a look or a call should settle."""
        return [one for one in self._unsettled if one.state == StepState.SAID]

    def late(self, now: datetime) -> list[StepStanding]:
        """Said and not verified past its usual time."""
        return [one for one in self.to_verify if one.check_by is not None and now > one.check_by]

    def expected_by(self) -> datetime | None:
        """When the next rung is usually taken."""
        return self.late_after.get(self.next.rung.slug) if self.next else None


def standing_of(rungs: Sequence[Rung], statements: Iterable[Claim], usual: Usual) -> Standing:
    said = sorted(statements, key=lambda one: one.key)
    ladder = _ladder(rungs, said)
    steps = tuple(_step(place, ladder, said, usual) for place in range(len(ladder)))
    return Standing(steps, _expected(steps, usual))


def _ladder(rungs: Sequence[Rung], said: Sequence[Claim]) -> list[Rung]:
    named = dict.fromkeys(one.step for one in said)
    outcomes = {one.outcome for slug in named if (one := _last_claim(slug, said))}
    known = [r for r in rungs if not r.only_after or set(r.only_after) & outcomes or r.slug in named]
    slugs = {one.slug for one in rungs}
    return [*known, *(LostRung(slug) for slug in named if slug not in slugs)]


def _last_claim(slug: str, said: Sequence[Claim]) -> Claim | None:
    claims = [one for one in in_force(_of(slug, said)) if not one.is_denial]
    return claims[-1] if claims else None


def _of(step: str, said: Iterable[Claim]) -> list[Claim]:
    return [one for one in said if one.step == step]


def _step(place: int, ladder: Sequence[Rung], said: Sequence[Claim], usual: Usual) -> StepStanding:
    rung = ladder[place]
    step = StepStanding(rung, tuple(_of(rung.slug, said)))
    if step.state != StepState.SAID or step.latest is None:
        return step
    after = ladder[place + 1] if place + 1 < len(ladder) else None
    since = step.latest.said_at
    check_by = (usual(after, since) if after else None) or usual(rung, since) or usual(None, since)
    return StepStanding(rung, step.statements, check_by)


def _expected(steps: Sequence[StepStanding], usual: Usual) -> dict[str, datetime]:
    found = {}
    for before, one in zip(steps, steps[1:], strict=False):
        if before.latest and (by := usual(one.rung, before.latest.said_at)):
            found[one.rung.slug] = by
    return found


def skipped_before(standing: Standing, slug: str) -> list[Rung]:
    """Mandatory rungs below that nobody has said were taken."""
    below: list[Rung] = []
    for one in standing.steps:
        if one.rung.slug == slug:
            return below
        if one.rung.is_mandatory and not one.is_taken:
            below.append(one.rung)
    return []
