"""The card of a call, and what came of it in one tap."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from caseday.access.permissions import require
from caseday.access.sight import log_sight
from caseday.access.viewer import Viewer
from caseday.casefile.queries import CallCard, Callee, call_card, callee_named, kin_card
from caseday.casefile.web.call_form import CallForm
from caseday.journal.actions import keep_told_hours, log_attempt, record_activity
from caseday.journal.permissions import can_record
from caseday.journal.rules.words import CALL_RESULTS, RESULTS
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

_REACHED = "reached"
_IDS = ("case", "office", "professional", "person", "followup", "party", "message", "member")


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Opened with ids in the address; stored by the result's button."""
    require(can_record(request.viewer), "Only case managers and supervisors record what happened.")
    if request.method == "POST":
        return _log(request)
    ids = {name: parse_id(request.GET.get(name)) for name in _IDS}
    card = _card(request.viewer, ids, request.GET.get("role", "")[:40])
    form = CallForm(initial=_initial(card, ids["followup"], ids["member"]))
    return _show(request, card, form)


def _card(viewer: Viewer, ids: dict[str, UUID | None], role: str) -> CallCard:
    if ids["member"] and ids["case"]:
        return kin_card(viewer, ids["case"], ids["member"], now=clock.now())
    named = Callee(ids["case"], ids["office"], ids["professional"], ids["person"], role)
    callee, about = callee_named(viewer, named, followup_id=ids["followup"], message_id=ids.get("message"))
    return call_card(viewer, callee, now=clock.now(), party_id=ids.get("party"), about=about)


def _initial(card: CallCard, followup_id: UUID | None, member_id: UUID | None) -> dict[str, Any]:
    callee = card.callee
    return {
        "case": callee.case_id,
        "office": callee.office_id,
        "professional": callee.professional_id,
        "role": callee.role,
        "name": card.who[:120],
        "followup": followup_id,
        "member": member_id,
        "summary": "" if followup_id else card.about[:1].upper() + card.about[1:],
    }


def _show(request: HttpRequest, card: CallCard, form: CallForm, status: int = 200) -> HttpResponse:
    log_sight(request, card.callee.case_id)
    context = {
        "card": card,
        "form": form,
        "results": [(result, RESULTS[result]) for result in CALL_RESULTS],
    }
    template = "casefile/_call.html" if request.htmx else "casefile/call.html"
    return render(request, template, context, status=status)


def _log(request: HttpRequest) -> HttpResponse:
    form = CallForm(request.POST)
    if form.is_valid():
        try:
            return _logged(request, _store(request.viewer, form), form.cleaned_data["hours"].strip())
        except Invalid as error:
            form.show_problems({name.removesuffix("_id"): text for name, text in error.problems.items()})
    ids = {name: parse_id(request.POST.get(name)) for name in _IDS}
    card = _card(request.viewer, ids, request.POST.get("role", "")[:40])
    return _show(request, card, form, status=422)


def _store(viewer: Viewer, form: CallForm) -> Any:
    """The call, and the hours that were told in it, for every case; both or neither."""
    said = form.cleaned_data
    with transaction.atomic():
        entry = _store_call(viewer, form)
        if said["hours"].strip() and said["office"]:
            keep_told_hours(actor=viewer, now=clock.now(), office_id=said["office"], line=said["hours"])
    return entry


def _store_call(viewer: Viewer, form: CallForm) -> Any:
    """For a to-do it counts as a try as well."""
    happened, said = form.happened(), form.cleaned_data
    if not said["followup"]:
        return record_activity(actor=viewer, now=clock.now(), happened=happened, id=said["id"])
    return log_attempt(
        actor=viewer, now=clock.now(), followup_id=said["followup"], result=happened.result,
        minutes=happened.minutes, hold_minutes=happened.hold_minutes, said=happened.summary,
        whom=happened, id=said["id"],
    )  # fmt: skip


def _logged(request: HttpRequest, entry: Any, hours: str) -> HttpResponse:
    undo_url = reverse("journal:take_back_attempt", args=[entry.pk])
    if request.htmx:
        context = {
            "activity": entry,
            "undo_url": undo_url,
            "is_reached": entry.result == _REACHED,
            "hours": hours,
        }
        return render(request, "casefile/_called.html", context)
    kept = " Their hours are kept, for every case." if hours else ""
    say(request, f"The call is logged.{kept}", undo_url=undo_url)
    return redirect("journal:activity", entry.pk)
