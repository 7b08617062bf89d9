"""Planning, editing, moving, calling off. What is typed survives every problem; a conflict is shown, not forbidden."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.access.permissions import can_work_on_cases, require
from caseday.kernel import clock
from caseday.kernel.errors import Invalid, NotFound
from caseday.kernel.ids import new_id, parse_id
from caseday.schedule import actions
from caseday.schedule.queries import (
    Appointment,
    conflicts_for,
    get_appointment,
    get_calendar_owner,
    leave_times_of,
    office_label,
    offices_like,
)
from caseday.schedule.queries.calendar import appointments_on
from caseday.schedule.rules import shown_time
from caseday.schedule.web.entries import zone_of
from caseday.schedule.web.forms import KEEP, AppointmentForm, CallOffForm, NewTimeForm
from caseday.schedule.web.views.appointment import shown_of
from caseday.schedule.web.views.calendar import parse_day, today_of
from caseday.ui.toasts import say

UNPROCESSABLE = 422
_ONLY_WORKERS = "Only a case manager or a supervisor plans appointments."


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    now, viewer = clock.now(), request.viewer
    require(can_work_on_cases(viewer), _ONLY_WORKERS)
    form = AppointmentForm(request.POST or None, viewer=viewer, initial=_initial_from(request, now))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            planned = actions.plan_appointment(
                actor=viewer,
                now=now,
                details=typed["details"],
                case_id=parse_id(typed["case"]),
                staff_id=parse_id(typed["staff"]),
                repeat=typed["rule"],
                id=typed["id"],
            )
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "Planned.")
            return redirect("schedule:appointment", planned.pk)
    return _form_page(request, form, {"cancel": reverse("schedule:calendar")})


def _initial_from(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Links from a case, an office or an hour of the calendar come with what they know."""
    given = request.GET
    initial: dict[str, Any] = {
        "day": parse_day(given.get("day"), today_of(request.viewer, now)),
        "case": given.get("case", ""),
        "staff": given.get("who") or str(request.viewer.staff_id),
        "kind": given.get("kind") or "physician_visit",
        "where": given.get("where", "")[:240],
        "title": given.get("title", "")[:200],
    }
    if given.get("at"):
        initial["starts"] = given["at"][:5]
    return initial


def _form_page(request: HttpRequest, form: AppointmentForm, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "schedule/form.html", {"form": form, **context}, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = get_appointment(viewer, appointment_id)
    require(can_work_on_cases(viewer), _ONLY_WORKERS)
    form = AppointmentForm(request.POST or None, viewer=viewer, appointment=one)
    context: dict[str, Any] = {"appointment": one, "cancel": reverse("schedule:appointment", args=[one.pk])}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, one)
        except actions.Changed as problem:
            form.show_problems(problem)
            context["stored"] = _differences(form, problem.stored)
            form.take_version(problem.stored.version)
        except Invalid as problem:
            form.show_problems(problem)
        else:
            say(request, "Saved.")
            return redirect("schedule:appointment", one.pk)
    return _form_page(request, form, context)


def _save(request: HttpRequest, form: AppointmentForm, one: Appointment) -> None:
    typed = form.cleaned_data
    scope = actions.Scope(typed.get("scope") or "this")
    known = {
        "actor": request.viewer,
        "now": clock.now(),
        "appointment_id": one.pk,
        "version": typed["version"],
    }
    details = typed["details"]
    if one.series and (scope is not actions.Scope.THIS or typed["repeat"] != KEEP and typed["rule"]):
        actions.change_series(**known, details=details, scope=scope, repeat=typed["rule"] or None)
    elif not one.series and typed["rule"]:
        actions.start_series(**known, details=details, repeat=typed["rule"])
    else:
        actions.change_appointment(**known, details=details)


def _differences(form: AppointmentForm, stored: Appointment) -> list[tuple[str, str]]:
    """Label and stored value of what is not as typed: what the other tab, or somebody else, has saved."""
    now_stored = AppointmentForm(viewer=form.viewer, appointment=stored)
    found = []
    for name in (
        "title",
        "kind",
        "day",
        "starts",
        "minutes",
        "where",
        "time_zone",
        "skills",
        "agenda",
        "carry",
        "attendees",
    ):
        value = now_stored.initial.get(name)
        typed = form[name].value()
        text = f"{value:%H:%M}" if name == "starts" and value else str(value if value is not None else "")
        if text != str(typed if typed is not None else "").replace("\r\n", "\n"):
            found.append((str(form[name].label), text or "nothing"))
    return found


