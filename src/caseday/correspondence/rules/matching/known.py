"""What is known of the cases that a message may be about: plain values, fetched before they are weighed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caseday.cases.rules import Known
from caseday.correspondence.rules.matching.names import ClientName
from caseday.correspondence.rules.matching.said import Said

CLIENT, FAMILY, LEARNED, WRITER, OFFICE, DOMAIN, COPIED = (
    "client", "family", "learned", "writer", "office", "domain", "copied",
)  # fmt: skip


@dataclass(frozen=True)
class CaseFacts:
    """`household` are the names of the people around the client, with their relation."""

    case_id: UUID
    person_id: UUID
    number: str
    name: ClientName
    called: str
    birth_date: date | None = None
    onset_on: date | None = None
    is_closed: bool = False
    identifiers: tuple[Known, ...] = ()
    household: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Tie:
    """Why who wrote it has to do with a case. `spread`: on how many cases the same address is."""

    kind: str
    words: str
    spread: int = 1
    role: str = ""
    own_name: str = ""
    """Of who writes, where it is known: a namesake of the client is not the client."""


@dataclass(frozen=True)
class Exact:
    """A number that stands in the message, of a case, as the case has it."""

    case_id: UUID
    normalized: str
    word: str
    value: str


@dataclass(frozen=True)
class Evidence:
    said: Said
    cases: tuple[CaseFacts, ...]
    ties: Mapping[UUID, tuple[Tie, ...]] = field(default_factory=dict)
    exact: tuple[Exact, ...] = ()
    conversation: frozenset[UUID] = frozenset()
    """Cases of the thread that it answers."""
    is_by_reply: bool = True
    """The thread is one by References; texts are one by their pair of numbers, whatever they talk about."""
    meetings: Mapping[UUID, frozenset[date]] = field(default_factory=dict)
    """Days on which the case has an appointment, as the client's calendar has them."""
