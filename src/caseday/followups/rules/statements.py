"""What was said of one step, kept side by side: said, verified, denied, withdrawn. Plain values; time is passed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol
from uuid import UUID


class Ending(Protocol):
    """An outcome of a step, as the pack has it; `effect` is good, blocked or final."""

    @property
    def slug(self) -> str: ...
    @property
    def word(self) -> str: ...
    @property
    def effect(self) -> str: ...


class Rung(Protocol):
    """A step of a ladder, as the pack has it."""

    @property
    def slug(self) -> str: ...
    @property
    def word(self) -> str: ...
    @property
    def is_mandatory(self) -> bool: ...
    @property
    def answered_by(self) -> Sequence[str]: ...
    @property
    def only_after(self) -> Sequence[str]: ...
    @property
    def outcomes(self) -> Sequence[Ending]: ...


@dataclass(frozen=True)
class LostRung:
    """A step that a later pack has dropped; what was said of it stays readable."""

    slug: str
    is_mandatory: bool = False
    answered_by: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    outcomes: tuple[Ending, ...] = ()

    @property
    def word(self) -> str:
        return self.slug.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Claim:
    """A statement on a step: that it was taken, or (a denial) that it did not reach them."""

    id: UUID
    step: str
    said_at: datetime
    outcome: str = ""
    is_denial: bool = False
    said_by: str = ""
    said_role: str = ""
    office: str = ""
    channel: str = ""
    reason: str = ""
    happened_on: date | None = None
    written_by: str = ""
    verified_at: datetime | None = None
    verified_by: str = ""
    verified_how: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    document_id: UUID | None = None
    document_title: str = ""
    activity_id: UUID | None = None

    @property
    def speaker(self) -> tuple[str, str] | None:
        """None where nobody knows who it was."""
        name = self.said_by.strip().casefold()
        return (name, self.said_role) if name else None

    @property
    def key(self) -> tuple[datetime, UUID]:
        return self.said_at, self.id


class StepState(StrEnum):
    NOT_YET = "not_yet"
    SAID = "said"
    VERIFIED = "verified"
    DENIED = "denied"
    CONTRADICTED = "contradicted"
    BLOCKED = "blocked"


def in_force(statements: Iterable[Claim]) -> list[Claim]:
    """Without the withdrawn ones, and without what the same person has since said otherwise.

    What was verified stays in force whatever they say later, and so does what nobody knows who said it.
    """
    live = [one for one in statements if one.withdrawn_at is None]
    if len(live) < 2:
        return live
    live.sort(key=lambda one: one.key)
    last = {one.speaker: one.id for one in live}
    return [one for one in live if one.speaker is None or one.verified_at or last[one.speaker] == one.id]


@dataclass(frozen=True)
class StepStanding:
    """One rung with all that was said of it; `check_by` is when it should be verified at the latest."""

    rung: Rung
    statements: tuple[Claim, ...] = ()
    check_by: datetime | None = None

    @cached_property
    def _in_force(self) -> list[Claim]:
        return in_force(self.statements)

    @cached_property
    def claims(self) -> list[Claim]:
        """That it was taken, those that count, in the order in which they were said."""
        return [one for one in self._in_force if not one.is_denial]

    @cached_property
    def denials(self) -> list[Claim]:
        return [one for one in self._in_force if one.is_denial]

    @cached_property
    def set_aside(self) -> list[Claim]:
        """Withdrawn, or said otherwise since by the same person; readable, without effect."""
        counted = {one.id for one in self._in_force}
        return [one for one in self.statements if one.id not in counted]

    @cached_property
    def latest(self) -> Claim | None:
        return self.claims[-1] if self.claims else None

    @cached_property
    def verified(self) -> Claim | None:
        """The latest verified claim of the outcome that stands."""
        outcome = self.latest.outcome if self.latest else ""
        found = [one for one in self.claims if one.verified_at and one.outcome == outcome]
        return max(found, key=lambda one: (one.verified_at or one.said_at, one.id), default=None)

    @cached_property
    def ending(self) -> Ending | None:
        if self.latest is None:
            return None
        return next((one for one in self.rung.outcomes if one.slug == self.latest.outcome), None)

    @property
    def effect(self) -> str:
        """A step without outcomes is good once taken."""
        return self.ending.effect if self.ending else "good"

    @property
    def is_taken(self) -> bool:
        return self.state not in (StepState.NOT_YET, StepState.DENIED)

    @cached_property
    def state(self) -> StepState:
        if not self.statements:
            return StepState.NOT_YET
        if self.denials and not _is_settled(self.claims, self.denials):
            is_open = self.claims and not _is_settled(self.denials, self.claims)
            return StepState.CONTRADICTED if is_open else StepState.DENIED
        if self.latest is None:
            return StepState.NOT_YET
        if self.effect == "blocked":
            return StepState.BLOCKED
        return StepState.VERIFIED if self.verified else StepState.SAID


def _is_settled(these: Sequence[Claim], others: Sequence[Claim]) -> bool:
    """Whether one of these was verified after the last of the others was said or verified."""
    verified = [one.verified_at for one in these if one.verified_at]
    if not verified:
        return False
    against = max((max(one.said_at, one.verified_at or one.said_at) for one in others), default=None)
    return against is None or max(verified) > against
