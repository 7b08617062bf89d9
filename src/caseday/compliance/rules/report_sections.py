"""In: what the file says since the last report, in lines. Out: the text of each heading of a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

HAPPENED, COUNTED, SCORES, GOALS = "happened", "counted", "scores", "goals"
REQUESTS, WORK, DECISIONS, NEXT = "requests", "work", "decisions", "next"
BARRIERS, WISHES, CONDITIONS, PEOPLE, DATES = "barriers", "wishes", "conditions", "people", "dates"
EFFORTS, QUESTIONS = "efforts", "questions"
LONGEST = 20_000

_TELLS = (COUNTED, HAPPENED, REQUESTS, DECISIONS)
_DRAWERS: dict[tuple[str, ...], str] = {
    (*_TELLS, SCORES): "since since_the_last_report year month",
    (COUNTED, HAPPENED): "so_far treatment contacts_and_services child_now",
    (HAPPENED,): "job_search",
    (COUNTED,): "use_of_care visits_with_family who_was_seen",
    (
        GOALS,
    ): "goals goal progress progress_toward_the_goals goals_met_and_not_met reached what_was_reached done outcome "
    "what_changed permanency_goal what_went_well progress_to_housing plan_for_the_next_year",
    (GOALS, NEXT): "plan",
    (NEXT,): "next next_steps next_month what_comes_next what_follows after appointments",
    (COUNTED, REQUESTS): "services services_offered_and_used coordination",
    (EFFORTS, DECISIONS): "saved efforts_made changes",
    (BARRIERS,): "barriers what_stands_in_the_way worries concerns",
    (SCORES,): "function function_and_home mind risk safety finding",
    (CONDITIONS,): "injury health disabling_conditions profile student what_was_reported",
    (CONDITIONS, DATES): "condition_and_stay",
    (DATES,): "stay_and_discharge",
    (WORK,): "work_status job",
    (WISHES,): "matters what_the_patient_wants what_the_child_says views",
    (QUESTIONS, REQUESTS): "open_questions",
    (PEOPLE,): "who_helps people whom_to_call whom_the_patient_calls whom_the_family_may_call",
}
DRAWERS = {slug: drawers for drawers, slugs in _DRAWERS.items() for slug in slugs.split()}
"""Heading of a pack to what fills it. One that is not here stays an empty text with its word."""


@dataclass(frozen=True)
class Count:
    """Entries of one kind since the last report."""

    word: str
    times: int
    minutes: int = 0


@dataclass(frozen=True)
class Goal:
    """`stands`: "met", "given up" or ""; `measure` as "4 points on Mar 2, target 5, 40 % of the way"."""

    text: str
    stands: str = ""
    measure: str = ""
    by: str = ""


@dataclass(frozen=True)
class Lines:
    """What there is to tell, by drawer."""

    by_drawer: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text_of(self, slug: str) -> str:
        told = (line for drawer in DRAWERS.get(slug, ()) for line in self.by_drawer.get(drawer, ()))
        return "\n".join(told)[:LONGEST]


@dataclass(frozen=True)
class Amended:
    """What was signed later to correct a report, as it is printed under it. `digest`: the first of its SHA-256."""

    text: str
    reason: str
    signature: str
    signed_on: str
    digest: str


@dataclass(frozen=True)
class ReportSheet:
    """A report as it is printed: words alone, and what is empty left out."""

    agency: str
    paper_size: str
    title: str
    client: str
    client_word: str
    case_number: str
    number: str
    period: str
    to: str
    signature: str = ""
    signed_on: str = ""
    sections: list[dict[str, str]] = field(default_factory=list)
    amendments: list[Amended] = field(default_factory=list)
    """The earliest first; with one, the print says that it is amended."""


def count_line(counts: Iterable[Count]) -> list[str]:
    """ "3 visits (2 hours 5 minutes), 1 call": one line, or none."""
    told = [_count(one) for one in counts if one.times]
    return [", ".join(told)] if told else []


def _count(one: Count) -> str:
    word = one.word + ("" if one.times == 1 else "s")
    return f"{one.times} {word}" + (f" ({minutes_words(one.minutes)})" if one.minutes else "")


def minutes_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((hours, "hour"), (rest, "minute"))
        if count
    ]
    return " ".join(parts)


def goal_line(one: Goal) -> str:
    told = [
        part
        for part in (one.stands, one.measure, f"by {one.by}" if one.by and not one.stands else "")
        if part
    ]
    return f"{one.text}: {', '.join(told)}" if told else one.text
