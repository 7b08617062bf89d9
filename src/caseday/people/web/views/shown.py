"""How a part of the person page is answered: alone to htmx, inside a page to a browser without it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from caseday.kernel import clock
from caseday.people.permissions import asks_ssn, can_keep_people, reads_closely
from caseday.people.queries import get_person, merges_into, person_history
from caseday.people.rules.contact import LANGUAGES, age_on, is_good_time


def person_context(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    person = get_person(request.viewer, person_id)
    local = clock.now().astimezone(request.viewer.time_zone)
    for point in person.reached_at:
        point.is_good_now = is_good_time(point.best_from, point.best_to, local.time())
        point.consents = _consents(point)
    return {
        "person": person,
        "age": age_on(person.birth_date, local.date()) if person.birth_date else None,
        "language": LANGUAGES.get(person.language, person.language),
        "can_keep": can_keep_people(request.viewer) and person.merged_into_id is None,
        # Called by the templates that show it.
        "asks_ssn": lambda: asks_ssn(request.viewer, person),
        # On a tap that writes to the access log, which auditors, who only read, cannot do.
        "may_show_ssn": lambda: (
            can_keep_people(request.viewer)
            and bool(person.ssn_last4)
            and reads_closely(request.viewer, person.pk)
        ),
    }


def _consents(point: Any) -> list[tuple[str, str]]:
    """Chips: the kind says how it looks, the word says what it is."""
    kinds = {"granted": "ver", "declined": "stop", "unknown": "muted"}
    asked = (
        [("email", point.email_consent)]
        if point.system == "email"
        else [("calls", point.call_consent), ("texts", point.text_consent)]
    )
    words = {"granted": "yes", "declined": "no", "unknown": "not asked"}
    return [
        (kinds.get(consent, "muted"), f"{what}: {words.get(consent, consent)}") for what, consent in asked
    ]


def show_part(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    person_id: UUID,
    status: int = 200,
) -> HttpResponse:
    back = reverse("people:person", args=[person_id])
    form = context["form"]
    if not form.is_bound:
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    if request.htmx:
        return render(request, template, {**context, "back": back}, status=status)
    page = {**context, "part": template, "title": title, "back": back}
    return render(request, "people/part_page.html", page, status=status)


def back_to_person(request: HttpRequest, person_id: UUID, part: str) -> HttpResponse:
    """After a change: the part of the page anew, or the page."""
    if not request.htmx:
        return redirect("people:person", person_id)
    return render(request, f"people/_{part}.html", {**person_context(request, person_id), "is_swap": True})


def whole_context(request: HttpRequest, person_id: UUID) -> dict[str, Any]:
    context = person_context(request, person_id)
    context["history"] = person_history(request.viewer, context["person"])
    context["merges"] = merges_into(request.viewer, context["person"])
    return context
