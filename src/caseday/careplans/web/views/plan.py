"""The plan on one page: begun, described, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.careplans import actions, queries
from caseday.careplans.permissions import can_keep_plan
from caseday.careplans.web.forms import AboutForm, EndPlanForm
from caseday.careplans.web.views.answers import (
    UNPROCESSABLE,
    case_context,
    form_answer,
    plan_answer,
    plan_context,
    today_of,
)
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id
from caseday.ui.toasts import say

WHO_MAY = "Only case managers and supervisors change plans. Ask whoever works on the case."


@require_GET
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = queries.current_plan(request.viewer, case_id)
    if found is None:
        return _not_begun(request, case_id)
    context = plan_context(request, found)
    if request.htmx:
        return render(request, "careplans/_plan.html", context)
    context["ended"] = [one for one in queries.plans_of_case(found.case) if one.ended_at]
    return render(request, "careplans/plan.html", context)


def _not_begun(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    zone = request.viewer.time_zone
    practice = queries.practice_of(case, today_of(request), zone)
    started = queries.started_on(case, practice.starts, zone) if practice.starts else None
    context = case_context(request, case) | {
        "due_on": practice.due_on(started) if started else None,
        "today": today_of(request),
        "id": new_id(),
        "ended": queries.plans_of_case(case),
    }
    return render(request, "careplans/none.html", context)


@require_POST
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    actions.start_plan(actor=request.viewer, now=clock.now(), case_id=case_id)
    return redirect("careplans:plan", case_id)


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, care_plan_id: UUID) -> HttpResponse:
    found = to_change(request, care_plan_id)
    initial = {"strengths": found.strengths, "preferences": found.preferences, "revision": found.revision}
    form = AboutForm(request.POST or None, initial=initial)
    clashing: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_client(
                actor=request.viewer, now=clock.now(), care_plan_id=found.pk,
                strengths=form.cleaned_data["strengths"], preferences=form.cleaned_data["preferences"],
                based_on=form.cleaned_data["revision"],
            )  # fmt: skip
            return plan_answer(request, found.case_id)
        except actions.Changed as error:
            clashing = show_clash(form, error)
        except Invalid as error:
            form.show_problems(error)
    context = form_context(request, found, form, "Strengths and what matters", "Save", slot="plan-about")
    context |= {"clash": clashing, "keep": f"plan-about-{found.pk}", "version": found.revision}
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)


def to_change(request: HttpRequest, care_plan_id: UUID) -> Any:
    found = queries.get_plan(request.viewer, care_plan_id)
    require(can_keep_plan(request.viewer, found), WHO_MAY)
    return found


def show_clash(form: Any, error: Any) -> dict[str, Any]:
    """Both texts, and a form that saves over what the other one wrote, once it was read."""
    form.add_error(
        None,
        f"{error.by or 'Somebody'} saved this while you wrote. Read both below, then save what should stay.",
    )
    form.data = form.data.copy()
    form.data["revision"] = error.revision
    rows = [{"label": _label(form, one.name), "theirs": one.theirs, "mine": one.mine} for one in error.found]
    return {"by": error.by, "at": error.at, "rows": rows}


def _label(form: Any, name: str) -> str:
    field = form.fields.get(name)
    return str(field.label) if field is not None and field.label else name.replace("_", " ")


def form_context(
    request: HttpRequest, found: Any, form: Any, title: str, submit: str, *, slot: str, endings: Any = ()
) -> dict[str, Any]:
    return {
        "case": found.case, "plan": found, "form": form, "form_title": title, "submit": submit, "slot": slot,
        "action": request.get_full_path(), "cancel": reverse("careplans:plan", args=[found.case_id]),
        "endings": endings,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, care_plan_id: UUID) -> HttpResponse:
    found = to_change(request, care_plan_id)
    form = EndPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_plan(
                actor=request.viewer,
                now=clock.now(),
                care_plan_id=found.pk,
                reason=form.cleaned_data["reason"],
            )
            say(request, "The plan ended. It stays readable with all its versions.")
            return redirect("careplans:plan", found.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = form_context(request, found, form, "End the plan", "End it", slot="plan-head")
    return form_answer(request, context, status=UNPROCESSABLE if form.errors else 200)
