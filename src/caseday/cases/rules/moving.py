"""In: two wordings of a program, and where a case stands. Out: what a move between them changes for the case."""

from collections.abc import Iterator
from dataclasses import dataclass

from caseday.programs.rules import Pack, find_kind, in_words


@dataclass(frozen=True)
class Standing:
    """What of a case the wording of its program touches."""

    stage: str
    case_type: str
    acuity: int
    jurisdiction: str
    roles: frozenset[str] = frozenset()


def lost_by(case: Standing, pack: Pack) -> list[str]:
    """What the case has and `pack` does not know: reasons why it cannot be moved as it is."""
    found = []
    if pack.stage(case.stage) is None:
        found.append(f"{pack.word} has no stage {_spelled(case.stage)!r}; choose the stage it goes to.")
    if case.case_type and find_kind(pack.case_types, case.case_type) is None:
        found.append(f"It has no type {_spelled(case.case_type)!r}; change the case's type first.")
    if pack.acuity(case.acuity) is None:
        found.append(f"It has no acuity {case.acuity}; change the case's acuity first.")
    return found


def effects_on(case: Standing, before: Pack, after: Pack) -> list[str]:
    """What will be different for this very case, in sentences."""
    return [
        *_contacts(case, before, after),
        *_notes(before, after),
        *_stages(case, before, after),
        *_gone(case, after),
    ]


def _contacts(case: Standing, before: Pack, after: Pack) -> Iterator[str]:
    old, new = before.acuity(case.acuity), after.acuity(case.acuity)
    if old and new and (old.contact_every, old.unit) != (new.contact_every, new.unit):
        was, will = (in_words(one.contact_every, one.unit) for one in (old, new))
        yield f"Contact every {will}, not every {was}."
    for rule in after.visit_rules:
        if rule not in before.visit_rules and (not rule.case_types or case.case_type in rule.case_types):
            yield f"Visits: {rule.word}."


def _notes(before: Pack, after: Pack) -> Iterator[str]:
    was, will = before.sign_notes_within_hours, after.sign_notes_within_hours
    if was != will:
        yield (
            f"Notes are late after {will} hours, not after {was}."
            if will
            else "Notes are never late any more."
        )


def _stages(case: Standing, before: Pack, after: Pack) -> Iterator[str]:
    old, new = before.stage(case.stage), after.stage(case.stage)
    if old and new and set(old.next) != set(new.next):
        words = ", ".join(one.word for one in after.stages if one.slug in new.next)
        yield f"After {new.word} comes: {words or 'nothing'}."


def _gone(case: Standing, after: Pack) -> Iterator[str]:
    for role in sorted(case.roles):
        if after.party_role(role) is None and role != "client":
            yield f"Somebody of the case is {_spelled(role)!r}, a role that it does not have; they stay as they are."


def _spelled(slug: str) -> str:
    return slug.replace("_", " ")
