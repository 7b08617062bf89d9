"""Cases and entries on funds."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.cases.queries import cases_by_number, get_case
from caseday.funding import actions, queries
from caseday.funding.permissions import ONLY_WORKERS, can_charge
from caseday.funding.queries.spending import left_for_client, spendings_of_case, who_approves
from caseday.funding.web.forms import ChargeForm, CodeForm, OffForm, PutForm, VoidForm
from caseday.funding.web.periods import period_of
from caseday.funding.web.views.funds import may_approve, today
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say, warn


@require_http_methods(["GET", "POST"])
def put_on(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """A case, by its number."""
    fund = queries.get_fund(fund_id)
    require(can_charge(request.viewer), ONLY_WORKERS)
    form = PutForm(
        request.POST or None, initial={"from_on": max(fund.from_on, today(request).replace(day=1))}
    )
    if request.method == "POST" and form.is_valid():
        found = cases_by_number(request.viewer, form.cleaned_data["number"])
        if len(found) != 1:
            form.add_error(
                "number", "No case in your sight has this number. Type it as it stands on its page."
            )
        elif _put(request, form, fund_id, found[0].pk):
            return redirect("funding:fund", fund_id)
    context = {
        "form": form,
        "heading": f"Put a case on {fund.name}",
        "back": reverse("funding:fund", args=[fund_id]),
    }
    return render(request, "funding/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    log_sight(request, case.pk)
    may = can_charge(request.viewer)
    funds = queries.list_funds()
    form = (
        PutForm(request.POST or None, funds=funds, initial={"from_on": today(request)})
        if may and funds
        else None
    )
    if request.method == "POST":
        require(may, ONLY_WORKERS)
        if (
            form is not None
            and form.is_valid()
            and _put(request, form, parse_id(form.cleaned_data["fund"]), case_id)
        ):
            return redirect("funding:case", case_id)
    spent = spendings_of_case(request.viewer, case)
    context = {
        "case": case, "rows": _with_left(request, case), "form": form, "may": may,
        "charges": queries.charges_of_case(request.viewer, case)[:100],
        "spendings": [(one, may_approve(request.viewer, one)) for one in spent],
        "who_approves": who_approves(request.viewer, spent),
    }  # fmt: skip
    return render(request, "funding/case.html", context, status=422 if form and form.errors else 200)


def _with_left(request: HttpRequest, case: Any) -> list[Any]:
    rows = queries.funds_of_case(request.viewer, case)
    left = left_for_client(rows, today(request))
    return [(row, left.get(row.pk)) for row in rows]


def _put(request: HttpRequest, form: Any, fund_id: Any, case_id: UUID) -> bool:
    try:
        actions.put_case_on_fund(
            actor=request.viewer, now=clock.now(), fund_id=fund_id, case_id=case_id,
            from_on=form.cleaned_data["from_on"], note=form.cleaned_data["note"], id=form.cleaned_data["id"],
        )  # fmt: skip
    except Invalid as error:
        form.show_problems(error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, fund_case_id: UUID) -> HttpResponse:
    row = queries.get_fund_case(request.viewer, fund_case_id)
    require(can_charge(request.viewer), ONLY_WORKERS)
    log_sight(request, row.case_id)
    form = OffForm(request.POST or None, initial={"to_on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_case_off_fund(
                actor=request.viewer,
                now=clock.now(),
                fund_case_id=fund_case_id,
                to_on=form.cleaned_data["to_on"],
            )
            return redirect("funding:case", row.case_id)
        except Invalid as error:
            form.show_problems(error)
    heading = f"Take {row.case.person.called} off {row.fund.name}"
    context = {"form": form, "heading": heading, "back": reverse("funding:case", args=[row.case_id])}
    return render(request, "funding/form.html", context, status=422 if form.errors else 200)


@require_POST
def charge_open(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Everything of the period that can be put on the fund."""
    period = period_of(request.POST, today(request))
    done = actions.charge_open(
        actor=request.viewer, now=clock.now(), fund_id=fund_id, first=period.first, last=period.last
    )
    _tell(request, done)
    return redirect(f"{reverse('funding:fund', args=[fund_id])}?{period.query}")


