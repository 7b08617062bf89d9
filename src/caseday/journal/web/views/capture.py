"""One line from every page: shown as it is understood, stored at once, corrected afterwards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.cases.queries import get_case
from caseday.journal.actions import Understood, capture_line, heard_hours, understood
from caseday.journal.permissions import can_change, can_record
from caseday.journal.queries import promises_of, role_word, seen_case
from caseday.journal.rules.words import ACTIVITY_KINDS, RESULTS, UNSORTED
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say

_ONLY = "Only case managers and supervisors record what happened."


@require_http_methods(["GET", "POST"])
def capture(request: HttpRequest) -> HttpResponse:
    require(can_record(request.viewer), _ONLY)
    return _store(request) if request.method == "POST" else _ask(request)


def _ask(request: HttpRequest) -> HttpResponse:
    case_id = parse_id(request.GET.get("case"))
    case = get_case(request.viewer, case_id) if case_id else None
    return _form(request, {"id": new_id(), "case": case, "line": ""})


def _form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    if request.htmx:
        return render(request, "journal/_capture.html", context, status=status)
    return render(request, "journal/capture.html", context, status=status)


def _store(request: HttpRequest) -> HttpResponse:
    line = request.POST.get("line", "")
    id, case_id = parse_id(request.POST.get("id")), parse_id(request.POST.get("case"))
    try:
        activity = capture_line(actor=request.viewer, now=clock.now(), line=line, id=id, case_id=case_id)
    except Invalid as error:
        case = seen_case(request.viewer, case_id)
        context = {"id": id or new_id(), "case": case, "line": line, "problems": error.problems}
        return _form(request, context, status=422)
    except NotFound:
        # The case of the page has left the viewer's sight since; the line is kept without it.
        activity = capture_line(actor=request.viewer, now=clock.now(), line=line, id=id)
    if request.htmx:
        return render(request, "journal/_captured.html", captured_context(request, activity))
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    say(request, "Kept. Correct what was understood, if it is wrong.")
    return redirect("journal:activity", activity.pk)


def captured_context(request: HttpRequest, activity: Any) -> dict[str, Any]:
    """Of an entry that the viewer just wrote: it is not fetched again."""
    return {
        "activity": activity,
        "chips": chips_of(activity),
        "promises": promises_of(activity.pk),
        "hours": heard_hours(activity) if activity.office_id else "",
        "can_correct": can_change(request.viewer, activity),
        "write_url": f"{reverse('journal:write_up')}?activity={activity.pk}",
    }


@require_POST
def interpret(request: HttpRequest) -> HttpResponse:
    """What the line would become; reads only."""
    require(can_record(request.viewer), _ONLY)
    line = request.POST.get("line", "")
    case_id = parse_id(request.POST.get("case"))
    if not line.strip():
        return HttpResponse("")
    read = understood(request.viewer, line, now=clock.now(), case_id=case_id)
    return render(request, "journal/_understood.html", _interpreted(request, read))


def _interpreted(request: HttpRequest, read: Understood) -> dict[str, Any]:
    happened, captured = read.happened, read.captured
    case = seen_case(request.viewer, happened.case_id)
    choices = [one.name for one in read.known.candidates.cases if one.case_id in captured.case_choices]
    who = happened.with_name or (role_word(case, happened.with_role) if happened.with_role else "")
    if happened.with_role == "client" and case:
        who = case.person.full_name
    return {
        "kind": ACTIVITY_KINDS[happened.kind] if captured.kind else "",
        "is_incoming": happened.is_incoming,
        "who": who,
        "case": case,
        "case_choices": choices[:4],
        "started_at": happened.started_at,
        "minutes": happened.minutes,
        "hold_minutes": happened.hold_minutes,
        "miles": happened.miles,
        "result": RESULTS[happened.result] if happened.result else "",
        "hours": captured.hours_learned.value if captured.hours_learned else "",
        "promises": captured.promises,
    }


def chips_of(activity: Any) -> dict[str, Any]:
    """The entry's facts as chips; the same fields as while typing."""
    who = activity.with_name or (role_word(activity.case, activity.with_role) if activity.with_role else "")
    if activity.with_role == "client" and activity.case:
        who = activity.case.person.full_name
    return {
        "kind": activity.get_kind_display() if activity.kind != UNSORTED else "",
        "is_incoming": activity.is_incoming,
        "who": who,
        "case": activity.case,
        "started_at": activity.started_at,
        "minutes": activity.minutes,
        "hold_minutes": activity.hold_minutes,
        "miles": activity.miles,
        "result": activity.get_result_display() if activity.result else "",
    }
