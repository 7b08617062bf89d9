"""A pin set by hand for a place that no geocoder found, or found elsewhere."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.access.sight import log_subject
from caseday.dayplan.web.forms import PinForm
from caseday.directory.actions import pin_office as keep_office_pin
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import get_office
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.people.actions import pin_address as keep_address_pin
from caseday.people.permissions import can_keep_people
from caseday.people.queries import get_address
from caseday.ui.backs import back_or
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def pin_office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    require(can_edit_directory(request.viewer), "Ask a case manager or the administrator to set it.")
    office = get_office(request.viewer, office_id)

    def keep(latitude: float, longitude: float) -> None:
        keep_office_pin(
            actor=request.viewer,
            now=clock.now(),
            office_id=office_id,
            latitude=latitude,
            longitude=longitude,
        )

    return _pin(request, office, office.name, office.address, keep)


@require_http_methods(["GET", "POST"])
def pin_address(request: HttpRequest, address_id: UUID) -> HttpResponse:
    address = get_address(request.viewer, address_id)
    require(can_keep_people(request.viewer), "Ask a case manager to set it.")
    log_subject(request, "person_id", address.person_id)

    def keep(latitude: float, longitude: float) -> None:
        keep_address_pin(
            actor=request.viewer,
            now=clock.now(),
            address_id=address_id,
            latitude=latitude,
            longitude=longitude,
        )

    return _pin(request, address, str(address), "", keep)


def _pin(
    request: HttpRequest, place: Any, name: str, words: str, keep: Callable[[float, float], None]
) -> HttpResponse:
    spot = f"{place.latitude}, {place.longitude}" if place.latitude is not None else ""
    form = PinForm(request.POST or None, initial={"spot": spot})
    if request.method == "POST" and form.is_valid():
        try:
            keep(*form.cleaned_data["spot"])
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, f"The pin of {name} is set.")
            return redirect(back_or(request, reverse("dayplan:map")))
    context = {
        "form": form,
        "name": name,
        "words": words,
        "precision": place.place_precision,
        "back": back_or(request, reverse("dayplan:map")),
        "tiles": settings.MAP_TILES if settings.MAP_TILES["url"] else None,
        "points": [{"at": [place.latitude, place.longitude], "label": "", "name": name}]
        if place.latitude is not None
        else [],
    }
    return render(request, "dayplan/pin.html", context, status=422 if form.errors else 200)
