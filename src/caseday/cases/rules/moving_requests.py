"""In: an open request and two wordings of its program. Out: what a move between them changes for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from caseday.programs.rules import Pack, RequestKind, Step, in_words


@dataclass(frozen=True)
class OpenRequest:
    """`taken`: the steps that somebody said were taken, each with its outcome ("" for none)."""

    id: UUID
    title: str
    kind: str
    taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RequestMove:
    """`problem`: why the case cannot be moved with the request as it is; `choices` the kinds of the new wording, with
    their words, that know every step taken, one of which it can become."""

    request: OpenRequest
    word: str
    changes: tuple[str, ...] = ()
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def move_of_request(one: OpenRequest, before: Pack, after: Pack) -> RequestMove | None:
    """None where nothing of it changes."""
    old, new = before.request_kind(one.kind), after.request_kind(one.kind)
    word = old.word if old else one.kind.replace("_", " ")
    if new is not None and _knows(new, one):
        changes = tuple(_changes(old, new, after)) if old is not None else ("Its steps are shown again.",)
        return RequestMove(one, word, changes) if changes else None
    if old is None:
        return RequestMove(
            one, word, ("A kind that the present version does not have either; it stays as it is.",)
        )
    choices = tuple((kind.slug, kind.word) for kind in after.request_kinds if _knows(kind, one))
    why = "is of a kind" if new is None else "took a step"
    what = "Choose what it becomes" if choices else "No kind has its steps: finish it or drop it first"
    problem = f"“{one.title}” ({word}) {why} that the new version does not have. {what}."
    return RequestMove(one, word, (), problem, choices)


def _knows(kind: RequestKind, one: OpenRequest) -> bool:
    """Every step taken, with its outcome: no fact of the request may fall off its ladder."""
    for slug, outcome in one.taken:
        step = kind.step(slug)
        if step is None or (outcome and step.outcome(outcome) is None):
            return False
    return True


def _changes(old: RequestKind, new: RequestKind, after: Pack) -> Iterator[str]:
    if old == new:
        return
    said = [*_of_ladder(old, new), *_of_steps(old, new, after), *_of_kind(old, new, after)]
    yield from said or ("It is worded differently.",)


def _of_ladder(old: RequestKind, new: RequestKind) -> Iterator[str]:
    was, will = [one.slug for one in old.steps], [one.slug for one in new.steps]
    yield from (f"New step: {one.word}." for one in new.steps if one.slug not in was)
    yield from (f"No step any more: {one.word}." for one in old.steps if one.slug not in will)
    if [one for one in was if one in will] != [one for one in will if one in was]:
        yield "The steps come in another order."


def _of_steps(old: RequestKind, new: RequestKind, after: Pack) -> Iterator[str]:
    for step in new.steps:
        before = old.step(step.slug)
        if before is not None and before != step:
            yield from (text for tell in _TOLD_OF_STEPS if (text := tell(before, step, after)))


def _usual(before: Step, step: Step, _: Pack) -> str:
    was, will = ((one.usual_within, one.unit) for one in (before, step))
    if was == will:
        return ""
    words = f"usually within {in_words(*will)}" if step.usual_within else "no usual time"
    return f"{step.word}: {words}{f', not {in_words(*was)}' if before.usual_within else ''}."


def _mandatory(before: Step, step: Step, _: Pack) -> str:
    if before.is_mandatory == step.is_mandatory:
        return ""
    return f"{step.word}: {'has to be taken' if step.is_mandatory else 'may be left out'}."


def _answered(before: Step, step: Step, after: Pack) -> str:
    if before.answered_by == step.answered_by:
        return ""
    return f"{step.word}: said by {_roles(step.answered_by, after)}."


def _outcomes(before: Step, step: Step, _: Pack) -> str:
    if before.outcomes == step.outcomes:
        return ""
    return f"{step.word}: may end as {', '.join(one.word for one in step.outcomes) or 'done'}."


_TOLD_OF_STEPS: tuple[Callable[[Step, Step, Pack], str], ...] = (_usual, _mandatory, _answered, _outcomes)


def _of_kind(old: RequestKind, new: RequestKind, after: Pack) -> Iterator[str]:
    if old.word != new.word:
        yield f"It is called {new.word}."
    if old.must_know != new.must_know:
        yield f"To be told: {_roles(new.must_know, after) or 'nobody'}."
    if old.checklist != new.checklist:
        yield "Another checklist for the day itself." if new.checklist else "No checklist for the day itself."


def _roles(slugs: tuple[str, ...], pack: Pack) -> str:
    known = {one.slug: one.word for one in pack.party_roles}
    return ", ".join(known.get(one, one.replace("_", " ")) for one in slugs)
