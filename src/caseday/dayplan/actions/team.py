"""A team's visits are given to others, or to another hour: those that were ticked, each with its own event.

A colleague who takes a visit works on its case from then on, beside whoever has it: they need its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.cases.actions import add_support
from caseday.dayplan.actions.telling import have_client_told
from caseday.dayplan.jobs import better_team
from caseday.dayplan.models import TeamProposal
from caseday.dayplan.permissions import can_plan_team
from caseday.dayplan.queries.team.day import WHOSE, TeamDay, team_day
from caseday.dayplan.queries.telling import telling_id
from caseday.dayplan.rules.team import (
    TeamPlan,
    TeamProblem,
    TeamStop,
    as_today,
    clashes_in,
    facts_of,
    kept,
    mixed,
    plan_from,
)
from caseday.kernel.errors import Invalid, NotFound
from caseday.schedule.actions import move_appointment, take_over_appointment
from caseday.schedule.models import Appointment

_ASKED_AGAIN_AFTER = timedelta(minutes=2)
_FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Chosen:
    """A visit as it was ticked: the version that the person saw, and where it is to go."""

    appointment_id: UUID
    version: int
    staff_id: UUID
    starts_at: datetime


class Solve(Protocol):
    def __call__(self, problem: TeamProblem) -> TeamPlan: ...


def ask_for_better_team(*, actor: Viewer, now: datetime, day: date) -> None:
    """In the background; the page shows it when it is there. Asked twice, it is worked out once."""
    require(can_plan_team(actor), WHOSE)
    facts = facts_of(team_day(actor, day=day, now=now).problem)
    row = TeamProposal.objects.filter(staff=actor.staff_id, on=day).first()
    if row and row.facts == facts and (row.plan or row.asked_at > now - _ASKED_AGAIN_AFTER):
        return
    asked = {"facts": facts, "plan": {}, "asked_at": now}
    try:
        with transaction.atomic():
            _keep(actor, day, asked)
    except IntegrityError:  # another request has just asked
        return
    better_team.enqueue(str(actor.staff_id), day.isoformat())


def keep_better_team(viewer: Viewer, *, day: date, now: datetime, solve: Solve) -> TeamPlan:
    """Kept with the facts it was worked out from: where they have changed meanwhile, it is shown no more."""
    problem = team_day(viewer, day=day, now=now).problem
    plan = solve(problem)
    found = {"facts": facts_of(problem), "plan": kept(plan), "asked_at": now}
    _keep(viewer, day, found)
    TeamProposal.objects.filter(on__lt=now.date() - _FORGOTTEN_AFTER).delete()
    return plan


def _keep(viewer: Viewer, day: date, found: dict[str, Any]) -> None:
    assert viewer.staff_id is not None  # who leads a team is somebody
    TeamProposal.objects.update_or_create(staff_id=viewer.staff_id, on=day, defaults=found)


def apply_team_visits(*, actor: Viewer, now: datetime, day: date, chosen: Iterable[Chosen]) -> int:
    """How many were moved. All or none: Invalid names what could then not be kept any more.

    Confirmations of a visit that moves to another hour are void, as with every move; that its client is told, is then
    something to do.
    """
    require(can_plan_team(actor), WHOSE)
    chosen = tuple(chosen)
    if not chosen:
        raise Invalid({"visits": "Tick the visits that are to move."})
    with transaction.atomic():
        found = team_day(actor, day=day, now=now)
        for one in chosen:
            _require_free(found, one)
        _require_kept(found, chosen)
        return sum(_move(actor, now, found.appointments[str(one.appointment_id)], one) for one in chosen)


def hand_over_visit(
    *, actor: Viewer, now: datetime, appointment_id: UUID, version: int, staff_id: UUID, day: date
) -> int:
    """One visit to somebody else at the same hour."""
    require(can_plan_team(actor), WHOSE)
    appointment = team_day(actor, day=day, now=now).appointments.get(str(appointment_id))
    if appointment is None:
        raise NotFound
    one = Chosen(appointment_id, version, staff_id, appointment.starts_at)
    return apply_team_visits(actor=actor, now=now, day=day, chosen=[one])


def _require_free(found: TeamDay, one: Chosen) -> None:
    appointment = found.appointments.get(str(one.appointment_id))
    visit = next((v for v in found.problem.visits if v.key == str(one.appointment_id)), None)
    if appointment is None or visit is None or str(one.staff_id) not in found.workers:
        raise Invalid(
            {"visits": "One of these visits is no longer planned on that day. Look at the list anew."}
        )
    if visit.is_bound:
        raise Invalid({"visits": f"{visit.name} is agreed at its hour by now: move it on its own page."})
    if appointment.version != one.version:
        raise Invalid({"visits": f"{visit.name} was changed in the meantime. Look at the list anew."})


def _require_kept(found: TeamDay, chosen: tuple[Chosen, ...]) -> None:
    problem = found.problem
    visits = {visit.key: visit for visit in problem.visits}
    stops = [
        TeamStop(key, str(one.staff_id), start, start + visits[key].minutes)
        for one in chosen
        for key, start in [(str(one.appointment_id), found.minute(one.starts_at))]
    ]
    wanted = plan_from(problem, stops, engine="chosen")
    clashes = clashes_in(problem, mixed(problem, wanted, visits))
    fresh = [words for key, words in clashes.items() if key not in clashes_in(problem, as_today(problem))]
    if fresh:
        raise Invalid({"visits": f"{' '.join(fresh)} Tick what has to move with it, or leave it as it is."})


def _move(actor: Viewer, now: datetime, appointment: Appointment, one: Chosen) -> bool:
    is_handed = appointment.staff_id != one.staff_id
    is_moved = appointment.starts_at != one.starts_at
    before = telling_id(appointment)
    if is_handed:
        if appointment.case_id:
            add_support(actor=actor, now=now, case_id=appointment.case_id, staff_id=one.staff_id)
        take_over_appointment(actor=actor, now=now, appointment_id=one.appointment_id, staff_id=one.staff_id)
    if is_moved:
        move_appointment(
            actor=actor, now=now, appointment_id=one.appointment_id, version=None, starts_at=one.starts_at
        )
    if is_handed or is_moved:
        have_client_told(
            actor=actor, now=now, appointment_id=one.appointment_id, was=appointment, before=before
        )
    return is_handed or is_moved
