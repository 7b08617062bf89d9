"""Community resources: found by need, words and place; one of them; what colleagues learned."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.directory import actions, queries
from caseday.directory.permissions import can_edit_directory
from caseday.directory.rules.needs import NEEDS
from caseday.directory.rules.say_hours import say_briefly
from caseday.directory.rules.week import from_text, say_week
from caseday.directory.web.resource_forms import FactsForm, LearnedForm, ResourceForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

_KEPT = ("q", "need", "language", "fits", "age", "zip", "within", "closed")


@require_GET
def resources(request: HttpRequest) -> HttpResponse:
    search = queries.search_from(request.GET.dict())
    page = queries.find_resources(request.viewer, at=clock.now(), search=search)
    kept = {name: value for name in _KEPT if (value := request.GET.get(name, "")[:100])}
    context = {
        "search": search,
        "page": page,
        "rows": [(row, say_briefly(row.state)) for row in page.rows],
        "needs": NEEDS,
        "languages": queries.languages_spoken(),
        "distances": queries.DISTANCES,
        "zip": request.GET.get("zip", "")[:10],
        "is_zip_unknown": bool(request.GET.get("zip", "").strip()) and search.near is None,
        "open_url": "?" + urlencode(kept | ({} if search.open_now else {"open": "1"})),
        "closed_url": "?" + urlencode({**kept, "closed": "" if search.include_closed else "1"}),
    }
    template = "directory/_resource_rows.html" if request.htmx else "directory/resources.html"
    return render(request, template, context)


@require_GET
def resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    return _page(request, resource_id, LearnedForm())


def _page(request: HttpRequest, resource_id: UUID, form: LearnedForm, status: int = 200) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    sheet = queries.resource_sheet(viewer, resource_id, at=now)
    context: dict[str, Any] = {
        "sheet": sheet,
        "service": sheet.service,
        "organization": sheet.service.organization,
        "row": sheet.row,
        "state_words": queries.say_state(viewer, sheet.row.state) if sheet.row.state.has_hours else "",
        "week": _week(sheet.hours),
        "where": [(one, _week(hours), words) for one, hours, words in sheet.places],
        "form": form,
        "can_keep": can_edit_directory(viewer),
        "corrections": queries.corrections_of(viewer, resource_id),
        "offices_like": _offices_like(viewer, sheet),
        "learned": queries.learned_about_resource(viewer, sheet.service),
    }
    return render(request, "directory/resource.html", context, status=status)


def _offices_like(viewer: Any, sheet: queries.ResourceSheet) -> list[Any]:
    """Offices of the directory that its organization may be."""
    organization = sheet.service.organization
    if organization.office_id or not can_edit_directory(viewer):
        return []
    phone = sheet.row.phone.number if sheet.row.phone else ""
    return [one for one, _ in queries.likely_doubles(viewer, name=organization.name, phone=phone)][:2]


def _week(hours: str) -> list[tuple[str, str]]:
    week = from_text(hours)
    if week is None:
        return [("", hours)]
    return [] if week.is_empty else say_week(week)


@require_http_methods(["GET", "POST"])
def add_resource(request: HttpRequest) -> HttpResponse:
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    form = ResourceForm(request.POST or None, initial={"name": request.GET.get("name", "")[:100]})
    if request.method == "POST" and form.is_valid():
        try:
            service = actions.add_resource(
                actor=request.viewer, now=clock.now(), details=form.details(), id=form.cleaned_data["id"]
            )
            say(request, "Added, for every case.")
            return redirect("directory:resource", service.pk)
        except Invalid as error:
            form.show_problems(error)
    return render(request, "directory/add_resource.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def correct_resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Its facts as they stand, to be corrected where somebody learned otherwise."""
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    viewer, now = request.viewer, clock.now()
    service = queries.get_service(viewer, resource_id)
    facts = queries.facts_of(service, now.astimezone(viewer.time_zone).date())
    form = FactsForm(request.POST or None, facts=facts)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.correct_resource(actor=viewer, now=now, service_id=resource_id, **form.typed())
            say(request, "Kept: your colleagues see it." if found else "Nothing was changed.")
            return redirect("directory:resource", resource_id)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "service": service, "corrections": queries.corrections_of(viewer, resource_id)}
    return render(request, "directory/correct_resource.html", context, status=422 if form.errors else 200)


@require_POST
def take_directorys(request: HttpRequest, resource_fact_id: UUID) -> HttpResponse:
    fact = actions.take_directorys(actor=request.viewer, now=clock.now(), fact_id=resource_fact_id)
    say(request, "It is as the directory says.")
    return redirect("directory:resource", fact.service_id)


@require_POST
def link_office(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """The organization is an office of the directory; without one, it is none."""
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    service = queries.get_service(request.viewer, resource_id)
    actions.link_resource_office(
        actor=request.viewer,
        now=clock.now(),
        organization_id=service.organization_id,
        office_id=parse_id(request.POST.get("office")),
    )
    say(request, "Kept.")
    return redirect("directory:resource", resource_id)


@require_POST
def learn(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    form = LearnedForm(request.POST)
    if form.is_valid():
        try:
            actions.learn_of_resource(
                actor=request.viewer, now=clock.now(), service_id=resource_id, **form.learned()
            )
            say(request, "Kept: your colleagues see it.")
            return redirect("directory:resource", resource_id)
        except Invalid as error:
            form.show_problems(error)
    return _page(request, resource_id, form, status=422)


@require_POST
def settle_note(request: HttpRequest, resource_note_id: UUID) -> HttpResponse:
    note = actions.settle_resource_note(actor=request.viewer, now=clock.now(), note_id=resource_note_id)
    say(request, "It holds no more.")
    return redirect("directory:resource", note.service_id)
