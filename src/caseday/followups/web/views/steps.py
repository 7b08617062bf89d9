"""One tap at a step: they say that it is done, that nothing is here; it was seen; it was entered by mistake."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.web.ladder import shown
from caseday.followups.web.request_forms import ClaimForm, ReasonForm
from caseday.followups.web.speakers import likely_speaker, speakers_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, Refused
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

UNPROCESSABLE = 422
_KEPT = ("speaker", "channel", "how")


@require_http_methods(["GET", "POST"])
def claim_step(request: HttpRequest, request_id: UUID, rung: str) -> HttpResponse:
    """A tap on the ladder posts here; what it lacks (a reason, a skipped step) is asked for on the step's own page."""
    return _statement(request, request_id, rung, is_denial=False)


@require_http_methods(["GET", "POST"])
def deny_step(request: HttpRequest, request_id: UUID, rung: str) -> HttpResponse:
    return _statement(request, request_id, rung, is_denial=True)


def _statement(request: HttpRequest, request_id: UUID, step: str, *, is_denial: bool) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    followed = queries.get_followed(viewer, request_id)
    if not can_promise(viewer):
        raise Refused(actions.ONLY_WORKERS)
    if followed.kind is None or followed.kind.step(step) is None:
        raise Http404
    form = _form(request, followed, step, is_denial=is_denial)
    if request.method == "POST" and form.is_valid():
        try:
            _store(request, request_id, step, form, is_denial=is_denial)
            return after_tap(request, request_id, "Written down.")
        except Invalid as error:
            followed = queries.get_followed(viewer, request_id)
            form = _again(request, followed, step, error, is_denial=is_denial)
    context = {
        "form": form, "followed": followed, "asked": followed.row, "case": followed.row.case, "now": now,
        "step": followed.kind.step(step), "is_denial": is_denial, "action": request.path,
    }  # fmt: skip
    template = "followups/_claim.html" if request.htmx and form.errors else "followups/claim.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def _form(request: HttpRequest, followed: Any, step: str, data: Any = None, *, is_denial: bool) -> ClaimForm:
    speakers = speakers_of(followed.row.case, followed.pack)
    posted = data or (request.POST if request.method == "POST" else None)
    initial = {
        "speaker": likely_speaker(followed, speakers), "channel": "phone", "version": followed.version,
        "outcome": request.GET.get("outcome", ""), "how": request.GET.get("how", ""),
    }  # fmt: skip
    return ClaimForm(
        posted,
        speakers=speakers,
        rung=followed.kind.step(step) if followed.kind else None,
        papers=queries.papers_to_file(followed.row),
        is_denial=is_denial,
        initial=initial,
    )


def _again(request: HttpRequest, followed: Any, step: str, error: Invalid, *, is_denial: bool) -> ClaimForm:
    """What was typed, on the version that is there now: who sends it again has seen what the other wrote."""
    data = request.POST.copy()
    data["version"] = str(followed.version)
    if "at" not in data and "verified" not in data:
        data["how"] = ""  # stood ready on the ladder; here it would say that it is verified
    form = _form(request, followed, step, data, is_denial=is_denial)
    form.is_valid()
    form.show_problems(error)
    return form


def _store(request: HttpRequest, request_id: UUID, step: str, form: ClaimForm, *, is_denial: bool) -> None:
    typed = form.cleaned_data
    common = {
        "actor": request.viewer, "now": clock.now(), "request_id": request_id, "step": step,
        "said": form.said(), "reason": typed["reason"], "expected": typed["version"], "id": typed["id"],
    }  # fmt: skip
    if is_denial:
        actions.deny_step(**common)
        return
    # On the ladder `how` stands ready for every button: it counts only with the one that says "verified".
    is_whole_form = "at" in request.POST
    how = typed["how"] if is_whole_form or "verified" in request.POST else ""
    actions.claim_step(
        **common, outcome=typed["outcome"], also_skipped=typed["also_skipped"], verified_how=how
    )


@require_POST
def verify_step(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    claim = queries.get_claim(request.viewer, claim_id)
    try:
        actions.verify_step(
            actor=request.viewer, now=clock.now(), claim_id=claim_id, how=request.POST.get("how", ""),
            expected=_version(request),
        )  # fmt: skip
    except Invalid as error:
        return after_tap(request, claim.request_id, problem=str(error))
    return after_tap(request, claim.request_id, "Verified.")


@require_http_methods(["GET", "POST"])
def withdraw_claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    claim = queries.get_claim(request.viewer, claim_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = "Why does it not count?"
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_claim(
                actor=request.viewer, now=clock.now(), claim_id=claim_id, reason=form.cleaned_data["reason"]
            )
            say(request, "Withdrawn. It stays readable.")
            return redirect("followups:request", claim.request_id)
        except Invalid as error:
            form.show_problems({"reason": str(error)})
    followed = queries.get_followed(request.viewer, claim.request_id)
    step = followed.standing.step(claim.step)
    context = {"form": form, "claim": claim, "asked": followed.row, "case": followed.row.case, "step": step}
    return render(request, "followups/withdraw.html", context, status=UNPROCESSABLE if form.errors else 200)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def after_tap(request: HttpRequest, request_id: UUID, done: str = "", problem: str = "") -> HttpResponse:
    """The page as it is now: in place, or by a redirect; with what went wrong above it."""
    if done:
        say(request, done)
    if not request.htmx and not problem:
        page = reverse("followups:request", args=[request_id])
        return redirect(back_or(request, page) if request.POST.get("next") else page)
    followed = queries.get_followed(request.viewer, request_id)
    typed = {name: request.POST.get(name, "") for name in _KEPT}
    context = shown(request.viewer, followed, clock.now(), typed) | {"problem": problem}
    template = "followups/_request.html" if request.htmx else "followups/request.html"
    return render(request, template, context, status=UNPROCESSABLE if problem else 200)
