"""To which case a paper belongs: by the numbers and names that stand in its text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./\-\u2010-\u2013]|(?<=\w) (?=\d)){3,40}[A-Za-z0-9]")
_MOST = 4000
_MOST_PARTS = 8


@dataclass(frozen=True)
class Candidate:
    case_id: UUID
    given_name: str
    family_name: str


@dataclass(frozen=True)
class Reason:
    """`weight` orders suggestions: a number says more than a name, a whole name more than a family name."""

    case_id: UUID
    weight: int
    words: str


def numbers_in(text: str, normalize: Callable[[str], str]) -> set[str]:
    """Everything that may be an identifier, spelled as identifiers are kept."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        whole = match.group()
        if any(c.isdigit() for c in whole):
            found |= {normalize(run) for run in _runs(whole.split()[:_MOST_PARTS])}
        if len(found) > _MOST:
            break
    return {one for one in found if len(one) >= 4}


def _runs(parts: list[str]) -> Iterable[str]:
    """Neighbors together: what stands before a number may belong to it or not."""
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            yield " ".join(parts[start:end])


def by_name(candidates: Iterable[Candidate], words: set[str]) -> list[Reason]:
    """`words` are those of the text, folded as the names are."""
    found = []
    for one in candidates:
        family, given = one.family_name.split(), one.given_name.split()
        if not family or not set(family) <= words:
            continue
        if given and given[0] in words:
            found.append(Reason(one.case_id, 2, "the name stands in it"))
        else:
            found.append(Reason(one.case_id, 1, "the family name stands in it"))
    return found


def best(reasons: Iterable[Reason], limit: int = 3) -> list[Reason]:
    """One a case, the weightiest first; where numbers speak, a family name alone is not enough."""
    strongest: dict[UUID, Reason] = {}
    for one in reasons:
        if one.case_id not in strongest or one.weight > strongest[one.case_id].weight:
            strongest[one.case_id] = one
    ranked = sorted(strongest.values(), key=lambda one: -one.weight)
    top = ranked[0].weight if ranked else 0
    return [one for one in ranked if one.weight > 1 or top < 2][:limit]
