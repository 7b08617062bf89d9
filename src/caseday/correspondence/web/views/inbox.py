"""The inbox: what came in and is on no case yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caseday.access.permissions import can_work_on_cases, require
from caseday.correspondence.queries.inbox import waiting_for

PAGE = 50


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    require(can_work_on_cases(request.viewer), "Only case managers and supervisors file what comes in.")
    return render(
        request, "correspondence/inbox.html", {"messages_waiting": waiting_for(request.viewer)[:PAGE]}
    )
