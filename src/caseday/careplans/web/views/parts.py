"""Needs, goals, interventions, barriers: added, changed and ended in place."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.careplans import actions, queries
from caseday.careplans.permissions import can_keep_plan
from caseday.careplans.web.forms import FORMS, EndPartForm
from caseday.careplans.web.views.answers import UNPROCESSABLE, form_answer, plan_answer, today_of
from caseday.careplans.web.views.plan import WHO_MAY, form_context, show_clash, to_change
from caseday.cases.queries import parties_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id

_ONE = {"needs": "a need", "goals": "a goal", "interventions": "what is done", "barriers": "a barrier"}
_INITIAL = ("text", "words", "source", "code", "source_id", "need_id", "serves_id", "goal_id", "by_on", "measure",
            "unit", "start_value", "target_value", "who", "who_name", "how_often", "action", "revision")  # fmt: skip


@require_GET
def part(request: HttpRequest, plan_part_id: UUID) -> HttpResponse:
    """Where it stands: in the plan of today, or in one that was ended."""
    found = queries.find_part(request.viewer, plan_part_id)
    if found.plan.ended_at:
        return redirect("careplans:versions", found.plan_id)
    return redirect(f"{reverse('careplans:plan', args=[found.case_id])}#part-{found.pk}")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, care_plan_id: UUID, part: str) -> HttpResponse:
    if part not in FORMS:
        raise Http404
    plan = to_change(request, care_plan_id)
    whole = queries.whole_plan(plan)
    form = FORMS[part](request.POST or None, whole=whole, initial=_asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_part(
                actor=request.viewer, now=clock.now(), care_plan_id=plan.pk, part=part, values=form.typed(),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            return plan_answer(request, plan.case_id)
        except Invalid as error:
            form.show_problems(error)
    slot = _slot(request, part)
    context = form_context(request, plan, form, f"Add {_ONE[part]}", "Add", slot=slot)
    context |= _offered(part, plan) | {"from_file": _from_file(request, part, plan)}
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What a link puts in: the goal or need it stands beside, a text from an assessment or a goal of the case."""
    return {name: value for name, value in request.GET.dict().items() if name in _INITIAL}


def _slot(request: HttpRequest, part: str) -> str:
    """Where the form stands: below its goal or need, else at the end of the plan."""
    beside = parse_id(request.GET.get("goal_id") or request.GET.get("need_id"))
    return f"new-{part}-{beside}" if beside else f"new-{part}"


def _offered(part: str, plan: Any) -> dict[str, Any]:
    """Names to choose from, where somebody does something; codes, where something is a diagnosis."""
    if part == "interventions":
        return {"people": sorted({one.shown_name for one in parties_of(plan.case)})}
    return {"has_diagnoses": part == "needs"}


_SUGGESTED = {"needs": queries.suggested_needs, "goals": queries.suggested_goals}


def _from_file(request: HttpRequest, part: str, plan: Any) -> list[dict[str, str]]:
    """What the file knows already, as links that put it into the form."""
    if part not in _SUGGESTED:
        return []
    beside = {name: value for name, value in request.GET.items() if name == "need_id"}
    return [
        {
            "label": one.label,
            "text": one.values["text"],
            "url": f"{request.path}?{urlencode(one.values | beside)}",
        }
        for one in _SUGGESTED[part](plan)
    ]


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, part: str, plan_part_id: UUID) -> HttpResponse:
    item = item_to_change(request, part, plan_part_id)
    whole = queries.whole_plan(item.plan)
    form = FORMS[part](request.POST or None, whole=whole, initial=_values(item))
    clashing: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_part(
                actor=request.viewer, now=clock.now(), part=part, part_id=item.pk, values=form.typed(),
                based_on=form.cleaned_data["revision"],
            )  # fmt: skip
            return plan_answer(request, item.case_id)
        except actions.Changed as error:
            clashing = show_clash(form, error)
        except Invalid as error:
            form.show_problems(error)
    context = form_context(
        request, item.plan, form, f"Change {_ONE[part]}", "Save", slot=f"part-{item.pk}",
        endings=_endings(part, item),
    )  # fmt: skip
    context |= {"clash": clashing, "keep": f"plan-part-{item.pk}", "version": item.revision}
    return form_answer(
        request, context | _offered(part, item.plan), status=UNPROCESSABLE if form.errors else 200
    )


def _values(item: Any) -> dict[str, Any]:
    found = {name: getattr(item, name) for name in _INITIAL if hasattr(item, name)}
    for name in ("start_value", "target_value"):
        if name in found:
            found[name] = queries.amount_words(found[name])
    return found


def _endings(part: str, item: Any) -> list[dict[str, str]]:
    word = "Reached or given up" if part == "goals" else "Done or given up"
    return [{"word": word, "url": reverse("careplans:end_part", args=[part, item.pk])}]


def item_to_change(request: HttpRequest, part: str, part_id: UUID) -> Any:
    item = queries.get_part(request.viewer, part, part_id)
    require(can_keep_plan(request.viewer, item.plan), WHO_MAY)
    return item


@require_http_methods(["GET", "POST"])
def end_part(request: HttpRequest, part: str, plan_part_id: UUID) -> HttpResponse:
    item = item_to_change(request, part, plan_part_id)
    form = EndPartForm(request.POST or None, initial={"ended_on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.end_part(
                actor=request.viewer, now=clock.now(), part=part, part_id=item.pk, is_met=said["is_met"] == "yes",
                result=said["result"], ended_on=said["ended_on"],
            )  # fmt: skip
            return plan_answer(request, item.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = form_context(
        request, item.plan, form, f"What came of: {item.text}", "Keep", slot=f"part-{item.pk}"
    )
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def reopen_part(request: HttpRequest, part: str, plan_part_id: UUID) -> HttpResponse:
    item = actions.reopen_part(actor=request.viewer, now=clock.now(), part=part, part_id=plan_part_id)
    return plan_answer(request, item.case_id)
