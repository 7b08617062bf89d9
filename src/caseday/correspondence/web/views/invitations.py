"""Invitations of a message: into the calendar, or off it, by one tap."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.correspondence.actions.invitations import call_off_invited, take_up_invitation
from caseday.correspondence.permissions import can_file
from caseday.correspondence.queries.invitations import proposed_in
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn


@require_GET
def invitations(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """A fragment of the message's page, or a page of its own."""
    template = "correspondence/_invitations.html" if request.htmx else "correspondence/invitations.html"
    context = {
        "proposed": proposed_in(request.viewer, message_id),
        "message_id": message_id,
        "may_file": can_file(request.viewer),
    }
    return render(request, template, context)


@require_POST
def take_up(request: HttpRequest, message_id: UUID) -> HttpResponse:
    uid = request.POST.get("uid", "")
    try:
        made = take_up_invitation(
            actor=request.viewer, now=clock.now(), message_id=message_id, uid=uid,
            starts_at=_moment(request.POST.get("starts_at", "")),
        )  # fmt: skip
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, f"{made.title} is in your calendar.")
    return HttpResponseRedirect(reverse("correspondence:message", args=[message_id]))


@require_POST
def call_off(request: HttpRequest, message_id: UUID) -> HttpResponse:
    uid = request.POST.get("uid", "")
    try:
        made = call_off_invited(actor=request.viewer, now=clock.now(), message_id=message_id, uid=uid)
    except Invalid as problem:
        warn(request, str(problem))
    else:
        say(request, f"{made.title} is called off.")
    return HttpResponseRedirect(reverse("correspondence:message", args=[message_id]))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
