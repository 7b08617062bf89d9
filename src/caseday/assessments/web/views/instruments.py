"""The instruments: what there is, who owns it, under which terms; an administrator's confirmations and copies."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.assessments import actions, queries
from caseday.assessments.permissions import ONLY_ADMINISTRATORS, can_hold_instruments
from caseday.assessments.rules import ends_of
from caseday.assessments.rules.questionnaire import questionnaire_of
from caseday.assessments.web.forms import HoldForm, TermsForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.ui.toasts import say

_UNPROCESSABLE = 422


@require_GET
def instruments(request: HttpRequest) -> HttpResponse:
    context = {
        "listed": queries.listed_instruments(request.viewer),
        "may_hold": can_hold_instruments(request.viewer),
    }
    return render(request, "assessments/instruments.html", context)


@require_http_methods(["GET", "POST"])
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """Everything about one; an administrator confirms its terms here."""
    viewer = request.viewer
    listed = _listed(request, instrument)
    form = TermsForm(request.POST or None)
    if request.method == "POST":
        require(can_hold_instruments(viewer), ONLY_ADMINISTRATORS)
        if form.is_valid():
            try:
                said = form.cleaned_data
                actions.confirm_terms(
                    actor=viewer, now=clock.now(), slug=instrument, license_text=said["license_text"],
                    confirmed=said["confirmed"], id=said["id"],
                )  # fmt: skip
                say(request, "It may be given from now on.")
                return redirect("assessments:instrument", instrument)
            except Invalid as error:
                form.show_problems(error)
    scoring = listed.instrument.scoring
    context = {
        "listed": listed,
        "instrument": listed.instrument,
        "ends": ends_of(listed.instrument, scoring) if scoring else None,
        "form": form,
        "may_hold": can_hold_instruments(viewer),
    }
    return render(
        request, "assessments/instrument.html", context, status=_UNPROCESSABLE if form.errors else 200
    )


def _listed(request: HttpRequest, slug: str) -> queries.Listed:
    found = next(
        (one for one in queries.listed_instruments(request.viewer) if one.instrument.slug == slug), None
    )
    if found is None:
        raise NotFound
    return found


@require_GET
def questionnaire(request: HttpRequest, instrument: str) -> HttpResponse:
    """As a FHIR R4 Questionnaire; an agency's licensed copy stays with who holds it."""
    listed = _listed(request, instrument)
    if listed.is_agencys:
        require(can_hold_instruments(request.viewer), ONLY_ADMINISTRATORS)
    answer = JsonResponse(questionnaire_of(listed.instrument), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{listed.instrument.slug}.json"'
    return answer


@require_http_methods(["GET", "POST"])
def add_instrument(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    require(can_hold_instruments(viewer), ONLY_ADMINISTRATORS)
    form = HoldForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            held = actions.hold_instrument(
                actor=viewer, now=clock.now(), text=_text(said["file"]), license_holder=said["license_holder"],
                license_text=said["license_text"], confirmed=said["confirmed"], id=said["id"],
            )  # fmt: skip
            say(request, f"{held.title} may be given from now on.")
            return redirect("assessments:instrument", held.slug)
        except Invalid as error:
            form.show_problems(error)
    return render(
        request, "assessments/add.html", {"form": form}, status=_UNPROCESSABLE if form.errors else 200
    )


def _text(file: object) -> str:
    if not file or file.size > 1_000_000:
        return ""
    return file.read().decode("utf-8-sig", errors="replace")


@require_POST
def end_instrument(request: HttpRequest, held_instrument_id: UUID) -> HttpResponse:
    held = actions.end_instrument(actor=request.viewer, now=clock.now(), held_id=held_instrument_id)
    say(request, f"{held.title} is not offered anymore. What was given with it stays.")
    return redirect("assessments:instruments")
