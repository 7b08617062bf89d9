"""Reports of a case: what is owed, one that is being written, one that is signed and goes out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import can_work_on_cases
from caseday.compliance import actions
from caseday.compliance.drawing.report import draw_report
from caseday.compliance.queries import amendments, receiving, reports
from caseday.compliance.rules.merging import mark_of, plain
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say, warn


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    found = reports.reports_of_case(request.viewer, case_id, now=clock.now())
    context = {
        "case": found.case,
        "rows": found.rows,
        "written": found.written,
        "may_write": can_work_on_cases(request.viewer),
    }
    return render(request, "compliance/reports.html", context)


@require_POST
def draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    one = actions.draft_report(
        actor=request.viewer, now=clock.now(), case_id=case_id, report_type=request.POST.get("type", ""),
        id=parse_id(request.POST.get("id")),
    )  # fmt: skip
    return redirect("compliance:report", one.pk)


@require_GET
def report(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    return _page(request, reports.get_report(request.viewer, program_report_id))


def _page(request: HttpRequest, one: Any, **more: Any) -> HttpResponse:
    """Being written, its form; else as it was signed, what was signed under it, and who gets it."""
    problem, whole = more.get("problem"), amendments.whole_report(one)
    one = whole.original
    context = {
        "report": one,
        "whole": whole,
        "case": one.case,
        "sheet": reports.sheet_of_report(request.viewer, one),
        "may_write": can_work_on_cases(request.viewer),
        "page": new_id(),
        "parts": _parts(one, more.pop("typed", None), more.pop("read", None)),
        **more,
    }
    if one.is_draft and context["may_write"]:
        return render(request, "compliance/report_draft.html", context, status=422 if problem else 200)
    if one.is_signed:
        context |= _receiving(request, whole.current)
    return render(request, "compliance/report.html", context, status=422 if problem else 200)


def _parts(one: Any, typed: Any, read: Any) -> list[tuple[str, str, str, str]]:
    """Slug, word, text and the mark of the text that it began with."""
    found = []
    for part in one.sections:
        slug, kept = part["slug"], part["text"]
        text = (typed or {}).get(slug, kept)
        found.append((slug, part["word"], text, (read or {}).get(slug, mark_of(kept))))
    return found


def _receiving(request: HttpRequest, one: Any) -> dict[str, Any]:
    now = clock.now()
    found = receiving.receiving_of(request.viewer, one, now=now)
    asked = (
        receiving.asked_of_report(request.viewer, one, found, now=now)
        if can_work_on_cases(request.viewer)
        else []
    )
    return {
        "receiving": found,
        "waits": [one for one in asked if one.outgoing],
        "unreached": [one for one in asked if not one.outgoing and not one.recipient.receipt],
        "needs_reason": any(objection.needs_reason for one in asked for objection in one.every),
        "ways": receiving.ways_of_handing(),
        "receipt_id": new_id(),
        "amendment_id": new_id(),
    }


def _typed(request: HttpRequest, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): str(text) for name, text in request.POST.items() if name.startswith(prefix)
    }


def _written(request: HttpRequest) -> dict[str, Any]:
    page = request.POST.get("page", "")[:36]
    return {"texts": _typed(request, "text-"), "read": _typed(request, "read-"), "page": page}


@require_POST
def keep_typing(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    """While one types; answers with the line that says so, and with what the page has read by now."""
    said = _written(request)
    try:
        one = actions.save_report(actor=request.viewer, now=clock.now(), report_id=program_report_id, **said)
    except Invalid as problem:
        return render(request, "compliance/_report_saved.html", {"problem": str(problem)}, status=422)
    marks = []
    for part in one.sections:
        slug, kept = part["slug"], part["text"]
        mine = plain(said["texts"].get(slug, ""))
        marks.append((slug, mark_of(kept) if mine == kept else said["read"].get(slug, "")))
    return render(request, "compliance/_report_saved.html", {"report": one, "marks": marks})


@require_POST
def save(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    said = _written(request)
    try:
        actions.save_report(actor=request.viewer, now=clock.now(), report_id=program_report_id, **said)
    except Invalid as problem:
        return _refused(request, program_report_id, problem, said)
    say(request, "The draft is saved.")
    return redirect("compliance:report", program_report_id)


@require_POST
def sign(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    said = _written(request)
    try:
        one = actions.sign_report(actor=request.viewer, now=clock.now(), report_id=program_report_id, **said)
    except Invalid as problem:
        return _refused(request, program_report_id, problem, said)
    say(request, "Signed, and kept as a paper." + ("" if one.sent_at else " Send it to whom it is for."))
    return redirect("compliance:report", program_report_id)


def _refused(
    request: HttpRequest, program_report_id: UUID, problem: Invalid, said: dict[str, Any]
) -> HttpResponse:
    """Everything typed stays; where somebody else wrote too, theirs stands beside it, and saving again settles it."""
    one = reports.get_report(request.viewer, program_report_id)
    words = {part["slug"]: part["word"] for part in one.sections}
    if isinstance(problem, actions.ChangedMeanwhile):
        rows = [{"label": words[c.name], "theirs": c.theirs, "mine": c.mine} for c in problem.found]
        clash = {"by": problem.by, "at": problem.at, "rows": rows}
        return _page(request, one, problem=str(problem), typed=problem.texts, clash=clash)
    return _page(request, one, problem=str(problem), typed=said["texts"], read=said["read"])


@require_POST
def discard(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    try:
        one = actions.discard_report(actor=request.viewer, now=clock.now(), report_id=program_report_id)
    except Invalid as problem:
        return _refused(request, program_report_id, problem, {"texts": {}, "read": {}})
    say(request, "The draft is set aside. It is drawn anew from the file when you begin it again.")
    return redirect("compliance:reports", one.case_id)


@require_POST
def amend(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("text", "reason")}
    try:
        one = actions.amend_report(
            actor=request.viewer, now=clock.now(), report_id=program_report_id, **said,
            id=parse_id(request.POST.get("id")),
        )  # fmt: skip
    except Invalid as problem:
        one = reports.get_report(request.viewer, program_report_id)
        wrong = {"text": problem.problems.get("text"), "reason": problem.problems.get("reason")}
        return _page(request, one, problem=str(problem), amending={**said, "problems": wrong})
    more = "" if one.sent_at else " Send it to whom it is for, and to who had the report before."
    say(request, f"Amended, signed, and kept as a paper.{more}")
    return redirect("compliance:report", program_report_id)


@require_GET
def pdf(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    """As it stands; a signed one is the same as its paper."""
    one = reports.get_report(request.viewer, program_report_id)
    answer = HttpResponse(
        draw_report(reports.sheet_of_report(request.viewer, one)), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'inline; filename="report.pdf"'
    return answer


@require_POST
def send(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    try:
        found = actions.send_report(
            actor=request.viewer, now=clock.now(), report_id=program_report_id,
            receivers=request.POST.getlist("receiver"), confirmed=frozenset(request.POST.getlist("confirmed")),
            reason=request.POST.get("reason", "")[:300],
        )  # fmt: skip
    except Invalid as problem:
        one = reports.get_report(request.viewer, program_report_id)
        return _page(request, one, problem=str(problem), reason=request.POST.get("reason", ""))
    went = [one.name for one in found if one.message]
    if refused := [one for one in found if not one.message]:
        warn(request, f"Not sent to {', '.join(one.name for one in refused)}. {refused[0].refusal}")
    if went:
        say(request, f"On its way to {', '.join(went)}.")
    elif not refused:
        say(request, "They have it already. Nothing was sent twice.")
    return redirect("compliance:report", program_report_id)


@require_POST
def note(request: HttpRequest, program_report_id: UUID) -> HttpResponse:
    """Handed over, mailed or put into a portal."""
    said = {name: request.POST.get(name, "") for name in ("role", "name", "how", "proof")}
    try:
        actions.note_receipt(
            actor=request.viewer, now=clock.now(), report_id=program_report_id, **said,
            id=parse_id(request.POST.get("id")),
        )  # fmt: skip
    except Invalid as problem:
        one = reports.get_report(request.viewer, program_report_id)
        return _page(request, one, problem=str(problem), said=said)
    say(request, f"Written down: {said['name'].strip()} has it.")
    return redirect("compliance:report", program_report_id)
