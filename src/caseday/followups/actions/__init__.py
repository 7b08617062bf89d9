"""Every write of to-dos, requests and chases."""

from caseday.followups.actions.chasing import (
    Chase,
    count_attempt,
    settle_chases,
    withdraw_attempt,
)
from caseday.followups.actions.claims import (
    HOW,
    FirstSaid,
    Said,
    claim_step,
    deny_step,
    open_request,
    verify_step,
    withdraw_claim,
)
from caseday.followups.actions.clocks import (
    pause_clock,
    resume_clock,
    stop_clock,
)
from caseday.followups.actions.readiness import (
    add_line,
    confirm_line,
    mark_needed,
    mark_not_needed,
    move_line,
    start_checklist,
    unconfirm_line,
    verify_line,
)
from caseday.followups.actions.requests import (
    ONLY_WORKERS,
    RequestDetails,
    change_request,
    drop_request,
    finish_request,
    reopen_request,
    use_units,
)
from caseday.followups.actions.resources import (
    Answer,
    note_resource_step,
    offer_resource,
)
from caseday.followups.actions.telling import (
    file_paper,
    tell,
)
from caseday.followups.actions.todos import (
    change_followup,
    drop_followup,
    finish_followup,
    move_followup,
    promise_followup,
    reopen_followup,
)

__all__ = [
    "ONLY_WORKERS",
    "HOW",
    "Answer",
    "FirstSaid",
    "Chase",
    "RequestDetails",
    "Said",
    "add_line",
    "change_followup",
    "change_request",
    "claim_step",
    "confirm_line",
    "count_attempt",
    "deny_step",
    "drop_followup",
    "drop_request",
    "file_paper",
    "finish_followup",
    "finish_request",
    "mark_needed",
    "mark_not_needed",
    "move_followup",
    "move_line",
    "note_resource_step",
    "offer_resource",
    "open_request",
    "pause_clock",
    "promise_followup",
    "reopen_followup",
    "reopen_request",
    "resume_clock",
    "settle_chases",
    "start_checklist",
    "stop_clock",
    "tell",
    "unconfirm_line",
    "use_units",
    "verify_line",
    "verify_step",
    "withdraw_attempt",
    "withdraw_claim",
]
