"""Break the glass, and its review."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from caseday.access.actions import break_glass, close_glass, review_glass_break
from caseday.access.lookups import case_labels
from caseday.access.permissions import can_break_glass, can_review_access, require
from caseday.access.queries import glass_breaks_to_review, open_glass_breaks
from caseday.access.sight import log_sight
from caseday.access.web.forms import GlassForm, ReviewForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


def break_the_glass(request: HttpRequest) -> HttpResponse:
    require(
        can_break_glass(request.viewer),
        "Case managers and supervisors open cases in an emergency. Ask one of them.",
    )
    form = GlassForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            glass = break_glass(actor=request.viewer, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
        else:
            log_sight(request, glass.case_id)
            say(request, "The case is open to you for four hours. Your supervisor sees that you opened it.")
            return HttpResponseRedirect(case_url(glass.case_id))
    opened = open_glass_breaks(request.viewer, now=clock.now())
    labels = case_labels(one.case_id for one in opened)
    rows = [
        {"glass": one, "label": labels.get(one.case_id, "case"), "url": case_url(one.case_id)}
        for one in opened
    ]
    return render(
        request, "access/glass.html", {"form": form, "rows": rows}, status=422 if form.errors else 200
    )


def review_list(request: HttpRequest) -> HttpResponse:
    require(
        can_review_access(request.viewer), "Supervisors, administrators and auditors see who broke the glass."
    )
    return _review_page(request, ReviewForm(), None)


@require_POST
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _review_page(request, form, glass_id, status=422)
    review_glass_break(
        actor=request.viewer, now=clock.now(), glass_id=glass_id, note=form.cleaned_data["note"]
    )
    say(request, "Reviewed.")
    return HttpResponseRedirect(reverse("access:glass_review"))


@require_POST
def close(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    close_glass(actor=request.viewer, now=clock.now(), glass_id=glass_id)
    say(request, "The case is closed to you again.")
    return HttpResponseRedirect(reverse("access:glass"))


def _review_page(
    request: HttpRequest, form: ReviewForm, glass_id: UUID | None, status: int = 200
) -> HttpResponse:
    breaks = glass_breaks_to_review(request.viewer)
    labels = case_labels(one.case_id for one in breaks)
    rows = [{"glass": one, "label": labels.get(one.case_id, str(one.case_id))} for one in breaks]
    context = {"rows": rows, "form": form, "glass_id": glass_id, "may_review": not request.viewer.is_auditor}
    return render(request, "access/glass_review.html", context, status=status)


def case_url(case_id: UUID) -> str:
    try:
        return reverse("casefile:case", args=[case_id])
    except NoReverseMatch:
        return "/"
