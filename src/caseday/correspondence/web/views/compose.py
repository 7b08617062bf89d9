"""Writing a message: drawn, previewed as it will go, checked, queued; and what may be done with it afterwards."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import can_work_on_cases, require
from caseday.access.sight import log_sight
from caseday.correspondence.actions.outcomes import note_arrived, note_mailed, retry_message, stop_message
from caseday.correspondence.actions.queueing import ONLY_WORKERS, queue_message
from caseday.correspondence.queries.messages import get_message
from caseday.correspondence.queries.objections import every_objection, leaves_at
from caseday.correspondence.queries.reaches import reaches_of
from caseday.correspondence.queries.senders import senders_for
from caseday.correspondence.rules.checks import still_standing
from caseday.correspondence.rules.outgoing import Objection
from caseday.correspondence.rules.reading_grade import TARGET, grade_of, grade_words
from caseday.correspondence.web.writing import CHANNELS, Writing, begun, typed
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn

FIELDS = ("to", "channel", "subject", "text", "documents", "when")


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    require(can_work_on_cases(request.viewer), ONLY_WORKERS)
    now = clock.now()
    if request.method == "GET":
        return _page(request, begun(request, now))
    writing = typed(request, now)
    if request.POST.get("do") == "draw":
        writing.draw()
        return _drawn(request, writing)
    try:
        message = queue_message(actor=request.viewer, now=now, outgoing=writing.outgoing(), id=writing.id)
    except Invalid as problem:
        return _page(request, writing, tried=problem, status=422)
    is_letter = message.channel == "letter"
    says = (
        "The letter is written. Print it, then say that it is mailed." if is_letter else _says(message, now)
    )
    say(request, says, undo_url=reverse("correspondence:stop", args=[message.pk]))
    return redirect(reverse("correspondence:message", args=[message.pk]))


def _says(message: Any, now: Any) -> str:
    at = message.sending.not_before
    return "It is on its way." if at <= now else "It waits for its time; the message says until when."


def _drawn(request: HttpRequest, writing: Writing) -> HttpResponse:
    """With htmx the form alone. Without, the page, which keeps what was typed (422 tells it so)."""
    if request.htmx:
        return render(request, "correspondence/_compose.html", _context(request, writing))
    return _page(request, writing, status=422)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Exactly what goes to whom, when, and what speaks against it."""
    require(can_work_on_cases(request.viewer), ONLY_WORKERS)
    writing = typed(request, clock.now())
    return render(
        request, "correspondence/_compose_preview.html", {**_context(request, writing), "is_swap": True}
    )


def _page(
    request: HttpRequest, writing: Writing, *, tried: Invalid | None = None, status: int = 200
) -> HttpResponse:
    if writing.around.case is not None:
        log_sight(request, writing.around.case.pk)
    context = _context(request, writing, has_tried=tried is not None) | {
        "tried": tried is not None,
        "says": _unplaced(tried),
    }
    return render(request, "correspondence/compose.html", context, status=status)


def _unplaced(tried: Invalid | None) -> str:
    """What belongs to no field stands above the form."""
    return tried.problems.get("", "") if tried else ""


def _context(request: HttpRequest, writing: Writing, *, has_tried: bool = False) -> dict[str, Any]:
    """That nothing is written yet is said to who tries to send it, not to who has just begun."""
    outgoing = writing.outgoing()
    every = every_objection(request.viewer, outgoing, writing.now) if writing.channel else []
    standing = still_standing(outgoing, every)
    shown = every if has_tried else [one for one in every if one.slug != "empty"]
    reaches = reaches_of(outgoing, writing.around.case, writing.now) if writing.channel else ()
    leaves = leaves_at(outgoing, reaches, writing.now)
    senders = senders_for(request.viewer, writing.channel) if writing.channel else []
    chosen = [one for one in senders if one.account and one.account.pk == writing.account_id]
    return {
        "writing": writing,
        "around": writing.around,
        "outgoing": outgoing,
        "channels": CHANNELS,
        "says_of": {field: _of_field(shown, field, writing) for field in FIELDS},
        "standing": standing,
        "needs_reason": any(one.needs_reason for one in every),
        "leaves_at": leaves if leaves > writing.now else None,
        "is_quiet": leaves > max(writing.now, writing.planned_at or writing.now),
        "receiver_zone": next((one.zone for one in reaches if one.zone), None),
        "senders": senders,
        "sender": next(iter([*chosen, *senders]), None),
        "attached": [one for one in writing.around.papers if one.pk in writing.document_ids],
        "grade": grade_words(writing.text, writing.language) if writing.text.strip() else "",
        "is_plain": grade_of(writing.text, writing.language) <= TARGET,
        "is_for_client": bool(writing.receiver and writing.receiver.person_id),
    }


def _of_field(every: list[Objection], field: str, writing: Writing) -> list[tuple[Objection, bool]]:
    """With whether the writer has said that it is meant so."""
    return [(one, one.slug in writing.confirmed) for one in every if one.field == field]


@require_GET
def letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The letter on the agency's paper, or the cover of a fax, as PDF."""
    from caseday.correspondence.sending.packing import letter_pdf

    message = get_message(request.viewer, message_id)
    if message.is_incoming or message.channel not in ("letter", "fax"):
        raise NotFound
    answer = HttpResponse(letter_pdf(message), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{message.channel}.pdf"'
    return answer


@require_POST
def stop(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _after(request, message_id, stop_message, "Taken back. It did not leave.")


@require_POST
def retry(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _after(request, message_id, retry_message, "It is sent once more.")


@require_POST
def arrived(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _after(request, message_id, note_arrived, "Noted: it arrived.")


@require_POST
def mailed(request: HttpRequest, message_id: UUID) -> HttpResponse:
    return _after(request, message_id, note_mailed, "Noted: it is in the mail.")


def _after(request: HttpRequest, message_id: UUID, action: Any, words: str) -> HttpResponse:
    try:
        action(actor=request.viewer, now=clock.now(), message_id=message_id)
        say(request, words)
    except Invalid as problem:
        warn(request, str(problem))
    return redirect(back_or(request, reverse("correspondence:message", args=[message_id])))
