from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.people import actions
from caseday.people.permissions import can_keep_people
from caseday.people.queries import facts_of, get_person
from caseday.people.rules.duplicates import match_people
from caseday.ui.toasts import say, warn

SHOWN = (
    ("full_name", "Name"), ("preferred_name", "Goes by"), ("former_names", "Former names"),
    ("birth_date", "Birth date"),
    ("language", "Language"), ("gender", "Gender"), ("occupation", "Occupation"),
)  # fmt: skip


@require_GET
def compare(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """The two records side by side, before anything is joined."""
    require(can_keep_people(request.viewer), actions.WORKERS_ASK)
    one, other = get_person(request.viewer, person_id), get_person(request.viewer, other_id)
    phones = [[point.value for point in person.reached_at] for person in (one, other)]
    context = {
        "person": one,
        "other": other,
        "facts": [(label, getattr(one, name), getattr(other, name)) for name, label in SHOWN],
        "match": match_people(facts_of(one, phones[0]), facts_of(other, phones[1])),
    }
    return render(request, "people/compare.html", context)


@require_POST
def merge(request: HttpRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """`person_id` is kept."""
    try:
        done = actions.merge_people(
            actor=request.viewer,
            now=clock.now(),
            keep_id=person_id,
            merge_id=other_id,
            reason=request.POST.get("reason", ""),
            id=parse_id(request.POST.get("id")),
        )
    except Invalid as error:
        warn(request, str(error))
    else:
        say(
            request,
            f"Joined: {done.merged.full_name} is part of this record now.",
            undo_url=f"/people/merges/{done.id}/undo/",
        )
    return redirect("people:person", person_id)


@require_POST
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    undone = actions.undo_merge(actor=request.viewer, now=clock.now(), merge_id=merge_id)
    say(request, f"{undone.merged.full_name} is a record of its own again.")
    return redirect("people:person", undone.kept_id)
