"""The inbox of papers, a case's papers, and one paper with everything around it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.cases.queries import get_case
from caseday.documents import actions, queries
from caseday.documents.actions import SameAgain
from caseday.documents.files.kinds import word_of_type
from caseday.documents.files.scans import is_ocr_installed
from caseday.documents.permissions import can_change, can_put_in
from caseday.documents.rules import size_words, text_words
from caseday.documents.web.forms import FactsForm, FileForm, MoveThingForm, VoidForm, initial_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

_UNPROCESSABLE = 422
_SUGGESTED = 20


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    unfiled = queries.unfiled_documents(viewer)
    suggested = queries.suggestions_for_each(viewer, unfiled[:_SUGGESTED])
    context = {
        "unfiled": [_row(one, suggestions=suggested.get(one.pk, [])) for one in unfiled],
        "unread": [_row(one) for one in queries.unread_documents(viewer)],
        "recent": [_row(one) for one in queries.recent_documents(viewer)],
        "can_put_in": can_put_in(viewer),
    }
    return render(request, "documents/inbox.html", context)


def _row(document: Any, **more: Any) -> dict[str, Any]:
    return {"document": document, "kind": queries.kind_word(document), **more}


@require_GET
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """All of them on a page; to htmx the newest few, for a card of the case file."""
    case = get_case(request.viewer, case_id)
    found = queries.documents_of_case(request.viewer, case_id, has_void=not request.htmx)
    context = {"case": case, "count": len(found), "can_put_in": can_put_in(request.viewer)}
    context["papers"] = [_row(one) for one in (found[:6] if request.htmx else found)]
    template = "documents/_of_case.html" if request.htmx else "documents/case.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Opening it is looking at it; posting says what it is."""
    viewer, now = request.viewer, clock.now()
    found = queries.get_document(viewer, document_id)
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        viewer=viewer,
        case=found.case,
        keeps=found.kind,
        initial=initial_of(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_document(actor=viewer, now=now, document_id=document_id, facts=form.facts(
                appointment_id=found.appointment_id))  # fmt: skip
            say(request, "Written down.")
            return redirect("documents:document", document_id)
        except Invalid as problem:
            form.show_problems(problem)
    if request.method == "GET":
        found = actions.look_at_document(actor=viewer, now=now, document_id=document_id)
    return _document_page(request, found, {"form": form}, _UNPROCESSABLE if form.errors else 200)


def _document_page(
    request: HttpRequest, found: Any, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    files = queries.files_of(viewer, found.pk)
    may_change = can_change(viewer, found) and not found.voided_at
    context = {
        "document": found,
        "case": found.case,
        "kind": queries.kind_word(found),
        "kind_of": queries.kind_of(found),
        "files": [(one, word_of_type(one.media_type), size_words(one.size_bytes)) for one in files],
        "originals": [one for one in files if one.role == "original"],
        "sheets": _sheets(found, queries.page_texts(viewer, found.pk)),
        "can_change": may_change,
        "rows": queries.rows_of(queries.deliveries_of_document(viewer, found.pk)),
        "may_change": may_change,
        "suggestions": queries.suggestions_for(viewer, found) if may_change and not found.case_id else [],
        "form": FactsForm(viewer=viewer, case=found.case, keeps=found.kind, initial=initial_of(found)),
        "filing": FileForm(viewer=viewer),
        "voiding": VoidForm(),
        "moving": MoveThingForm(initial={"whereabouts": found.whereabouts}),
        **_text_of(found),
        **forms,
    }
    return render(request, "documents/document.html", context, status=status)


def _sheets(found: Any, texts: list[str]) -> list[tuple[int, str]]:
    """Each page's number and text."""
    padded = [*texts, *[""] * (found.pages or 0)]
    return [(number + 1, padded[number]) for number in range(found.pages or 0)]


def _text_of(found: Any) -> dict[str, Any]:
    has_text = found.text_state == "read" or found.text_pages_done == found.pages
    can_read = is_ocr_installed()
    words = text_words(
        found.text_state, found.text_pages_done, found.pages, has_text=has_text, can_read=can_read
    )
    return {
        "text_words": "" if found.is_thing else words,
        "is_reading": found.text_state in ("waiting", "reading"),
        "can_read_again": can_read and bool(words) and not found.is_thing,
    }


@require_GET
def reading(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """How far its text is; asked again while it is being read."""
    found = queries.get_document(request.viewer, document_id)
    text = _text_of(found)
    context = {"document": found, **text, "can_change": can_change(request.viewer, found)}
    answer = render(request, "documents/_reading.html", context)
    if request.htmx and not text["is_reading"]:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def read_again(request: HttpRequest, document_id: UUID) -> HttpResponse:
    actions.read_again(actor=request.viewer, now=clock.now(), document_id=document_id)
    say(request, "It is being read. You can leave this page; it goes on.")
    return redirect("documents:document", document_id)


@require_POST
def file_to_case(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = queries.get_document(request.viewer, document_id)
    case_id = parse_id(request.POST.get("case"))
    form = FileForm(request.POST, viewer=request.viewer)
    same: list[Any] = []
    try:
        if case_id is None:
            raise Invalid({"case": "Choose the case."})
        allows_same = request.POST.get("allows_same") == "True"
        actions.file_document(
            actor=request.viewer, now=clock.now(), document_id=document_id, case_id=case_id,
            allows_same=allows_same,
        )  # fmt: skip
    except SameAgain as problem:
        same = problem.documents
        form.add_error(None, "The case has this paper already.")
    except Invalid as problem:
        form.show_problems(problem)
    else:
        say(request, f"Filed to case {get_case(request.viewer, case_id).number}.")
        return redirect(back_or(request, reverse("documents:document", args=[document_id])))
    shown = {"filing": form, "same": same, "same_case": case_id}
    return _document_page(request, found, shown, _UNPROCESSABLE)


@require_POST
def void(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = queries.get_document(request.viewer, document_id)
    form = VoidForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.void_document(actor=request.viewer, now=clock.now(), document_id=document_id, reason=reason)
        say(request, "It does not count any more; it stays readable with your reason.")
        return redirect("documents:document", document_id)
    return _document_page(request, found, {"voiding": form}, _UNPROCESSABLE)


@require_POST
def move(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = queries.get_document(request.viewer, document_id)
    form = MoveThingForm(request.POST)
    if form.is_valid():
        place = form.cleaned_data["whereabouts"]
        try:
            actions.move_thing(
                actor=request.viewer, now=clock.now(), document_id=document_id, whereabouts=place
            )
            say(request, "Written down.")
            return redirect("documents:document", document_id)
        except Invalid as problem:
            form.show_problems(problem)
    return _document_page(request, found, {"moving": form}, _UNPROCESSABLE)
