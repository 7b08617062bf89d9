"""What was worked on, and how a goal stands."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from caseday.access.record import ChangeRecord
from caseday.access.viewer import Viewer
from caseday.careplans.actions.changing import check_may_keep
from caseday.careplans.models import GoalMeasure, Intervention, PlanGoal, WorkedOn
from caseday.careplans.queries import amount_words, get_measure, plan_part
from caseday.cases.actions.changing import already, check_may_change, on_case
from caseday.journal.actions import Happened, record_activity
from caseday.journal.models import Activity, ActivityKind, Result
from caseday.journal.queries import get_activity
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

_MOST = Decimal("99999999.99")


def link_entry(
    *, actor: Viewer, now: datetime, activity_id: UUID, goal_id: UUID, intervention_id: UUID | None = None
) -> WorkedOn:
    """This entry of the journal worked on this goal. What is linked already stays as it is."""
    activity, goal, done = _to_link(actor, activity_id, goal_id, intervention_id)
    found = WorkedOn.objects.filter(activity=activity, goal=goal, intervention=done).first()
    if found is not None:
        return found
    if activity.voided_at:
        raise Invalid("This entry was voided; it counts for nothing. Link the one that replaced it.")
    link = WorkedOn(
        id=new_id(), case_id=goal.case_id, activity=activity, goal=goal, intervention=done,
        staff_id=actor.staff_id, linked_at=now,
    )  # fmt: skip
    with on_case(
        "goal_worked_on",
        goal.plan.case,
        actor=actor,
        now=now,
        subject=goal,
        summary=f"Worked on: {goal.text}",
    ) as record:
        record.add(link)
        _note_work(record, goal, activity.started_at)
    return link


def unlink_entry(
    *, actor: Viewer, now: datetime, activity_id: UUID, goal_id: UUID, intervention_id: UUID | None = None
) -> None:
    """The tap taken back."""
    activity, goal, done = _to_link(actor, activity_id, goal_id, intervention_id)
    found = WorkedOn.objects.filter(activity=activity, goal=goal, intervention=done).first()
    if found is None:
        return
    summary = f"Not worked on: {goal.text}"
    with on_case(
        "goal_not_worked_on", goal.plan.case, actor=actor, now=now, subject=goal, summary=summary
    ) as record:
        record.remove(found)
        record.update(goal, worked_at=_last_worked(goal))


def _last_worked(goal: PlanGoal) -> datetime | None:
    left = WorkedOn.objects.filter(goal=goal, activity__voided_at=None).order_by("-activity__started_at")
    return left.values_list("activity__started_at", flat=True).first()


def hear_of_entry(actor: Viewer, now: datetime, activity: Activity) -> None:
    """An entry that was voided worked on nothing: its goals count from the one before."""
    if activity.voided_at is None:
        return
    for link in WorkedOn.objects.filter(activity=activity).select_related("goal__plan__case"):
        goal, summary = link.goal, f"Entry voided: {link.goal.text}"
        with on_case(
            "goal_not_worked_on", goal.plan.case, actor=actor, now=now, subject=goal, summary=summary
        ) as record:
            record.update(goal, worked_at=_last_worked(goal))


def _to_link(
    actor: Viewer, activity_id: UUID, goal_id: UUID, intervention_id: UUID | None
) -> tuple[Activity, PlanGoal, Intervention | None]:
    activity, goal = get_activity(actor, activity_id), plan_part(actor, PlanGoal, goal_id)
    check_may_change(actor, goal.plan.case)
    if activity.case_id != goal.case_id:
        raise Invalid("This entry is of another case than the goal. Reload the page and try again.")
    done = plan_part(actor, Intervention, intervention_id) if intervention_id else None
    if done is not None and done.goal_id != goal.pk:
        raise Invalid("This is done for another goal. Reload the page and try again.")
    return activity, goal, done


def _note_work(record: ChangeRecord, goal: PlanGoal, worked_at: datetime) -> None:
    if goal.worked_at is None or worked_at > goal.worked_at:
        record.update(goal, worked_at=worked_at)


def work_on(
    *,
    actor: Viewer,
    now: datetime,
    goal_id: UUID,
    text: str,
    minutes: int | None = None,
    value: Decimal | None = None,
    intervention_id: UUID | None = None,
    id: UUID | None = None,
) -> Activity:
    """Worked on this now: one entry of the journal, linked to the goal, with how it stands where that was counted."""
    goal = plan_part(actor, PlanGoal, goal_id)
    check_may_keep(actor, goal.plan)
    if not text.strip():
        raise Invalid({"text": "Say in a few words what was done."})
    happened = Happened(
        kind=ActivityKind.OTHER,
        case_id=goal.case_id,
        minutes=minutes,
        summary=text.strip(),
        result=Result.DONE,
    )
    with transaction.atomic():
        activity = record_activity(actor=actor, now=now, happened=happened, id=id)
        link_entry(
            actor=actor, now=now, activity_id=activity.pk, goal_id=goal_id, intervention_id=intervention_id
        )
        if value is not None and not GoalMeasure.objects.filter(activity=activity, goal=goal).exists():
            measure_goal(actor=actor, now=now, goal_id=goal_id, value=value, note="", activity_id=activity.pk)
    return activity


def measure_goal(
    *,
    actor: Viewer,
    now: datetime,
    goal_id: UUID,
    value: Decimal | None = None,
    note: str = "",
    on: date | None = None,
    activity_id: UUID | None = None,
    id: UUID | None = None,
) -> GoalMeasure:
    """How the goal stands on a day: a number, words, or both."""
    goal = plan_part(actor, PlanGoal, goal_id)
    check_may_keep(actor, goal.plan)
    if found := already(GoalMeasure, id, goal.plan.case):
        return found
    today = now.astimezone(actor.time_zone).date()
    note = note.replace("\0", "").strip()
    _check_measure(value, note, on, today)
    if activity_id and get_activity(actor, activity_id).case_id != goal.case_id:
        raise Invalid("This entry is of another case than the goal. Reload the page and try again.")
    measure = GoalMeasure(
        id=id or new_id(), case_id=goal.case_id, goal=goal, on=on or today, value=value, note=note,
        activity_id=activity_id, staff_id=actor.staff_id, recorded_at=now,
    )  # fmt: skip
    words = f"{amount_words(value)} {goal.unit}".strip() if value is not None else note
    with on_case(
        "goal_measured", goal.plan.case, actor=actor, now=now, subject=goal, summary=f"{goal.text}: {words}"
    ) as record:
        record.add(measure)
        _note_work(record, goal, now)
    return measure


def _check_measure(value: Decimal | None, note: str, on: date | None, today: date) -> None:
    problems: dict[str, str] = {}
    if value is None and not note:
        problems["value"] = "Write a number, or say in words how it goes."
    if value is not None and (not value.is_finite() or abs(value) > _MOST):
        problems["value"] = "Write a number between -99,999,999 and 99,999,999."
    if len(note) > 1000:
        problems["note"] = "Shorten this to 1,000 characters."
    if on and on > today:
        problems["on"] = "This day is still to come. Choose today or an earlier day."
    if problems:
        raise Invalid(problems)


def void_measure(*, actor: Viewer, now: datetime, measure_id: UUID, reason: str) -> GoalMeasure:
    """It stays readable and is drawn no more."""
    measure = get_measure(actor, measure_id)
    check_may_keep(actor, measure.goal.plan)
    if not reason.strip():
        raise Invalid({"reason": "Say what was wrong with it."})
    summary = f"Does not count: {measure.goal.text}"
    with on_case(
        "goal_measure_voided", measure.goal.plan.case, actor=actor, now=now, subject=measure, summary=summary
    ) as record:
        record.update(measure, voided_at=now, void_reason=reason.strip()[:200])
    return measure
