"""One message: its conversation, where it belongs, who wrote it and how that is known."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.sight import log_sight
from caseday.correspondence.permissions import can_file
from caseday.correspondence.queries import get_message
from caseday.correspondence.queries.invitations import proposed_in
from caseday.correspondence.queries.reading import MessagePage, conversation_of, message_page
from caseday.correspondence.rules.incoming import invitations_kept
from caseday.journal.queries import cases_to_choose


@require_GET
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    page = message_page(request.viewer, message_id)
    for one in page.filed_on:
        log_sight(request, one.case_id)
    if not page.filed_on:
        log_sight(request, None)
    return render(request, "correspondence/message.html", _context(request, page))


def _context(request: HttpRequest, page: MessagePage) -> dict[str, Any]:
    may_file = can_file(request.viewer)
    taken = {one.case_id for one in page.filed_on}
    cases = cases_to_choose(request.viewer) if may_file and page.message.is_incoming else []
    return {
        "page": page,
        "message": page.message,
        "conversation": page.conversation,
        "may_file": may_file,
        "cases": [one for one in cases if one.pk not in taken],
        "waits": page.message.state == "waiting",
        "proposed": _proposed(request, page),
        "needs_answer": _needs_answer(page.message),
        "here": request.path,
    }


def _proposed(request: HttpRequest, page: MessagePage) -> Any:
    """What its invitations propose; asked only where it brought any."""
    kept = invitations_kept(page.message.body.headers)
    return proposed_in(request.viewer, page.message.pk) if kept else []


def _needs_answer(message: Any) -> bool:
    return message.is_incoming and not message.answered_at and not message.is_automatic


@require_GET
def conversation(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Messages of its thread before or after those shown; a page of their own without htmx."""
    found = get_message(request.viewer, message_id)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    talk = conversation_of(request.viewer, found, before=before, after=after)
    template = "correspondence/_talk.html" if request.htmx else "correspondence/conversation.html"
    context = {
        "message": found, "conversation": talk, "is_earlier": bool(before), "is_later": bool(after),
        "may_file": can_file(request.viewer), "here": request.path,
    }  # fmt: skip
    return render(request, template, context)
