"""One decision: its options side by side, its form, the choice, and the page for the client."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.access.queries import get_agency
from caseday.advocacy import actions, queries
from caseday.advocacy.permissions import ONLY_WORKERS, can_write
from caseday.advocacy.rules import DecisionDetails
from caseday.advocacy.web.forms import DecideForm, DecisionForm, ReasonForm
from caseday.advocacy.web.writing import Rows, empty_rows, rows_of, typed_rows
from caseday.cases.queries import get_case
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_ADDED = ("option", "matter", "question")
_FITS = (("", "?"), ("serves", "Yes"), ("partly", "Partly"), ("against", "No"))


@require_GET
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    return _page(request, decision_id)


def _page(
    request: HttpRequest, decision_id: UUID, form: Any = None, reason: Any = None, status: int = 200
) -> HttpResponse:
    page = queries.side_by_side(request.viewer, decision_id)
    context = {
        "page": page,
        "decision": page.decision,
        "case": page.case,
        "form": form or DecideForm(options=page.options),
        "reason": reason or ReasonForm(),
        "rows": [
            (label, [getattr(one, name) for one in page.options])
            for label, name in (
                ("Good", "pros"),
                ("Not so good", "cons"),
                ("Risks", "risks"),
                ("Cost", "cost"),
            )
            if any(getattr(one, name).strip() for one in page.options)
        ],
        "may_write": can_write(request.viewer),
    }
    return render(request, "advocacy/decision.html", context, status=status)


@require_http_methods(["GET", "POST"])
def begin_decision(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    form = DecisionForm(request.POST or None)
    rows = typed_rows(request.POST) if request.method == "POST" else empty_rows()
    if request.method == "POST" and not _adds(request, rows) and form.is_valid():
        try:
            made = actions.begin_decision(
                actor=request.viewer, now=clock.now(), case_id=case_id, details=_details(form, rows),
                id=form.cleaned_data["id"],
            )  # fmt: skip
            say(request, "Laid out. Print the page for the client, or take it along.")
            return redirect("advocacy:decision", made.pk)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, rows, case, reverse("advocacy:of_case", args=[case_id]))


@require_http_methods(["GET", "POST"])
def change_decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    page = queries.side_by_side(request.viewer, decision_id)
    require(can_write(request.viewer), ONLY_WORKERS)
    one = page.decision
    initial = {"question": one.question, "background": one.background, "decide_by": one.decide_by}
    form = DecisionForm(request.POST or None, initial=initial)
    rows = typed_rows(request.POST) if request.method == "POST" else rows_of(page)
    back = reverse("advocacy:decision", args=[decision_id])
    if request.method == "POST" and not _adds(request, rows) and form.is_valid():
        try:
            actions.change_decision(
                actor=request.viewer, now=clock.now(), decision_id=decision_id, details=_details(form, rows),
                version=_version(request),
            )  # fmt: skip
            say(request, "Saved.")
            return redirect(back)
        except Invalid as error:
            form.show_problems(error)
    return _form(request, form, rows, page.case, back, one)


def _adds(request: HttpRequest, rows: Rows) -> bool:
    """One more row was asked for; what was typed stays as it is."""
    what = request.POST.get("do", "")
    if what not in _ADDED:
        return False
    rows.add(what)
    return True


def _details(form: DecisionForm, rows: Rows) -> DecisionDetails:
    said = form.cleaned_data
    return DecisionDetails(said["question"], said["background"], said["decide_by"], **rows.kept())


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _form(request: HttpRequest, form: Any, rows: Rows, case: Any, back: str, one: Any = None) -> HttpResponse:
    is_adding = request.POST.get("do", "") in _ADDED
    is_refused = request.method == "POST" and bool(form.errors) and not is_adding
    context = {
        "form": form,
        "rows": rows,
        "case": case,
        "decision": one,
        "back": back,
        "fits": _FITS,
        "shows_errors": is_refused,
        "version": request.POST.get("version") or (one.version if one else ""),
    }
    status = _UNPROCESSABLE if is_refused else 200
    return render(request, "advocacy/decision_form.html", context, status=status)


@require_POST
def decide(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    page = queries.side_by_side(request.viewer, decision_id)
    form = DecideForm(request.POST, options=page.options)
    is_valid = form.is_valid()
    try:
        said = form.cleaned_data
        actions.decide(
            actor=request.viewer, now=clock.now(), decision_id=decision_id,
            option_id=parse_id(said.get("option")), because=said.get("because", ""),
            present=said.get("present", "") if is_valid else "", decided_on=said.get("decided_on"),
        )  # fmt: skip
    except Invalid as error:
        _show(form, error)
        return _page(request, decision_id, form=form, status=_UNPROCESSABLE)
    say(
        request,
        "Kept, with who was present.",
        undo_url=reverse("advocacy:reopen", args=[decision_id]),
    )
    return redirect("advocacy:decision", decision_id)


def _show(form: Any, error: Invalid) -> None:
    """What the form says itself is not said twice."""
    form.show_problems({name: text for name, text in error.problems.items() if name not in form.errors})


@require_POST
def drop(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        actions.drop_decision(actor=request.viewer, now=clock.now(), decision_id=decision_id, reason=reason)
    except Invalid as error:
        _show(form, error)
        return _page(request, decision_id, reason=form, status=_UNPROCESSABLE)
    say(request, "No longer asked.", undo_url=reverse("advocacy:reopen", args=[decision_id]))
    return redirect("advocacy:decision", decision_id)


@require_POST
def reopen(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    actions.reopen_decision(actor=request.viewer, now=clock.now(), decision_id=decision_id)
    say(request, "Open again. What was decided before stays in the history.")
    return redirect("advocacy:decision", decision_id)


@require_GET
def page_pdf(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """`?language=es` or `en`; without it that of the client."""
    from caseday.advocacy.drawing.sheet import draw_options

    page = queries.side_by_side(request.viewer, decision_id)
    language = request.GET.get("language", "")[:2] or page.case.person.language or "en"
    made = draw_options(page, agency=get_agency().name, language=language)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="options.pdf"'
    return answer
