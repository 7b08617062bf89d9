"""Taking down a work status, with the paper of the case on which it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.casefile import queries
from caseday.casefile.web.work_status_form import WorkStatusForm
from caseday.cases.actions import record_work_status as record
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case, injured_on, pack_of, parties_of, shown_who
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def record_work_status(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """`document` in the address names the paper."""
    case = get_case(request.viewer, case_id)
    require(can_work_on(request.viewer, case), "Only case managers and supervisors change cases.")
    form = WorkStatusForm(
        request.POST if request.method == "POST" else None,
        pack=pack_of(case),
        papers=queries.papers_to_stand_on(request.viewer, case),
        initial=_initial(request, case),
    )
    if request.method == "POST" and form.is_valid():
        try:
            record(
                actor=request.viewer,
                now=clock.now(),
                case_id=case_id,
                new=form.new(),
                id=form.cleaned_data["id"],
            )
            say(request, "Work status kept.")
            return redirect("cases:work_status", case_id)
        except Invalid as error:
            form.show_problems(error)
    status = 422 if form.is_bound and form.errors else 200
    context = {"case": case, "form": form, "injured_on": injured_on(case)}
    return render(request, "casefile/record_work_status.html", context, status=status)


def _initial(request: HttpRequest, case: Any) -> dict[str, Any]:
    known = [one for one in parties_of(case) if one.role == "physician" and not one.to_on]
    return {
        "from_on": clock.now().astimezone(request.viewer.time_zone).date(),
        "physician": shown_who(known[0]) if known else "",
        "document_id": request.GET.get("document"),
    }
