"""The list of cases with its filters, and the type-aheads."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.cases import actions, queries
from caseday.cases.columns import column_for
from caseday.cases.rules import CaseFilter
from caseday.cases.web.forms import FilterForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.programs.queries import packs_on
from caseday.ui.toasts import say, warn


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    wanted = CaseFilter.read(request.GET.dict())
    now = clock.now()
    after = request.GET.get("after", "")
    page = queries.list_cases(
        request.viewer, wanted, now=now, after=after, extras=column_for(request.viewer, now)
    )
    context: dict[str, Any] = {"page": page, "wanted": wanted, "base": _base(wanted)}
    if request.htmx and after:
        return render(request, "cases/_rows.html", context)
    packs = packs_on(now.date())
    workers = [(str(one.pk), one.name) for one in queries.possible_workers()]
    form = FilterForm(initial=vars(wanted), packs=packs, workers=workers)
    context |= {
        "form": form,
        "filters": queries.saved_filters(request.viewer),
        "offers": queries.offers_to(request.viewer),
        "query": wanted.query(),
    }
    return render(request, "cases/list.html", context)


def _base(wanted: CaseFilter) -> str:
    query = wanted.query()
    return f"{reverse('cases:list')}?{query}&" if query else f"{reverse('cases:list')}?"


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    query = CaseFilter.read(dict(_pairs(request.POST.get("query", "")))).query()
    try:
        name = request.POST.get("name", "").replace("\0", "")
        kept = actions.save_filter(actor=request.viewer, now=clock.now(), name=name, query=query)
        say(request, f"Kept as {kept.name}.")
    except Invalid as error:
        warn(request, str(error))
    return redirect(f"{reverse('cases:list')}?{query}")


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[:1000])


@require_POST
def forget_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    actions.forget_filter(actor=request.viewer, now=clock.now(), filter_id=filter_id)
    return redirect("cases:list")


@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Options for a typed name. `list` names the datalist; the other parameter is whichever field asks."""
    values = request.GET.dict()
    name = values.pop("list", "who-options")
    typed = next(iter(values.values()), "")[:120].replace("\0", "")
    known = name if name in _LISTS else "who-options"
    return render(request, "cases/_who.html", {"found": queries.find_who(typed), "list": known})


_LISTS = ("who-options", "referrer-options", "employer-options", "physician-options")


@require_GET
def same_number(request: HttpRequest) -> HttpResponse:
    typed = next(iter(request.GET.values()), "")[:60].replace("\0", "")
    found = queries.cases_with_identifier(request.viewer, typed)
    return render(request, "cases/_overlaps.html", {"overlaps": found})
