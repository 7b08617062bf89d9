"""Work status: the timeline, and what the employer offers. A new one is taken down in the case file, with its paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.permissions import require
from caseday.cases import actions, queries
from caseday.cases.permissions import can_work_on
from caseday.cases.web.forms import ReasonForm
from caseday.cases.web.views.answers import UNPROCESSABLE, case_context
from caseday.cases.web.work_forms import DutyAnswerForm, DutyOfferForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say

_WHO_MAY = "Only case managers and supervisors change cases."


def _today(request: HttpRequest) -> Any:
    return clock.now().astimezone(request.viewer.time_zone).date()


@require_GET
def work_status(request: HttpRequest, case_id: UUID) -> HttpResponse:
    page = queries.work_status_page(request.viewer, case_id, today=_today(request))
    context = case_context(request, page.case, queries.pack_of(page.case))
    words = [(one, queries.restrictions_in_words(one)) for one in page.statuses]
    lanes = _lanes(page)
    drawn = {"page": page, "rows": words, "lanes": lanes, "height": 30 * len(lanes) + 24}
    drawn["injured_on"] = queries.injured_on(page.case)
    return render(request, "cases/work_status.html", context | drawn)


_LANES = {"off": "Off work", "modified": "Modified", "full": "Full duty", "mmi": "MMI"}


def _lanes(page: queries.WorkStatusPage) -> list[dict[str, Any]]:
    """A lane for each kind that was used, with its bars; places in pixels from the top."""
    used = [kind for kind in _LANES if any(one.kind == kind for one in page.statuses)]
    lanes: list[dict[str, Any]] = [
        {
            "kind": kind,
            "word": _LANES[kind],
            "top": 30 * place + 3,
            "bars": [bar for bar in page.line.bars if bar.spell.kind == kind],
        }
        for place, kind in enumerate(used)
    ]
    if page.line.marks:
        lanes.append({"word": "Offers", "top": 30 * len(lanes) + 3, "marks": page.line.marks})
    return lanes


@require_http_methods(["GET", "POST"])
def void_work_status(request: HttpRequest, work_status_id: UUID) -> HttpResponse:
    status = queries.get_work_status(request.viewer, work_status_id)
    case = _to_change(request, status.case_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.void_work_status(
            actor=request.viewer, now=clock.now(), work_status_id=work_status_id, reason=reason
        )
        return _kept(request, case.pk, "It does not count any more.")
    return _form(request, case, form, "cases/work_form.html", f"Does not count: {status}", "Void")


@require_http_methods(["GET", "POST"])
def offer_duty(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = _to_change(request, case_id)
    statuses = queries.work_statuses_of(request.viewer, case_id)
    initial = {"offered_on": _today(request), "work_status_id": str(statuses[0].pk) if statuses else ""}
    form = DutyOfferForm(
        request.POST if request.method == "POST" else None, statuses=statuses, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_duty(actor=request.viewer, now=clock.now(), case_id=case_id, **_offer_of(form))
            return _kept(request, case_id, "Offer kept.")
        except Invalid as error:
            form.show_problems(error)
    return _form(request, case, form, "cases/work_form.html", "What the employer offers", "Keep the offer")


def _offer_of(form: DutyOfferForm) -> dict[str, Any]:
    chosen = form.cleaned_data["work_status_id"]
    return {**form.cleaned_data, "work_status_id": UUID(chosen) if chosen else None}


@require_http_methods(["GET", "POST"])
def answer_duty(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    offer = queries.get_duty_offer(request.viewer, offer_id)
    case = _to_change(request, offer.case_id)
    form = DutyAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_offer(
                actor=request.viewer, now=clock.now(), offer_id=offer_id, **form.cleaned_data
            )
            return _kept(request, case.pk, "Answer kept.")
        except Invalid as error:
            form.show_problems(error)
    return _form(request, case, form, "cases/work_form.html", f"The offer: {offer.text}", "Keep the answer")


def _to_change(request: HttpRequest, case_id: UUID) -> Any:
    case = queries.get_case(request.viewer, case_id)
    require(can_work_on(request.viewer, case), _WHO_MAY)
    return case


def _kept(request: HttpRequest, case_id: UUID, words: str) -> HttpResponse:
    say(request, words)
    return redirect("cases:work_status", case_id)


def _form(request: HttpRequest, case: Any, form: Any, template: str, title: str, submit: str) -> HttpResponse:
    context = {"case": case, "form": form, "form_title": title, "submit": submit}
    return render(request, template, context, status=UNPROCESSABLE if form.is_bound and form.errors else 200)
