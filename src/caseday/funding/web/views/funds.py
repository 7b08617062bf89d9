"""Funds: the list, one with its use and what waits, setting up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.funding import actions, queries
from caseday.funding.actions import FundTerms
from caseday.funding.permissions import (
    ONLY_LEADS,
    can_approve,
    can_charge,
    can_export_clients,
    can_set_up,
    counts_everything,
)
from caseday.funding.queries.spending import spendings_of, waiting_on, who_approves
from caseday.funding.web.forms import FundForm, UnitForm
from caseday.funding.web.periods import period_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.programs.queries import packs_on
from caseday.ui.toasts import say


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    funds = queries.list_funds(with_ended="ended" in request.GET)
    context = {
        "uses": [queries.use_of(one) for one in funds],
        "can_set_up": can_set_up(request.viewer),
        "with_ended": "ended" in request.GET,
    }
    return render(request, "funding/list.html", context)


@require_GET
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    return render(request, "funding/fund.html", fund_context(request, queries.get_fund(fund_id)))


def fund_context(request: HttpRequest, found: Any) -> dict[str, Any]:
    viewer = request.viewer
    log_sight(request, None)
    period = period_of(request.GET, today(request))
    waiting = queries.open_entries(viewer, found, period.first, period.last)
    spent = spendings_of(viewer, found, period.first, period.last)
    return {
        "fund": found, "period": period, "use": queries.use_of(found),
        "counts": queries.counts_of(viewer, found, period.first, period.last),
        "counts_all": counts_everything(viewer),
        "cases": queries.cases_on(viewer, found),
        "waiting": [one for one in waiting if not one.why_not],
        "left_out": [one for one in waiting if one.why_not],
        "charges": queries.charges_of(viewer, found, period.first, period.last)[:200],
        "spendings": [(one, may_approve(viewer, one)) for one in spent],
        "to_approve": waiting_on(viewer, found),
        "who_approves": who_approves(viewer, spent),
        "can_set_up": can_set_up(viewer) and found.ended_at is None,
        "can_charge": can_charge(viewer) and found.ended_at is None,
        "can_export": can_export_clients(viewer),
    }  # fmt: skip


def may_approve(viewer: Any, one: Any) -> bool:
    return one.waits and can_approve(viewer, one.staff_id)


def today(request: HttpRequest) -> date:
    return clock.now().astimezone(request.viewer.time_zone).date()


@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    require(can_set_up(request.viewer), ONLY_LEADS)
    form = FundForm(request.POST or None, packs=packs_on(today(request)), initial={"from_on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_fund(
                actor=request.viewer, now=clock.now(), terms=form.terms(), id=form.cleaned_data["id"]
            )
            return redirect("funding:fund", made.pk)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, "New fund", reverse("funding:list"))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    found = queries.get_fund(fund_id)
    require(can_set_up(request.viewer), ONLY_LEADS)
    initial = {name: getattr(found, name) for name in FundTerms.__dataclass_fields__}
    form = FundForm(request.POST or None, packs=packs_on(today(request)), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_fund(actor=request.viewer, now=clock.now(), fund_id=fund_id, terms=form.terms())
            return redirect("funding:fund", fund_id)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, f"Change {found.name}", reverse("funding:fund", args=[fund_id]))


@require_POST
def end(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    ended = actions.end_fund(actor=request.viewer, now=clock.now(), fund_id=fund_id)
    say(request, f"{ended.name} has ended. What is on it stays.")
    return redirect("funding:fund", fund_id)


@require_http_methods(["GET", "POST"])
def add_unit(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    found = queries.get_fund(fund_id)
    require(can_set_up(request.viewer), ONLY_LEADS)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_unit(
                actor=request.viewer, now=clock.now(), fund_id=fund_id, terms=form.terms(),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            return redirect("funding:fund", fund_id)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, f"What {found.name} pays for", reverse("funding:fund", args=[fund_id]))


@require_POST
def end_unit(request: HttpRequest, fund_unit_id: UUID) -> HttpResponse:
    unit = actions.end_unit(actor=request.viewer, now=clock.now(), unit_id=fund_unit_id)
    say(request, f"{unit.word} is not charged any more. What is on it stays.")
    return redirect("funding:fund", unit.fund_id)


def _form(request: HttpRequest, form: Any, heading: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "funding/form.html", context, status=422 if form.errors else 200)
