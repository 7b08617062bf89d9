"""Community resources of a case: found near the client, offered, and followed until they helped."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.cases.queries import get_case
from caseday.directory.queries import (
    DISTANCES,
    find_resources,
    get_service,
    languages_spoken,
    search_from,
)
from caseday.directory.rules.needs import NEEDS
from caseday.directory.rules.say_hours import say_briefly
from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.queries import Offer
from caseday.followups.web.resource_forms import OfferForm, ResourceStepForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound, Refused
from caseday.ui.toasts import say

UNPROCESSABLE = 422
_PERIODS = {"30": "30 days", "90": "90 days", "365": "A year", "": "All time"}
_KEPT = ("q", "need", "language", "fits", "age", "zip", "within", "closed")


@dataclass(frozen=True)
class Way:
    """One tap that takes down the next step."""

    label: str
    who: str
    outcome: str
    is_first: bool


def ways_of(offer: Offer) -> list[Way]:
    """The good ends of the next step, by who says it; what did not work out asks for its reason on a page."""
    step = offer.next_step
    if step is None:
        return []
    good = [(one.slug, one.word) for one in step.outcomes if one.effect == "good"] or [("", step.word)]
    words = {"client": "the client says", "agency": "the agency says", "worker": ""}
    several = len(offer.who) > 1
    return [
        Way(
            f"{word}{f', {words[who]}' if several and words[who] else ''}",
            who,
            slug,
            place == 0 and turn == 0,
        )
        for turn, who in enumerate(offer.who)
        for place, (slug, word) in enumerate(good)
    ]


@require_GET
def resources_of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    offers = queries.offers_of_case(request.viewer, case_id)
    context = {
        "case": case,
        "offers": [(one, ways_of(one)) for one in offers],
        "can_work": can_promise(request.viewer) and case.status != "closed",
    }
    return render(request, "followups/resources.html", context)


@require_GET
def find_resource(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Near the client's home, unless another ZIP code is typed; in their language first where they need one."""
    case = get_case(request.viewer, case_id)
    near, home = queries.home_of(case)
    search = search_from(request.GET.dict(), near)
    page = find_resources(request.viewer, at=clock.now(), search=search)
    typed_zip = request.GET.get("zip", "").strip()[:10]
    kept = {name: value for name in _KEPT if (value := request.GET.get(name, "")[:100])}
    context = {
        "case": case,
        "home": home,
        "search": search,
        "page": page,
        "rows": [(row, say_briefly(row.state)) for row in page.rows],
        "needs": NEEDS,
        "languages": languages_spoken(),
        "distances": DISTANCES,
        "zip": typed_zip,
        "is_zip_unknown": bool(typed_zip) and search.near == near,
        "open_url": "?" + urlencode(kept | ({} if search.open_now else {"open": "1"})),
        "closed_url": "?" + urlencode({**kept, "closed": "" if search.include_closed else "1"}),
    }
    template = "directory/_resource_rows.html" if request.htmx else "followups/find_resource.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def offer_resource(request: HttpRequest, case_id: UUID, resource_id: UUID) -> HttpResponse:
    case, service = get_case(request.viewer, case_id), get_service(request.viewer, resource_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_resource(
                actor=request.viewer, now=clock.now(), case_id=case_id, service_id=resource_id, answer=form.said(),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            say(request, f"{service.name} is offered, and followed now.")
            return redirect("followups:resources_of_case", case_id)
        except Invalid as error:
            form.show_problems(error)
    context = {"case": case, "service": service, "form": form}
    return render(
        request, "followups/offer_resource.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def resource_step(request: HttpRequest, request_id: UUID) -> HttpResponse:
    offer = _offer(request, request_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    step = offer.next_step
    initial = {"who": offer.who[0] if offer.who else "", "version": offer.followed.version}
    initial |= {"step": step.slug if step else ""}
    form = ResourceStepForm(request.POST or None, offer=offer, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_resource_step(
                actor=request.viewer, now=clock.now(), request_id=request_id, **form.said()
            )
            say(request, "Written down.")
            return redirect("followups:resources_of_case", offer.row.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = {"offer": offer, "case": offer.row.case, "step": step, "form": form}
    return render(
        request, "followups/resource_step.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _offer(request: HttpRequest, request_id: UUID) -> Offer:
    one = queries.get_followed(request.viewer, request_id)
    if one.row.service is None:
        raise NotFound
    return Offer(one, one.row.service)


@require_GET
def resource_offers(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """For the page of the resource: what came of it for all, in numbers, and the viewer's own clients."""
    service = get_service(request.viewer, resource_id)
    counts = queries.resource_counts(request.viewer, service_ids=[service.pk]).get(service.pk)
    own = queries.offers_of_resource(request.viewer, resource_id)
    return render(request, "followups/_resource_offers.html", {"counts": counts, "own": own})


@require_GET
def resource_figures(request: HttpRequest) -> HttpResponse:
    days = request.GET.get("days", "365") if request.GET.get("days", "365") in _PERIODS else "365"
    since = clock.now() - timedelta(days=int(days)) if days else None
    context: dict[str, Any] = {
        "rows": queries.counted_resources(request.viewer, since=since),
        "days": days,
        "periods": _PERIODS.items(),
    }
    return render(request, "followups/resource_figures.html", context)
