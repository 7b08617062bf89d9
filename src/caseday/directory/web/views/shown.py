"""How a part of a page is answered: alone to htmx, inside a page to a browser without it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from caseday.directory.queries import (
    get_office,
    masks_of,
    open_state_of,
    retired_professionals,
    say_state,
)
from caseday.directory.rules.week import from_text, say_week
from caseday.kernel import clock
from caseday.programs.queries import known_packs
from caseday.programs.rules import Kind, word_of


def show_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, title: str, back: str, status: int = 200
) -> HttpResponse:
    """`template` is the fragment; `back` the address of the page that it belongs to."""
    begin_in(context.get("form"))
    if request.htmx:
        return render(request, template, {**context, "back": back}, status=status)
    page = {**context, "part": template, "title": title, "back": back}
    return render(request, "directory/part_page.html", page, status=status)


def begin_in(form: Any) -> None:
    """Fresh forms take the focus to their first field; refused ones lead to what is wrong by themselves."""
    if form is not None and not form.is_bound:
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True


def office_context(request: HttpRequest, office_id: Any) -> dict[str, Any]:
    viewer, now = request.viewer, clock.now()
    office = get_office(viewer, office_id)
    state = open_state_of(viewer, office, now)
    week = from_text(office.opening_hours)
    kinds = number_kinds()
    return {
        "office": office,
        "state": state,
        "state_words": say_state(viewer, state),
        "week_rows": say_week(week) if week and not week.is_empty else [],
        "is_raw": week is None,
        "masks": [(one, word_of(kinds, one.kind)) for one in masks_of(viewer, office_id)],
    }


def number_kinds() -> tuple[Kind, ...]:
    """The kinds of numbers of all programs, each once."""
    found = {kind.slug: kind for pack in known_packs() for kind in pack.identifier_kinds}
    return tuple(found.values())


def back_to_office(request: HttpRequest, office_id: Any, part: str) -> HttpResponse:
    """After a change: the part of the page anew, or the page."""
    if not request.htmx:
        return redirect("directory:office", office_id)
    context = office_context(request, office_id)
    if part == "_professionals":
        context["retired_professionals"] = retired_professionals(request.viewer, context["office"])
    return render(request, f"directory/{part}.html", {**context, "is_swap": True})


def office_url(office_id: Any) -> str:
    return reverse("directory:office", args=[office_id])
