"""In: what somebody writes about a decision or an effort. Out: the same, checked, with a sentence for each problem."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

MOST_OPTIONS, MOST_MATTERS, MOST_QUESTIONS = 6, 8, 12
"""What one page holds, and one head."""
LONGEST_TEXT = 2000
FITS = ("serves", "partly", "against")


@dataclass(frozen=True)
class OptionDetails:
    title: str
    pros: str = ""
    cons: str = ""
    risks: str = ""
    cost: str = ""
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class MatterDetails:
    text: str
    weight: str = ""
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class QuestionDetails:
    text: str
    for_whom: str = ""
    answer: str = ""
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class DecisionDetails:
    """`fits`: (id of the option, id of what matters) to one of FITS."""

    question: str
    background: str = ""
    decide_by: date | None = None
    options: tuple[OptionDetails, ...] = ()
    matters: tuple[MatterDetails, ...] = ()
    questions: tuple[QuestionDetails, ...] = ()
    fits: Mapping[tuple[UUID, UUID], str] = field(default_factory=dict)


@dataclass(frozen=True)
class EffortDetails:
    asked: str
    whom: str
    asked_on: date
    role: str = ""
    person_id: UUID | None = None
    office_id: UUID | None = None
    professional_id: UUID | None = None
    ground: str = "need"
    ground_text: str = ""
    request_id: UUID | None = None


def require_sound_decision(details: DecisionDetails) -> None:
    """Raise Invalid with every problem at once."""
    lists = (
        ("options", details.options, MOST_OPTIONS, "options"),
        ("matters", details.matters, MOST_MATTERS, "things that matter"),
        ("questions", details.questions, MOST_QUESTIONS, "questions"),
    )
    problems = {
        name: f"At most {most} {word} fit side by side. Join some of them."
        for name, rows, most, word in lists
        if len(rows) > most
    }
    if not details.question.strip():
        problems["question"] = "Write down what has to be decided."
    if any(not one.title.strip() for one in details.options):
        problems["options"] = "Give each option a name, or empty its row."
    if any(not one.text.strip() for one in details.matters):
        problems["matters"] = "Say what matters, or empty its row."
    if any(not one.text.strip() for one in details.questions):
        problems["questions"] = "Write the question, or empty its row."
    if not set(details.fits.values()) <= set(FITS):
        problems["matters"] = "Choose yes, partly or no."
    if any(len(text) > LONGEST_TEXT for text in _texts(details)):
        problems[""] = (
            f"A text is longer than {LONGEST_TEXT:,} characters. Shorten it; the rest can go to a note."
        )
    if problems:
        raise Invalid(problems)


def _texts(details: DecisionDetails) -> list[str]:
    told = [text for one in details.options for text in (one.pros, one.cons, one.risks)]
    return [details.background, *told, *(one.answer for one in details.questions)]


def require_sound_effort(
    details: EffortDetails, *, today: date, grounds: tuple[str, ...] | list[str]
) -> None:
    problems = {}
    if not details.asked.strip():
        problems["asked"] = "Write down what was asked."
    if not details.whom.strip():
        problems["whom"] = "Say of whom it was asked."
    if details.asked_on > today:
        problems["asked_on"] = "It was asked already: choose a day until today."
    if details.ground not in grounds:
        problems["ground"] = "Choose the ground from the list."
    if problems:
        raise Invalid(problems)