@require_POST
def conflicts(request: HttpRequest) -> HttpResponse:
    """While one types: what this would collide with, and when one would have to leave. Saves nothing."""
    viewer = request.viewer
    require(can_work_on_cases(viewer), _ONLY_WORKERS)
    known_id = parse_id(request.POST.get("appointment"))
    known = get_appointment(viewer, known_id) if known_id else None
    form = AppointmentForm(request.POST, viewer=viewer, appointment=known)
    form.is_valid()
    details = form.cleaned_data.get("details")
    owner = (
        known.staff if known else get_calendar_owner(viewer, parse_id(request.POST.get("staff")) or new_id())
    )
    if details is None or owner is None:
        return render(request, "schedule/_conflicts.html", {})
    case = form.cases.get(request.POST.get("case") or "")
    draft = actions.draft_appointment(
        details=details, staff=owner, case=known.case if known else case, id=known.pk if known else None
    )
    day = draft.starts_at.astimezone(viewer.time_zone).date()
    others = [one for one in appointments_on(viewer, day, staff_ids=[owner.pk]) if one.pk != draft.pk]
    return render(
        request,
        "schedule/_conflicts.html",
        {
            "conflicts": conflicts_for(viewer, draft, owner),
            "leave_by": leave_times_of([*others, draft], owner).get(draft.pk),
            "draft": draft,
            "shown": shown_time(draft.starts_at, draft.ends_at, zone_of(draft), viewer.time_zone),
        },
    )


@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Options for the place: offices by name; before anything is typed, those of the case."""
    text = request.GET.get("where", "")[:100]
    found = offices_like(text, case_id=parse_id(request.GET.get("case")))
    return render(request, "schedule/_offices.html", {"labels": [office_label(one) for one in found]})


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _new_time(request, appointment_id, is_new=False)


@require_http_methods(["GET", "POST"])
def new_date(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    return _new_time(request, appointment_id, is_new=True)


def _new_time(request: HttpRequest, appointment_id: UUID, *, is_new: bool) -> HttpResponse:
    one = get_appointment(request.viewer, appointment_id)
    require(can_work_on_cases(request.viewer), _ONLY_WORKERS)
    zone = zone_of(one)
    form = NewTimeForm(request.POST or None, initial=_time_of(one, zone, is_new=is_new))
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.span(zone)
        known = {"actor": request.viewer, "now": clock.now(), "appointment_id": one.pk}
        try:
            if is_new:
                made = actions.set_new_date(
                    **known, starts_at=starts_at, ends_at=ends_at, id=form.cleaned_data["id"]
                )
            else:
                made = actions.move_appointment(
                    **known, starts_at=starts_at, ends_at=ends_at, version=form.cleaned_data["version"]
                )
        except Invalid as problem:
            _name_problem(form, problem)
        else:
            say(request, "The new date is set." if is_new else "Moved. Everybody has to confirm anew.")
            return redirect("schedule:appointment", made.pk)
    context = {"form": form, "is_new": is_new, **shown_of(request.viewer, one, clock.now())}
    return render(request, "schedule/move.html", context, status=UNPROCESSABLE if form.errors else 200)


def _time_of(one: Appointment, zone: ZoneInfo, *, is_new: bool) -> dict[str, Any]:
    local = one.starts_at.astimezone(zone)
    return {
        "version": one.version,
        "day": None if is_new else local.date(),
        "starts": local.time(),
        "minutes": round((one.ends_at - one.starts_at).total_seconds() / 60),
    }


def _name_problem(form: NewTimeForm, problem: Invalid) -> None:
    names = {"starts_at": "day", "ends_at": "minutes"}
    form.show_problems({names.get(name, name): text for name, text in problem.problems.items()})


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    one = get_appointment(viewer, appointment_id)
    require(can_work_on_cases(viewer), _ONLY_WORKERS)
    form = CallOffForm(
        request.POST or None,
        zone=viewer.time_zone,
        is_series=one.series is not None,
        initial={"version": one.version, "how": request.GET.get("how", "cancelled")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = _call_off(request, one, form.cleaned_data, now)
        except Invalid as problem:
            form.show_problems({_CALL_OFF_FIELD.get(k, k): text for k, text in problem.problems.items()})
        else:
            say(request, said)
            return _to_it_or_the_calendar(request, one)
    context = {"form": form, **shown_of(viewer, one, now)}
    return render(request, "schedule/call_off.html", context, status=UNPROCESSABLE if form.errors else 200)


_CALL_OFF_FIELD = {"happened_at": "told_time"}


def _to_it_or_the_calendar(request: HttpRequest, one: Appointment) -> HttpResponse:
    try:
        get_appointment(request.viewer, one.pk)
    except NotFound:
        return redirect("schedule:calendar")
    return redirect("schedule:appointment", one.pk)


def _call_off(request: HttpRequest, one: Appointment, typed: dict[str, Any], now: datetime) -> str:
    known = {"actor": request.viewer, "now": now, "appointment_id": one.pk, "version": typed["version"]}
    scope = typed.get("scope") or "this"
    if typed["how"] == "cancelled" and scope != "this":
        actions.end_series(**known, scope=actions.Scope(scope))
        return "They are gone from the calendar; what somebody had confirmed is kept as cancelled."
    words = {"party": typed["party"], "reason": typed["reason"]}
    if typed["how"] == "no_show":
        actions.record_no_show(**known, **words, needs_new_date=typed["needs_new_date"])
        return "Recorded as a no-show."
    if typed["how"] == "awaiting_new_date":
        actions.await_new_date(**known, **words, said_by=typed["said_by"])
        return "It awaits a new date."
    actions.cancel_appointment(
        **known,
        **words,
        said_by=typed["said_by"],
        happened_at=typed.get("told_at"),
        needs_new_date=typed["needs_new_date"],
    )
    return "Cancelled."
