"""How a card and its form answer: in place for htmx, as a page without it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from caseday.cases.permissions import can_work_on

UNPROCESSABLE = 422


def case_context(request: HttpRequest, case: Any, pack: Any) -> dict[str, Any]:
    can_change = can_work_on(request.viewer, case) and case.status != "closed"
    return {"case": case, "pack": pack, "can_change": can_change}


def answer(
    request: HttpRequest, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The fragment alone where htmx asked, a whole page around it otherwise."""
    if request.htmx:
        return render(request, fragment, context, status=status)
    return render(request, "cases/part_page.html", {**context, "fragment": fragment}, status=status)


def done(request: HttpRequest, card_url: str, case_id: UUID, anchor: str) -> HttpResponse:
    """After a write: the card again for htmx, else the case page at that card."""
    if request.htmx:
        return redirect(card_url)
    return redirect(f"{reverse('casefile:case', args=[case_id])}#part-{anchor}")
