"""One tap on a to-do, a chase or a call: who was tried, and what came of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.permissions import require
from caseday.followups.queries import get_todo
from caseday.journal.actions import log_attempt
from caseday.journal.actions import take_back_attempt as take_back
from caseday.journal.permissions import can_record
from caseday.journal.rules.words import RESULTS
from caseday.journal.web.forms import AttemptForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn

_REACHED = "reached"


@require_POST
def attempt(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    """Back to where one tapped; where a request's people were reached, to the request: what did they say?"""
    require(can_record(request.viewer), "Only case managers and supervisors record what happened.")
    todo = get_todo(request.viewer, followup_id)
    form = AttemptForm(request.POST)
    back = back_or(request, reverse("followups:list"))
    if not form.is_valid():
        warn(request, "Nothing was logged. Choose what came of the call.")
        return redirect(back)
    said = form.cleaned_data
    try:
        call = log_attempt(
            actor=request.viewer, now=clock.now(), followup_id=followup_id, result=said["result"],
            hold_minutes=said["hold_minutes"], id=said["id"],
        )  # fmt: skip
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
        return redirect(back)
    undo_url = reverse("journal:take_back_attempt", args=[call.pk])
    if said["result"] == _REACHED and todo.request_id:
        say(request, "Reached. What did they say? Write it down at its step.", undo_url=undo_url)
        return redirect("followups:request", todo.request_id)
    say(
        request, f"Logged: {RESULTS[said['result']].lower()}, attempt {todo.attempts + 1}.", undo_url=undo_url
    )
    return redirect(back)


@require_POST
def take_back_attempt(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    try:
        take_back(actor=request.viewer, now=clock.now(), activity_id=activity_id)
        say(request, "Taken back. The entry is void and the attempt counts no more.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect(back_or(request, reverse("followups:list")))
