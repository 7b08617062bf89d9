"""In: plain values of one case's file. Out: the facts that documentation rules are held against.

Moments are aware. Lists are in the order of their moments; what was voided is not in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

ANYWHERE = "any"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal. `with_role` is empty where nobody is named; `where` is the kind of place
    ("residence", "school"), empty where not known."""

    id: UUID
    kind: str
    at: datetime
    minutes: int | None = None
    with_role: str = ""
    where: str = ""
    has_place: bool = False
    has_goal: bool = False
    has_next_step: bool = False
    is_reached: bool = True
    needs_note: bool = True
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """The plan was made, or gone through again."""

    id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What is signed."""

    id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    id: UUID
    version_id: UUID
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """An assessment that was completed."""

    id: UUID
    instrument: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """When the case entered a stage ("stage:intake"), or the first of a kind of key date ("date:eligible")."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFacts:
    referred_at: datetime
    accepted_at: datetime | None = None
    closed_at: datetime | None = None
    case_type: str = ""
    stage: str = ""
    jurisdiction: str = ""
    entries: tuple[Entry, ...] = ()
    papers: tuple[Paper, ...] = ()
    reviews: tuple[Review, ...] = ()
    versions: tuple[Version, ...] = ()
    signatures: tuple[Signature, ...] = ()
    answered: tuple[Answered, ...] = ()
    since: tuple[Since, ...] = ()

    def started_at(self, starts: str) -> datetime | None:
        """ "referred" or "received", "accepted", "stage:slug", "date:slug"; None where that has not happened."""
        if ":" in starts:
            return next((one.at for one in self.since if one.what == starts), None)
        if starts == "accepted":
            return self.accepted_at or self.referred_at
        return self.referred_at
