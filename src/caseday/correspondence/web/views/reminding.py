"""Reminders of an appointment: what went out, what came of it, and the next one by one tap."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import can_work_on_cases
from caseday.correspondence.actions.reminding import send_reminder
from caseday.correspondence.queries.reminders import reminding_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Pages of the schedule take the fragment in; without scripts it is a page of its own."""
    problem = ""
    if request.method == "POST":
        problem = _send(request, appointment_id)
        if not request.htmx:
            warn(request, problem) if problem else say(request, "The reminder is on its way.")
            return redirect("schedule:appointment", appointment_id)
    context = {
        "reminding": reminding_of(request.viewer, appointment_id, now=clock.now()),
        "may_write": can_work_on_cases(request.viewer),
        "problem": problem,
    }
    template = "correspondence/_reminders.html" if request.htmx else "correspondence/reminders.html"
    return render(request, template, context, status=422 if problem else 200)


def _send(request: HttpRequest, appointment_id: UUID) -> str:
    """Why it could not, in words."""
    try:
        send_reminder(
            actor=request.viewer,
            now=clock.now(),
            appointment_id=appointment_id,
            kind=request.POST.get("kind", ""),
        )
    except Invalid as problem:
        return str(problem)
    return ""
