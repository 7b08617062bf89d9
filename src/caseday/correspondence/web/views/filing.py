"""Filing what came in: on a case in one tap, off it again, aside and back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.cases.queries import get_case
from caseday.correspondence import actions
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn


@require_POST
def file(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """On the case that was tapped or chosen; from the inbox the row goes."""
    case_id = parse_id(request.POST.get("case"))
    if case_id is None:
        warn(request, "Choose the case, then file.")
        return redirect("correspondence:message", message_id)
    case = get_case(request.viewer, case_id)
    actions.file_message(actor=request.viewer, now=clock.now(), message_id=message_id, case_id=case_id)
    undo_url = reverse("correspondence:unfile", args=[message_id, case_id])
    say(request, f"Filed on {case.person.called}.", undo_url=undo_url)
    return _done(request, message_id)


@require_POST
def unfile(request: HttpRequest, message_id: UUID, case_id: UUID) -> HttpResponse:
    actions.unfile(actor=request.viewer, now=clock.now(), message_id=message_id, case_id=case_id)
    say(request, "Taken off the case.")
    return _done(request, message_id)


@require_POST
def set_aside(request: HttpRequest, message_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")[:200]
    actions.set_aside(actor=request.viewer, now=clock.now(), message_id=message_id, reason=reason)
    undo_url = reverse("correspondence:take_back", args=[message_id])
    say(request, "Set aside. It is kept, and asks nothing of you.", undo_url=undo_url)
    return _done(request, message_id)


@require_POST
def take_back(request: HttpRequest, message_id: UUID) -> HttpResponse:
    actions.take_back(actor=request.viewer, now=clock.now(), message_id=message_id)
    say(request, "In the inbox again.")
    return _done(request, message_id)


def _done(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The row of the inbox goes; a page goes back to where one tapped."""
    if request.htmx:
        return HttpResponse("")
    return redirect(back_or(request, reverse("correspondence:message", args=[message_id])))


def problem_words(error: Invalid) -> str:
    problems: Any = error.problems
    return " ".join(problems.values())
