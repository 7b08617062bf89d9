"""Telling, units, papers and clocks of a request: each one tap on its page."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.web.views.steps import after_tap
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import parse_id


@require_POST
def tell(request: HttpRequest, request_id: UUID) -> HttpResponse:
    given = request.POST
    try:
        actions.tell(
            actor=request.viewer, now=clock.now(), request_id=request_id, role=given.get("role", ""),
            channel=given.get("channel", "phone"), claim_id=parse_id(given.get("claim")),
            name=given.get("name", ""), proof=given.get("proof", ""), id=parse_id(given.get("id")),
        )  # fmt: skip
    except Invalid as error:
        return after_tap(request, request_id, problem=str(error))
    return after_tap(request, request_id, "Told.")


@require_POST
def use_units(request: HttpRequest, request_id: UUID) -> HttpResponse:
    try:
        actions.use_units(
            actor=request.viewer, now=clock.now(), request_id=request_id,
            units=_number(request.POST.get("units")) or 0, expected=_number(request.POST.get("expected")),
        )  # fmt: skip
    except Invalid as error:
        return after_tap(request, request_id, problem=str(error))
    return after_tap(request, request_id, "Counted.")


def _number(text: str | None) -> int | None:
    digits = (text or "").strip()
    is_number = digits.removeprefix("-").isascii() and digits.removeprefix("-").isdigit() and len(digits) < 7
    return int(digits) if is_number else None


@require_POST
def file_paper(request: HttpRequest, request_id: UUID) -> HttpResponse:
    queries.get_followed(request.viewer, request_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    document_id = parse_id(request.POST.get("document"))
    if document_id is None:
        return after_tap(request, request_id, problem="Choose the paper that belongs here.")
    try:
        actions.file_paper(
            actor=request.viewer, now=clock.now(), request_id=request_id, document_id=document_id
        )
    except Invalid as error:
        return after_tap(request, request_id, problem=str(error))
    return after_tap(request, request_id, "Filed.")


@require_POST
def change_clock(request: HttpRequest, clock_id: UUID, what: str) -> HttpResponse:
    run = queries.get_clock_run(request.viewer, clock_id)
    reason = request.POST.get("reason", "")
    now, viewer = clock.now(), request.viewer
    try:
        if what == "pause":
            actions.pause_clock(actor=viewer, now=now, clock_id=clock_id, reason=reason)
        elif what == "resume":
            actions.resume_clock(actor=viewer, now=now, clock_id=clock_id)
        elif what == "stop":
            actions.stop_clock(actor=viewer, now=now, clock_id=clock_id, reason=reason)
        else:
            raise Http404
    except Invalid as error:
        return after_tap(request, run.request_id, problem=str(error))
    return after_tap(request, run.request_id, "Changed.")
