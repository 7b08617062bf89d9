"""Where a paper went and whether they have it: its history, one sending with its proof, the taps."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.directory.queries import get_office
from caseday.documents import actions, queries
from caseday.documents.permissions import can_change
from caseday.documents.queries.receivers import receiver_key, receivers_for
from caseday.documents.web.sending import SendForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say

HOW_KNOWN = (
    "The nurse read from it",
    "Saw it in the portal",
    "Saw it at the visit",
    "Their records desk confirmed",
)
WHY_FAILED = ("The line was busy", "Wrong number", "Came back", "Pages are missing")


@require_GET
def deliveries(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """For the page of the paper."""
    found = queries.get_document(request.viewer, document_id)
    rows = queries.rows_of(queries.deliveries_of_document(request.viewer, document_id))
    context = {"document": found, "rows": rows, "may_change": can_change(request.viewer, found)}
    return render(request, "documents/_deliveries.html", context)


@require_GET
def of_office(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """For the page of the office: what went there, of the cases in sight."""
    office = get_office(request.viewer, office_id)
    rows = queries.rows_of(queries.deliveries_of_office(request.viewer, office_id))
    return render(request, "documents/_of_office.html", {"office": office, "rows": rows})


@require_GET
def delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    return _page(request, delivery_id)


def _page(request: HttpRequest, delivery_id: UUID, problem: Invalid | None = None) -> HttpResponse:
    viewer = request.viewer
    one = queries.get_delivery(viewer, delivery_id)
    sent_at = one.sent_at.astimezone(viewer.time_zone)
    context: dict[str, Any] = {
        "row": queries.rows_of([one])[0],
        "earlier": [
            row
            for row in queries.rows_of(queries.deliveries_of_document(viewer, one.document_id))
            if row.delivery.pk != one.pk
        ],
        "proof": queries.proof_words(one, sent_at),
        "may_change": can_change(viewer, one.document),
        "problem": "; ".join(problem.problems.values()) if problem else "",
        "typed": request.POST,
        "how_known": HOW_KNOWN,
        "why_failed": WHY_FAILED,
    }
    return render(request, "documents/delivery.html", context, status=422 if problem else 200)


def _tap(
    take: Callable[[HttpRequest, UUID], object], words: str
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    @require_POST
    def view(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
        queries.get_delivery(request.viewer, delivery_id)
        try:
            take(request, delivery_id)
        except Invalid as problem:
            return _page(request, delivery_id, problem)
        say(request, words)
        page = reverse("documents:delivery", args=[delivery_id])
        return redirect(back_or(request, page) if request.POST.get("next") else page)

    return view


def _base(request: HttpRequest, delivery_id: UUID) -> dict[str, Any]:
    return {
        "actor": request.viewer,
        "now": clock.now(),
        "delivery_id": delivery_id,
        "seen": request.POST.get("seen", ""),
    }


received = _tap(
    lambda request, one: actions.say_received(**_base(request, one), by=request.POST.get("by", "")),
    "Noted as said. It stays open until somebody made sure.",
)
verify = _tap(
    lambda request, one: actions.verify_in_chart(**_base(request, one), how=request.POST.get("how", "")),
    "Noted: they have it.",
)
fail = _tap(
    lambda request, one: actions.fail_delivery(**_base(request, one), reason=request.POST.get("reason", "")),
    "Noted. Send it again when you can.",
)
deny = _tap(
    lambda request, one: actions.deny_delivery(**_base(request, one), by=request.POST.get("by", "")),
    "Noted: they say they don't have it. The proof is below.",
)


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Writes down that it was sent; `?again=<delivery>` begins with the same receiver."""
    viewer, now = request.viewer, clock.now()
    found = queries.get_document(viewer, document_id)
    require(
        can_change(viewer, found),
        "Only case managers and supervisors send papers. Ask the case's case manager.",
    )
    receivers = receivers_for(viewer, found.case) if found.case else []
    form = SendForm(request.POST or None, receivers=receivers, initial=_beginning(request, now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.send_document(
                actor=viewer, now=now, document_id=document_id, how=given["how"], sent_at=given["sent_at"],
                proof=given["proof"], id=given["id"], **form.receiver(),
            )  # fmt: skip
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "Written down. It stays open until somebody made sure that they have it.")
            return redirect(reverse("documents:document", args=[document_id]))
    context = {"document": found, "form": form}
    return render(request, "documents/send.html", context, status=422 if form.errors else 200)


def _beginning(request: HttpRequest, now: Any) -> dict[str, Any]:
    beginning: dict[str, Any] = {"sent_at": now, "how": "fax"}
    if again := parse_id(request.GET.get("again")):
        before = queries.get_delivery(request.viewer, again)
        key, label = receiver_key(before)
        beginning |= {"to": key, "to_label": label, "to_name": before.to_name, "how": before.how}
    return beginning
