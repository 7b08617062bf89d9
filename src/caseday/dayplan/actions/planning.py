"""The plan of a day: the kept one while the facts hold, else a new one at once; what changed is said until it is seen.

A plan is derived: that it is kept is no event of the record. What a person decides about it is, see `choices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.dayplan.jobs import better_day
from caseday.dayplan.models import DayPlan
from caseday.dayplan.permissions import can_plan_day
from caseday.dayplan.queries.gathering import Asking, Gathered, Read, asking_of, gathered, read_day
from caseday.dayplan.queries.plans import Shown, shown_of
from caseday.dayplan.rules.constructive import constructive_plan
from caseday.dayplan.rules.keeping import (
    Kept,
    as_data,
    carried_over,
    changes_between,
    is_overdue,
    with_seen,
)
from caseday.dayplan.rules.problem import Problem, Solution
from caseday.looseends.queries import LooseEnds
from caseday.schedule.models import Appointment

GIVEN_UP_AFTER = timedelta(seconds=30)
"""A better plan that has not come by then is not waited for; the page shows the first one."""
SETTLES_WITHIN = timedelta(minutes=2)
"""The first plan of a day is bettered without a word: nobody has gone by it yet."""
FORGOTTEN_AFTER = timedelta(days=30)
_WHOSE = "A day is planned anew by whose day it is."


class Solve(Protocol):
    def __call__(self, problem: Problem, known: Solution | None) -> Solution: ...


@dataclass(frozen=True)
class _Plan:
    """The plan for the facts as they are. `is_new`: it differs from the kept one."""

    solution: Solution
    is_new: bool
    is_final: bool = False


def plan_shown(
    viewer: Viewer,
    *,
    staff_id: UUID | None = None,
    day: date | None = None,
    now: datetime,
    found: LooseEnds | None = None,
    appointments: Sequence[Appointment] | None = None,
) -> Shown:
    """At once; a better plan is asked for in the background, and shown when the page asks again (`is_final`).

    `found` and `appointments` (of the day, in every state) are what the caller has read already. NotFound for a day
    that the viewer may not look at. Safe in a GET.
    """
    asking = asking_of(viewer, staff_id=staff_id, day=day, now=now, found=found, appointments=appointments)
    return _shown(asking, anew=False)


def replan(*, actor: Viewer, now: datetime, on: date | None = None) -> Shown:
    """One's own day anew from this moment, in one tap; what is under way stays, and as little as possible moves."""
    require(actor.staff_id is not None and can_plan_day(actor, actor.staff_id), _WHOSE)
    return _shown(asking_of(actor, staff_id=None, day=on, now=now), anew=True)


def saw_change(*, actor: Viewer, now: datetime, on: date | None = None) -> None:
    """The difference is read: from now on changes count from the present plan."""
    require(actor.staff_id is not None and can_plan_day(actor, actor.staff_id), _WHOSE)
    day = on or now.astimezone(actor.time_zone).date()
    row = DayPlan.objects.filter(staff=actor.staff_id, on=day).first()
    if row is not None:
        DayPlan.objects.filter(pk=row.pk, facts=row.facts).update(seen=row.plan, changes=[])


def _shown(asking: Asking, *, anew: bool) -> Shown:
    read = read_day(asking)
    found = gathered(read)
    plan = _plan_of(read, found, anew=anew)
    if not _is_kept(asking):
        return shown_of(found, plan.solution, now=asking.now)
    row = _keep(read, found, plan) if plan.is_new or read.row is None else read.row
    if not row.is_final:
        ask_for_better(row, asking.now)
    return shown_of(
        found,
        plan.solution,
        now=asking.now,
        changes=tuple(row.changes),
        is_final=row.is_final or _is_given_up(row, asking.now),
        made_at=row.made_at,
    )


def _is_kept(asking: Asking) -> bool:
    """One's own plan of today and of days to come: somebody else sees less of it, or more."""
    today = asking.now.astimezone(asking.clock.zone).date()
    return asking.is_own and asking.day >= today and can_plan_day(asking.viewer, asking.staff.pk)


def _is_given_up(row: DayPlan, now: datetime) -> bool:
    return row.asked_at is not None and row.asked_at + GIVEN_UP_AFTER < now


