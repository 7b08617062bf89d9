"""Signing a plan, reviewing it, and looking at it as it was."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from caseday.access.queries import signature_for
from caseday.careplans import actions, queries
from caseday.careplans.actions import Signing
from caseday.careplans.rules import differences, language_of, legal_text_in
from caseday.careplans.rules.ink import HEIGHT, WIDTH
from caseday.careplans.web.forms import ReviewForm, SignForm, roles_to_sign
from caseday.careplans.web.views.answers import UNPROCESSABLE, plan_context, today_of
from caseday.careplans.web.views.plan import to_change
from caseday.cases.queries import pack_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.ui.toasts import say


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, care_plan_id: UUID) -> HttpResponse:
    plan = to_change(request, care_plan_id)
    context = plan_context(request, plan)
    practice = queries.practice_of(plan.case, context["today"], request.viewer.time_zone)
    language = language_of(request.GET.get("language") or plan.case.person.language)
    form = SignForm(
        request.POST or None, roles=roles_to_sign(practice, pack_of(plan.case)),
        initial=_initial(request, plan, context["standing"], language),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, plan, form.cleaned_data)
            say(request, "Signed." if form.cleaned_data["method"] != "declined" else "Kept.")
            return redirect("careplans:plan", plan.case_id)
        except Invalid as error:
            _show(form, error, context["standing"])
    context |= {
        "form": form, "language": language, "legal": legal_text_in(practice.legal_text(language), language),
        "box": {"width": WIDTH, "height": HEIGHT}, "has_plan": bool(context["whole"].goals or context["whole"].needs),
    }  # fmt: skip
    return render(request, "careplans/sign.html", context, status=UNPROCESSABLE if form.errors else 200)


def _initial(request: HttpRequest, plan: Any, standing: Any, language: str) -> dict[str, Any]:
    role = request.GET.get("role") or (standing.missing[0] if standing.missing else "client")
    known = {"client": plan.case.person.full_name, "worker": signature_for(request.viewer, clock.now())}
    return {"role": role, "name": known.get(role, ""), "language": language, "read_hash": standing.hash}


def _show(form: Any, error: Invalid, standing: Any) -> None:
    """Where the plan was changed meanwhile the page shows the new one, and a signature is for that."""
    form.show_problems(error)
    form.data = form.data.copy()
    form.data["read_hash"] = standing.hash


def _sign(request: HttpRequest, plan: Any, said: dict[str, Any]) -> None:
    signing = Signing(
        said["role"], said["name"], said["method"], said["path"], said["declined_reason"], said["language"]
    )
    actions.sign_plan(
        actor=request.viewer, now=clock.now(), care_plan_id=plan.pk, read_hash=said["read_hash"], signing=signing,
        id=said["id"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, care_plan_id: UUID) -> HttpResponse:
    plan = to_change(request, care_plan_id)
    form = ReviewForm(request.POST or None, initial={"on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.review_plan(
                actor=request.viewer, now=clock.now(), care_plan_id=plan.pk, on=said["on"],
                with_whom=said["with_whom"], finding=said["finding"], next_on=said["next_on"], id=said["id"],
            )  # fmt: skip
            say(request, "Reviewed.")
            return redirect("careplans:plan", plan.case_id)
        except Invalid as error:
            form.show_problems(error)
    context = plan_context(request, plan) | {"form": form, "reviews": queries.reviews_of(plan)}
    return render(request, "careplans/review.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
def versions(request: HttpRequest, care_plan_id: UUID) -> HttpResponse:
    plan = queries.get_plan(request.viewer, care_plan_id)
    context = plan_context(request, plan)
    rows, older = [], None
    for one in reversed(queries.versions_of(plan)):
        content = queries.content_in(one)
        rows.append({"version": one, "lines": differences(older, content) if older else []})
        older = content
    context["rows"] = list(reversed(rows))
    context["reviews"] = queries.reviews_of(plan)
    context["since"] = differences(older, queries.content_of(plan)) if older else []
    return render(request, "careplans/versions.html", context)


@require_GET
def version(request: HttpRequest, plan_version_id: UUID) -> HttpResponse:
    """The plan as it was, with its signatures, and what differs from another version."""
    found = queries.get_version(request.viewer, plan_version_id)
    others = [one for one in queries.versions_of(found.plan) if one.pk != found.pk]
    beside = next((one for one in others if str(one.number) == request.GET.get("beside")), None)
    content, pack = queries.content_in(found), pack_of(found.plan.case)
    context = {
        "case": found.plan.case, "plan": found.plan, "version": found, "content": content,
        "needs": _nested(content), "is_intact": queries.is_intact(found),
        "signatures": [{"one": one, "word": queries.signer_word(pack, one.role)} for one in found.signatures.all()],
        "others": others, "beside": beside, "box": {"width": WIDTH, "height": HEIGHT},
        "lines": differences(queries.content_in(beside), content) if beside else [],
    }  # fmt: skip
    return render(request, "careplans/version.html", context)


def _nested(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Needs with their goals, and those with what is done; goals of no need come last."""
    known = {one["id"] for one in content["needs"]}
    needs = [*content["needs"], {"id": "", "text": ""}]
    return [
        {
            "need": need,
            "goals": [
                {
                    "goal": goal,
                    "done": [one for one in content["interventions"] if one["goal"] == goal["id"]],
                    "barriers": [one for one in content["barriers"] if one["goal"] == goal["id"]],
                }
                for goal in content["goals"]
                if (goal["need"] if goal["need"] in known else "") == need["id"]
            ],
        }
        for need in needs
    ]
