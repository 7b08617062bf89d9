"""Giving an assessment: the whole form on the desk, one question a screen on the phone; each answer kept at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from caseday.assessments import actions, queries
from caseday.assessments.permissions import can_give
from caseday.assessments.rules import Item, after, before
from caseday.assessments.web.views.results import result_context
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.kernel.words import clock_words
from caseday.ui.toasts import say, warn

_UNPROCESSABLE = 422
SKIP = "skip"


@require_GET
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The form while it is open; then what came of it."""
    sheet = queries.get_sheet(request.viewer, assessment_id)
    if sheet.row.is_over:
        return render(request, "assessments/result.html", result_context(request, sheet))
    return render(request, "assessments/form.html", _form(request, sheet))


def _form(request: HttpRequest, sheet: queries.Sheet, **more: Any) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "row": sheet.row,
        "case": sheet.row.case,
        "instrument": sheet.instrument,
        "language": sheet.row.language,
        "introduction": sheet.instrument.introduction.said_in(sheet.row.language),
        "may_change": can_give(request.viewer),
        **more,
    }


@require_GET
def ask(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One question a screen: the one asked for, else the next without an answer; at the end, what to finish."""
    sheet = queries.get_sheet(request.viewer, assessment_id)
    if sheet.row.is_over:
        return redirect("assessments:assessment", assessment_id)
    return render(request, "assessments/ask.html", _screen(request, sheet))


def _screen(request: HttpRequest, sheet: queries.Sheet, **more: Any) -> dict[str, Any]:
    wanted = more.pop("wanted", request.GET.get("item", ""))
    rows = sheet.items
    found = next((one for one in rows if one.item.link_id == wanted), None)
    if found is None and wanted != "end" and sheet.next is not None:
        found = sheet.item(sheet.next)
    number = next((n for n, one in enumerate(rows, 1) if found and one.item == found.item), len(rows))
    last = rows[-1].item if rows else None
    previous = before(sheet.instrument, sheet.answers, found.item.link_id) if found else last
    return _form(request, sheet, question=found, number=number, count=len(rows), previous=previous, **more)


@require_POST
def answer(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Keeps one answer. `screen`: from the page of one question, which goes on to the next."""
    viewer, now, post = request.viewer, clock.now(), request.POST
    link = post.get("item", "")
    value: object = post.get("value")
    value = None if post.get("do") == SKIP else value
    sheet = queries.get_sheet(viewer, assessment_id)
    clash = _clash(sheet, request, link, value)
    problem = ""
    try:
        if value is None and post.get("do") != SKIP:
            raise Invalid({link: "Choose an answer, or leave the question out."})
        actions.answer_item(
            actor=viewer, now=now, assessment_id=assessment_id, item=link, value=value,
            evidence=post.get("evidence"), id=parse_id(post.get("id")),
        )  # fmt: skip
    except Invalid as error:
        problem = " ".join(error.problems.values())
        clash = ""
    before_it, sheet = sheet, queries.get_sheet(viewer, assessment_id)
    if post.get("screen"):
        return _next_screen(request, sheet, link, problem, clash)
    said = {"problem": problem, "clash": clash, "at_link": link, "is_swap": True}
    return _kept(request, before_it, sheet, said)


def _clash(sheet: queries.Sheet, request: HttpRequest, link: str, value: object) -> str:
    """Somebody else has answered it since this page was loaded: said, and both are kept."""
    held = sheet.present.get(link)
    item = sheet.instrument.by_link.get(link)
    if held is None or item is None or "seen" not in request.POST or held.staff_id == request.viewer.staff_id:
        return ""
    row = sheet.item(item)
    if str(held.pk) == request.POST["seen"] or row.chosen == str(value or ""):
        return ""
    who = held.staff.name if held.staff else "The client"
    at = clock_words(held.answered_at.astimezone(request.viewer.time_zone))
    return f"{who} answered “{row.said}” at {at}. Yours is kept now; theirs stays beside it."


def _next_screen(
    request: HttpRequest, sheet: queries.Sheet, link: str, problem: str, clash: str
) -> HttpResponse:
    if problem:
        context = _screen(request, sheet, wanted=link, problem=problem, typed=request.POST.get("value", ""))
        return render(request, "assessments/ask.html", context, status=_UNPROCESSABLE)
    if clash:
        warn(request, clash)
    asks = link in sheet.instrument.by_link and sheet.item(sheet.instrument.by_link[link]).asks_evidence
    if asks and "evidence" not in request.POST and not sheet.notes.get(link):
        return redirect(_at(sheet, sheet.instrument.by_link[link]))
    return redirect(_at(sheet, after(sheet.instrument, sheet.answers, link)))


def _at(sheet: queries.Sheet, item: Item | None) -> str:
    query = urlencode({"item": item.link_id if item else "end"})
    return f"{reverse('assessments:ask', args=[sheet.row.pk])}?{query}"


def _kept(
    request: HttpRequest, before_it: queries.Sheet, sheet: queries.Sheet, said: dict[str, Any]
) -> HttpResponse:
    """The question alone, where the same ones show as before; else all of them. An alert that it raised comes along."""
    if not request.htmx:
        if said["problem"] or said["clash"]:
            warn(request, said["problem"] or said["clash"])
        return redirect("assessments:assessment", sheet.row.pk)
    said["has_new_alert"] = len(sheet.alerts) > len(before_it.alerts)
    status = _UNPROCESSABLE if said["problem"] else 200
    rows = sheet.items
    found = next((one for one in rows if one.item.link_id == said["at_link"]), None)
    if found is None or [one.item for one in rows] != [one.item for one in before_it.items]:
        response = render(request, "assessments/_items.html", _form(request, sheet, **said), status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#items", "outerHTML"
        return response
    context = _form(request, sheet, question=found, **said)
    return render(request, "assessments/_item_kept.html", context, status=status)


@require_POST
def finish(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    try:
        row = actions.finish_assessment(
            actor=request.viewer, now=clock.now(), assessment_id=assessment_id,
            leaves_open=bool(request.POST.get("leaves_open")), note=request.POST.get("note"),
        )  # fmt: skip
    except Invalid as error:
        sheet = queries.get_sheet(request.viewer, assessment_id)
        more = {"left": " ".join(error.problems.values()), "note": request.POST.get("note", "")}
        page = "assessments/ask.html" if request.POST.get("screen") else "assessments/form.html"
        context = _screen(request, sheet, wanted="end", **more) if request.POST.get("screen") else None
        return render(request, page, context or _form(request, sheet, **more), status=_UNPROCESSABLE)
    say(request, "Filed." if row.is_filed else "Finished. Before it is filed, something is left to say.")
    return redirect("assessments:assessment", assessment_id)
