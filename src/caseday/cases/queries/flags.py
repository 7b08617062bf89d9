"""What in a text contradicts the case: a number nearly ours, one of another case, the other side of the body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.models import Case, Condition, Identifier
from caseday.cases.queries.one import cases_seen_by, conditions_of, get_case, pack_of
from caseday.cases.rules import (
    Known,
    Misfiled,
    NearMiss,
    Side,
    misfiled,
    near_misses,
    number_spellings,
    side_contradictions,
)
from caseday.programs.rules import Pack, word_of

NEAR, MISFILED, SIDE = "near", "misfiled", "side"
_AT_ONCE = 500
_LONGEST_TEXT = 400_000
"""Characters; what stands behind is not looked at."""
_MOST_FLAGS = 20


@dataclass(frozen=True)
class NumberFlag:
    """What stands in a text from `start` to `end`, and why to look at it again.

    `identifier` is the one of the case that it nearly is; `case` the other case, where the viewer may know which.
    """

    kind: str
    text: str
    start: int
    end: int
    words: str
    identifier: Identifier | None = None
    case: Case | None = None

    @property
    def sentence(self) -> str:
        return f"{self.text} {self.words}"


@dataclass(frozen=True)
class _Other:
    """A number of another case; the case only where it is in sight."""

    word: str
    case: Case | None


def number_flags(viewer: Viewer, case_id: UUID, text: str) -> list[NumberFlag]:
    """In the order of the text; five queries at most. NotFound outside sight."""
    return flags_in(viewer, get_case(viewer, case_id), {"": text}).get("", [])


def flags_in(
    viewer: Viewer,
    case: Case,
    texts: Mapping[str, str],
    *,
    identifiers: Iterable[Identifier] | None = None,
    conditions: Iterable[Condition] | None = None,
) -> dict[str, list[NumberFlag]]:
    """The flags of several texts of a case in sight, by their keys, in as many queries as those of one.

    The case's identifiers and conditions are read where they are not given.
    """
    if not any(texts.values()):
        return {}
    read = {key: text[:_LONGEST_TEXT] for key, text in texts.items() if text}
    known = case.identifiers.all() if identifiers is None else identifiers
    own = [one for one in known if not one.is_retired]
    noted = conditions_of(case) if conditions is None else conditions
    sides = [Side(one.body_part, one.side, one.description) for one in noted]
    others = _others(viewer, case, own, read)
    pack = pack_of(case)
    found = {key: [*_numbers(text, pack, own, others), *_sides(text, sides)] for key, text in read.items()}
    return {
        key: sorted(flags, key=lambda one: one.start)[:_MOST_FLAGS] for key, flags in found.items() if flags
    }


def _others(
    viewer: Viewer, case: Case, own: Sequence[Identifier], texts: Mapping[str, str]
) -> dict[str, _Other]:
    spelled = {one for text in texts.values() for one in number_spellings(text)}
    wanted = sorted(spelled - {one.normalized for one in own})
    rows: list[Identifier] = []
    for first in range(0, len(wanted), _AT_ONCE):
        elsewhere = Identifier.objects.filter(normalized__in=wanted[first : first + _AT_ONCE])
        rows += elsewhere.exclude(case=case).select_related("case__person")
    ids = [one.case_id for one in rows]
    seen = set(cases_seen_by(viewer).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return {
        one.normalized: _Other(_word(pack_of(one.case), one), one.case if one.case_id in seen else None)
        for one in rows
    }


def _numbers(
    text: str, pack: Pack, own: Sequence[Identifier], others: Mapping[str, _Other]
) -> list[NumberFlag]:
    elsewhere = misfiled(text, {number: number for number in others})
    taken = {place for one in elsewhere for place in range(one.found.start, one.found.end)}
    known = [Known(_word(pack, one), one.value) for one in own]
    near = (one for one in near_misses(text, known) if one.found.start not in taken)
    return [
        *(_of_another_case(one, others[one.found.normalized]) for one in elsewhere),
        *(_nearly_ours(one, own[known.index(one.known)]) for one in near),
    ]


def _of_another_case(one: Misfiled, other: _Other) -> NumberFlag:
    found = one.found
    named = f"case {other.case.number}, {other.case.person.called}" if other.case else "another case"
    words = f"is the {other.word} of {named}. Does this belong here?"
    return NumberFlag(MISFILED, found.text, found.start, found.end, words, case=other.case)


def _nearly_ours(one: NearMiss, identifier: Identifier) -> NumberFlag:
    found = one.found
    words = f"differs from the {one.known.word} {one.known.value}: {one.comparison.words}"
    return NumberFlag(NEAR, found.text, found.start, found.end, words, identifier=identifier)


def _sides(text: str, sides: Sequence[Side]) -> list[NumberFlag]:
    found = side_contradictions(text, sides)
    return [NumberFlag(SIDE, one.text, one.start, one.end, one.words) for one in found]


def _word(pack: Pack, identifier: Identifier) -> str:
    """ "claim number"; an abbreviation keeps its capitals."""
    word = word_of(pack.identifier_kinds, identifier.kind)
    return word[:1].lower() + word[1:] if word[1:2].islower() else word
