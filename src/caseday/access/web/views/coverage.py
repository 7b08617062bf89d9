"""Who stands in for whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from caseday.access.actions import arrange_coverage, end_coverage
from caseday.access.permissions import can_manage_staff, can_work_on_cases
from caseday.access.queries import coverages_shown_to, staff_who_may_cover
from caseday.access.rules import state_on
from caseday.access.web.forms import CoverageForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


def coverage(request: HttpRequest) -> HttpResponse:
    form = CoverageForm(request.POST or None, viewer=request.viewer, staff=staff_who_may_cover())
    if request.method == "POST" and _arranged(request, form):
        say(request, "Arranged. They see and work these cases in those days.")
        return HttpResponseRedirect(reverse("access:coverage"))
    today = clock.now().astimezone(request.viewer.time_zone).date()
    shown = coverages_shown_to(request.viewer, today=today)
    rows = [
        {"coverage": one, "state": state_on(today, from_on=one.from_on, to_on=one.to_on, was_ended=False)}
        for one in shown
    ]
    may = can_work_on_cases(request.viewer) or can_manage_staff(request.viewer)
    context = {"form": form, "rows": rows, "may_arrange": may}
    return render(request, "access/coverage.html", context, status=422 if form.errors else 200)


def _arranged(request: HttpRequest, form: CoverageForm) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        arrange_coverage(
            actor=request.viewer,
            now=clock.now(),
            absent_id=UUID(data["absent"]),
            covering_id=UUID(data["covering"]),
            from_on=data["from_on"],
            to_on=data["to_on"],
            reason=data["reason"],
            id=data["id"],
        )
    except Invalid as error:
        form.show_problems(error)
        return False
    return True


@require_POST
def end(request: HttpRequest, coverage_id: UUID) -> HttpResponse:
    ended = end_coverage(actor=request.viewer, now=clock.now(), coverage_id=coverage_id)
    say(request, f"{ended.covering.name} no longer stands in for {ended.absent.name}.")
    return HttpResponseRedirect(reverse("access:coverage"))
