"""The Social Security number: its end in sight, the whole on a tap that the access log names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.people import actions
from caseday.people.permissions import can_keep_people
from caseday.people.queries import get_person, ssn_of
from caseday.people.rules.ssn import dashed
from caseday.people.web.forms import SsnForm
from caseday.people.web.views.shown import back_to_person, person_context, show_part
from caseday.ui.toasts import say

TITLE = "Social Security number"


@require_http_methods(["GET", "POST"])
def edit_ssn(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What is kept does not come back into the form."""
    person = get_person(request.viewer, person_id)
    require(can_keep_people(request.viewer), actions.WORKERS_ASK)
    form = SsnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_ssn(actor=request.viewer, now=clock.now(), person_id=person_id, **form.part_fields())
            say(request, "Saved.")
            return back_to_person(request, person_id, "ssn")
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "person": person, "part_id": "person-ssn", "legend": TITLE, "url": request.path}
    status = 422 if form.is_bound else 200
    return show_part(
        request, "people/_part_form.html", context, title=TITLE, person_id=person_id, status=status
    )


@require_POST
def show_ssn(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """By POST alone, so that it stands in no history and nothing fetches it ahead."""
    places = ssn_of(request.viewer, person_id)
    context: dict[str, Any] = {
        **person_context(request, person_id), "whole": dashed(places) if places else "", "is_asked": True,
    }  # fmt: skip
    if request.htmx:
        return render(request, "people/_ssn.html", context)
    return render(request, "people/ssn_page.html", {**context, "title": TITLE})
