from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.directory import actions
from caseday.directory.permissions import can_edit_directory
from caseday.directory.queries import (
    get_office,
    learned_about,
    office_kinds,
    office_page,
    retired_professionals,
)
from caseday.directory.queries import (
    likely_doubles as find_doubles,
)
from caseday.directory.rules.say_hours import say_briefly
from caseday.directory.web.forms import OfficeForm
from caseday.directory.web.views.shown import back_to_office, office_context, office_url, show_part
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say


@require_GET
def office_list(request: HttpRequest) -> HttpResponse:
    asked: dict[str, Any] = {
        "search": request.GET.get("q", "")[:100].strip(),
        "kind": request.GET.get("kind", "") if request.GET.get("kind", "") in dict(office_kinds()) else "",
        "open_now": bool(request.GET.get("open")),
        "include_retired": bool(request.GET.get("retired")),
    }
    page = office_page(request.viewer, at=clock.now(), after=parse_id(request.GET.get("after")), **asked)
    kept = {
        "q": asked["search"],
        "kind": asked["kind"],
        "open": "1" if asked["open_now"] else "",
        "retired": "1" if asked["include_retired"] else "",
    }
    context = {
        **asked,
        "rows": [(office, state, say_briefly(state)) for office, state in page.rows],
        "next_url": "?" + urlencode({**kept, "after": page.next_after}) if page.next_after else "",
        "open_url": "?" + urlencode({**kept, "open": "" if asked["open_now"] else "1"}),
        "retired_url": "?" + urlencode({**kept, "retired": "" if asked["include_retired"] else "1"}),
        "kinds": office_kinds(),
    }
    return render(request, "directory/_rows.html" if request.htmx else "directory/list.html", context)


@require_GET
def office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    context = office_context(request, office_id)
    context["retired_professionals"] = retired_professionals(request.viewer, context["office"])
    context["learned"] = learned_about(request.viewer, context["office"])
    return render(request, "directory/office.html", context)


def _doubles(request: HttpRequest, values: Any, except_id: UUID | None = None) -> list[Any]:
    return find_doubles(
        request.viewer,
        name=values.get("name", "")[:160],
        phone=values.get("phone", "")[:40],
        line1=values.get("line1", "")[:160],
        postal_code=values.get("postal_code", "")[:10],
        except_id=except_id,
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    if request.method == "GET":
        initial = {"name": request.GET.get("name", "")[:160], "kind": request.GET.get("kind") or "other"}
        return render(request, "directory/add.html", {"form": OfficeForm(initial=initial)})
    form = OfficeForm(request.POST)
    if form.is_valid():
        doubles = [] if request.POST.get("is_another") else _doubles(request, request.POST)
        new_id = form.cleaned_data["id"]
        if doubles and all(office.id != new_id for office, _ in doubles):
            return render(
                request, "directory/add.html", {"form": form, "doubles": doubles, "asks": True}, status=422
            )
        try:
            added = actions.add_office(
                actor=request.viewer,
                now=clock.now(),
                fields=form.office_fields(),
                phone=form.cleaned_data["phone"],
                id=new_id,
            )
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, f"{added.name} is in the directory.")
            return redirect("directory:office", added.id)
    return render(request, "directory/add.html", {"form": form}, status=422)


@require_GET
def likely_doubles(request: HttpRequest) -> HttpResponse:
    """A fragment for any form with the fields name, phone, line1 and postal_code."""
    found = _doubles(request, request.GET, parse_id(request.GET.get("except")))
    return render(request, "directory/_doubles.html", {"doubles": found})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = get_office(request.viewer, office_id)
    require(can_edit_directory(request.viewer), actions.READERS_ASK)
    initial = {name: getattr(office, name) for name in OfficeForm.base_fields if hasattr(office, name)}
    form = OfficeForm(request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_office(
                actor=request.viewer, now=clock.now(), office_id=office_id, fields=form.office_fields()
            )
            say(request, "Saved.")
            return back_to_office(request, office_id, "_facts")
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "office": office}
    return show_part(
        request,
        "directory/_edit.html",
        context,
        title=f"Revise {office.name}",
        back=office_url(office_id),
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def retire(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = actions.retire_office(actor=request.viewer, now=clock.now(), office_id=office_id)
    say(request, f"{office.name} is no longer offered. Cases that name it keep it.")
    return redirect("directory:office", office_id)


@require_POST
def restore(request: HttpRequest, office_id: UUID) -> HttpResponse:
    office = actions.restore_office(actor=request.viewer, now=clock.now(), office_id=office_id)
    say(request, f"{office.name} is used again.")
    return redirect("directory:office", office_id)