@require_POST
def charge(request: HttpRequest, fund_id: UUID, activity_id: UUID) -> HttpResponse:
    queries.get_fund(fund_id)
    try:
        done = actions.charge_entry(
            actor=request.viewer, now=clock.now(), fund_id=fund_id, activity_id=activity_id,
            part=_part(request.POST), id=parse_id(request.POST.get("id")),
        )  # fmt: skip
        _tell(request, done)
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
    return redirect(_back(request.POST, request, fund_id))


@require_http_methods(["GET", "POST"])
def charge_as(request: HttpRequest, fund_id: UUID, activity_id: UUID) -> HttpResponse:
    """One entry with its figures as they were counted, to be changed before it is put on."""
    fund = queries.get_fund(fund_id)
    chosen, period = request.GET.get("code", ""), period_of(request.GET, today(request))
    entry = queries.to_charge(request.viewer, fund, activity_id, _part(request.GET), chosen)
    require(can_charge(request.viewer), ONLY_WORKERS)
    log_sight(request, entry.activity.case_id)
    back = _back(request.GET, request, fund_id)
    if queries.present_charge(fund, entry.activity, entry.part):
        say(request, f"The entry is on {fund.name} already.")
        return redirect(back)
    initial = {"units": entry.units or None, "amount": entry.amount}
    form = ChargeForm(request.POST or None, initial=initial)
    form.fields["units"].label = "Miles" if entry.part == "miles" else "Units"
    if request.method == "POST" and form.is_valid() and _charged(request, form, fund_id, entry, chosen):
        return redirect(back)
    codes = CodeForm(codes=queries.code_choices(entry, is_chosen=bool(chosen)), initial={"code": chosen})
    context = {"form": form, "fund": fund, "entry": entry, "back": back, "codes": codes, "period": period}
    return render(request, "funding/charge.html", context, status=422 if form.errors else 200)


@require_GET
def entry(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Beside an entry of the journal, in its place for htmx."""
    found = queries.billing_of(request.viewer, activity_id)
    log_sight(request, found.activity.case_id)
    template = "funding/_entry.html" if request.htmx else "funding/entry.html"
    return render(request, template, {"found": found, "can_charge": can_charge(request.viewer)})


def _charged(request: HttpRequest, form: Any, fund_id: UUID, entry: Any, chosen: str) -> bool:
    try:
        done = actions.charge_entry(
            actor=request.viewer, now=clock.now(), fund_id=fund_id, activity_id=entry.activity.pk,
            part=entry.part, typed=form.typed(chosen), id=form.cleaned_data["id"],
        )  # fmt: skip
    except Invalid as error:
        form.show_problems(error)
        return False
    _tell(request, done)
    return True


def _part(given: Any) -> Any:
    return "miles" if given.get("part") == "miles" else "time"


def _back(given: Any, request: HttpRequest, fund_id: UUID) -> str:
    return f"{reverse('funding:fund', args=[fund_id])}?{period_of(given, today(request)).query}"


def _tell(request: HttpRequest, done: Any) -> None:
    count = len(done.charges)
    if count:
        say(request, f"{count} {'entry' if count == 1 else 'entries'} put on the fund.")
    for text in done.warnings:
        warn(request, f"Nearly used up. {text}")
    if done.refused:
        warn(request, f"{len(done.refused)} not put on. {done.refused[0][1]}")


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    row = queries.get_charge(request.viewer, charge_id)
    require(can_charge(request.viewer), ONLY_WORKERS)
    log_sight(request, row.case_id)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void_charge(
                actor=request.viewer, now=clock.now(), charge_id=charge_id, reason=form.cleaned_data["reason"]
            )
            return redirect("funding:fund", row.fund_id)
        except Invalid as error:
            form.show_problems(error)
    heading = f"Take off {row.fund.name}: {row.units} of {row.unit.word}, {row.case.person.called}"
    context = {"form": form, "heading": heading, "back": reverse("funding:fund", args=[row.fund_id])}
    return render(request, "funding/form.html", context, status=422 if form.errors else 200)
