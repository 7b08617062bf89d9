"""Pages of to-dos, and of those that are chased."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caseday.cases.queries import get_case
from caseday.followups import actions, queries
from caseday.followups.permissions import can_promise
from caseday.followups.rules import due_words, group_of
from caseday.followups.web.chase_forms import ChaseForm
from caseday.followups.web.forms import DropForm, MoveForm
from caseday.followups.web.rows import rows_of_todos
from caseday.kernel import clock
from caseday.kernel.errors import Invalid
from caseday.kernel.ids import parse_id
from caseday.ui.backs import back_or
from caseday.ui.toasts import say, warn

_UNPROCESSABLE = 422
_ORDER = ("Overdue", "Today", "Tomorrow", "This week", "Later", "Without a date", "Waits for another")


@require_GET
def todo_list(request: HttpRequest) -> HttpResponse:
    now, zone = clock.now(), request.viewer.time_zone
    groups: dict[str, list[Any]] = {}
    for row in rows_of_todos(queries.open_todos(request.viewer), now=now, zone=zone):
        name = "Waits for another" if row.words.waits_for else group_of(queries.due_of(row.todo), now, zone)
        groups.setdefault(name, []).append(row)
    context = {
        "groups": [(name, groups[name]) for name in _ORDER if name in groups],
        "ended": queries.recently_ended(request.viewer),
        "may_change": can_promise(request.viewer),
    }
    return render(request, "followups/list.html", context)


@dataclass(frozen=True)
class _About:
    """What a new to-do is about, from where one came: a case, a request, an appointment, a journal entry."""

    case: Any
    request: Any
    appointment: Any
    activity_id: UUID | None


def _about(request: HttpRequest) -> _About:
    viewer = request.viewer
    given = request.POST if request.method == "POST" else request.GET
    ids = {name: parse_id(given.get(name)) for name in ("case", "request", "appointment", "activity")}
    case = get_case(viewer, ids["case"]) if ids["case"] else None
    asked = queries.request_of_case(viewer, case.pk, ids["request"]) if case else None
    return _About(case, asked, queries.about_appointment(case, ids["appointment"]), ids["activity"])


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    viewer, about = request.viewer, _about(request)
    choices = queries.chase_choices(viewer, about.case, request=about.request, appointment=about.appointment)
    form = ChaseForm(request.POST or None, viewer=viewer, choices=choices, initial=_initial(request, about))
    if request.method == "POST" and form.is_valid():
        try:
            _promise(request, form)
            say(request, "Written down.")
            return redirect(back_or(request, reverse("followups:list")))
        except Invalid as error:
            form.show_problems(error)
    context = {"form": form, "case": about.case, "asked": about.request}
    context["back"] = back_or(request, reverse("followups:list"))
    return render(request, "followups/form.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _initial(request: HttpRequest, about: _About) -> dict[str, Any]:
    """A request is chased every working day until its next step is there; an appointment that was called off until it
    has a new date."""
    today = clock.now().astimezone(request.viewer.time_zone).date()
    initial: dict[str, Any] = {"case": about.case.pk if about.case else None, "activity": about.activity_id}
    if about.appointment:
        chased = {"cadence": "daily", "until": f"new_date:{about.appointment.pk}"}
        return initial | chased | {"appointment": about.appointment.pk}
    if about.request:
        text = f"Follow up: {about.request.title}"[:300]
        ahead = queries.get_followed(request.viewer, about.request.pk).standing.next
        until = f"step:{ahead.rung.slug}" if ahead else ""
        asked = {"cadence": "daily", "until": until, "request": about.request.pk}
        return initial | asked | {"text": text, "reach": "asked"}
    return initial | {"due_on": today}


def _promise(request: HttpRequest, form: ChaseForm) -> None:
    said, whom = form.cleaned_data, form.whom()
    actions.promise_followup(
        actor=request.viewer, now=clock.now(), id=said["id"], text=said["text"], case_id=said["case"],
        due_on=said["due_on"], due_at=said["due_at"], promised_to=said["promised_to"], reach_role=whom.role,
        office_id=whom.office_id, professional_id=whom.professional_id, person_id=whom.person_id,
        source_activity_id=said["activity"], chase=form.chase(),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def todo(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, clock.now()
    one = queries.get_todo(viewer, followup_id)
    choices = queries.chase_choices(
        viewer, one.case, request=one.request, appointment=one.until_appointment, followup=one
    )
    initial = _initial_of(one, viewer) | {"reach": queries.whom_key(one, choices)}
    form = ChaseForm(request.POST or None, viewer=viewer, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_followup(
                actor=viewer, now=now, followup_id=one.pk, text=said["text"], due_on=said["due_on"],
                due_at=said["due_at"], promised_to=said["promised_to"], chase=form.chase(), whom=form.whom(),
            )  # fmt: skip
            say(request, "Changed.")
            return redirect(back_or(request, reverse("followups:list")))
        except Invalid as error:
            form.show_problems(error)
    context = _shown(request, one) | {"form": form}
    return render(request, "followups/todo.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _initial_of(one: Any, viewer: Any) -> dict[str, Any]:
    due_time = one.due_at.astimezone(viewer.time_zone).time() if one.due_at else None
    return ChaseForm.initial_of(one) | {
        "id": one.pk,
        "text": one.text,
        "due_on": one.due_on,
        "due_time": due_time,
        "promised_to": one.promised_to,
        "case": one.case_id,
    }


def _shown(request: HttpRequest, one: Any) -> dict[str, Any]:
    now, zone = clock.now(), request.viewer.time_zone
    return {
        "todo": one,
        "row": rows_of_todos([one], now=now, zone=zone)[0],
        "case": one.case,
        "has_held": one.state == "open" and queries.has_held(one),
        "attempts": queries.attempts_of(one.pk) if one.attempts else [],
        "reach": queries.whom_to_reach(one),
        "due": due_words(queries.due_of(one), now, zone),
        "drop": DropForm(),
        "move": MoveForm(),
        "back": back_or(request, reverse("followups:list")),
        "may_change": can_promise(request.viewer),
    }


@require_POST
def done(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    """What is chased until something holds is ended early on its own page, where the reason is asked for."""
    try:
        one = actions.finish_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id)
    except Invalid as error:
        warn(request, " ".join(error.problems.values()))
        return redirect("followups:todo", followup_id)
    return _after(request, "Done.", reverse("followups:reopen", args=[one.pk]))


@require_POST
def drop(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    form = DropForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.drop_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id, reason=reason)
    return _after(request, "Dropped.", reverse("followups:reopen", args=[followup_id]))


@require_POST
def move(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Invalid({"due_on": "Choose the day to which it moves."})
    day = form.cleaned_data["due_on"]
    actions.move_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id, due_on=day)
    return _after(request, f"Moved to {day:%A}.", "")


@require_POST
def reopen(request: HttpRequest, followup_id: UUID) -> HttpResponse:
    actions.reopen_followup(actor=request.viewer, now=clock.now(), followup_id=followup_id)
    return _after(request, "Open again.", "")


def _after(request: HttpRequest, said: str, undo_url: str) -> HttpResponse:
    say(request, said, undo_url=undo_url)
    return redirect(back_or(request, reverse("followups:list")))
