"""Money spent on a client: recorded, approved, taken back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.documents.queries import documents_of_case
from caseday.funding import actions, queries
from caseday.funding.permissions import ONLY_WORKERS, can_charge
from caseday.funding.queries.spending import (
    asked_of_money,
    get_spending,
    get_spending_to_approve,
    spent_on_client,
)
from caseday.funding.web.forms import SpendForm, VoidForm
from caseday.funding.web.views.funds import today
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.words import dollars
from caseday.ui.toasts import say, warn

_NAMES = {"office_id": "where", "document_id": "document"}


@require_http_methods(["GET", "POST"])
def spend(request: HttpRequest, fund_case_id: UUID) -> HttpResponse:
    row = queries.get_fund_case(request.viewer, fund_case_id)
    require(can_charge(request.viewer), ONLY_WORKERS)
    log_sight(request, row.case_id)
    form = SpendForm(
        request.POST or None,
        papers=documents_of_case(request.viewer, row.case_id),
        asked=asked_of_money(row.fund),
        initial={"on": today(request)},
    )
    if request.method == "POST" and form.is_valid() and _spend(request, form, fund_case_id):
        return redirect("funding:case", row.case_id)
    context = {
        "form": form, "row": row, "use": queries.use_of(row.fund),
        "client": spent_on_client(row.fund, row.case.person_id, today(request)),
        "back": reverse("funding:case", args=[row.case_id]),
    }  # fmt: skip
    return render(request, "funding/spend.html", context, status=422 if form.errors else 200)


def _spend(request: HttpRequest, form: SpendForm, fund_case_id: UUID) -> bool:
    try:
        done = actions.record_spending(
            actor=request.viewer, now=clock.now(), fund_case_id=fund_case_id, terms=form.terms(),
            id=form.cleaned_data["id"],
        )  # fmt: skip
    except Invalid as error:
        form.show_problems({_NAMES.get(name, name): text for name, text in error.problems.items()})
        return False
    waits = " It waits for a supervisor or administrator to approve it." if done.spending.waits else ""
    say(request, f"{dollars(done.spending.amount)} recorded.{waits}")
    for text in done.warnings:
        warn(request, f"Nearly used up. {text}")
    return True


@require_POST
def approve(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    one = get_spending_to_approve(request.viewer, spending_id)
    try:
        actions.approve_spending(actor=request.viewer, now=clock.now(), spending_id=spending_id)
        say(request, f"{dollars(one.amount)} approved.")
    except Invalid as error:
        warn(request, str(error))
    if request.viewer.is_administrator:
        return redirect("funding:fund", one.fund_id)
    return redirect("funding:case", one.case_id)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, spending_id: UUID) -> HttpResponse:
    one = get_spending(request.viewer, spending_id)
    require(can_charge(request.viewer), ONLY_WORKERS)
    log_sight(request, one.case_id)
    form = VoidForm(request.POST or None)
    form.fields["reason"].label = "Why is it taken back?"
    if request.method == "POST" and form.is_valid():
        actions.void_spending(
            actor=request.viewer, now=clock.now(), spending_id=spending_id, **form.cleaned_data
        )
        return redirect("funding:case", one.case_id)
    context = {
        "form": form, "heading": f"Take back {dollars(one.amount)} of {one.fund.name}, {one.case.person.called}",
        "back": reverse("funding:case", args=[one.case_id]),
    }  # fmt: skip
    return render(request, "funding/form.html", context, status=422 if form.errors else 200)
