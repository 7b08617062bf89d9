"""The content of a plan as it stands, and as it was at each version."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.careplans.models import (
    Barrier,
    CarePlan,
    Intervention,
    PlanGoal,
    PlanNeed,
    PlanPart,
    PlanSignature,
    PlanVersion,
    State,
)
from caseday.careplans.permissions import visible_to
from caseday.careplans.rules import PlanPractice, canonical_content, hash_of_content, missing_roles
from caseday.kernel.errors import NotFound


def content_of(plan: CarePlan) -> dict[str, Any]:
    """What is agreed, in plain values. Four queries."""
    return {
        "format": 1,
        "strengths": plan.strengths,
        "preferences": plan.preferences,
        "needs": [_need(one) for one in _kept(plan, PlanNeed)],
        "goals": [_goal(one) for one in _kept(plan, PlanGoal)],
        "interventions": [_intervention(one) for one in _kept(plan, Intervention)],
        "barriers": [_barrier(one) for one in _kept(plan, Barrier)],
    }


def _kept(plan: CarePlan, model: type[PlanPart]) -> list[Any]:
    found = model._default_manager.filter(plan=plan).exclude(state=State.DROPPED)
    return list(found.order_by("position", "pk"))


def _need(one: PlanNeed) -> dict[str, Any]:
    return {
        "id": str(one.pk), "text": one.text, "words": one.words, "source": one.source, "code": one.code,
        "code_words": one.code_words,
    }  # fmt: skip


def _goal(one: PlanGoal) -> dict[str, Any]:
    return {
        "id": str(one.pk), "need": _id(one.need_id), "text": one.text, "words": one.words, "measure": one.measure,
        "unit": one.unit, "start": amount_words(one.start_value), "target": amount_words(one.target_value),
        "by_on": one.by_on.isoformat() if one.by_on else "",
    }  # fmt: skip


def _intervention(one: Intervention) -> dict[str, Any]:
    return {
        "id": str(one.pk), "goal": _id(one.goal_id), "text": one.text, "who": one.who, "who_name": one.who_name,
        "how_often": one.how_often,
    }  # fmt: skip


def _barrier(one: Barrier) -> dict[str, Any]:
    return {"id": str(one.pk), "goal": _id(one.goal_id), "text": one.text, "action": one.action}


def _id(value: UUID | None) -> str:
    return str(value) if value else ""


def amount_words(value: Decimal | None) -> str:
    """ "4", "4.5": as one writes it, whatever the engine gives back."""
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text or "0"


@dataclass(frozen=True)
class Standing:
    """How the plan stands to its last version. `is_changed`: what was signed is not what stands there now."""

    text: str
    hash: str
    version: PlanVersion | None
    signatures: tuple[PlanSignature, ...]
    missing: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return self.version is not None and self.version.hash != self.hash

    @property
    def is_signed(self) -> bool:
        return self.version is not None and not self.missing


def standing_of(plan: CarePlan, practice: PlanPractice) -> Standing:
    """Six queries. A signature counts for the content that it was given for, and no other."""
    text = canonical_content(content_of(plan))
    now = hash_of_content(text)
    latest = plan.versions.order_by("-number").first()
    signatures = tuple(latest.signatures.order_by("signed_at")) if latest else ()
    signed = {one.role for one in signatures if one.version_hash == now}
    return Standing(text, now, latest, signatures, tuple(missing_roles(practice.signatures, signed)))


def get_version(viewer: Viewer, plan_version_id: UUID) -> PlanVersion:
    """With plan, case and signatures; NotFound outside sight."""
    wanted = PlanVersion.objects.filter(visible_to(viewer), pk=plan_version_id)
    found = wanted.select_related("plan__case__person").prefetch_related("signatures").first()
    if found is None:
        raise NotFound
    return found


def content_in(version: PlanVersion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(version.content_json)
    return found


def is_intact(version: PlanVersion) -> bool:
    """Whether the content is still the one that was hashed."""
    return hash_of_content(version.content_json) == version.hash
