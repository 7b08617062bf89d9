"""Decisions of a client, and one of them with everything laid side by side."""

from dataclasses import dataclass, field
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.advocacy.models import Decision, DecisionFit, DecisionMatter, DecisionOption, DecisionQuestion
from caseday.advocacy.permissions import visible_to
from caseday.cases.models import Case
from caseday.cases.queries import get_case
from caseday.kernel.errors import NotFound

_AROUND = ("case__person", "staff", "chosen", "ended_by")


@dataclass(frozen=True)
class SideBySide:
    """`fits`: (id of the option, id of what matters) to how it serves."""

    decision: Decision
    options: list[DecisionOption]
    matters: list[DecisionMatter]
    questions: list[DecisionQuestion]
    fits: dict[tuple[UUID, UUID], str] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        return self.decision.case

    @property
    def matter_rows(self) -> list[tuple[DecisionMatter, list[str]]]:
        """What matters, each with how every option serves it, in the order of the options."""
        return [
            (matter, [self.fits.get((option.pk, matter.pk), "") for option in self.options])
            for matter in self.matters
        ]

    @property
    def unanswered(self) -> list[DecisionQuestion]:
        return [one for one in self.questions if not one.answer.strip()]


def get_decision(viewer: Viewer, decision_id: UUID) -> Decision:
    found = Decision.objects.filter(visible_to(viewer), pk=decision_id).select_related(*_AROUND).first()
    if found is None:
        raise NotFound
    return found


def side_by_side(viewer: Viewer, decision_id: UUID) -> SideBySide:
    """Five queries, however many options there are."""
    decision = get_decision(viewer, decision_id)
    rows = DecisionFit.objects.filter(option__decision=decision_id)
    return SideBySide(
        decision,
        list(decision.options.all()),
        list(decision.matters.all()),
        list(decision.questions.all()),
        {(one.option_id, one.matter_id): one.fit for one in rows},
    )


def decisions_of_case(viewer: Viewer, case_id: UUID) -> list[Decision]:
    """Open ones first, then the latest."""
    case = get_case(viewer, case_id)
    found = Decision.objects.filter(case=case).select_related(*_AROUND).order_by("-begun_at", "-pk")
    return sorted(found, key=lambda one: one.state != Decision.State.OPEN)


def open_decisions_of_case(case_id: UUID) -> list[tuple[Decision, list[DecisionQuestion]]]:
    """Of a case in sight: each with the questions that nobody answered yet. Two queries."""
    found = Decision.objects.filter(case=case_id, state=Decision.State.OPEN).prefetch_related("questions")
    return [
        (one, [q for q in one.questions.all() if not q.answer.strip()])
        for one in found.order_by("decide_by", "pk")
    ]


def case_of_decision(decision_id: UUID) -> list[UUID]:
    """For the access log, whoever asks."""
    return list(Decision.objects.filter(pk=decision_id).values_list("case_id", flat=True))
