"""The access log: who saw which case, when, and what the page shows."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from caseday.access.lookups import find_case_exactly
from caseday.access.permissions import can_review_access, require
from caseday.access.queries import LogFilter, access_log, active_staff
from caseday.access.web.forms import LogFilterForm
from caseday.kernel.ids import parse_id


def log(request: HttpRequest) -> HttpResponse:
    require(
        can_review_access(request.viewer), "Supervisors, administrators and auditors read the access log."
    )
    form = LogFilterForm(request.GET or None, staff=active_staff())
    wanted = LogFilter(before=_before(request.GET.get("before", "")))
    if form.is_bound and form.is_valid():
        wanted = _filter(form, wanted)
    page = access_log(request.viewer, wanted)
    context = {"form": form, "page": page, "older": _older(request, page.next_before)}
    template = (
        "access/_log_rows.html" if request.headers.get("HX-Target") == "log-more" else "access/log.html"
    )
    return render(request, template, context, status=422 if form.errors else 200)


def _filter(form: LogFilterForm, wanted: LogFilter) -> LogFilter:
    data = form.cleaned_data
    case_id = None
    if data["case"]:
        case_id = parse_id(data["case"]) or find_case_exactly(data["case"])
        if case_id is None:
            form.add_error("case", "No case has exactly this number. Write the whole case or claim number.")
    return LogFilter(case_id=case_id, staff_id=parse_id(data["staff"]), on=data["on"], before=wanted.before)


def _before(text: str) -> tuple[datetime, UUID] | None:
    moment, _, last = text.partition("~")
    found = parse_id(last)
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (when, found) if found and when.tzinfo else None


def _older(request: HttpRequest, before: tuple[datetime, UUID] | None) -> str:
    if before is None:
        return ""
    kept = {name: value for name, value in request.GET.items() if name in ("case", "staff", "on") and value}
    return "?" + urlencode({**kept, "before": f"{before[0].isoformat()}~{before[1]}"})
