"""What every change of a plan begins and ends with: the plan in sight, the right to keep it, what must be signed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.record import ChangeRecord, HasId
from caseday.access.viewer import Viewer
from caseday.careplans.models import Barrier, CarePlan, Intervention, PlanGoal, PlanNeed
from caseday.careplans.permissions import can_keep_plan
from caseday.careplans.queries import get_plan, practice_of, standing_of
from caseday.careplans.rules import Clash, clashes
from caseday.cases.actions.changing import check_may_change, on_case
from caseday.kernel.errors import Invalid, Refused

P = TypeVar("P", bound=PlanNeed | PlanGoal | Intervention | Barrier | CarePlan)


class Changed(Invalid):
    """Somebody else saved this meanwhile: `found` has both texts, `revision` is the one to save over."""

    def __init__(self, found: list[Clash], *, revision: int, by: str, at: datetime) -> None:
        super().__init__(
            f"{by or 'Somebody'} changed this while you wrote. Nothing is lost: both are shown. Put together what "
            "should stay, and save again."
        )
        self.found, self.revision, self.by, self.at = found, revision, by, at


def plan_to_change(actor: Viewer, care_plan_id: UUID) -> CarePlan:
    """Raises NotFound outside sight; Refused for readers, on a closed case and for an ended plan."""
    plan = get_plan(actor, care_plan_id)
    check_may_keep(actor, plan)
    return plan


def check_may_keep(actor: Viewer, plan: CarePlan) -> None:
    check_may_change(actor, plan.case)
    if plan.ended_at is not None:
        raise Refused("This plan has ended and stays as it was. Change the present plan of the case.")
    require(can_keep_plan(actor, plan), "Only case managers and supervisors change plans.")


@contextmanager
def on_plan(
    verb: str, plan: CarePlan, *, actor: Viewer, now: datetime, subject: HasId, summary: str
) -> Iterator[ChangeRecord]:
    """One event on the case's chain; with a change of what is agreed, the signatures that are missing now."""
    with on_case(verb, plan.case, actor=actor, now=now, subject=subject, summary=summary) as record:
        hold(plan)
        yield record
        if record.changes:
            record.update(plan, changed_at=now)
            settle(record, plan, actor, now)


def hold(plan: CarePlan) -> None:
    """Nobody else changes this plan until the transaction ends; what others saved before is known."""
    held = CarePlan.objects.select_for_update().get(pk=plan.pk)
    plan.strengths, plan.preferences, plan.revision = held.strengths, held.preferences, held.revision


def settle(record: ChangeRecord, plan: CarePlan, actor: Viewer, now: datetime) -> None:
    """Who has to sign what stands there now."""
    zone = actor.time_zone
    practice = practice_of(plan.case, now.astimezone(zone).date(), zone)
    record.update(plan, missing_signatures=",".join(standing_of(plan, practice).missing)[:300])


def check_revision(
    item: Any, based_on: int | None, typed: Mapping[str, Any], kept: Mapping[str, Any]
) -> None:
    """`based_on` None: whoever calls has read it in the same breath. Raises Changed where the two differ."""
    if based_on is None or based_on == item.revision:
        return
    if found := clashes(kept, typed):
        raise Changed(found, revision=item.revision, by=getattr(item, "changed_by", ""), at=item.changed_at)


def fresh(item: P) -> P:
    """As it is now, and held until the transaction ends."""
    return type(item)._default_manager.select_for_update().get(pk=item.pk)  # type: ignore[return-value]
