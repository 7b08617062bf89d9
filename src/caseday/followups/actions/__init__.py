"""Every write of to-dos, requests and chases."""

from caseday.followups.actions.chasing import Chase, count_attempt, settle_chases
from caseday.followups.actions.claims import (
    Said,
    claim_step,
    deny_step,
    verify_step,
    withdraw_claim,
)
from caseday.followups.actions.clocks import (
    pause_clock,
    resume_clock,
    stop_clock,
)
from caseday.followups.actions.requests import (
    RequestDetails,
    change_request,
    drop_request,
    finish_request,
    open_request,
    reopen_request,
    use_units,
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
    "Chase",
    "RequestDetails",
    "Said",
    "change_followup",
    "change_request",
    "claim_step",
    "count_attempt",
    "deny_step",
    "drop_followup",
    "drop_request",
    "file_paper",
    "finish_followup",
    "finish_request",
    "move_followup",
    "open_request",
    "pause_clock",
    "promise_followup",
    "reopen_followup",
    "reopen_request",
    "resume_clock",
    "settle_chases",
    "stop_clock",
    "tell",
    "use_units",
    "verify_step",
    "withdraw_claim",
]
