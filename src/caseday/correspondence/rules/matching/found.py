"""What matching comes to."""

from dataclasses import dataclass, replace
from uuid import UUID

from caseday.correspondence.rules.matching.sender import Sender


@dataclass(frozen=True)
class Match:
    """One case. `confidence` 0 to 100; `why` in words, the weightiest first."""

    case_id: UUID
    confidence: int
    why: tuple[str, ...] = ()
    is_certain: bool = False
    is_thread: bool = False
    """The conversation is on the case already, and nothing speaks for another."""


@dataclass(frozen=True)
class Matched:
    """Cases, the likeliest first; `warnings` are sentences about numbers that are nearly ours or another case's."""

    matches: tuple[Match, ...] = ()
    warnings: tuple[str, ...] = ()
    sender: Sender = Sender()

    def by(self, sender: Sender) -> "Matched":
        return replace(self, sender=sender)

    @property
    def for_a_person(self) -> "Matched":
        """As suggestions alone."""
        return replace(self, matches=tuple(replace(one, is_certain=False) for one in self.matches))

    @property
    def certain(self) -> tuple[Match, ...]:
        return tuple(one for one in self.matches if one.is_certain)
