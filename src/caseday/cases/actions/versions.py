"""A case is moved to the version of its program that is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import check_may_change, on_case
from caseday.cases.models import Case, StageChange
from caseday.cases.moved_requests import give_kind
from caseday.cases.queries import Move, move_of
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.programs.rules import word_of


def move_case(
    *,
    actor: Viewer,
    now: datetime,
    case_id: UUID,
    stage: str = "",
    kinds: Mapping[UUID, str] | None = None,
) -> Case:
    """To what a case of its program, with its payer, would begin with today. Nothing else of the case changes.

    `stage` says where it goes where the new version does not know its stage, and `kinds` what open requests become
    that it does not know. Raises Invalid where it does not fit.
    """
    move = move_of(actor, case_id, now.astimezone(actor.time_zone).date())
    check_may_change(actor, move.case)
    if not move.is_needed:
        return move.case
    new_stage = stage or move.case.stage
    new_kinds = _check(move, new_stage, kinds or {})
    case, pack = move.case, move.target.pack
    summary = f"Program's version changed: {pack.word}" + (
        f"; stage {word_of(pack.stages, new_stage)}" if stage else ""
    )
    with transaction.atomic():
        for request_id, kind in new_kinds.items():
            give_kind(actor=actor, now=now, request_id=request_id, kind=kind)
        with on_case("pack_changed", case, actor=actor, now=now, subject=case, summary=summary) as record:
            has_moved = new_stage != case.stage
            record.update(
                case, pack_version_id=move.target.version_id, pack_overlay_id=move.target.overlay_id
            )
            if has_moved:
                record.update(case, stage=new_stage, stage_at=now)
                record.add(StageChange(case=case, stage=new_stage, at=now, staff_id=actor.staff_id))
    return case


def _check(move: Move, stage: str, kinds: Mapping[UUID, str]) -> dict[UUID, str]:
    """What each request becomes that the new version does not know."""
    lost = [one for one in move.lost if " stage " not in one]
    if move.target.pack.stage(stage) is None:
        raise Invalid({"stage": "Choose the stage of the new version in which the case stands."})
    if lost:
        raise Invalid(" ".join(lost))
    wanted = [one for one in move.requests if one.problem]
    problems = {
        kind_field(one.request.id): one.problem
        for one in wanted
        if kinds.get(one.request.id) not in dict(one.choices)
    }
    if problems:
        raise Invalid(problems)
    return {one.request.id: kinds[one.request.id] for one in wanted}


def kind_field(request_id: UUID) -> str:
    """The name under which a page asks what a request becomes."""
    return f"kind-{request_id}"


@dataclass
class Moved:
    """How many were moved, and why each other stayed."""

    count: int = 0
    left: list[tuple[UUID, str]] = field(default_factory=list)


def move_cases(*, actor: Viewer, now: datetime, case_ids: Iterable[UUID]) -> Moved:
    """Each in its own transaction; one that does not fit stays as it was, and the others go on."""
    require(
        actor.is_supervisor or actor.is_case_manager or actor.is_system, "Only who works on cases moves them."
    )
    moved = Moved()
    for case_id in dict.fromkeys(case_ids):
        try:
            move_case(actor=actor, now=now, case_id=case_id)
            moved.count += 1
        except (Invalid, Refused, NotFound) as error:
            moved.left.append((case_id, str(error) or "It is not on your list any more."))
    return moved
