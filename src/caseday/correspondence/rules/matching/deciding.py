"""In: evidence. Out: the cases in order, and which of them are certain: one, unless each is meant by itself."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from caseday.cases.rules import NearMiss, near_misses
from caseday.correspondence.rules.matching.found import Match, Matched
from caseday.correspondence.rules.matching.known import Evidence
from caseday.correspondence.rules.matching.weighing import Weighed, weigh

THRESHOLD, MARGIN = 70, 24
_LEAST_SHOWN, _MOST_SHOWN, _MOST_CERTAIN = 14, 3, 20
_HIGHEST, _BELOW_CERTAIN = 99, THRESHOLD - 1
_MOST_NEAR = 40
_NEAR = 40
_MOST_WARNINGS = 6


def decide(evidence: Evidence) -> Matched:
    """At most three that are not certain; near misses and numbers of others are said as warnings."""
    weighed = weigh(evidence)
    near = _near(evidence, weighed)
    certain = _certain(weighed, bool(near))
    chosen = {one.case.case_id for one in certain}
    nearly = {one.case.case_id: miss for one, miss in near}
    others = [one for one in _with_near(weighed, nearly) if one.case.case_id not in chosen]
    shown = [one for one in others if one.total >= _LEAST_SHOWN][:_MOST_SHOWN]
    matches = [_match(one, is_certain=True) for one in certain] + [
        _match(one, is_certain=False) for one in shown
    ]
    return Matched(tuple(matches), tuple(_warnings(near, weighed, certain)))


def _match(one: Weighed, *, is_certain: bool) -> Match:
    confidence = min(one.total, _HIGHEST if is_certain else _BELOW_CERTAIN)
    is_thread = one.is_reply and one.talk[0] >= max(one.number[0], one.who[0])
    return Match(one.case.case_id, confidence, one.why, is_certain=is_certain, is_thread=is_thread)


def _near(evidence: Evidence, weighed: Sequence[Weighed]) -> list[tuple[Weighed, NearMiss]]:
    """Numbers that are nearly one of a case in question; exact ones of any of them are none."""
    asked = [one for one in weighed if one.case.identifiers][:_MOST_NEAR]
    owners = {known: one for one in reversed(asked) for known in one.case.identifiers}
    exact = [known for one in weighed for known in one.case.identifiers]
    text = f"{evidence.said.fresh}\n{evidence.said.files}"
    found = near_misses(text, exact) if exact else []
    return [(owners[one.known], one) for one in found if one.known in owners]


def _with_near(weighed: Sequence[Weighed], nearly: dict[UUID, NearMiss]) -> list[Weighed]:
    """To be looked at: a case of which nearly a number stands there comes first among those that are suggested."""
    found = [
        replace(one, near=(_NEAR, f"nearly its {nearly[one.case.case_id].known.word} stands in it"))
        if one.case.case_id in nearly
        else one
        for one in weighed
    ]
    return sorted(found, key=lambda one: -one.total)


def _certain(weighed: Sequence[Weighed], has_near: bool) -> list[Weighed]:
    sure = [one for one in weighed if one.total >= THRESHOLD]
    if not sure:
        return []
    several = _several(sure)
    if several:
        return [] if has_near else several
    first = sure[0]
    rest = [one for one in weighed if one is not first]
    if rest and first.total - rest[0].total < MARGIN:
        return []
    return [] if _is_doubtful(first, rest, has_near) else [first]


def _several(sure: Sequence[Weighed]) -> list[Weighed]:
    """A bill, a list: each of two clients or more is meant by number and name, or all by numbers alone."""
    persons = {one.case.person_id for one in sure}
    if len(persons) < 2 or len(sure) > _MOST_CERTAIN or len(persons) < len(sure):
        return []
    own = all(one.is_own for one in sure)
    by_numbers = all(one.has_number and not one.is_named for one in sure)
    is_listed = by_numbers and not any(one.is_otherwise_labeled for one in sure)
    return list(sure) if own or is_listed else []


def _is_doubtful(first: Weighed, rest: Sequence[Weighed], has_near: bool) -> bool:
    """What a careful person would look at: a number that is nearly ours, another client's number or name."""
    if has_near and not first.has_number:
        return True
    if first.is_otherwise_labeled and not first.is_personal and not first.is_reply:
        return True
    strangers = [one for one in rest if one.case.person_id != first.case.person_id]
    return any(
        one.has_number or (one.is_named and not first.is_named) or (one.is_born and not first.is_born)
        for one in strangers
    )


def _warnings(
    near: Sequence[tuple[Weighed, NearMiss]], weighed: Sequence[Weighed], certain: Sequence[Weighed]
) -> list[str]:
    found = [
        f"{miss.found.text} is nearly, not exactly, a {miss.known.word} of ours. Compare it before you file."
        for _, miss in near
    ]
    if not certain:
        found += [
            f"The {one.number[1]}, and another client's name. Compare before you file."
            for one in weighed
            if one.has_number and not one.is_named and _is_other_named(one, weighed)
        ]
    return list(dict.fromkeys(found))[:_MOST_WARNINGS]


def _is_other_named(one: Weighed, weighed: Sequence[Weighed]) -> bool:
    return any(other.is_named and other.case.person_id != one.case.person_id for other in weighed)
