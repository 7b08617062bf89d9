"""The referrer's update: one page to read, change and tell it, in the way that this person wants."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from caseday.access.permissions import can_work_on_cases
from caseday.correspondence.actions.updates import discard_update, save_update, tell_update
from caseday.correspondence.queries.updates import (
    FORMS,
    SECTIONS,
    get_update,
    told_updates,
    update_of,
)
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import new_id, parse_id
from caseday.ui.toasts import say


@require_GET
def update(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return render(
        request, "correspondence/update.html", _context(request, case_id, form=request.GET.get("form", ""))
    )


@require_GET
def told(request: HttpRequest, update_id: UUID) -> HttpResponse:
    """One that was told, as it was."""
    one = get_update(request.viewer, update_id)
    parts = [(word, one.sections.get(slug, "")) for slug, word in SECTIONS.items()]
    return render(
        request, "correspondence/told_update.html", {"update": one, "case": one.case, "parts": parts}
    )


@require_POST
def save(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was typed so far; answers with the line that says so."""
    try:
        draft = save_update(
            actor=request.viewer,
            now=clock.now(),
            case_id=case_id,
            drawn_at=_moment(request, "drawn_at"),
            sections=_sections(request),
            form=request.POST.get("form", ""),
            base_version=_version(request),
            id=parse_id(request.POST.get("id")),
        )
    except Invalid as problem:
        return render(request, "correspondence/_update_saved.html", {"problem": str(problem)}, status=422)
    return render(request, "correspondence/_update_saved.html", {"draft": draft})


@require_POST
def tell(request: HttpRequest, case_id: UUID) -> HttpResponse:
    if request.POST.get("do") == "draw":
        return redirect(
            f"{reverse('correspondence:update', args=[case_id])}?form={request.POST.get('form', '')}"
        )
    try:
        one = tell_update(
            actor=request.viewer,
            now=clock.now(),
            case_id=case_id,
            drawn_at=_moment(request, "drawn_at"),
            sections=_sections(request),
            form=request.POST.get("form", ""),
            subject=request.POST.get("subject", ""),
            kept=[pk for text in request.POST.getlist("keeps") if (pk := parse_id(text))],
            confirmed=frozenset(request.POST.getlist("confirmed")),
            id=parse_id(request.POST.get("id")),
        )
    except Invalid as problem:
        context = _context(request, case_id, form=request.POST.get("form", ""), typed=_sections(request))
        context |= {"problem": problem, "subject": request.POST.get("subject", "")}
        return render(request, "correspondence/update.html", context, status=422)
    say(request, "Update queued." if one.message_id else "Update written down.")
    return redirect("casefile:case", case_id)


@require_POST
def discard(request: HttpRequest, update_id: UUID) -> HttpResponse:
    one = discard_update(actor=request.viewer, now=clock.now(), update_id=update_id)
    say(request, "The draft is set aside. The update is drawn anew from the file.")
    return redirect("correspondence:update", one.case_id)


def _context(
    request: HttpRequest, case_id: UUID, *, form: str = "", typed: dict[str, str] | None = None
) -> dict[str, Any]:
    now = clock.now()
    drawn = update_of(request.viewer, case_id, now=now, form=form if form in FORMS else "")
    sections = typed or drawn.sections
    return {
        "drawn": drawn,
        "case": drawn.case,
        "id": drawn.draft.pk if drawn.draft else new_id(),
        "version": drawn.draft.version if drawn.draft else 0,
        "forms": FORMS.items(),
        "parts": [(slug, word, sections.get(slug, "")) for slug, word in SECTIONS.items()],
        "preview": drawn.text(request.viewer, now, sections),
        "to": drawn.addressee,
        "told": told_updates(case_id, drawn.role, limit=5),
        "may_write": can_work_on_cases(request.viewer),
        "subject": drawn.subject,
    }


def _sections(request: HttpRequest) -> dict[str, str]:
    return {slug: request.POST.get(f"section-{slug}", "") for slug in SECTIONS}


def _moment(request: HttpRequest, name: str) -> datetime:
    """Up to where the page was drawn; now where a browser sends none."""
    try:
        moment = datetime.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else clock.now()


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
