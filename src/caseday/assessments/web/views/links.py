"""The one-time link for the client: made, shown once, sent by what the client has agreed to, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.queries import get_agency
from caseday.assessments import actions, queries
from caseday.assessments.permissions import ONLY_WORKERS, can_give
from caseday.assessments.web.forms import LinkForm
from caseday.correspondence.queries.ways import receivers_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_WORDS = {
    "en": "{agency}: {name} asks you to answer a few questions. No sign-in is needed. The link works once, "
    "on the phone that opens it, until {day}: {url}",
    "es": "{agency}: {name} le pide contestar unas preguntas. No hace falta una cuenta. El enlace sirve una vez, "
    "en el teléfono que lo abra, hasta el {day}: {url}",
}


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The address is in this one answer only: afterwards nobody can read it, a new one has to be made."""
    viewer, now = request.viewer, clock.now()
    require(can_give(viewer), ONLY_WORKERS)
    sheet = queries.get_sheet(viewer, assessment_id)
    form = LinkForm(request.POST or None, initial={"days": 7})
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            row, token = actions.make_client_link(
                actor=viewer, now=now, assessment_id=assessment_id, days=form.cleaned_data["days"]
            )
            made = _made(request, sheet, row, token)
            sheet = queries.get_sheet(viewer, assessment_id)
        except Invalid as error:
            form.show_problems(error)
    context = {
        "sheet": sheet,
        "row": sheet.row,
        "case": sheet.row.case,
        "instrument": sheet.instrument,
        "form": form,
    }
    status = _UNPROCESSABLE if form.errors else 200
    answer = render(request, "assessments/link.html", {**context, **made}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _made(request: HttpRequest, sheet: queries.Sheet, row: Any, token: str) -> dict[str, Any]:
    """With the ways of the client that they agreed to; the message is written on the page of messages."""
    viewer, case = request.viewer, sheet.row.case
    url = request.build_absolute_uri(reverse("assessments:client", args=[token]))
    client = receivers_of(viewer, case, on=clock.now().astimezone(viewer.time_zone).date())[0]
    ways = [one for one in client.ways if one.channel in ("text", "email") and not one.is_opted_out]
    until = row.expires_at.astimezone(viewer.time_zone)
    day = {"en": f"{until:%B} {until.day}", "es": f"{until.day}/{until.month}"}
    language = sheet.row.language if sheet.row.language in _WORDS else "en"
    words = _WORDS[language].format(agency=get_agency().name, name=viewer.name, day=day[language], url=url)
    return {
        "url": url,
        "words": words,
        "ways": [
            (f"{client.key}|{one.channel}|{one.address}", one) for one in ways if one.consent == "granted"
        ],
        "not_asked": [one for one in ways if one.consent != "granted"],
    }


@require_POST
def end_link(request: HttpRequest, client_link_id: UUID) -> HttpResponse:
    found = actions.end_client_link(actor=request.viewer, now=clock.now(), link_id=client_link_id)
    say(request, "The link is dead. What was answered is kept.")
    return redirect("assessments:assessment", found.assessment_id)
