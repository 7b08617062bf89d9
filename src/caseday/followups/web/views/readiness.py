"""Is everything set? The checklist of a surgery, on the screen, with one thumb, and on one sheet of paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import require
from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.queries import CHANNELS
from caseday.followups.rules import left_words
from caseday.followups.web.readiness_forms import HOW, ConfirmForm, HowForm, LineForm, PlaceForm, ReasonForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say, warn

_UNPROCESSABLE = 422


@require_GET
def readiness(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return render(request, "followups/readiness.html", _context(request, request_id))


def _context(request: HttpRequest, request_id: UUID, form: LineForm | None = None) -> dict[str, Any]:
    sheet = queries.readiness_sheet(request.viewer, request_id, now=clock.now())
    return {
        "sheet": sheet,
        "asked": sheet.request,
        "case": sheet.request.case,
        "day": sheet.request.appointment,
        "left": left_words(sheet.left),
        "form": form or LineForm(),
        "channels": CHANNELS,
        "how": HOW,
        "may_change": can_promise(request.viewer),
    }


@require_POST
def start_checklist(request: HttpRequest, request_id: UUID) -> HttpResponse:
    try:
        drawn = actions.start_checklist(actor=request.viewer, now=clock.now(), request_id=request_id)
        say(request, f"{len(drawn)} lines to confirm." if drawn else "It is complete already.")
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect("followups:readiness", request_id)


@require_POST
def add_line(request: HttpRequest, request_id: UUID) -> HttpResponse:
    require(can_promise(request.viewer), actions.ONLY_WORKERS)
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            actions.add_line(
                actor=request.viewer, now=clock.now(), request_id=request_id, **form.cleaned_data
            )
            return redirect("followups:readiness", request_id)
        except Invalid as error:
            form.show_problems(error)
    context = _context(request, request_id, form)
    return render(request, "followups/readiness.html", context, status=_UNPROCESSABLE)


@require_POST
def confirm_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, ConfirmForm(request.POST), actions.confirm_line, "Said, not verified.")


@require_POST
def verify_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, HowForm(request.POST), actions.verify_line, "Verified.")


@require_POST
def unconfirm_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, ReasonForm(request.POST), actions.unconfirm_line, "Open again.")


@require_POST
def line_not_needed(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, ReasonForm(request.POST), actions.mark_not_needed, "Not needed.")


@require_POST
def line_needed(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, None, actions.mark_needed, "Needed again.")


@require_POST
def move_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    return _changed(request, line_id, PlaceForm(request.POST), actions.move_line, "")


def _changed(request: HttpRequest, line_id: UUID, form: Any, change: Any, said: str) -> HttpResponse:
    """Does one thing with one line, and goes back to it."""
    require(can_promise(request.viewer), actions.ONLY_WORKERS)
    row = queries.get_line(request.viewer, line_id)
    try:
        values = _values(form)
        change(actor=request.viewer, now=clock.now(), line_id=line_id, **values)
        if said:
            say(request, f"{row.word}: {said}")
    except Invalid as error:
        warn(request, f"{row.word}: {' '.join(error.problems.values())}")
    return redirect(f"{reverse('followups:readiness', args=[row.request_id])}#line-{row.pk}")


def _values(form: Any) -> dict[str, Any]:
    if form is None:
        return {}
    if not form.is_valid():
        raise Invalid({name: " ".join(texts) for name, texts in form.errors.items()})
    return dict(form.cleaned_data)
