"""In: the parties of a case. Out: who can be chosen as the one who says something, or who must be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from caseday.cases.queries import parties_of
from caseday.followups.queries import Followed
from caseday.programs.rules import CLIENT, Pack, word_of


@dataclass(frozen=True)
class Speaker:
    key: str
    role: str
    name: str
    label: str
    office_id: UUID | None = None


def speakers_of(case: Any, pack: Pack) -> list[Speaker]:
    """The client, and who has a role in the case now."""
    person = case.person
    client = Speaker(CLIENT, CLIENT, person.called, f"{person.called} · {pack.words.client}")
    found = [
        Speaker(
            str(one.pk), one.role, one.shown_name,
            f"{one.shown_name} · {word_of(pack.party_roles, one.role).lower()}", one.office_id,
        )
        for one in parties_of(case)
        if one.to_on is None
    ]  # fmt: skip
    return [client, *found]


def speaker_of(key: str, speakers: Iterable[Speaker]) -> Speaker | None:
    return next((one for one in speakers if one.key == key), None)


def likely_speaker(followed: Followed, speakers: list[Speaker]) -> str:
    """Whose answer is next."""
    return likely_for(followed.standing.who_answers, followed.row.office_id, speakers)


def likely_for(roles: Sequence[str], office_id: UUID | None, speakers: list[Speaker]) -> str:
    """The first with one of these roles; who is at this office before others."""
    answering = [one for one in speakers if one.role in roles]
    answering.sort(key=lambda one: (not office_id or one.office_id != office_id, roles.index(one.role)))
    return answering[0].key if answering else ""
