"""The agency: its settings, and the way to its people and its logs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from caseday.access.actions import change_agency
from caseday.access.permissions import can_change_agency, can_manage_staff, can_review_access, require
from caseday.access.queries import get_agency
from caseday.access.web.forms import AgencyForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

FIELDS = tuple(AgencyForm.base_fields)


def agency(request: HttpRequest) -> HttpResponse:
    found = get_agency()
    form = AgencyForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    if request.method == "POST":
        require(
            can_change_agency(request.viewer),
            "Only an administrator changes the agency's settings. Ask yours.",
        )
        if _saved(request, form):
            say(request, "The settings are saved.")
            return HttpResponseRedirect(reverse("access:agency"))
    return _page(request, found, form, status=422 if form.is_bound else 200)


def _saved(request: HttpRequest, form: AgencyForm) -> bool:
    if not form.is_valid():
        return False
    try:
        change_agency(actor=request.viewer, now=clock.now(), **form.cleaned_data)
    except Invalid as error:
        form.show_problems(error)
        return False
    return True


def _page(request: HttpRequest, found: object, form: AgencyForm, status: int) -> HttpResponse:
    viewer = request.viewer
    context = {
        "agency": found,
        "form": form,
        "can_change": can_change_agency(viewer),
        "can_manage": can_manage_staff(viewer),
        "can_review": can_review_access(viewer),
    }
    return render(request, "access/agency.html", context, status=status)
