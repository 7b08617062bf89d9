"""Pages of requests: the open ones, those of a case, one with its ladder, a new one, its end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.viewer import Viewer
from caseday.cases.queries import get_case, pack_of
from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.web.ladder import shown
from caseday.followups.web.request_forms import ClaimForm, ReasonForm, RequestForm
from caseday.followups.web.speakers import likely_for, speakers_of
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, Refused
from caseday.kernel.ids import parse_id
from caseday.ui.toasts import say

UNPROCESSABLE = 422


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Open ones of the viewer and of whom they cover; blocked ones first."""
    found = queries.open_requests(request.viewer)
    found.sort(key=lambda one: one.row.state != "blocked")
    return render(request, "followups/requests.html", {"found": found, "now": clock.now()})


@require_GET
def requests_of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = get_case(request.viewer, case_id)
    found = queries.requests_of_case(request.viewer, case_id)
    context = {"found": found, "case": case, "may_change": can_promise(request.viewer), "now": clock.now()}
    template = "followups/_requests_card.html" if request.htmx else "followups/requests.html"
    return render(request, template, context)


_CHECKED = ("title", "side", "body_part", "reference")


@require_POST
def check_request(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was typed so far against the case. A POST, so that no number stands in an address."""
    case = get_case(request.viewer, case_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    typed = {name: request.POST.get(name, "")[:200] for name in _CHECKED}
    flags = queries.flags_while_typed(request.viewer, case, **typed)
    return render(request, "followups/_flags.html", {"flags": flags, "case": case})


def _flags(request: HttpRequest, case: Any, form: RequestForm) -> list[Any]:
    """Of what the form shows; they keep nobody from sending it."""
    typed = {name: str(form[name].value() or "") if name in form.fields else "" for name in _CHECKED}
    return queries.flags_while_typed(request.viewer, case, **typed)


@require_GET
def show_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    followed = queries.get_followed(request.viewer, request_id)
    return render(request, "followups/request.html", shown(request.viewer, followed, clock.now()))


@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """First the kind, then the rest: from a visit three taps take down what was said there."""
    viewer, asked = request.viewer, _asked(request)
    if not can_promise(viewer):
        raise Refused(actions.ONLY_WORKERS)
    if asked["case"] is None:
        return render(request, "followups/request_case.html", {"cases": queries.cases_to_ask_for(viewer)})
    case = get_case(viewer, asked["case"])
    pack = pack_of(case)
    kind = pack.request_kind(asked["kind"])
    context = asked | {"case": case, "pack": pack, "kind": kind}
    if kind is None:
        return render(request, "followups/request_kind.html", context)
    form, said = _forms(request, case, kind, asked)
    if request.method == "POST" and form.is_valid() and said.is_valid():
        try:
            return _opened(request, viewer, case.pk, kind, form, said, asked)
        except Invalid as error:
            form.show_problems(error)
    status = UNPROCESSABLE if form.errors or said.errors else 200
    context |= {"form": form, "said": said, "flags": _flags(request, case, form)}
    return render(request, "followups/request_form.html", context, status=status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address or the form brings along from a case, a visit, a journal entry or an older request."""
    given = request.POST if request.method == "POST" else request.GET
    ids = {name: parse_id(given.get(name)) for name in ("case", "activity", "at_appointment", "renews")}
    return ids | {"kind": given.get("kind", "")}


def _forms(
    request: HttpRequest, case: Any, kind: Any, asked: dict[str, Any]
) -> tuple[RequestForm, ClaimForm]:
    visit = queries.appointment_of_case(case, asked["at_appointment"])
    speakers = speakers_of(case, pack_of(case))
    office_id = visit.office_id if visit else None
    initial = {
        "appointment": visit.pk if visit else "",
        "speaker": likely_for(kind.first_step.answered_by, office_id, speakers),
        "channel": "in_person" if visit else "phone",
        "activity": asked["activity"],
    }
    posted = request.POST if request.method == "POST" else None
    choices = queries.appointments_to_choose(case, request.viewer)
    form = RequestForm(posted, appointments=choices, pack=pack_of(case), initial=initial)
    said = ClaimForm(posted, speakers=speakers, rung=kind.first_step, initial=initial)
    said.fields["outcome"].required &= "said_step" in request.POST
    return form, said


def _opened(
    request: HttpRequest,
    viewer: Viewer,
    case_id: UUID,
    kind: Any,
    form: Any,
    said: Any,
    asked: dict[str, Any],
) -> HttpResponse:
    opened = actions.open_request(
        actor=viewer,
        now=clock.now(),
        case_id=case_id,
        kind=kind.slug,
        details=form.details(asked["renews"]),
        source_activity_id=asked["activity"],
        first=_first_said(request.POST.get("said_step", ""), said),
        id=form.cleaned_data["id"],
    )
    say(request, f"{opened.title} is followed now.")
    return redirect("followups:request", opened.pk)


def _first_said(step: str, said: ClaimForm) -> actions.FirstSaid | None:
    if not step:
        return None
    typed = said.cleaned_data
    return actions.FirstSaid(step, said.said(), outcome=typed["outcome"], reason=typed["reason"])


@require_http_methods(["GET", "POST"])
def change_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    viewer = request.viewer
    followed = queries.get_followed(viewer, request_id)
    if not can_promise(viewer):
        raise Refused(actions.ONLY_WORKERS)
    row = followed.row
    choices = queries.appointments_to_choose(row.case, viewer, besides=row.appointment)
    posted = request.POST if request.method == "POST" else None
    form = RequestForm(posted, appointments=choices, pack=followed.pack, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_request(
                actor=viewer, now=clock.now(), request_id=row.pk, details=form.details(row.part_of_id)
            )
            say(request, "Changed.")
            return redirect("followups:request", row.pk)
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "followed": followed, "asked": row, "case": row.case, "kind": followed.kind}
    context["flags"] = _flags(request, row.case, form)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "followups/request_change.html", context, status=status)


