"""One entry of the journal: shown, corrected, voided."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.journal.actions import correct_activity, void_activity
from caseday.journal.actions import learn_hours as note_heard_hours
from caseday.journal.permissions import can_change
from caseday.journal.queries import (
    get_activity,
    notes_of,
    open_draft_of,
    promises_of,
    with_words,
)
from caseday.journal.web.choices import correction_form
from caseday.journal.web.forms import VoidForm
from caseday.journal.web.sections import sections_of
from caseday.journal.web.views.capture import captured_context, chips_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn


@require_GET
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    entry = get_activity(request.viewer, activity_id)
    log_sight(request, entry.case_id)
    return render(request, "journal/activity.html", _context(request, entry))


def _context(request: HttpRequest, entry: Any) -> dict[str, Any]:
    notes = notes_of(request.viewer, entry.pk)
    return {
        "activity": entry,
        "chips": chips_of(entry),
        "with_words": with_words(entry),
        "notes": [{"note": note, "sections": sections_of(note)} for note in notes],
        "has_note": bool(notes),
        "draft": open_draft_of(request.viewer, entry.pk) if request.viewer.staff_id else None,
        "promises": promises_of(entry.pk),
        "can_change": can_change(request.viewer, entry) and not entry.voided_at,
        "write_url": f"{reverse('journal:write_up')}?activity={entry.pk}",
    }


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    entry = get_activity(request.viewer, activity_id)
    require(
        can_change(request.viewer, entry),
        "Only who did it, a stand-in or a supervisor can change this entry.",
    )
    log_sight(request, entry.case_id)
    form = correction_form(request, entry, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_activity(
                actor=request.viewer, now=clock.now(), activity_id=entry.pk, happened=form.happened(entry),
                reason=form.cleaned_data.get("reason", ""),
            )  # fmt: skip
            return _corrected(request, entry.pk)
        except Invalid as error:
            form.show_problems(_by_field(error))
    status = 422 if form.is_bound else 200
    if request.htmx:
        # What is refused comes back into the place of the form, not of the whole answer.
        answer = render(request, "journal/_correct.html", {"form": form, "activity": entry}, status=status)
        return (
            reswap(retarget(answer, "[data-captured] details > div"), "innerHTML")
            if form.is_bound
            else answer
        )
    return render(request, "journal/correct.html", {"form": form, "activity": entry}, status=status)


def _by_field(error: Invalid) -> dict[str, str]:
    return {name.removesuffix("_id"): text for name, text in error.problems.items()}


def _corrected(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    say(request, "Corrected.")
    if request.htmx:
        return render(
            request,
            "journal/_captured.html",
            captured_context(request, get_activity(request.viewer, activity_id)),
        )
    return redirect("journal:activity", activity_id)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    entry = get_activity(request.viewer, activity_id)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_activity(
                actor=request.viewer,
                now=clock.now(),
                activity_id=entry.pk,
                reason=form.cleaned_data["reason"],
            )
            say(request, "Voided. It stays readable and counts nowhere.")
            return redirect("journal:activity", entry.pk)
        except Invalid as error:
            form.show_problems(error)
    return render(
        request, "journal/void.html", {"form": form, "activity": entry}, status=422 if form.errors else 200
    )


@require_POST
def learn_hours(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    try:
        office = note_heard_hours(actor=request.viewer, now=clock.now(), activity_id=activity_id)
        say(request, f"Hours of {office.name} noted; they serve every case.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return HttpResponse("") if request.htmx else redirect("journal:activity", activity_id)
