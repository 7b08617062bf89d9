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

    effect: Literal["good", "blocked", "final"] = Field(
        description="good: the ladder goes on; blocked: somebody has to move it; final: the request ends"
    )
    opens_clock: Slug | Literal[""] = Field(default="", description="a deadline by law that it starts")
    needs_reason: bool = Field(default=False, description="the reason has to be written down")


class Step(Kind, Figure):
    """One rung. `usual_within` counts from the step before; 0 where no time is usual.

    `only_after` names outcomes of earlier steps: without one of them this step is not on the ladder.
    """

    answered_by: tuple[Slug, ...] = Field(
        min_length=1, description='who can say that it is done: party_roles, "client" or "case_manager"'
    )
    usual_within: int = Field(
        default=0, ge=0, le=1000, description="usual time after the step before; 0: none"
    )
    unit: Unit = Field(default="working_days", description="of `usual_within`")
    basis: Slug = Field(default="contract", description="where the figure comes from: one of citations")
    verified: bool = Field(default=False, description="true only where somebody has read the figure there")
    is_mandatory: bool = Field(default=True, description="false: the step may be left out")
    outcomes: tuple[Outcome, ...] = Field(
        default=(), description="how it may end; left out: it is done or not"
    )
    only_after: tuple[Slug, ...] = Field(
        default=(), description="outcomes of earlier steps that bring this step; left out: it is always there"
    )

    def outcome(self, slug: str) -> Outcome | None:
        return find_kind(self.outcomes, slug)


class RequestKind(Kind):
    """What is asked of others, and the ladder of steps that it climbs."""

    steps: tuple[Step, ...] = Field(min_length=1, description="the rungs, in order")
    must_know: tuple[Slug, ...] = Field(default=(), description='who has to be told: party_roles or "client"')
    has_units: bool = Field(default=False, description="an approval is for so many units or visits")
    has_expiry: bool = Field(default=False, description="an approval ends on a day")
    checklist: Slug | Literal[""] = Field(default="", description="one of checklists, for the day itself")
    stands_first: bool = Field(
        default=False, description="blocked, it stands first whatever its deadline: the client goes without"
    )

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
    """A kind of paper."""

    opens_clock: Slug | Literal[""] = Field(default="", description="a deadline by law that it starts")
    is_report_of_visit: bool = Field(default=False, description="it is expected after an appointment")
    is_about_side: bool = Field(default=False, description="a left or right in it is held against the case")
    is_work_status: bool = Field(default=False, description="it says what the client may do at work")
    is_thing: bool = Field(default=False, description="a thing, not a paper: it is carried by hand")
    is_eligibility_proof: bool = Field(default=False, description="it proves that the client is eligible")


class ChecklistLine(Kind):
    """One thing that somebody confirms; unconfirmed it stands out so many days before the day.

    `depends_on_day`: it was confirmed for a day, an hour and a place; moved, it has to be asked about again.
    """

    confirmed_by: tuple[Slug, ...] = Field(
        min_length=1, description='who can confirm it: party_roles, "client" or "case_manager"'
    )
    depends_on_day: bool = Field(default=True, description="asked about again when the day is moved")
    stands_out_days_before: int = Field(
        default=3, ge=0, le=60, description="unconfirmed, it stands out so many days before"
    )


class Checklist(Kind):
    """What is confirmed before a day."""

    lines: tuple[ChecklistLine, ...] = Field(min_length=1, description="in order")

    @model_validator(mode="after")
    def _names_each_line_once(self) -> "Checklist":
        if problems := repeated("lines", self.lines):
            raise ValueError("; ".join(problems))
        return self

    def line(self, slug: str) -> ChecklistLine | None:
        return find_kind(self.lines, slug)


class RestrictionKind(Kind):
    """What a physician may limit at work, and in which unit."""

    unit: Word = Field(description="such as lb or hours a day")


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