def _initial(row: Any) -> dict[str, Any]:
    names = (
        "title",
        "side",
        "body_part",
        "needed_by",
        "reference",
        "expires_on",
        "units_approved",
        "unit_word",
    )
    who = queries.whom_label(row)
    return {name: getattr(row, name) for name in names} | {
        "appointment": row.appointment_id or "",
        "whom": who,
    }


_ENDINGS = {
    "finish": ("Done", "How did it end?", "result"),
    "drop": ("Dropped", "Why need it not go on?", "reason"),
}


@require_http_methods(["GET", "POST"])
def end_request(request: HttpRequest, request_id: UUID, ending: str) -> HttpResponse:
    followed = queries.get_followed(request.viewer, request_id)
    if not can_promise(request.viewer):
        raise Refused(actions.ONLY_WORKERS)
    word, question, _ = _ENDINGS[ending]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].label = question
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, request_id, ending, form.cleaned_data["reason"])
            say(request, f"{word}.", undo_url=reverse("followups:reopen_request", args=[request_id]))
            return redirect("followups:request", request_id)
        except Invalid as error:
            form.show_problems({"reason": str(error)})
    context = {"form": form, "asked": followed.row, "case": followed.row.case, "word": word, "ending": ending}
    return render(
        request, "followups/request_end.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _end(request: HttpRequest, request_id: UUID, ending: str, text: str) -> None:
    common = {"actor": request.viewer, "now": clock.now(), "request_id": request_id}
    if ending == "finish":
        actions.finish_request(**common, result=text)
    else:
        actions.drop_request(**common, reason=text)


@require_POST
def reopen_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    actions.reopen_request(actor=request.viewer, now=clock.now(), request_id=request_id)
    say(request, "Open again.")
    return redirect("followups:request", request_id)
