"""Pages of to-dos, requests and chases."""

from caseday.followups.web.views.matrix import (
    change_clock,
    file_paper,
    tell,
    use_units,
)
from caseday.followups.web.views.readiness import (
    add_line,
    confirm_line,
    line_needed,
    line_not_needed,
    move_line,
    readiness,
    start_checklist,
    unconfirm_line,
    verify_line,
)
from caseday.followups.web.views.requests import (
    change_request,
    check_request,
    end_request,
    new_request,
    reopen_request,
    requests,
    requests_of_case,
    show_request,
)
from caseday.followups.web.views.steps import (
    claim_step,
    deny_step,
    verify_step,
    withdraw_claim,
)
from caseday.followups.web.views.todos import add, done, drop, move, reopen, todo, todo_list

__all__ = [
    "add",
    "add_line",
    "change_clock",
    "change_request",
    "check_request",
    "claim_step",
    "confirm_line",
    "deny_step",
    "done",
    "drop",
    "end_request",
    "file_paper",
    "line_needed",
    "line_not_needed",
    "move",
    "move_line",
    "new_request",
    "readiness",
    "reopen",
    "reopen_request",
    "requests",
    "requests_of_case",
    "show_request",
    "start_checklist",
    "tell",
    "todo",
    "todo_list",
    "unconfirm_line",
    "use_units",
    "verify_line",
    "verify_step",
    "withdraw_claim",
]
