"""Reading a number back: typed, compared while one types, kept in one tap."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import require
from caseday.casefile import actions, queries
from caseday.casefile.web.read_back_form import SOMEBODY_ELSE, ReadBackForm
from caseday.cases.permissions import can_work_on
from caseday.cases.queries import get_case, get_identifier, identifiers_of, pack_of, parties_of
from caseday.cases.rules import compare, spell_out
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.programs.rules import word_of
from caseday.ui.toasts import say, warn


@require_http_methods(["GET", "POST"])
def read_back(request: HttpRequest, case_id: UUID, identifier_id: UUID) -> HttpResponse:
    identifier = _identifier(request, case_id, identifier_id)
    if request.method == "POST":
        require(
            can_work_on(request.viewer, identifier.case), "Only case managers and supervisors change cases."
        )
    parties = parties_of(identifier.case)
    form = ReadBackForm(
        request.POST if request.method == "POST" else None,
        parties=parties,
        initial=_initial(request, parties),
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept, chases = actions.record_readback_and_chase(
                actor=request.viewer, now=clock.now(), identifier_id=identifier.pk,
                read_out=form.read_out(), id=form.cleaned_data["id"],
            )  # fmt: skip
            _tell(request, kept, chases)
            return redirect(request.path)
        except Invalid as error:
            form.show_problems(error)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "casefile/read_back.html", _context(request, identifier, form), status=status)


@require_GET
def numbers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """From a call or a sheet, with one tap: the number that is asked for most. Keeps who the call is with."""
    case = get_case(request.viewer, case_id)
    used = sorted((one for one in identifiers_of(case) if not one.is_retired), key=_asked_first)
    if not used:
        return redirect(f"{reverse('casefile:case', args=[case_id])}#part-identifiers")
    whom = request.META["QUERY_STRING"]
    return redirect(reverse("casefile:read_back", args=[case_id, used[0].pk]) + (f"?{whom}" if whom else ""))


def _asked_first(one: Any) -> bool:
    return one.kind != "claim_number"


@require_POST
def compare_number(request: HttpRequest, case_id: UUID, identifier_id: UUID) -> HttpResponse:
    """What was typed so far against ours. A POST, so that no number stands in an address."""
    identifier = _identifier(request, case_id, identifier_id)
    return render(request, "casefile/_compared.html", _compared(identifier, request.POST.get("heard", "")))


def _identifier(request: HttpRequest, case_id: UUID, identifier_id: UUID) -> Any:
    identifier = get_identifier(request.viewer, identifier_id)
    if identifier.case_id != case_id:
        raise Http404
    return identifier


def _initial(request: HttpRequest, parties: Any) -> dict[str, str]:
    """Whoever the call is with, where the page was opened from a call: `office` or `party`."""
    asked = {request.GET.get("office", ""), request.GET.get("party", "")} - {""}
    match = (one for one in parties if {str(one.office_id), str(one.pk)} & asked and not one.to_on)
    chosen = next(match, None)
    return {"who": str(chosen.pk)} if chosen else {"who": SOMEBODY_ELSE} if not parties else {}


def _context(request: HttpRequest, identifier: Any, form: ReadBackForm) -> dict[str, Any]:
    pack = pack_of(identifier.case)
    return {
        "page": queries.read_back_page(request.viewer, identifier),
        "identifier": identifier,
        "case": identifier.case,
        "word": word_of(pack.identifier_kinds, identifier.kind),
        "spelled": spell_out(identifier.value),
        "others": [
            one for one in identifiers_of(identifier.case) if one.pk != identifier.pk and not one.is_retired
        ],
        "form": form,
        "can_change": can_work_on(request.viewer, identifier.case) and identifier.case.status != "closed",
        **_compared(identifier, form["heard"].value() or ""),
    }


def _compared(identifier: Any, heard: str) -> dict[str, Any]:
    typed = heard[:120]
    return {"compared": compare(identifier.value, typed) if typed.strip() else None, "heard": typed,
            "heard_spelled": spell_out(typed)}  # fmt: skip


def _tell(request: HttpRequest, kept: Any, chases: list[Any]) -> None:
    who = kept.office or kept.professional or kept.with_name
    if kept.is_same:
        say(request, f"{who} has it right.")
    elif chases:
        names = "; ".join(str(one.office or one.professional or one.promised_to) for one in chases)
        warn(
            request,
            f"Kept: {who} has it wrong. Followed up every working day until they read it right: {names}.",
        )
    else:
        warn(request, f"Kept: {who} has it wrong. It is being followed up already.")
