"""In: a program's stages and what is true of a case. Out: the line of steps, what is missing before one."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from caseday.cases.rules.case import stage_problem
from caseday.kernel.errors import Invalid
from caseday.kernel.words import date_in_short
from caseday.programs.rules import Pack, Stage, find_kind, word_of
from caseday.programs.rules.stages import condition_parts

Place = Literal["passed", "present", "next", "later"]


@dataclass(frozen=True)
class StageStep:
    """One stage as it is drawn: `next` may follow the present one."""

    slug: str
    word: str
    meaning: str
    place: Place


def line_of(stages: Sequence[Stage], present: str) -> list[StageStep]:
    """In the program's order; what stands before the present one counts as passed, unless a case may go back there."""
    here = next((at for at, one in enumerate(stages) if one.slug == present), -1)
    after: Collection[str] = stages[here].next if here >= 0 else ()
    return [
        StageStep(one.slug, one.word, one.meaning, _place(at, here, one, after))
        for at, one in enumerate(stages)
    ]


def _place(at: int, here: int, stage: Stage, after: Collection[str]) -> Place:
    if at == here:
        return "present"
    if stage.slug in after and at > here:
        return "next"
    return "passed" if at < here else "later"


@dataclass(frozen=True)
class Asked:
    """One of several papers that a condition asks for, such as a consent. `on`: when it came; `until`: the last day on
    which it holds, None for always; `kind`: of the paper that proves it."""

    word: str
    who: str
    kind: str
    on: date | None = None
    until: date | None = None
    has_run_out: bool = False

    @property
    def state(self) -> Literal["given", "missing", "expired"]:
        return "missing" if self.on is None else "expired" if self.has_run_out else "given"

    @property
    def words(self) -> str:
        """As it stands in a sentence."""
        ran_out = f"ran out on {date_in_short(self.until)}" if self.until else ""
        said = {"missing": "not on file", "expired": ran_out, "given": "on file"}[self.state]
        return f"{self.word}, by {self.who} ({said})"


@dataclass(frozen=True)
class Missing:
    """A condition of a stage that is not true yet; `is_known` False where nothing in Caseday can tell."""

    condition: str
    words: str
    is_known: bool = True
    asked: tuple[Asked, ...] = ()
    """Each of what it asks for, also what is there; `words` name those that are not."""


# Whether a condition is true; the subject is what stands after its colon. None: nothing can tell.
Tells = Callable[[str, str], bool | None]
Names = Callable[[str, str], tuple[Asked, ...]]


def missing_for(stage: Stage, pack: Pack, tells: Tells, names: Names = lambda *_: ()) -> list[Missing]:
    """What `stage` requires and is not there, in the order of the pack; `names` each of what a condition asks for."""
    found = []
    for requires in stage.requires:
        name, subject = condition_parts(requires)
        answer = tells(name, subject)
        if not answer:
            asked = names(name, subject)
            words = asked_words(asked) or condition_words(pack, name, subject)
            found.append(Missing(requires, words, answer is not None, asked))
    return found


def asked_words(asked: Iterable[Asked]) -> str:
    """What of it is not there, by name; "" where it names nothing."""
    return "; ".join(one.words for one in asked if one.state != "given")


def asked_for(stage: Stage, names: Names) -> tuple[Asked, ...]:
    """Everything that is asked for by name before this stage, there or not."""
    return tuple(one for requires in stage.requires for one in names(*condition_parts(requires)))


_CONDITIONS = {
    "consent_signed": "the consents that the program asks for, signed and on file",
    "first_contacts_done": "the first contacts, each made or given up with a reason",
    "plan_signed": "a care plan that everybody has signed",
    "goals_set": "at least one goal",
    "visit_done": "a visit to the {client}",
    "work_status_known": "a work status on file",
    "eligibility_proved": "a proof of eligibility on file",
    "no_open_requests": "an end to every open request",
    "closure_reason": "the reason why the case closes",
}


def condition_words(pack: Pack, name: str, subject: str) -> str:
    """What is missing, as it stands after "Still missing:"."""
    if name == "document":
        return f"a paper: {word_of(pack.document_kinds, subject)}"
    if name == "assessment_done":
        return f"the assessment {subject.upper() if len(subject) < 6 else subject.replace('_', ' ')}"
    known = _CONDITIONS.get(name, name.replace("_", " "))
    return known.format(client=pack.words.client)


def missing_words(missing: Iterable[Missing]) -> str:
    return "; ".join(one.words for one in missing)


def check_step(pack: Pack, present: str, new: str, missing: Sequence[Missing], reason: str) -> None:
    """Raises Invalid where the program does not let a case go there, or not without a reason."""
    if problem := stage_problem({one.slug: one.next for one in pack.stages}, present, new):
        raise Invalid({"stage": problem})
    stage = find_kind(pack.stages, new)
    if missing and stage and stage.is_strict:
        raise Invalid({"stage": f"{stage.word} needs this first: {missing_words(missing)}."})
    if missing and not reason.strip():
        raise Invalid(
            {"reason": f"Still missing: {missing_words(missing)}. Say why the case goes on all the same."}
        )


def age_in_days(since: datetime, now: datetime) -> int:
    return max((now - since).days, 0)
