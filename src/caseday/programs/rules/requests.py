"""In: plain values. Out: kinds of requests with their ladders, of papers, checklists and work restrictions."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from pydantic import Field, model_validator

from caseday.programs.rules.clocks import Unit
from caseday.programs.rules.parts import Figure, Kind, Reference, Slug, Word, find_kind, repeated

# Who may act or answer without a party's role in the case.
CLIENT = "client"
CASE_MANAGER = "case_manager"


class Outcome(Kind):
    """How a step ended. good: the ladder goes on; blocked: somebody has to move it; final: the request ends."""

    effect: Literal["good", "blocked", "final"]
    opens_clock: Slug | Literal[""] = ""
    needs_reason: bool = False


class Step(Kind, Figure):
    """One rung. `usual_within` counts from the step before; 0 where no time is usual.

    `only_after` names outcomes of earlier steps: without one of them this step is not on the ladder.
    """

    answered_by: tuple[Slug, ...] = Field(min_length=1)
    usual_within: int = Field(default=0, ge=0, le=1000)
    unit: Unit = "working_days"
    basis: Slug = "contract"
    verified: bool = False
    is_mandatory: bool = True
    outcomes: tuple[Outcome, ...] = ()
    only_after: tuple[Slug, ...] = ()

    def outcome(self, slug: str) -> Outcome | None:
        return find_kind(self.outcomes, slug)


class RequestKind(Kind):
    """What is asked of others, and the ladder of steps that it climbs."""

    steps: tuple[Step, ...] = Field(min_length=1)
    must_know: tuple[Slug, ...] = ()
    has_units: bool = False
    has_expiry: bool = False
    checklist: Slug | Literal[""] = ""
    stands_first: bool = False
    """Blocked, it stands first whatever its deadline: the client goes without."""

    def step(self, slug: str) -> Step | None:
        return find_kind(self.steps, slug)

    @property
    def first_step(self) -> Step:
        return self.steps[0]

    def ladder(self, outcomes: Collection[str] = ()) -> list[Step]:
        """The steps that apply, in order, after these outcomes of steps already taken."""
        return [one for one in self.steps if not one.only_after or set(one.only_after) & set(outcomes)]

    def step_after(self, slug: str, outcomes: Collection[str] = ()) -> Step | None:
        """The next rung; None after the last. Rungs that only an outcome brings need it named."""
        return next((one for one in self.ladder(outcomes) if self.is_before(slug, one.slug)), None)

    def is_before(self, a: str, b: str) -> bool:
        """Whether step `a` comes before step `b`; False where the ladder lacks one of them."""
        order = [one.slug for one in self.steps]
        return a in order and b in order and order.index(a) < order.index(b)


class DocumentKind(Kind):
    """A kind of paper. `is_about_side`: a left or right in it is held against the case."""

    opens_clock: Slug | Literal[""] = ""
    is_report_of_visit: bool = False
    is_about_side: bool = False
    is_work_status: bool = False
    is_thing: bool = False
    is_eligibility_proof: bool = False


class ChecklistLine(Kind):
    """One thing that somebody confirms; unconfirmed it stands out so many days before the day.

    `depends_on_day`: it was confirmed for a day, an hour and a place; moved, it has to be asked about again.
    """

    confirmed_by: tuple[Slug, ...] = Field(min_length=1)
    depends_on_day: bool = True
    stands_out_days_before: int = Field(default=3, ge=0, le=60)


class Checklist(Kind):
    lines: tuple[ChecklistLine, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_each_line_once(self) -> "Checklist":
        if problems := repeated("lines", self.lines):
            raise ValueError("; ".join(problems))
        return self

    def line(self, slug: str) -> ChecklistLine | None:
        return find_kind(self.lines, slug)


class RestrictionKind(Kind):
    """What a physician may limit at work, and in which unit."""

    unit: Word


def repeated_in(kinds: Sequence[RequestKind]) -> Iterable[str]:
    for place, kind in enumerate(kinds):
        yield from repeated(f"request_kinds[{place}].steps", kind.steps)
        for rung, step in enumerate(kind.steps):
            yield from repeated(f"request_kinds[{place}].steps[{rung}].outcomes", step.outcomes)


def references_of_requests(
    kinds: Sequence[RequestKind],
    *,
    roles: frozenset[str],
    sources: frozenset[str],
    checklists: frozenset[str],
) -> Iterable[Reference]:
    for place, kind in enumerate(kinds):
        where = f"request_kinds[{place}]"
        yield from ((f"{where}.must_know", slug, "party_roles", roles) for slug in kind.must_know)
        if kind.checklist:
            yield f"{where}.checklist", kind.checklist, "checklists", checklists
        for rung, step in enumerate(kind.steps):
            yield from _references_of_step(f"{where}.steps[{rung}]", step, kind.steps[:rung], roles, sources)


def _references_of_step(
    where: str, step: Step, before: Sequence[Step], roles: frozenset[str], sources: frozenset[str]
) -> Iterable[Reference]:
    actors = roles | {CASE_MANAGER}
    earlier = frozenset(outcome.slug for one in before for outcome in one.outcomes)
    yield f"{where}.basis", step.basis, "citations", sources
    yield from ((f"{where}.answered_by", slug, "party_roles", actors) for slug in step.answered_by)
    yield from (
        (f"{where}.only_after", slug, "outcomes of earlier steps", earlier) for slug in step.only_after
    )


def references_to_clocks(
    kinds: Sequence[RequestKind], documents: Sequence[DocumentKind], clocks: frozenset[str]
) -> Iterable[Reference]:
    for place, kind in enumerate(kinds):
        for rung, step in enumerate(kind.steps):
            for number, outcome in enumerate(step.outcomes):
                if outcome.opens_clock:
                    where = f"request_kinds[{place}].steps[{rung}].outcomes[{number}].opens_clock"
                    yield where, outcome.opens_clock, "clocks", clocks
    for place, paper in enumerate(documents):
        if paper.opens_clock:
            yield f"document_kinds[{place}].opens_clock", paper.opens_clock, "clocks", clocks


def references_of_checklists(checklists: Sequence[Checklist], roles: frozenset[str]) -> Iterable[Reference]:
    actors = roles | {CASE_MANAGER}
    for place, checklist in enumerate(checklists):
        for number, line in enumerate(checklist.lines):
            where = f"checklists[{place}].lines[{number}].confirmed_by"
            yield from ((where, slug, "party_roles", actors) for slug in line.confirmed_by)
