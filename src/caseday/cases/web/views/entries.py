"""Parties, numbers, conditions, dates, goals, first contacts: shown, added, changed, ended in place."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from caseday.cases import queries
from caseday.cases.web.forms import PlainForm
from caseday.cases.web.parts import PARTS, Part
from caseday.cases.web.views.answers import UNPROCESSABLE, answer, case_context, done
from caseday.kernel import clock
from caseday.kernel.errors import Invalid

_ITEMS = {
    "parties": queries.parties_of,
    "identifiers": queries.identifiers_of,
    "conditions": queries.conditions_of,
    "key_dates": queries.key_dates_of,
    "goals": queries.goals_of,
    "first_contacts": queries.first_contacts_of,
}


@require_GET
def part_card(request: HttpRequest, case_id: UUID, part: str) -> HttpResponse:
    _part(part)
    case = queries.get_case(request.viewer, case_id)
    context = case_context(request, case, queries.pack_of(case))
    context |= {part: _ITEMS[part](case), "now": clock.now()}
    if part == "identifiers":
        context["wrong_holders"] = queries.wrong_holders(case)
    if part == "identifiers" and (added := request.GET.get("added")):
        context["overlaps"] = queries.cases_with_identifier(request.viewer, added, besides=case.pk)
    return answer(request, f"cases/_{part}.html", context)


@require_http_methods(["GET", "POST"])
def add_entry(request: HttpRequest, case_id: UUID, part: str) -> HttpResponse:
    chosen = _part(part)
    if chosen.form is None or chosen.add is None:
        raise Http404
    case = queries.get_case(request.viewer, case_id)
    pack = queries.pack_of(case)
    posted = request.POST if request.method == "POST" else None
    form = chosen.form(posted, pack=pack, prefix=part, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            chosen.add(request.viewer, clock.now(), case.pk, form.cleaned_data)
            return _saved(request, case_id, part, form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, case, part, form, f"Add {chosen.entry}", "Add")


@require_http_methods(["GET", "POST"])
def change_entry(request: HttpRequest, case_id: UUID, part: str, item_id: UUID) -> HttpResponse:
    chosen = _part(part)
    if chosen.form is None or chosen.change is None:
        raise Http404
    item = _item(request, case_id, part, item_id)
    pack = queries.pack_of(item.case)
    form = chosen.form(
        request.POST if request.method == "POST" else None,
        pack=pack,
        prefix=part,
        initial=chosen.initial_of(item),
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen.change(request.viewer, clock.now(), item_id, form.cleaned_data)
            return _saved(request, case_id, part, form.cleaned_data)
        except Invalid as error:
            form.show_problems(error)
    endings = [
        {"word": step.word, "url": reverse("cases:end", args=[case_id, part, item_id, name])}
        for name, step in chosen.endings.items()
    ]
    return _form(request, item.case, part, form, f"Change {chosen.entry}", "Save", endings)


@require_http_methods(["GET", "POST"])
def end_entry(request: HttpRequest, case_id: UUID, part: str, item_id: UUID, ending: str) -> HttpResponse:
    step = _part(part).endings.get(ending)
    if step is None:
        raise Http404
    item = _item(request, case_id, part, item_id)
    form = (step.form or PlainForm)(request.POST if request.method == "POST" else None, prefix=part)
    if request.method == "POST" and form.is_valid():
        try:
            step.act(request.viewer, clock.now(), item_id, form.cleaned_data)
            return _saved(request, case_id, part, {})
        except Invalid as error:
            form.show_problems(error)
    return _form(request, item.case, part, form, f"{step.word}: {_shown(item)}", step.word)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Http404
    return PARTS[name]


def _item(request: HttpRequest, case_id: UUID, part: str, item_id: UUID) -> Any:
    item = queries.get_part(request.viewer, part, item_id)
    if item.case_id != case_id:
        raise Http404
    return item


def _shown(item: Any) -> str:
    return getattr(item, "shown_name", "") or str(item)


def _saved(request: HttpRequest, case_id: UUID, part: str, cleaned: Any) -> HttpResponse:
    url = reverse("cases:part", args=[case_id, part])
    added = f"?added={cleaned['value']}" if part == "identifiers" and cleaned else ""
    return done(request, url + added, case_id, part)


def _form(
    request: HttpRequest, case: Any, part: str, form: Any, title: str, submit: str, endings: Any = ()
) -> HttpResponse:
    context = case_context(request, case, queries.pack_of(case))
    context |= {"form": form, "form_title": title, "submit": submit, "part": part, "action": request.path}
    context |= {"cancel": reverse("cases:part", args=[case.pk, part]), "endings": endings}
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return answer(request, "cases/_form.html", context, status=status)
