"""A plan is begun, says what the client is good at and wants, and ends."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.actions.changing import check_revision, on_plan, plan_to_change
from caseday.careplans.models import CarePlan
from caseday.careplans.queries import practice_of
from caseday.cases.actions.changing import already, case_to_change, on_case
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id

LONGEST = 4000


def start_plan(*, actor: Viewer, now: datetime, case_id: UUID, id: UUID | None = None) -> CarePlan:
    """The present plan of the case, begun now where there is none."""
    case = case_to_change(actor, case_id)
    present = CarePlan.objects.filter(case=case, ended_at=None).first()
    if present is not None:
        return present
    if found := already(CarePlan, id, case):
        return found
    practice = practice_of(case, now.astimezone(actor.time_zone).date(), actor.time_zone)
    plan = CarePlan(
        id=id or new_id(),
        case=case,
        started_at=now,
        started_by_id=actor.staff_id,
        changed_at=now,
        missing_signatures=",".join(practice.signatures)[:300],
    )
    with on_case(
        "plan_started", case, actor=actor, now=now, subject=plan, summary="Care plan begun"
    ) as record:
        record.add(plan)
    return plan


def describe_client(
    *,
    actor: Viewer,
    now: datetime,
    care_plan_id: UUID,
    strengths: str,
    preferences: str,
    based_on: int | None = None,
) -> CarePlan:
    """`based_on` is the revision that was read. Raises Changed where somebody else saved another text since."""
    plan = plan_to_change(actor, care_plan_id)
    typed = {
        "strengths": _bounded(strengths, "strengths"),
        "preferences": _bounded(preferences, "preferences"),
    }
    with on_plan(
        "plan_about_changed", plan, actor=actor, now=now, subject=plan, summary="Strengths and preferences"
    ) as record:
        kept = {"strengths": plan.strengths, "preferences": plan.preferences}
        check_revision(plan, based_on, typed, kept)
        if kept != typed:
            record.update(plan, **typed, revision=plan.revision + 1)
    return plan


def _bounded(text: str, name: str) -> str:
    if len(text) > LONGEST:
        raise Invalid({name: f"Shorten this to {LONGEST:,} characters; it has {len(text):,}."})
    return text.replace("\r\n", "\n").strip()


def end_plan(*, actor: Viewer, now: datetime, care_plan_id: UUID, reason: str) -> CarePlan:
    """It stays readable with all its versions; a new one can be begun."""
    plan = plan_to_change(actor, care_plan_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why this plan ends."})
    with on_case(
        "plan_ended",
        plan.case,
        actor=actor,
        now=now,
        subject=plan,
        summary=f"Care plan ended: {reason.strip()}",
    ) as record:
        record.update(plan, ended_at=now, end_reason=reason.strip()[:200], missing_signatures="")
    return plan
