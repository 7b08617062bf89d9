"""Plans, decisions, advocacy and team meetings of a case. Ties and safety notes of a household are never indexed."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from caseday.advocacy.models import (
    Decision,
    DecisionMatter,
    DecisionOption,
    DecisionQuestion,
    Effort,
)
from caseday.careplans.models import Barrier, CarePlan, Intervention, PlanGoal, PlanNeed, PlanPart, State
from caseday.meetings.models import (
    ActionItem,
    AgendaItem,
    Disagreement,
    MediationStep,
    MeetingDecision,
    Participant,
    Position,
    TeamMeeting,
)
from caseday.search.indexing.words import Source, each_word_once, in_case, lines_of
from caseday.search.models import Entry, Kind
from caseday.search.rules import fold

_RESULT = ("text", "result")
_OF_PARTS: dict[type[PlanPart], tuple[str, tuple[str, ...]]] = {
    PlanNeed: ("Need", (*_RESULT, "words", "code", "code_words")),
    PlanGoal: ("Goal", (*_RESULT, "words", "measure", "unit")),
    Intervention: ("Done for a goal", (*_RESULT, "who_name", "how_often")),
    Barrier: ("Barrier", (*_RESULT, "action")),
}
_OF_PLANS = ("strengths", "preferences")
_OF_DECISIONS: tuple[Source, ...] = (
    (Decision, "pk", ("question", "background", "because")),
    (DecisionOption, "decision_id", ("title", "pros", "cons", "risks", "cost")),
    (DecisionMatter, "decision_id", ("text", "weight")),
    (DecisionQuestion, "decision_id", ("text", "for_whom", "answer")),
)
_OF_EFFORTS = ("asked", "whom", "ground_text", "outcome_text")
_OF_MEETINGS: tuple[Source, ...] = (
    (TeamMeeting, "pk", ("purpose", "notes")),
    (AgendaItem, "meeting_id", ("text", "notes")),
    (Participant, "meeting_id", ("name",)),
    (MeetingDecision, "meeting_id", ("text", "dissent")),
    (ActionItem, "meeting_id", ("text", "owner")),
    (Disagreement, "meeting_id", ("topic", "outcome")),
    (Position, "disagreement__meeting_id", ("who", "wants", "because")),
    (MediationStep, "disagreement__meeting_id", ("text", "result")),
)
SOURCES: tuple[Source, ...] = (
    *((model, "pk", columns) for model, (_, columns) in _OF_PARTS.items()),
    (CarePlan, "pk", _OF_PLANS),
    *_OF_DECISIONS,
    (Effort, "pk", _OF_EFFORTS),
    *_OF_MEETINGS,
)
"""Where the words of each stand, for the piece of text that is shown of it."""


def _entries_of_parts(model: type[PlanPart], ids: set[UUID]) -> list[Entry]:
    word, columns = _OF_PARTS[model]
    return [
        Entry(
            kind=Kind.PART,
            subject_id=one.pk,
            title=f"{word}: {one.text}"[:240],
            detail="" if one.state == State.OPEN else one.get_state_display().lower(),
            text=fold(" ".join(getattr(one, name) for name in columns)),
            **in_case(one.case_id),
        )
        for one in model._default_manager.filter(pk__in=ids)
    ]


PARTS: dict[type[PlanPart], Callable[[set[UUID]], list[Entry]]] = {
    model: partial(_entries_of_parts, model) for model in _OF_PARTS
}


def entries_of_plans(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.PLAN,
            subject_id=one.pk,
            title="Care plan",
            detail="ended" if one.ended_at else "",
            text=fold(f"{one.strengths} {one.preferences}"),
            **in_case(one.case_id),
        )
        for one in CarePlan.objects.filter(pk__in=ids)
    ]


def entries_of_decisions(ids: set[UUID]) -> list[Entry]:
    texts = lines_of(_OF_DECISIONS, ids)
    return [
        Entry(
            kind=Kind.DECISION,
            subject_id=one.pk,
            title=one.question[:240],
            detail=one.get_state_display().lower(),
            text=each_word_once(texts[one.pk]),
            **in_case(one.case_id),
        )
        for one in Decision.objects.filter(pk__in=ids)
    ]


def entries_of_efforts(ids: set[UUID]) -> list[Entry]:
    return [
        Entry(
            kind=Kind.EFFORT,
            subject_id=one.pk,
            title=one.asked[:240],
            detail=f"asked of {one.whom}, {one.asked_on:%m/%d/%Y} · {_outcome(one)}"[:240],
            text=fold(" ".join(getattr(one, name) for name in _OF_EFFORTS)),
            **in_case(one.case_id),
        )
        for one in Effort.objects.filter(pk__in=ids)
    ]


def _outcome(one: Effort) -> str:
    return "voided" if one.voided_at else one.get_outcome_display().lower()


def entries_of_meetings(ids: set[UUID]) -> list[Entry]:
    """When it is its appointment says, and is asked where it is shown."""
    texts = lines_of(_OF_MEETINGS, ids)
    return [
        Entry(
            kind=Kind.MEETING,
            subject_id=one.pk,
            title=(one.purpose or one.kind.replace("_", " ").capitalize())[:240],
            text=each_word_once(f"{one.kind.replace('_', ' ')} {texts.get(one.pk, '')}"),
            **in_case(one.case_id),
        )
        for one in TeamMeeting.objects.filter(pk__in=ids)
    ]


def entries_of_disagreements(ids: set[UUID]) -> list[Entry]:
    """Where a position or a step was written: of the meeting that it belongs to."""
    meetings = Disagreement.objects.filter(pk__in=ids).values_list("meeting_id", flat=True)
    return entries_of_meetings(set(meetings))
