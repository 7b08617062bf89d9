"""Filing what came in: on a case in one tap, off it again, aside and back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.permissions import require
from caseday.cases.queries import get_case
from caseday.correspondence import actions
from caseday.correspondence.permissions import can_file
from caseday.correspondence.queries import get_message
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn


@require_POST
def file(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """On the case that was tapped or chosen; from the inbox the row goes."""
    get_message(request.viewer, message_id)
    require(can_file(request.viewer), "Only case managers and supervisors file messages.")
    case_id = parse_id(request.POST.get("case"))
    if case_id is None:
        warn(request, "Choose the case, then file.")
        return redirect("correspondence:message", message_id)
    case = get_case(request.viewer, case_id)
    filed = actions.file_message(
        actor=request.viewer, now=clock.now(), message_id=message_id, case_id=case_id,
        is_from_inbox=bool(request.htmx),
    )  # fmt: skip
    if filed.is_late:
        warn(request, _late_words(filed))
    else:
        undo_url = reverse("correspondence:unfile", args=[message_id, case_id])
        say(request, f"Filed on {case.person.called}.", undo_url=undo_url)
    return _done(request, message_id)


def _late_words(filed: actions.Filed) -> str:
    who = filed.there[0].staff
    return f"{who.name if who else 'Caseday'} filed it a moment ago. Nothing was changed."


@require_POST
def unfile(request: HttpRequest, message_id: UUID, case_id: UUID) -> HttpResponse:
    actions.unfile(actor=request.viewer, now=clock.now(), message_id=message_id, case_id=case_id)
    say(request, "Taken off the case.")
    return _done(request, message_id)


@require_POST
def set_aside(request: HttpRequest, message_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")[:200]
    try:
        actions.set_aside(actor=request.viewer, now=clock.now(), message_id=message_id, reason=reason)
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
        return _done(request, message_id)
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


@require_POST
def no_answer(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Of this one and of what came before it in the conversation."""
    count = actions.say_no_answer_needed(actor=request.viewer, now=clock.now(), message_id=message_id)
    undo_url = reverse("correspondence:needs_answer", args=[message_id])
    said = f"No answer needed: {count} messages." if count > 1 else "No answer needed."
    say(request, said, undo_url=undo_url)
    return _done(request, message_id)


@require_POST
def needs_answer(request: HttpRequest, message_id: UUID) -> HttpResponse:
    actions.take_back_answer(actor=request.viewer, now=clock.now(), message_id=message_id)
    say(request, "Waits for an answer again.")
    return _done(request, message_id)


@require_POST
def safety_seen(request: HttpRequest, message_id: UUID) -> HttpResponse:
    actions.see_safety_flag(actor=request.viewer, now=clock.now(), message_id=message_id)
    say(request, "Noted that you have seen it.")
    return _done(request, message_id)
