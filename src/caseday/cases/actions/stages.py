"""A case goes on to another stage."""

from datetime import datetime
from uuid import UUID

from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import case_to_change, on_case
from caseday.cases.models import Case, StageChange
from caseday.cases.queries import missing_before, pack_of
from caseday.cases.rules import check_step, missing_words
from caseday.programs.rules import word_of


def change_stage(*, actor: Viewer, now: datetime, case_id: UUID, stage: str, reason: str = "") -> Case:
    """What the stage requires and is not there yet is kept with the reason why the case went on all the same.

    Raises Invalid where the program does not let this stage follow the present one, or where something is missing
    and no reason is given, or none counts.
    """
    case = case_to_change(actor, case_id)
    pack = pack_of(case)
    if stage == case.stage:
        return case
    missing = missing_before(actor, case, stage, now)
    check_step(pack, case.stage, stage, missing, reason)
    why = reason.strip()[:300]
    summary = f"Stage: {word_of(pack.stages, case.stage)} to {word_of(pack.stages, stage)}"
    if missing:
        summary = f"{summary}, although missing: {missing_words(missing)}. Reason: {why}"
    with on_case("stage_changed", case, actor=actor, now=now, subject=case, summary=summary) as record:
        record.update(case, stage=stage, stage_at=now)
        entry = StageChange(case=case, stage=stage, at=now, staff_id=actor.staff_id, reason=why)
        entry.missing = missing_words(missing)[:600]
        record.add(entry)
    return case
