"""Who wrote it, as the file knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from caseday.correspondence.rules.matching.known import Tie


@dataclass(frozen=True)
class Sender:
    """`role` as the case has it, where the case is certain."""

    person_id: UUID | None = None
    professional_id: UUID | None = None
    office_id: UUID | None = None
    role: str = ""


def sender_on(case_id: UUID | None, ties: Mapping[UUID, tuple[Tie, ...]], sender: Sender) -> Sender:
    """With the role that they have on the case."""
    roles = [one.role for one in ties.get(case_id, ()) if one.role] if case_id else []
    return Sender(sender.person_id, sender.professional_id, sender.office_id, roles[0] if roles else "")
