"""Every write of care plans."""

from caseday.careplans.actions.changing import Changed
from caseday.careplans.actions.household import tie_kin
from caseday.careplans.actions.outcomes import ONLY_WORKERS as ONLY_WORKERS_OF_OUTCOMES
from caseday.careplans.actions.outcomes import record_outcomes, void_outcome
from caseday.careplans.actions.parts import add_part, change_part, end_part, reopen_part
from caseday.careplans.actions.plans import describe_client, end_plan, start_plan
from caseday.careplans.actions.signing import Signing, review_plan, sign_plan
from caseday.careplans.actions.working import (
    hear_of_entry,
    link_entry,
    measure_goal,
    unlink_entry,
    void_measure,
    work_on,
)

__all__ = [
    "ONLY_WORKERS_OF_OUTCOMES",
    "Changed",
    "Signing",
    "add_part",
    "change_part",
    "describe_client",
    "end_part",
    "end_plan",
    "hear_of_entry",
    "link_entry",
    "measure_goal",
    "record_outcomes",
    "reopen_part",
    "review_plan",
    "sign_plan",
    "start_plan",
    "tie_kin",
    "unlink_entry",
    "void_measure",
    "void_outcome",
    "work_on",
]
