"""Pages of intake: the list, the referral on one page, and what to do with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.viewer import Viewer
from caseday.cases.queries import cases_with_identifier
from caseday.intake import actions, queries
from caseday.intake.rules import still_to_ask
from caseday.intake.web.forms import DeclineForm, ReferralForm
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.people.queries import likely_duplicates
from caseday.programs.queries import pack_for_new, packs_on
from caseday.programs.rules import Pack, referral_fields
from caseday.ui.toasts import say, warn

_FIELDS = tuple(name for name in ReferralForm.base_fields if name not in ("id", "person", "assign_to"))
_UNPROCESSABLE = 422


@require_GET
def referral_list(request: HttpRequest) -> HttpResponse:
    before = parse_id(request.GET.get("before"))
    decided = queries.decided_referrals(request.viewer, before=before)
    packs = packs_on(clock.now().date())
    waiting = [(one, _missing(one, packs)) for one in queries.open_referrals(request.viewer)]
    last = decided[-1].pk if len(decided) == 30 else None
    return render(request, "intake/list.html", {"waiting": waiting, "decided": decided, "last": last})


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    likely = queries.last_program(request.viewer)
    form = _form(request, {"received_at": now, "acuity": 2, "program": likely})
    if form.is_bound and form.is_valid():
        try:
            values = _values(form.cleaned_data)
            found = actions.take_referral(actor=request.viewer, now=now, id=form.cleaned_data["id"], **values)
            return _go_on(request, found)
        except Invalid as error:
            form.show_problems(error)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    found = queries.get_referral(request.viewer, referral_id)
    if found.state != "open":
        return render(request, "intake/decided.html", {"referral": found, "words": _words(found)})
    initial = {name: getattr(found, name) for name in _FIELDS}
    initial |= {"person": found.person_id, "assign_to": str(found.assign_to_id or ""), "id": found.pk}
    form = _form(request, initial)
    if form.is_bound and form.is_valid():
        try:
            values = _values(form.cleaned_data)
            changed = actions.change_referral(
                actor=request.viewer, now=clock.now(), referral_id=found.pk, **values
            )
            return _go_on(request, changed)
        except Invalid as error:
            form.show_problems(error)
    return _page(request, form, found)


def _form(request: HttpRequest, initial: dict[str, Any]) -> ReferralForm:
    """Where another program was chosen, the form as that program asks, with what was typed, and nothing is kept yet."""
    if request.POST.get("then") != "program":
        data = request.POST if request.method == "POST" else None
        return ReferralForm(data, viewer=request.viewer, initial=initial)
    typed: dict[str, Any] = {
        name: request.POST[name] for name in (*_FIELDS, "id", "person", "assign_to") if name in request.POST
    }
    typed["received_at"] = _moment(typed.get("received_at", ""), request.viewer) or initial["received_at"]
    return ReferralForm(viewer=request.viewer, initial=initial | typed | {"case_type": ""})


def _moment(text: str, viewer: Viewer) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=viewer.time_zone)
    except ValueError:
        return None


def _values(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the program does not ask for is kept as it was."""
    values = {name: cleaned[name] for name in _FIELDS if name in cleaned}
    return values | {"person_id": cleaned["person"], "assign_to_id": cleaned["assign_to"]}


def _go_on(request: HttpRequest, found: Any) -> HttpResponse:
    """Accepted at once where that was asked and nothing stands against it; else kept for later."""
    then = request.POST.get("then")
    conflicts = queries.conflicts_of(request.viewer, found) if then == "accept" else []
    stands_against_it = any(one.is_serious for one in conflicts)
    if then == "accept-anyway" or (then == "accept" and not stands_against_it):
        return _accept(request, found.pk)
    if stands_against_it:
        warn(request, "Kept. Look at what stands against it, then accept or decline.")
    else:
        say(request, "Referral kept.")
    return redirect("intake:referral", found.pk)


def _accept(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    try:
        case = actions.accept_referral(actor=request.viewer, now=clock.now(), referral_id=referral_id)
    except Invalid as error:
        warn(request, str(error))
        return redirect("intake:referral", referral_id)
    say(request, f"Case {case.number} opened.")
    if case.assigned_to_id not in request.viewer.caseload_staff_ids:
        return redirect("intake:list")
    return redirect("casefile:case", case.pk)


@require_POST
def accept(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    return _accept(request, referral_id)


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    found = queries.get_referral(request.viewer, referral_id)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.decline_referral(
                actor=request.viewer, now=clock.now(), referral_id=found.pk, reason=reason
            )
            say(request, "Referral declined.")
            return redirect("intake:list")
        except Invalid as error:
            form.show_problems(error)
    status = _UNPROCESSABLE if form.errors else 200
    return render(request, "intake/decline.html", {"form": form, "referral": found}, status=status)


@require_POST
def reconsider(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    actions.reconsider_referral(actor=request.viewer, now=clock.now(), referral_id=referral_id)
    return redirect("intake:referral", referral_id)


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """Who this may be, while it is being typed; one tap takes the person over."""
    found = likely_duplicates(
        request.viewer,
        given_name=request.GET.get("given_name", ""),
        family_name=request.GET.get("family_name", ""),
        phone=request.GET.get("phone", "").replace("\0", "")[:40],
        birth_date=_day(request.GET.get("birth_date", "")),
    )
    chosen = parse_id(request.GET.get("person"))
    return render(request, "intake/_duplicates.html", {"found": found, "chosen": chosen})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
def same_claim(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("claim_number", "").replace("\0", "")[:60]
    return render(request, "cases/_overlaps.html", {"overlaps": cases_with_identifier(request.viewer, typed)})


def _words(found: Any) -> Mapping[str, str]:
    """What the program calls what was taken down."""
    return referral_fields(pack_for_new(found.program, on=found.received_at.date())).words


def _missing(found: Any, packs: list[Pack]) -> list[str]:
    pack = next((one for one in packs if one.slug == found.program), None)
    return still_to_ask(vars(found), referral_fields(pack).words if pack else {})


def _page(request: HttpRequest, form: Any, found: Any) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "referral": found}
    if found:
        context |= {
            "conflicts": queries.conflicts_of(request.viewer, found),
            "missing": _missing(found, packs_on(found.received_at.date())),
        }
    status = _UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "intake/referral.html", context, status=status)
