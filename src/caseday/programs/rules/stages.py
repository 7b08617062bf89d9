"""In: plain values. Out: the stages of a case, what must be true to enter one, and whether every way ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import Field

from caseday.programs.rules.parts import Kind, Reference, Slug

STAGE_CONDITIONS: Mapping[str, str] = {
    "consent_signed": "every consent that the consent_rules ask for is on file",
    "first_contacts_done": "everybody of the first_contacts was reached",
    "assessment_done": "the instrument after the colon was completed: assessment_done:phq9",
    "plan_signed": "the care plan is signed by all who have to sign it",
    "goals_set": "the plan has at least one goal",
    "visit_done": "the client was visited at least once",
    "work_status_known": "a work status is on file",
    "eligibility_proved": "a paper of a kind with is_eligibility_proof is on file",
    "document": "a paper of the kind after the colon is on file: document:discharge_summary",
    "no_open_requests": "no request of the case is open",
    "closure_reason": "why the case closes was chosen",
}
_WITH_SUBJECT = {"assessment_done": "assessments_due", "document": "document_kinds"}


class Stage(Kind):
    """Where a case stands. A case begins in the first stage of the list."""

    next: tuple[Slug, ...] = Field(default=(), description="the stages that may follow")
    requires: tuple[str, ...] = Field(
        default=(),
        description="what must be true before a case enters this stage, from the list of conditions",
    )
    is_strict: bool = Field(
        default=False,
        description="while something it requires is missing, a case may not enter, not even with a reason",
    )
    is_closing: bool = Field(
        default=False, description="a case may be closed from here; one stage at least has it"
    )


def condition_parts(requires: str) -> tuple[str, str]:
    """ "assessment_done:phq9" as its condition and its subject; the subject is "" where there is none."""
    name, _, subject = requires.partition(":")
    return name, subject


def problems_of_stages(stages: Sequence[Stage]) -> Iterator[str]:
    yield from _unknown_conditions(stages)
    if not any(one.is_closing for one in stages):
        yield "stages: no stage has is_closing = true, so no case could ever be closed"
        return
    places = {one.slug: place for place, one in enumerate(stages)}
    ways = {one.slug: [slug for slug in one.next if slug in places] for one in stages}
    back: dict[str, list[str]] = {slug: [] for slug in places}
    for slug, after in ways.items():
        for following in after:
            back[following].append(slug)
    ends = _reached(back, [one.slug for one in stages if one.is_closing])
    begun = _reached(ways, [stages[0].slug])
    for one in stages:
        if one.slug not in ends:
            yield f"stages[{places[one.slug]}].next: no way leads from {one.slug!r} to a stage with is_closing = true"
        if one.slug not in begun:
            yield f"stages[{places[one.slug]}].slug: no way leads from the first stage to {one.slug!r}"


def _unknown_conditions(stages: Sequence[Stage]) -> Iterator[str]:
    for place, stage in enumerate(stages):
        for said in stage.requires:
            name, subject = condition_parts(said)
            if name not in STAGE_CONDITIONS:
                yield f"stages[{place}].requires: {said!r} is not a condition ({', '.join(STAGE_CONDITIONS)})"
            elif bool(subject) != (name in _WITH_SUBJECT):
                yield f"stages[{place}].requires: {said!r} " + (
                    "takes nothing after a colon"
                    if subject
                    else f"needs one of {_WITH_SUBJECT[name]} after a colon"
                )


def _reached(ways: Mapping[str, Sequence[str]], first: Iterable[str]) -> set[str]:
    found, left = set(first), list(first)
    while left:
        for slug in ways[left.pop()]:
            if slug not in found:
                found.add(slug)
                left.append(slug)
    return found


def references_of_stages(
    stages: Sequence[Stage], *, papers: frozenset[str], instruments: frozenset[str]
) -> Iterable[Reference]:
    known = {"assessment_done": instruments, "document": papers}
    slugs = frozenset(one.slug for one in stages)
    for place, stage in enumerate(stages):
        yield from ((f"stages[{place}].next", slug, "stages", slugs) for slug in stage.next)
        for name, subject in map(condition_parts, stage.requires):
            if subject and name in _WITH_SUBJECT:
                yield f"stages[{place}].requires", subject, _WITH_SUBJECT[name], known[name]
