"""What the file says of a case since the last report, in lines, one drawer a kind; the caller has fetched the case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count as Counted
from django.db.models import Sum

from caseday.access.viewer import Viewer
from caseday.advocacy.queries import decisions_of_case, efforts_of_case, open_decisions_of_case
from caseday.assessments.queries import assessments_of_case
from caseday.careplans.queries import GoalRow, WholePlan, amount_words, current_plan, whole_plan
from caseday.cases.models import Case
from caseday.cases.queries import conditions_of, goals_of, key_dates_of, pack_of, parties_of
from caseday.compliance.rules import report_sections as drawers
from caseday.compliance.rules.report_sections import Count, Goal, Lines, count_line, goal_line
from caseday.correspondence.queries.updates import facts_between
from caseday.correspondence.rules import updates
from caseday.journal.models import Activity
from caseday.kernel.words import date_in_short
from caseday.meetings.models import MeetingDecision
from caseday.programs.rules import word_of

_COUNTED = ("visit", "call", "meeting", "message")


@dataclass(frozen=True)
class _Asked:
    """Of which case, since when; `plan` is read once for all that speak of it."""

    viewer: Viewer
    case: Case
    since: datetime | None
    until: datetime
    plan: WholePlan | None

    @property
    def zone(self) -> ZoneInfo:
        return self.viewer.time_zone

    def is_new(self, at: datetime | date | None) -> bool:
        """Since the last report; a day alone counts whole."""
        if at is None:
            return False
        if isinstance(at, datetime):
            return (self.since is None or at > self.since) and at <= self.until
        return (
            self.since is None or at >= self.since.astimezone(self.zone).date()
        ) and at <= self.until.astimezone(self.zone).date()


def lines_of(
    viewer: Viewer,
    case: Case,
    wanted: Iterable[str],
    *,
    since: datetime | None,
    until: datetime,
    now: datetime,
) -> Lines:
    """Only of the drawers that are wanted; at most some thirty queries, whatever the length of the file."""
    plan = current_plan(viewer, case.pk)
    asked = _Asked(viewer, case, since, until, whole_plan(plan) if plan else None)
    names = set(wanted)
    found = {name: list(draw(asked)) for name, draw in _DRAW.items() if name in names}
    if names & {drawers.HAPPENED, drawers.WORK, drawers.REQUESTS, drawers.NEXT}:
        facts = facts_between(viewer, case, since=since, until=until, now=now)
        told = updates.drawn(facts, viewer.time_zone)
        found |= {name: told[name].splitlines() for name in told if name != updates.QUESTIONS}
    return Lines(found)


def _counts(asked: _Asked) -> list[str]:
    rows = Activity.objects.filter(
        case=asked.case, kind__in=_COUNTED, voided_at=None, started_at__lte=asked.until
    )
    if asked.since:
        rows = rows.filter(recorded_at__gt=asked.since)
    sums = {
        kind: (times, minutes or 0)
        for kind, times, minutes in rows.order_by()
        .values_list("kind")
        .annotate(Counted("pk"), Sum("minutes"))
    }
    return count_line(Count(kind, *sums[kind]) for kind in _COUNTED if kind in sums)


def _scores(asked: _Asked) -> Iterable[str]:
    """The newest of each instrument since the last report, with the score before it."""
    for lines in assessments_of_case(asked.viewer, asked.case.pk).scored.values():
        last, before = lines[-1], lines[-2] if len(lines) > 1 else None
        if not asked.is_new(last.at):
            continue
        band = f", {last.band.word.en.lower()}" if last.band else ""
        was = f" (before: {_number(before.value)} on {_day(_local(before.at, asked))})" if before else ""
        yield f"{last.instrument.title.en}: {_number(last.value)}{band} on {_day(_local(last.at, asked))}{was}"


def _goals(asked: _Asked) -> Iterable[str]:
    """Of the plan; where there is none, of the case."""
    if asked.plan and asked.plan.goals:
        yield from (goal_line(_goal(one)) for one in asked.plan.goals)
        return
    for one in goals_of(asked.case):
        stands = (
            ""
            if one.state == "open"
            else " ".join(filter(None, (str(one.get_state_display()).lower(), one.result)))
        )
        yield goal_line(Goal(one.text, stands, by=_day(one.target_on)))


def _goal(row: GoalRow) -> Goal:
    goal, latest = row.goal, row.latest
    stands = (
        ""
        if goal.state == "open"
        else ", ".join(filter(None, (goal.get_state_display().lower(), goal.result)))
    )
    measure = ""
    if latest is not None:
        share = f", {row.share} % of the way" if row.share is not None else ""
        target = f", target {amount_words(goal.target_value)}" if goal.target_value is not None else ""
        unit = f" {goal.unit}" if goal.unit else ""
        measure = f"{amount_words(latest.value)}{unit} on {_day(latest.on)}{target}{share}"
    elif row.measures:
        measure = row.measures[0].note
    return Goal(goal.text, stands, measure, _day(goal.by_on))


def _barriers(asked: _Asked) -> Iterable[str]:
    if asked.plan is None:
        return
    for one in [*(barrier for row in asked.plan.goals for barrier in row.barriers), *asked.plan.barriers]:
        done = f": {one.action}" if one.action else ""
        yield f"{one.text}{done}{' (out of the way)' if one.state == 'met' else ''}"


def _wishes(asked: _Asked) -> Iterable[str]:
    if asked.plan is None:
        return
    told = (asked.plan.plan.preferences, asked.plan.plan.strengths)
    yield from (line.strip() for text in told for line in text.splitlines() if line.strip())


def _decisions(asked: _Asked) -> Iterable[str]:
    """What the client decided, and what the team did."""
    for one in decisions_of_case(asked.viewer, asked.case.pk):
        if one.chosen and asked.is_new(one.decided_on):
            yield f"Decided on {_day(one.decided_on)}: {one.question} {one.chosen.title}"
    made = MeetingDecision.objects.filter(meeting__case=asked.case).order_by("made_at", "pk")
    for each in made:
        if asked.is_new(each.made_at):
            yield f"Team meeting of {_day(_local(each.made_at, asked))}: {each.text}"


def _questions(asked: _Asked) -> Iterable[str]:
    for one, questions in open_decisions_of_case(asked.case.pk):
        yield f"To decide: {one.question}"
        yield from (question.text for question in questions)


def _efforts(asked: _Asked) -> Iterable[str]:
    for one in efforts_of_case(asked.viewer, asked.case.pk):
        if one.voided_at is None and (asked.is_new(one.asked_on) or asked.is_new(one.outcome_on)):
            yield f"Asked of {one.whom} on {_day(one.asked_on)}: {one.asked} ({str(one.get_outcome_display()).lower()})"


def _conditions(asked: _Asked) -> Iterable[str]:
    for one in conditions_of(asked.case):
        part = " ".join(filter(None, (one.get_side_display().lower(), one.body_part)))
        yield ", ".join(
            filter(None, (one.description, part, f"since {_day(one.onset_on)}" if one.onset_on else ""))
        )


def _dates(asked: _Asked) -> Iterable[str]:
    kinds = pack_of(asked.case).key_date_kinds
    return [f"{word_of(kinds, one.kind)}: {_day(one.on)}" for one in key_dates_of(asked.case)]


def _people(asked: _Asked) -> Iterable[str]:
    roles = pack_of(asked.case).party_roles
    for one in parties_of(asked.case):
        if one.to_on is None:
            yield f"{word_of(roles, one.role)}: {one.shown_name}"


def _local(at: datetime, asked: _Asked) -> date:
    return at.astimezone(asked.zone).date()


def _day(on: date | None) -> str:
    return date_in_short(on) if on else ""


def _number(value: Decimal) -> str:
    return amount_words(value)


_DRAW: dict[str, Callable[[_Asked], Iterable[str]]] = {
    drawers.COUNTED: _counts,
    drawers.SCORES: _scores,
    drawers.GOALS: _goals,
    drawers.BARRIERS: _barriers,
    drawers.WISHES: _wishes,
    drawers.DECISIONS: _decisions,
    drawers.QUESTIONS: _questions,
    drawers.EFFORTS: _efforts,
    drawers.CONDITIONS: _conditions,
    drawers.DATES: _dates,
    drawers.PEOPLE: _people,
}
