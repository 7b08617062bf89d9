from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.people import actions
from caseday.people.permissions import can_keep_people
from caseday.people.queries import duplicates_of, get_person, people_page
from caseday.people.queries import likely_duplicates as find_duplicates
from caseday.people.web.forms import NamesForm, NeedsForm, NewPersonForm
from caseday.people.web.views.shown import back_to_person, show_part, whole_context
from caseday.ui.toasts import say


@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    page = people_page(request.viewer, search=search, after=parse_id(request.GET.get("after")))
    next_url = "?" + urlencode({"q": search, "after": page.next_after}) if page.next_after else ""
    context = {
        "rows": page.rows,
        "search": search,
        "next_url": next_url,
        "can_keep": can_keep_people(request.viewer),
    }
    return render(request, "people/_rows.html" if request.htmx else "people/list.html", context)


@require_GET
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    context = whole_context(request, person_id)
    if context["can_keep"]:
        context["duplicates"] = duplicates_of(request.viewer, context["person"])
    return render(request, "people/person.html", context)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _duplicates(request: HttpRequest, values: Any) -> list[Any]:
    except_id = parse_id(values.get("except") or values.get("id"))
    return find_duplicates(
        request.viewer,
        given_name=values.get("given_name", ""),
        family_name=values.get("family_name", ""),
        birth_date=_date(values.get("birth_date", "")),
        phone=values.get("phone", "")[:40],
        except_ids=[except_id] if except_id else [],
    )


@require_GET
def likely_duplicates(request: HttpRequest) -> HttpResponse:
    """A fragment for any form with the fields given_name, family_name, birth_date, phone (and id or except)."""
    return render(request, "people/_duplicates.html", {"duplicates": _duplicates(request, request.GET)})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require(can_keep_people(request.viewer), actions.WORKERS_ASK)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        duplicates = [] if request.POST.get("is_another") else _duplicates(request, request.POST)
        if any(one.match.is_likely for one in duplicates):
            context = {"form": form, "duplicates": duplicates, "asks": True}
            return render(request, "people/add.html", context, status=422)
        try:
            added = actions.add_person(
                actor=request.viewer,
                now=clock.now(),
                fields=form.person_fields(),
                phone=form.cleaned_data["phone"],
                id=form.cleaned_data["id"],
            )
        except Invalid as error:
            form.show_problems(error)
        else:
            say(request, f"{added.full_name} is entered.")
            return redirect("people:person", added.id)
    return render(request, "people/add.html", {"form": form}, status=422 if form.is_bound else 200)


def _edit(request: HttpRequest, person_id: UUID, form_class: Any, part: str, title: str) -> HttpResponse:
    person = get_person(request.viewer, person_id)
    require(can_keep_people(request.viewer), actions.WORKERS_ASK)
    initial = {name: getattr(person, name) for name in form_class.base_fields if name != "id"}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_person(
                actor=request.viewer, now=clock.now(), person_id=person_id, fields=form.part_fields()
            )
            say(request, "Saved.")
            return back_to_person(request, person_id, part)
        except Invalid as error:
            form.show_problems(error)
    context = {
        "form": form,
        "person": person,
        "part_id": f"person-{part}",
        "legend": title,
        "url": request.path,
    }
    return show_part(
        request,
        "people/_part_form.html",
        context,
        title=title,
        person_id=person_id,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def edit_names(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _edit(request, person_id, NamesForm, "names", "Names and birth date")


@require_http_methods(["GET", "POST"])
def edit_needs(request: HttpRequest, person_id: UUID) -> HttpResponse:
    return _edit(request, person_id, NeedsForm, "needs", "Language and needs")