def _plan_of(read: Read, found: Gathered, *, anew: bool) -> _Plan:
    minute, kept = read.asking.minute, read.kept
    problem = found.problem
    if kept is None:
        return _Plan(constructive_plan(problem), is_new=True)
    if not anew and _still_holds(read, found, kept):
        return _Plan(kept.solution, is_new=False)
    carried = carried_over(problem, kept.solution, minute)
    route = [one.key for one in kept.solution.placed if (item := found.item(one.key)) and item.place]
    made = constructive_plan(problem, route=route)
    if carried is not None and carried.objective <= made.objective:
        rested = bool(read.row and read.row.is_final) and not carried.left_out and not anew
        return _Plan(carried, is_new=True, is_final=rested)
    return _Plan(made, is_new=True)


def _still_holds(read: Read, found: Gathered, kept: Kept) -> bool:
    if read.row is None or read.row.facts != found.facts:
        return False
    return not (read.asking.is_today and is_overdue(found.problem, kept.solution, read.asking.minute))


def _keep(read: Read, found: Gathered, plan: _Plan) -> DayPlan:
    """One row a day. Where two requests come at once, one of them keeps its plan: they are of the same facts."""
    asking, data = read.asking, as_data(found.problem, plan.solution)
    values: dict[str, Any] = {
        "made_at": asking.now,
        "facts": found.facts,
        "engine": plan.solution.engine,
        "plan": data,
        "is_final": plan.is_final,
        "changes": list(_changes(read.seen, found, plan.solution)),
    }
    if read.seen is None:
        values["seen"] = data
    if read.row is None:
        try:
            with transaction.atomic():
                return DayPlan.objects.create(staff_id=asking.staff.pk, on=asking.day, **values)
        except IntegrityError:
            return DayPlan.objects.get(staff=asking.staff.pk, on=asking.day)
    as_read = DayPlan.objects.filter(pk=read.row.pk, facts=read.row.facts, made_at=read.row.made_at)
    as_read.update(asked_for="", **values)
    return DayPlan.objects.get(pk=read.row.pk)


def _changes(seen: Kept | None, found: Gathered, solution: Solution) -> tuple[str, ...]:
    return changes_between(seen, found.problem, solution, found.called_off) if seen else ()


def ask_for_better(row: DayPlan, now: datetime) -> bool:
    """Once for the same facts: whoever marks the row first asks. False where it was asked for already."""
    mine = DayPlan.objects.filter(~Q(asked_for=row.facts), pk=row.pk)
    if not mine.update(asked_for=row.facts, asked_at=now):
        return False
    row.asked_for, row.asked_at = row.facts, now
    better_day.enqueue(str(row.staff_id), row.on.isoformat())
    return True


def keep_better(viewer: Viewer, *, on: date, now: datetime, solve: Solve) -> bool:
    """For the job: `solve(problem, known)` gives a plan that is at least as good. False where there is nothing to do.

    What changed in the meantime is planned first, as on the page.
    """
    asking = asking_of(viewer, staff_id=None, day=on, now=now)
    read = read_day(asking)
    found = gathered(read)
    if read.row is None or not _is_kept(asking):
        return False
    if _settles(read.row, now):
        found = replace(found, problem=with_seen(found.problem, None))
    known = _plan_of(read, found, anew=False)
    better = solve(found.problem, known.solution)
    fresh = DayPlan.objects.filter(pk=read.row.pk, facts=read.row.facts, made_at=read.row.made_at)
    return bool(fresh.update(**_values_of(read, found, better, now)))


def _settles(row: DayPlan, now: datetime) -> bool:
    return bool(row.seen == row.plan and not row.changes and now - row.made_at < SETTLES_WITHIN)


def _values_of(read: Read, found: Gathered, better: Solution, now: datetime) -> dict[str, Any]:
    data = as_data(found.problem, better)
    values: dict[str, Any] = {
        "facts": found.facts,
        "engine": better.engine,
        "plan": data,
        "is_final": True,
        "asked_for": found.facts,
    }
    row = read.row
    assert row is not None
    if _settles(row, now):
        return values | {"seen": data, "changes": []}
    return values | {"changes": list(_changes(read.seen, found, better))}


def forget_old_plans(*, now: datetime) -> int:
    """Plans are derived, and nobody looks at an old one."""
    old = DayPlan.objects.filter(on__lt=(now - FORGOTTEN_AFTER).date())
    return old.delete()[0]
