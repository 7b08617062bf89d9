"""In: plain values. Out: which assessments are due when, and when a care plan is due, reviewed and signed."""

from collections.abc import Iterable, Sequence

from pydantic import Field, model_validator

from caseday.programs.rules.parts import Kind, Reference, Slug
from caseday.programs.rules.requests import CLIENT
from caseday.programs.rules.scopes import STARTS, Scoped, Span, Start, references_of_start

# Who may sign without being a party of the case.
SIGNERS = frozenset({CLIENT, "worker", "supervisor", "guardian"})


class AssessmentDue(Scoped):
    """An instrument that has to be completed, once or again and again."""

    instrument: Slug = Field(description="slug of the instrument, such as phq9 or safety")
    within: int = Field(ge=1, le=1000, description="how soon")
    unit: Span = Field(description="of `within`")
    starts: Start = Field(default="accepted", description=f"from when the time runs: {STARTS}")
    repeat_every: int = Field(default=0, ge=0, le=366, description="again after so many; 0: once")
    repeat_unit: Span = Field(default="days", description="of `repeat_every`")


class PlanRule(Kind, Scoped):
    """When the care plan has to stand, how often it is reviewed, who signs."""

    due_within: int = Field(ge=1, le=1000, description="how soon the first plan is due")
    due_unit: Span = Field(description="of `due_within`")
    starts: Start = Field(default="accepted", description=f"from when the time runs: {STARTS}")
    review_every: int = Field(
        default=0, ge=0, le=366, description="reviewed again after so many; 0: no rhythm"
    )
    review_unit: Span = Field(default="days", description="of `review_every`")
    signatures: tuple[Slug, ...] = Field(
        default=(CLIENT, "worker"),
        description='who signs: "client", "worker", "supervisor", "guardian", or one of party_roles',
    )
    quiet_goal_days: int = Field(
        default=30,
        ge=0,
        le=1000,
        description="a goal nobody worked on for so many days stands out (always your own figure); 0: never",
    )
    legal_text: dict[str, str] = Field(
        default={}, description='what stands above a signature, by language: { en = "...", es = "..." }'
    )

    @model_validator(mode="after")
    def _texts_have_a_language(self) -> "PlanRule":
        wrong = [one for one in self.legal_text if not (len(one) == 2 and one.isascii() and one.islower())]
        if wrong:
            raise ValueError(f"legal_text: {wrong[0]!r} is not a language of two letters, such as en or es")
        return self


def references_of_plans(
    due: Sequence[AssessmentDue],
    plans: Sequence[PlanRule],
    *,
    roles: frozenset[str],
    stages: frozenset[str],
    dates: frozenset[str],
) -> Iterable[Reference]:
    for place, one in enumerate(due):
        where = f"assessments_due[{place}].starts"
        yield from references_of_start(where, one.starts, stages=stages, dates=dates)
    for place, plan in enumerate(plans):
        where = f"plan_rules[{place}]"
        yield from references_of_start(f"{where}.starts", plan.starts, stages=stages, dates=dates)
        yield from ((f"{where}.signatures", slug, "party_roles", roles | SIGNERS) for slug in plan.signatures)
