"""A case pauses, ends, and begins again."""

from datetime import datetime
from uuid import UUID

from caseday.access.permissions import require
from caseday.access.viewer import Viewer
from caseday.cases.actions.changing import case_to_change, on_case
from caseday.cases.models import Case, Goal, Status
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case, pack_of
from caseday.kernel.errors import Invalid
from caseday.programs.rules import find_kind, word_of


def hold_case(*, actor: Viewer, now: datetime, case_id: UUID, reason: str) -> Case:
    case = case_to_change(actor, case_id)
    if not reason.strip():
        raise Invalid({"reason": "Say why the case pauses."})
    with on_case(
        "case_held", case, actor=actor, now=now, subject=case, summary=f"On hold: {reason.strip()}"
    ) as record:
        record.update(case, status=Status.ON_HOLD)
    return case


def resume_case(*, actor: Viewer, now: datetime, case_id: UUID) -> Case:
    case = case_to_change(actor, case_id)
    with on_case(
        "case_resumed", case, actor=actor, now=now, subject=case, summary="Taken up again"
    ) as record:
        record.update(case, status=Status.OPEN)
    return case


def close_case(
    *, actor: Viewer, now: datetime, case_id: UUID, reason: str, outcome: str, note: str = ""
) -> Case:
    """Raises Invalid while goals or first contacts are open: each is settled or given up first, on the record."""
    case = case_to_change(actor, case_id)
    _check(case, reason, outcome)
    pack = pack_of(case)
    summary = f"Closed: {word_of(pack.closure_reasons, reason)}. Outcome: {word_of(pack.outcomes, outcome)}"
    with on_case("case_closed", case, actor=actor, now=now, subject=case, summary=summary) as record:
        record.update(
            case,
            status=Status.CLOSED,
            closed_at=now,
            closure_reason=reason,
            outcome=outcome,
            closure_note=note,
        )
    return case


def _check(case: Case, reason: str, outcome: str) -> None:
    pack = pack_of(case)
    problems = {}
    if find_kind(pack.closure_reasons, reason) is None:
        problems["reason"] = "Choose why the case closes."
    if find_kind(pack.outcomes, outcome) is None:
        problems["outcome"] = "Choose how it ended."
    if case.goals.filter(state=Goal.State.OPEN).exists():
        problems[""] = "Some goals are open. Say of each whether it was met or given up."
    elif case.first_contacts.filter(met_at=None, waived_reason="").exists():
        problems[""] = "Some first contacts are open. Make them, or say why they are not made."
    if problems:
        raise Invalid(problems)


def reopen_case(*, actor: Viewer, now: datetime, case_id: UUID, reason: str) -> Case:
    """The closure stays in the history; reason and outcome are asked for anew at the next closure."""
    case = get_case(actor, case_id)
    require(can_work_on(actor, case), "Only case managers and supervisors reopen cases.")
    if not reason.strip():
        raise Invalid({"reason": "Say why the case is opened again."})
    summary = f"Reopened: {reason.strip()}"
    with on_case("case_reopened", case, actor=actor, now=now, subject=case, summary=summary) as record:
        record.update(
            case, status=Status.OPEN, closed_at=None, closure_reason="", outcome="", closure_note=""
        )
    return case
